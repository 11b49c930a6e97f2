// Conclusions under premises, through whole checks.
#include "plumbline/verdict/premise.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/checks.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::bundled_problem;
using test::conclusion_of;
using test::theorem_of;
using test::TheoremSketch;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

/// One conclusion "claim" with these further lines, after others.
CheckResult check(const TheoremSketch& sketch) {
  test::CheckSetup setup;
  setup.width = "1000000";
  setup.eta = "0.05";
  setup.steps = 6;
  return test::run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
}
ConclusionResult claim_of(const std::string& claim, const std::string& more, const std::string& tables = "",
                          const std::vector<std::string>& for_all = {"t >= 0"}) {
  TheoremSketch sketch;
  sketch.tables = tables;
  sketch.conclusions = {{"claim", claim, for_all, more}};
  return conclusion_of(check(sketch), "claim");
}

TEST(Premise, AClaimIsLookedAtOnlyWhereItsPremiseIsTrue) {
  EXPECT_EQ(claim_of("t <= 3", "").verdict, Verdict::kViolated);
  EXPECT_EQ(claim_of("t <= 3", "given = ['t <= 3']").verdict, Verdict::kHolds);
  EXPECT_EQ(claim_of("t <= 3", "given = ['t <= 4']").verdict, Verdict::kViolated);
  EXPECT_EQ(claim_of("t <= 3", "given = ['t <= 4', 'loss(t) >= loss_opt', 't != 4']").verdict,
            Verdict::kHolds);
}

TEST(Premise, TheSameLayersAreMeant) {
  const std::vector<std::string> layers = {"t >= 0", "1 <= i <= L"};
  EXPECT_EQ(claim_of("i <= 2", "given = ['i != 3']", "", layers).verdict, Verdict::kHolds);
  EXPECT_EQ(claim_of("i <= 2", "given = ['i != 2']", "", layers).verdict, Verdict::kViolated);
}

TEST(Premise, WhatIsAskedOfTheStartIsRememberedThoughThePremiseIsFalseThere) {
  const std::vector<std::string> layers = {"t >= 0", "1 <= i <= L"};
  const auto later = [&](const std::string& claim, const std::string& given) {
    return claim_of(claim, "given = ['" + given + "']", "", layers).verdict;
  };
  EXPECT_EQ(later("grad(i, t) <= 10*grad(i, 0)", "loss(t) <= 0.99*loss(0)"), Verdict::kHolds);
  EXPECT_EQ(later("grad(i, t) >= 10*grad(i, 0)", "loss(t) <= 0.99*loss(0)"), Verdict::kViolated);
  // In the premise too, for the second evaluation.
  EXPECT_EQ(later("t <= 2", "grad(i, 0) >= 0"), Verdict::kViolated);
  EXPECT_EQ(
      claim_of("grad(i, t) >= 10*grad(i, 0)", "given = ['loss(t) <= 0.99*loss(0)']", "", layers).confirmed,
      5);
}

TEST(Premise, ASecondEvaluationLooksAtThePremisesAgain) {
  const ConclusionResult named = claim_of("t <= 3", "given_before = ['far']",
                                          "[[premise]]\nname = 'far'\nfor_all = ['t >= 0', '1 <= i <= L']\n"
                                          "claim = 'travel(i, t) <= 1000000'\n");
  EXPECT_EQ(named.verdict, Verdict::kViolated);
  EXPECT_EQ(named.confirmed, 5);
}

TEST(Premise, OneThatIsNeverTrueMakesTheConclusionVacuous) {
  const ConclusionResult result = claim_of("t < 0", "given = ['loss(t) < 0']");
  EXPECT_EQ(result.verdict, Verdict::kVacuous);
  EXPECT_EQ(result.alone, Verdict::kVacuous);
  EXPECT_EQ(result.unclaimed, 5);
  EXPECT_THAT(result.messages, Contains("its premises were false wherever it was looked at in 5 of 5 runs"));
}

TEST(Premise, OneThatIsUndecidedRefutesNothing) {
  const ConclusionResult result = claim_of("t < 0", "given = ['frob_X*norm_X <= norm_X*frob_X']");
  EXPECT_EQ(result.verdict, Verdict::kUndecided);
  EXPECT_THAT(result.messages, Contains("a premise is undecided where the claim is false"));
  EXPECT_EQ(claim_of("t >= 0", "given = ['frob_X*norm_X <= norm_X*frob_X']").verdict, Verdict::kHolds);
}

const std::string kUntilTwo =
    "[[premise]]\nname = 'until two'\nfor_all = ['t >= 0', '1 <= i <= L']\nclaim = 't + i <= 2 + L'\n";

TEST(Premise, ANamedOneIsTrueWhereAllItsBindingsAre) {
  EXPECT_EQ(claim_of("t <= 2", "given = ['until two']", kUntilTwo).verdict, Verdict::kHolds);
  EXPECT_EQ(claim_of("t <= 1", "given = ['until two']", kUntilTwo).verdict, Verdict::kViolated);
}

TEST(Premise, GivenBeforeMeansEveryEarlierStep) {
  EXPECT_EQ(claim_of("t <= 3", "given_before = ['until two']", kUntilTwo).verdict, Verdict::kHolds);
  EXPECT_EQ(claim_of("t <= 2", "given_before = ['until two']", kUntilTwo).verdict, Verdict::kViolated);
  const std::string gap = "[[premise]]\nname = 'but one'\nfor_all = ['t >= 0']\nclaim = 't != 1'\n";
  EXPECT_EQ(claim_of("t <= 1", "given_before = ['but one']", gap).verdict, Verdict::kHolds);
  EXPECT_EQ(claim_of("t == 0", "given_before = ['but one']", gap).verdict,
            Verdict::kViolated);  // nothing before 1
}

TEST(Premise, OneAboutTheStartCountsForEver) {
  const std::string start = "[[premise]]\nname = 'start'\nfor_all = ['1 <= i <= L']\nclaim = 'i >= 1'\n";
  const std::string never = "[[premise]]\nname = 'start'\nfor_all = ['1 <= i <= L']\nclaim = 'i >= 2'\n";
  EXPECT_EQ(claim_of("t <= 3", "given = ['start']", start).verdict, Verdict::kViolated);
  EXPECT_EQ(claim_of("t <= 3", "given = ['start']", never).verdict, Verdict::kVacuous);
}

TEST(Premise, ARefutedConclusionIsNoPremiseAnyMore) {
  TheoremSketch sketch;
  sketch.conclusions = {{"first", "t <= 2", {"t >= 0"}},
                        {"claim", "t <= 2", {"t >= 0"}, "given = ['first']"}};
  const CheckResult result = check(sketch);
  EXPECT_EQ(conclusion_of(result, "first").verdict, Verdict::kViolated);
  EXPECT_EQ(conclusion_of(result, "claim").verdict, Verdict::kHolds);
}

}  // namespace
}  // namespace plumbline
