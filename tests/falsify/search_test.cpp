// The search finds what is false, shrinks it, and never confirms what is true.
#include "plumbline/falsify/search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/numeric/error.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::theorem_from_tree;
using test::theorem_of;
using test::TheoremSketch;

SearchRequest request_of(std::int64_t budget, unsigned threads = 1) {
  SearchRequest request;
  request.budget = budget;
  request.threads = threads;
  request.shrink_seconds = 1000.0;  // small cases end long before: the result does not depend on the time
  return request;
}

TEST(Search, FindsThePlantedFaultsFromTheTheoremFileAloneAndShrinksThem) {
  for (const char* mutant : {"rate-times-six", "step-times-eight"}) {
    const Theorem theorem = theorem_from_tree(std::string("tests/mutants/") + mutant + ".toml");
    const SearchResult result = search_counterexample(theorem, request_of(2000));
    ASSERT_TRUE(result.counterexample) << mutant;
    EXPECT_EQ(result.counterexample->depth, 2) << mutant;
    EXPECT_EQ(result.counterexample->spectrum.size(), 1U) << mutant;
    ASSERT_TRUE(result.confirmed);
    EXPECT_EQ(result.confirmed->verdict, Verdict::kViolated);
    EXPECT_EQ(result.confirmed->check->conclusions[0].how, Evidence::kEnclosed);
    // The counterexample stands by itself.
    EXPECT_TRUE(confirm_violation(theorem, *result.counterexample)) << mutant;
  }
}

TEST(Search, WhatIsTrueIsNotFalsified) {
  for (const char* file : {"data/theorems/hxp2020-4.1.toml", "tests/twins/rate-times-two.toml"}) {
    const SearchResult result = search_counterexample(theorem_from_tree(file), request_of(192));
    EXPECT_FALSE(result.counterexample) << file;
    EXPECT_EQ(result.tried, 192);
    EXPECT_GT(result.ran, 60) << file;  // the hypotheses are solved for, not hoped for
    ASSERT_TRUE(result.margin) << file;
    EXPECT_GE(*result.margin, 0.0) << file;
  }
}

TEST(Search, TheTrialsDoNotDependOnTheThreads) {
  const Theorem theorem = theorem_from_tree("data/theorems/hxp2020-4.1.toml");
  const SearchResult one = search_counterexample(theorem, request_of(128, 1));
  const SearchResult three = search_counterexample(theorem, request_of(128, 3));
  EXPECT_EQ(one.margin, three.margin);
  EXPECT_EQ(describe(*one.closest), describe(*three.closest));
  EXPECT_EQ(one.ran, three.ran);
}

TEST(Search, AFewUnluckyRunsRefuteNoProbability) {
  // The initial loss exceeds its mean in many runs, but the claim allows nine in ten of them to fail.
  TheoremSketch sketch;
  sketch.probability = "0.1";
  sketch.hypotheses = {{"step size", "eta <= d_y/(2*L*norm_X^2)", {}}};
  sketch.conclusions = {{"start", "loss(0) - loss_opt <= (frob_X^2 + frob_Y^2)/2", {}}};
  const SearchResult result = search_counterexample(theorem_of(sketch), request_of(128));
  EXPECT_FALSE(result.counterexample);
}

TEST(Trial, IsAProblemFileThatReads) {
  RandomStream stream(3, 0, 0);
  for (int i = 0; i < 50; ++i) {
    Trial trial = random_trial(stream);
    for (int n = 0; n < 3; ++n) trial = mutated(trial, stream);
    const Problem problem = parse_generated_problem(problem_text(trial), "trial");
    EXPECT_EQ(problem.X.rows(), trial.d_x);
    EXPECT_EQ(problem.Y.rows(), trial.d_y);
    EXPECT_GE(trial.depth, 2);
  }
}

TEST(Trial, ASettingThatTheTheoremDoesNotAdmitDidNotRun) {
  TheoremSketch sketch;
  sketch.hypotheses = {{"never", "m <= 0", {}}};
  EXPECT_FALSE(try_out(theorem_of(sketch), {}, Rigor::kSampled, 1).ran);
}

TEST(ParseGeneratedProblem, TakesNoFiles) {
  EXPECT_THROW(parse_generated_problem("id = 'p'\n[data]\nfile = 'x.csv'\n", "p"), InputError);
}

}  // namespace
}  // namespace plumbline
