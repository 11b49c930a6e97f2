// Checks whose runs are enclosed or proved: the same verdicts as sampled ones wherever they decide, and more
// where certificates reach.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/verdict/result_json.hpp"
#include "problem/temp_folder.hpp"
#include "support/checks.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::bundled_problem;
using test::CheckSetup;
using test::conclusion_of;
using test::run_check;
using test::theorem_from_tree;
using test::theorem_of;
using test::TheoremSketch;
using testing::HasSubstr;

constexpr Rigor kRigorous[] = {Rigor::kEnclosed, Rigor::kProved};

CheckSetup at(Rigor rigor) {
  CheckSetup setup;
  setup.rigor = rigor;
  setup.seeds = 3;
  return setup;
}

TEST(Rigor, IsKnownByName) {
  EXPECT_EQ(rigor_from_name("sampled"), Rigor::kSampled);
  EXPECT_EQ(rigor_from_name("enclosed"), Rigor::kEnclosed);
  EXPECT_EQ(rigor_from_name("proved"), Rigor::kProved);
  EXPECT_EQ(message_of([] { rigor_from_name("certain"); }),
            "rigor: found 'certain', expected sampled, enclosed or proved");
}

TEST(Rigor, TheTheoremIsEnclosedOrProvedAtItsThreshold) {
  const Theorem theorem = theorem_from_tree("data/theorems/hxp2020-4.1.toml");
  for (const char* id : {"spectrum-kappa1", "spectrum-kappa4", "hxp-gaussian"}) {
    const CheckResult enclosed = run_check(theorem, bundled_problem(id), at(Rigor::kEnclosed));
    EXPECT_EQ(enclosed.verdict, Verdict::kHolds) << id;
    EXPECT_EQ(conclusion_of(enclosed, "linear rate").how, Evidence::kEnclosed);
    EXPECT_FALSE(conclusion_of(enclosed, "linear rate").proved_from);
    const CheckResult proved = run_check(theorem, bundled_problem(id), at(Rigor::kProved));
    EXPECT_EQ(proved.verdict, Verdict::kHolds) << id;
    EXPECT_EQ(conclusion_of(proved, "linear rate").how, Evidence::kProved);
    EXPECT_TRUE(conclusion_of(proved, "linear rate").proved_from);
    for (const CheckResult* result : {&enclosed, &proved}) {  // speaks of t = 0 alone
      EXPECT_EQ(conclusion_of(*result, "initial loss").how, Evidence::kProved);
    }
  }
}

TEST(Rigor, PlantedFaultsAreViolatedAndNeverProved) {
  for (const Rigor rigor : kRigorous) {
    CheckSetup setup = at(rigor);
    setup.depth = 8;
    const CheckResult step = run_check(theorem_from_tree("tests/mutants/step-times-eight.toml"),
                                       bundled_problem("spectrum-kappa4"), setup);
    setup.eta = "0.1max";
    const CheckResult rate = run_check(theorem_from_tree("tests/mutants/rate-times-six.toml"),
                                       bundled_problem("hxp-gaussian"), setup);
    for (const CheckResult* result : {&step, &rate}) {
      EXPECT_EQ(result->verdict, Verdict::kViolated) << result->theorem;
      EXPECT_EQ(conclusion_of(*result, "linear rate").how, Evidence::kEnclosed);
      EXPECT_EQ(conclusion_of(*result, "linear rate").failures, 3);
      EXPECT_FALSE(conclusion_of(*result, "linear rate").proved_from);
    }
  }
}

TEST(Rigor, TheTrueTwinIsNotFlagged) {
  for (const Rigor rigor : kRigorous) {
    for (const char* id : {"spectrum-kappa4", "hxp-gaussian"}) {
      const CheckResult result =
          run_check(theorem_from_tree("tests/twins/rate-times-two.toml"), bundled_problem(id), at(rigor));
      EXPECT_EQ(result.verdict, Verdict::kHolds) << id;
    }
  }
}

TEST(Rigor, ACertificateReachesBeyondDoublesFloor) {
  // 3000 steps: double stalls, enclosures end, a proof does not.
  const Theorem theorem = theorem_from_tree("data/theorems/hxp2020-4.1.toml");
  const auto verdict = [&](Rigor rigor) {
    CheckSetup setup = at(rigor);
    setup.seeds = 1;
    setup.steps = 3000;
    return run_check(theorem, bundled_problem("hxp-gaussian"), setup).verdict;
  };
  EXPECT_EQ(verdict(Rigor::kSampled), Verdict::kUndecided);
  EXPECT_EQ(verdict(Rigor::kEnclosed), Verdict::kUndecided);
  EXPECT_EQ(verdict(Rigor::kProved), Verdict::kHolds);
}

TEST(Rigor, AFlowWhoseStartIsNotExactIsRefused) {
  // The singular vectors of linnerud are no axes: in the reduced basis the identity is known to rounding
  // only.
  TheoremSketch sketch;
  sketch.init = "identity";
  sketch.tables = "optimiser = 'flow'\n";
  sketch.conclusions = {{"falls", "loss(t) <= loss(0)", {"t >= 0"}}};
  CheckSetup setup;
  setup.seeds = 1;
  setup.steps = 2;
  setup.eta = "1e-9";
  setup.width = "10";
  EXPECT_EQ(run_check(theorem_of(sketch), bundled_problem("linnerud"), setup).verdict, Verdict::kHolds);
  for (const Rigor rigor : kRigorous) {
    setup.rigor = rigor;
    EXPECT_THAT(message_of([&] { run_check(theorem_of(sketch), bundled_problem("linnerud"), setup); }),
                HasSubstr("init identity: the initial weights are exact only where"));
  }
}

TEST(Rigor, OutsideTheHypothesesTheConclusionKeepsItsOwnGrade) {
  CheckSetup setup = at(Rigor::kProved);
  setup.width = "5";  // dense, far too narrow: the rate fails after a few steps
  const CheckResult narrow = run_check(theorem_from_tree("data/theorems/hxp2020-4.1.toml"),
                                       bundled_problem("spectrum-kappa1"), setup);
  EXPECT_EQ(narrow.network, "dense");
  EXPECT_EQ(narrow.verdict, Verdict::kVacuous);
  EXPECT_EQ(conclusion_of(narrow, "linear rate").alone, Verdict::kViolated);
}

TEST(Rigor, SampledAndEnclosedAgreeOnWhichRunsFail) {
  // At a width where some runs fail and some do not, within the steps both can tell.
  TheoremSketch sketch;
  sketch.hypotheses = {{"step size", "eta <= d_y/(2*L*norm_X^2)", {}}};
  sketch.conclusions = {{"rate",
                         "loss(t) - loss_opt <= (1 - eta*L*lambda_r/d_y)^t*(loss(0) - loss_opt)",
                         {"t >= 0", "t <= 12"}}};
  CheckSetup setup = at(Rigor::kSampled);
  setup.width = "12";
  setup.seeds = 30;
  setup.steps = 12;
  const CheckResult sampled = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa1"), setup);
  setup.rigor = Rigor::kEnclosed;
  const CheckResult enclosed = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa1"), setup);
  EXPECT_EQ(sampled.conclusions.at(0).failures, enclosed.conclusions.at(0).failures);
  EXPECT_EQ(enclosed.conclusions.at(0).undecided, 0);
  EXPECT_GT(sampled.conclusions.at(0).failures, 0);
  EXPECT_LT(sampled.conclusions.at(0).failures, 30);
}

TEST(Rigor, EnclosedObservablesOverlapTheSampledOnes) {
  TheoremSketch sketch;
  sketch.conclusions = {{"loss", "loss(t) >= 0", {"t >= 0"}},
                        {"sigma", "sigma_max(j, i, t) >= 0", {"t >= 0", "1 <= i <= j <= L"}},
                        {"travel", "travel(i, t) >= 0", {"t >= 0", "i >= 1"}},
                        {"grad", "grad(i, t) >= 0", {"t >= 0", "i >= 1"}},
                        {"P", "lambda_max_P(t) >= 0", {"t >= 0"}},
                        {"false", "travel(i, t) <= 1e-6", {"t >= 0", "i >= 1"}}};
  for (const char* width : {"50", "6"}) {
    CheckSetup setup = at(Rigor::kEnclosed);
    setup.width = width;
    setup.eta = "0.05";
    setup.steps = 6;
    const CheckResult enclosed = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
    for (const ConclusionResult& claim : enclosed.conclusions) {
      EXPECT_EQ(claim.alone, claim.name == "false" ? Verdict::kViolated : Verdict::kHolds)
          << claim.name << " m = " << width;
    }
    setup.rigor = Rigor::kSampled;
    const CheckResult sampled = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
    const WorstCase& a = *conclusion_of(enclosed, "false").worst;
    const WorstCase& b = *conclusion_of(sampled, "false").worst;
    EXPECT_EQ(a.at, b.at);
    EXPECT_EQ(equal(a.observed, b.observed), Truth::kUnknown);  // the enclosures overlap
  }
}

TEST(Rigor, TheBytesAreThoseOfOneThread) {
  for (const Rigor rigor : kRigorous) {
    CheckSetup setup = at(rigor);
    setup.width = "100000";
    setup.seeds = 5;
    const auto bytes = [&](unsigned threads) {
      setup.threads = threads;
      return check_json(run_check(theorem_from_tree("data/theorems/hxp2020-4.1.toml"),
                                  bundled_problem("spectrum-kappa4"), setup))
          .dump();
    };
    EXPECT_EQ(bytes(1), bytes(4));
  }
}

}  // namespace
}  // namespace plumbline
