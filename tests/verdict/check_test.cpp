// The verdict of whole checks: true theorems hold, false ones are violated, and nothing else is said than
// what was shown.
#include "plumbline/verdict/check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "plumbline/network/initialise.hpp"
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
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

Theorem theorem_4_1() {
  return theorem_from_tree("data/theorems/hxp2020-4.1.toml");
}
const std::string kRate = "loss(t) - loss_opt <= (1 - eta*L*lambda_r/(2*d_y))^t*(loss(0) - loss_opt)";

TheoremSketch claiming(const std::string& claim, const std::vector<std::string>& for_all = {"t >= 0"}) {
  TheoremSketch sketch;
  sketch.hypotheses = {{"step size", "eta <= d_y/(2*L*norm_X^2)", {}}};
  sketch.conclusions = {{"claim", claim, for_all}};
  return sketch;
}

/// claiming(), with probability 1 − delta.
TheoremSketch probably(const std::string& claim, const std::vector<std::string>& for_all = {"t >= 0"}) {
  TheoremSketch sketch = claiming(claim, for_all);
  sketch.probability = "1 - delta";
  sketch.tables = "[parameters]\ndelta = 0.01\n";
  return sketch;
}

CheckSetup wide() {
  CheckSetup setup;
  setup.width = "1000000";
  return setup;
}

// True theorems.

TEST(Check, TheTheoremHoldsInsideItsHypotheses) {
  for (const char* id : {"spectrum-kappa1", "spectrum-kappa4", "hxp-gaussian"}) {
    const CheckResult result = run_check(theorem_4_1(), bundled_problem(id), {});
    EXPECT_EQ(result.verdict, Verdict::kHolds) << id;
    for (const HypothesisResult& h : result.hypotheses) EXPECT_EQ(h.truth, Truth::kTrue) << h.name;
    const ConclusionResult& rate = conclusion_of(result, "linear rate");
    EXPECT_EQ(rate.verdict, Verdict::kHolds);
    EXPECT_EQ(rate.how, Evidence::kSampled);
    EXPECT_EQ(rate.failures, 0);
    EXPECT_EQ(rate.undecided, 0);
    EXPECT_GE(rate.steps, 20);  // to double's floor
    EXPECT_THAT(rate.messages, IsEmpty());
    ASSERT_TRUE(rate.worst);
    EXPECT_GT(rate.worst->log10_slack.value_or(-1.0), 0.0);
    EXPECT_EQ(rate.worst->relation, "<=");
    EXPECT_EQ(conclusion_of(result, "initial loss").steps, 0);
  }
}

TEST(Check, TheResultNamesItsSetting) {
  CheckSetup setup;
  setup.depth = 4;
  setup.seeds = 2;
  setup.seed = 7;
  setup.steps = 3;
  const CheckResult result = run_check(theorem_4_1(), bundled_problem("spectrum-kappa1"), setup);
  EXPECT_EQ(result.theorem, "hxp2020-4.1");
  EXPECT_EQ(result.problem, "spectrum-kappa1");
  EXPECT_EQ(result.depth, 4);
  EXPECT_EQ(result.width, 1'013'807);
  EXPECT_EQ(result.eta, 0.375);
  EXPECT_EQ(result.seeds, 2);
  EXPECT_EQ(result.seed, 7U);
  EXPECT_EQ(result.steps_requested, 3);
  EXPECT_FALSE(result.steps_chosen);
  EXPECT_EQ(result.network, "reduced, width 7");
  setup.steps.reset();
  setup.width = "5";
  const CheckResult chosen = run_check(theorem_4_1(), bundled_problem("spectrum-kappa1"), setup);
  EXPECT_TRUE(chosen.steps_chosen);
  EXPECT_EQ(chosen.network, "dense");
}

TEST(Check, TheTrueTwinIsNotFlagged) {
  for (const char* id : {"spectrum-kappa1", "spectrum-kappa4", "hxp-gaussian"}) {
    for (const char* eta : {"max", "0.1max"}) {
      CheckSetup setup;
      setup.eta = eta;
      const CheckResult result =
          run_check(theorem_from_tree("tests/twins/rate-times-two.toml"), bundled_problem(id), setup);
      EXPECT_EQ(result.verdict, Verdict::kHolds) << id << " " << eta;
    }
  }
}

// Planted faults.

void expect_violated(const CheckResult& result) {
  EXPECT_EQ(result.verdict, Verdict::kViolated);
  const ConclusionResult& rate = conclusion_of(result, "linear rate");
  EXPECT_EQ(rate.verdict, Verdict::kViolated);
  EXPECT_EQ(rate.alone, Verdict::kViolated);
  EXPECT_EQ(rate.failures, result.seeds);
  ASSERT_TRUE(rate.worst);
  EXPECT_LT(rate.worst->log10_slack.value_or(0.0), -0.001);
  EXPECT_EQ(less(rate.worst->bound, rate.worst->observed), Truth::kTrue);
  EXPECT_GT(rate.failure_bounds.lower, 0.01);
}

TEST(Check, SixTimesTheRateIsViolated) {
  CheckSetup setup;
  setup.depth = 4;
  setup.eta = "0.1max";
  expect_violated(run_check(theorem_from_tree("tests/mutants/rate-times-six.toml"),
                            bundled_problem("hxp-gaussian"), setup));
}

TEST(Check, EightTimesTheStepIsViolated) {
  CheckSetup setup;
  setup.depth = 8;
  expect_violated(run_check(theorem_from_tree("tests/mutants/step-times-eight.toml"),
                            bundled_problem("spectrum-kappa4"), setup));
}

TEST(Check, GaussianWeightsAtAWidthFreeOfTheDepthAreViolated) {
  CheckSetup setup;
  setup.depth = 64;
  setup.width = "16";
  const CheckResult result = run_check(theorem_from_tree("tests/mutants/gaussian-as-orthogonal.toml"),
                                       bundled_problem("spectrum-kappa1"), setup);
  expect_violated(result);
  EXPECT_EQ(result.network, "dense");
}

TEST(Check, ABoundThatIsNegativeIsViolatedAndSaysWhy) {
  // At κ = 1 and eta = max the factor is 1 − 5/2.
  const CheckResult result = run_check(
      theorem_of(claiming("loss(t) - loss_opt <= (1 - 5*eta*L*lambda_r/d_y)^t*(loss(0) - loss_opt)")),
      bundled_problem("spectrum-kappa1"), wide());
  EXPECT_EQ(result.verdict, Verdict::kViolated);
  const ConclusionResult& claim = result.conclusions.at(0);
  EXPECT_THAT(claim.messages,
              Contains("the bound is negative where the observed value is not: the claimed factor is <= 0"));
  ASSERT_TRUE(claim.worst);
  EXPECT_EQ(claim.worst->at.at("t"), 1);
  EXPECT_FALSE(claim.worst->log10_slack);  // no logarithm is taken of a negative bound
  EXPECT_LT(upper(claim.worst->bound), 0);
}

// Outside the hypotheses.

TEST(Check, OutsideItsHypothesesAClaimIsVacuousAndKeepsItsOwnTruth) {
  CheckSetup setup;
  setup.width = "500";
  const CheckResult fine = run_check(theorem_4_1(), bundled_problem("spectrum-kappa1"), setup);
  EXPECT_EQ(fine.verdict, Verdict::kVacuous);
  EXPECT_EQ(conclusion_of(fine, "linear rate").verdict, Verdict::kVacuous);
  EXPECT_EQ(conclusion_of(fine, "linear rate").alone, Verdict::kHolds);
  const CheckResult broken = run_check(theorem_from_tree("tests/mutants/step-times-eight.toml"),
                                       bundled_problem("spectrum-kappa4"), setup);
  EXPECT_EQ(broken.verdict, Verdict::kVacuous);  // false by itself, but claimed only at larger widths
  EXPECT_EQ(conclusion_of(broken, "linear rate").alone, Verdict::kViolated);
}

TEST(Check, AnUndecidedHypothesisRefutesNothing) {
  TheoremSketch sketch = claiming("loss(t) <= 0");
  sketch.hypotheses.push_back({"open", "frob_X*norm_X <= norm_X*frob_X", {}});
  const CheckResult result = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), wide());
  EXPECT_EQ(result.verdict, Verdict::kUndecided);
  EXPECT_EQ(result.conclusions.at(0).alone, Verdict::kViolated);
  EXPECT_THAT(result.conclusions.at(0).messages,
              Contains("a hypothesis is undecided, so the failing conclusion refutes nothing"));
  sketch.conclusions.at(0).claim = "loss(t) >= 0";
  const CheckResult true_anyway = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), wide());
  EXPECT_EQ(true_anyway.verdict, Verdict::kHolds);  // a conclusion that is true needs no hypothesis
}

TEST(Check, ViolatedNeedsEveryHypothesisSurelyTrue) {
  // Every combination of true, false and undecided with a conclusion that fails in every run.
  const std::string yes = "r >= 1";
  const std::string no = "r < 1";
  const std::string open = "frob_X*norm_X <= norm_X*frob_X";
  for (const std::string& first : {yes, no, open}) {
    for (const std::string& second : {yes, no, open}) {
      TheoremSketch sketch = claiming("loss(t) <= 0");
      sketch.hypotheses.push_back({"first", first, {}});
      sketch.hypotheses.push_back({"second", second, {}});
      const CheckResult result = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), wide());
      const Verdict expected = first == no || second == no       ? Verdict::kVacuous
                               : first == open || second == open ? Verdict::kUndecided
                                                                 : Verdict::kViolated;
      EXPECT_EQ(result.verdict, expected) << first << " and " << second;
    }
  }
}

// Double's floor and range.

TEST(Check, BelowDoublesFloorNothingIsViolated) {
  CheckSetup setup;
  setup.seeds = 1;
  setup.steps = 3000;
  const CheckResult asked = run_check(theorem_4_1(), bundled_problem("hxp-gaussian"), setup);
  EXPECT_EQ(asked.verdict, Verdict::kUndecided);
  const ConclusionResult& rate = conclusion_of(asked, "linear rate");
  EXPECT_EQ(rate.failures, 0);
  EXPECT_EQ(rate.undecided, 1);
  EXPECT_EQ(rate.steps, 3000);
  ASSERT_EQ(rate.messages.size(), 1U);
  EXPECT_THAT(
      rate.messages.at(0),
      testing::MatchesRegex("from t = [0-9]+ on, double cannot tell the observed .* from the bound .*"));
  EXPECT_EQ(conclusion_of(asked, "initial loss").verdict, Verdict::kHolds);
  setup.steps.reset();
  EXPECT_EQ(run_check(theorem_4_1(), bundled_problem("hxp-gaussian"), setup).verdict, Verdict::kHolds);
}

TEST(Check, TheFloorIsNoViolationOnAnyBundledProblem) {
  // Far more steps than double resolves, at depths where the factor shrinks fast and slowly.
  for (const char* id : {"spectrum-kappa1", "spectrum-kappa4", "hxp-gaussian"}) {
    for (const std::int64_t depth : {2, 12}) {
      CheckSetup setup;
      setup.depth = depth;
      setup.seeds = 2;
      setup.steps = 600;
      const CheckResult result = run_check(theorem_4_1(), bundled_problem(id), setup);
      EXPECT_EQ(conclusion_of(result, "linear rate").failures, 0) << id << " L = " << depth;
      EXPECT_NE(result.verdict, Verdict::kViolated);
    }
  }
}

TEST(Check, DivergenceLeavesOpenOnlyWhatItHid) {
  TheoremSketch sketch;
  sketch.init = "gaussian";
  sketch.conclusions = {{"start", "loss(0) >= loss_opt", {}},
                        {"early", "loss(t) >= 0", {"t <= 2"}},
                        {"always", "loss(t) >= 0", {"t >= 0"}},
                        {"false", "loss(t) <= 1e-3", {"t >= 0"}}};
  CheckSetup setup;
  setup.depth = 6;
  setup.width = "12";
  setup.eta = "3";
  setup.seeds = 2;
  const CheckResult result = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
  EXPECT_EQ(conclusion_of(result, "start").verdict, Verdict::kHolds);
  EXPECT_EQ(conclusion_of(result, "early").verdict, Verdict::kHolds);
  EXPECT_EQ(conclusion_of(result, "always").verdict, Verdict::kUndecided);
  ASSERT_FALSE(conclusion_of(result, "always").messages.empty());
  EXPECT_THAT(conclusion_of(result, "always").messages.at(0), HasSubstr("the run left double's range"));
  EXPECT_EQ(conclusion_of(result, "false").verdict, Verdict::kViolated);
  EXPECT_EQ(result.verdict, Verdict::kViolated);  // the worst of them
}

// Probability.

/// Losses at the start over the seeds, in increasing order.
std::vector<double> initial_losses(const PreparedProblem& problem, const CheckSetup& setup) {
  std::vector<double> losses;
  const Theorem theorem = theorem_of(claiming("loss(0) <= 0", {}));
  for (std::int64_t run = 0; run < setup.seeds; ++run) {
    InitialisationSpec spec;
    spec.depth = setup.depth;
    spec.width = 1'000'000;
    spec.run = static_cast<std::uint64_t>(run);
    const Network net = initialise(problem.reduced(), spec, Form::kReduced);
    losses.push_back(0.5 * (net.base_output - problem.reduced().targets).squaredNorm());
  }
  std::sort(losses.begin(), losses.end());
  return losses;
}

/// "loss(0) - loss_opt <= q" with q so that exactly `failures` of the runs of `setup` fail.
TheoremSketch failing(std::size_t failures, const CheckSetup& setup) {
  const std::vector<double> losses = initial_losses(bundled_problem("spectrum-kappa4"), setup);
  const std::size_t kept = losses.size() - failures;
  const double q = failures == 0 ? losses.back() + 1.0
                   : kept == 0   ? losses.front() / 2.0
                                 : 0.5 * (losses[kept - 1] + losses[kept]);
  TheoremSketch sketch = probably("loss(0) - loss_opt <= q", {});
  sketch.tables += "q = '" + nlohmann::json(q).dump() + "'\n";
  return sketch;
}

TEST(CheckProbability, FollowsTheExactTestForEveryNumberOfFailures) {
  CheckSetup setup = wide();
  setup.seeds = 20;
  setup.steps = 0;
  const PrecisionScope precision(40);
  for (const std::size_t failures : {0U, 1U, 2U, 3U, 4U, 10U, 19U, 20U}) {
    const CheckResult result =
        run_check(theorem_of(failing(failures, setup)), bundled_problem("spectrum-kappa4"), setup);
    const ConclusionResult& claim = result.conclusions.at(0);
    EXPECT_EQ(claim.failures, static_cast<std::int64_t>(failures));
    const bool refuted = refutes(claim.failures, 20, enclose_decimal("0.01"), 1.0 - 0.999) == Truth::kTrue;
    EXPECT_EQ(claim.verdict, refuted ? Verdict::kViolated : Verdict::kHolds) << failures;
    EXPECT_EQ(refuted, failures >= 4) << "P(Bin(20, 0.01) >= 3) is 0.001003, just above the level";
    ASSERT_TRUE(claim.failure_probability_claimed);
    EXPECT_NEAR(claim.failure_bounds.confidence, 0.999, 1e-12);
    const FailureBounds bounds = clopper_pearson(claim.failures, claim.failures, 20, 0.999);
    EXPECT_EQ(claim.failure_bounds.lower, bounds.lower);
    EXPECT_EQ(claim.failure_bounds.upper, bounds.upper);
  }
}

TEST(CheckProbability, OneFailingRunRefutesAClaimThatIsMadeSurely) {
  CheckSetup setup = wide();
  setup.seeds = 20;
  setup.steps = 0;
  TheoremSketch sketch = failing(1, setup);
  EXPECT_EQ(run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup).verdict,
            Verdict::kHolds);
  sketch.probability = "surely";
  const CheckResult result = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
  EXPECT_EQ(result.verdict, Verdict::kViolated);
  const ConclusionResult& claim = result.conclusions.at(0);
  EXPECT_EQ(claim.failures, 1);
  EXPECT_FALSE(claim.failure_probability_claimed);
  ASSERT_TRUE(claim.worst);  // the refuted run, not the others
  EXPECT_EQ(less(claim.worst->bound, claim.worst->observed), Truth::kTrue);
}

TEST(CheckProbability, SeveralClaimsShareTheConfidence) {
  CheckSetup setup = wide();
  setup.seeds = 2;
  TheoremSketch sketch = probably(kRate);
  sketch.conclusions.push_back({"other", "loss(t) >= 0", {"t >= 0"}});
  const CheckResult result = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa1"), setup);
  for (const ConclusionResult& claim : result.conclusions) {
    EXPECT_NEAR(claim.failure_bounds.confidence, 0.9995, 1e-12);
  }
}

TEST(CheckProbability, TooFewRunsThatAllFailAreLeftOpen) {
  CheckSetup setup = wide();
  setup.seeds = 1;
  const CheckResult result =
      run_check(theorem_of(probably("loss(t) <= 0")), bundled_problem("spectrum-kappa1"), setup);
  EXPECT_EQ(result.verdict, Verdict::kUndecided);
  EXPECT_THAT(
      result.conclusions.at(0).messages,
      Contains("all 1 runs failed, but so few runs cannot refute a failure probability of 0.01 at this "
               "confidence; ask for more seeds"));
  setup.seeds = 2;
  EXPECT_EQ(
      run_check(theorem_of(probably("loss(t) <= 0")), bundled_problem("spectrum-kappa1"), setup).verdict,
      Verdict::kViolated);
}

TEST(CheckProbability, RunsOfWhichNoneIsDecidedNeverHold) {
  // One or two runs cannot refute 0.01, and that must not be read as a success.
  for (const std::int64_t seeds : {1, 2, 5}) {
    CheckSetup setup = wide();
    setup.seeds = seeds;
    setup.steps = 400;  // far below the floor
    setup.confidence = 0.999999;
    const CheckResult result =
        run_check(theorem_of(probably(kRate)), bundled_problem("spectrum-kappa1"), setup);
    EXPECT_EQ(result.conclusions.at(0).undecided, seeds);
    EXPECT_EQ(result.verdict, Verdict::kUndecided) << seeds;
    EXPECT_EQ(result.conclusions.at(0).failure_bounds.upper, 1.0);
    EXPECT_EQ(result.conclusions.at(0).failure_bounds.lower, 0.0);
  }
}

TEST(CheckProbability, AProbabilityThatIsNoneIsLeftOpenWhateverTheRunsSay) {
  for (const char* claim : {"loss(t) >= 0", "loss(t) <= 0"}) {
    TheoremSketch sketch = probably(claim);
    sketch.tables = "[parameters]\ndelta = 0.01\nq = 1\n";
    sketch.probability = "1 - delta/q";
    const auto message_at = [&](const std::map<std::string, std::string>& parameters) {
      CheckSetup setup = wide();
      setup.parameters = parameters;
      const CheckResult result = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa1"), setup);
      EXPECT_EQ(result.verdict, Verdict::kUndecided);
      return result.conclusions.at(0).messages.at(0);
    };
    EXPECT_EQ(message_at({{"delta", "2"}}),
              "the claimed probability is -1 at these parameters, expected more than 0 and at most 1");
    EXPECT_EQ(message_at({{"delta", "-1"}}),
              "the claimed probability is 2 at these parameters, expected more than 0 and at most 1");
    EXPECT_EQ(message_at({{"delta", "1"}}),
              "the claimed probability is 0 at these parameters, expected more than 0 and at most 1");
    EXPECT_EQ(message_at({{"q", "0"}}),
              "the claimed probability is -inf..inf at these parameters, expected more than 0 and at most 1");
  }
}

TEST(CheckProbability, DeltaOutsideTheTheoremsRangeIsVacuous) {
  for (const char* delta : {"0", "1", "2", "-0.5"}) {
    CheckSetup setup = wide();
    setup.parameters["delta"] = delta;
    EXPECT_EQ(run_check(theorem_4_1(), bundled_problem("spectrum-kappa1"), setup).verdict, Verdict::kVacuous)
        << delta;
  }
}

// Nothing to compare, nothing to run.

TEST(Check, AConclusionThatComparesNothingIsUndecided) {
  for (const std::string probability : {"surely", "0.99"}) {
    TheoremSketch sketch = claiming("loss(t) >= 0", {"t >= 5", "t < 5"});
    sketch.probability = probability;
    const CheckResult result = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa1"), wide());
    EXPECT_EQ(result.verdict, Verdict::kUndecided);
    const ConclusionResult& claim = result.conclusions.at(0);
    EXPECT_EQ(claim.steps, -1);
    EXPECT_FALSE(claim.worst);
    EXPECT_THAT(claim.messages, Contains("the quantifier leaves nothing to compare within the run"));
  }
}

TEST(Check, ARunThatEndsBeforeTheClaimBeginsShowsNothing) {
  const CheckResult result = run_check(theorem_of(claiming("loss(t) >= 0", {"t >= 900"})),
                                       bundled_problem("spectrum-kappa1"), wide());
  EXPECT_EQ(result.verdict, Verdict::kUndecided);  // the floor comes at t = 46
}

TEST(Check, RequestsWithoutSenseAreRefused) {
  const auto message = [](const std::function<void(CheckSetup&)>& change) {
    CheckSetup setup = wide();
    change(setup);
    return message_of([&] { run_check(theorem_4_1(), bundled_problem("spectrum-kappa1"), setup); });
  };
  EXPECT_EQ(message([](CheckSetup& s) { s.seeds = 0; }), "seeds: found 0, expected 1 to 100000");
  EXPECT_EQ(message([](CheckSetup& s) { s.seeds = -5; }), "seeds: found -5, expected 1 to 100000");
  EXPECT_EQ(message([](CheckSetup& s) { s.seeds = 1'000'000'000; }),
            "seeds: found 1000000000, expected 1 to 100000");
  EXPECT_EQ(message([](CheckSetup& s) { s.steps = -1; }), "steps: found -1, expected 0 to 1000000");
  EXPECT_EQ(message([](CheckSetup& s) { s.steps = 2'000'000; }),
            "steps: found 2000000, expected 0 to 1000000");
  EXPECT_EQ(message([](CheckSetup& s) { s.confidence = 1.0; }),
            "confidence: found 1, expected a number between 0 and 1");
  EXPECT_EQ(message([](CheckSetup& s) { s.confidence = NAN; }),
            "confidence: found nan, expected a number between 0 and 1");
  EXPECT_EQ(message([](CheckSetup& s) { s.depth = 1'000'000'000'000; }),
            "a reduced network of width 1000000 and depth 1000000000000 needs 9.09e+05 GiB a run; the limit "
            "is 8 GiB "
            "(choose a smaller depth)");
}

TEST(Check, SmallAndOddShapesRun) {
  // Width 1, fewer hidden units than outputs, rank 1, one output: nothing throws, and a theorem that is
  // outside its hypotheses there is vacuous.
  const PreparedProblem rank_one(test::spectrum_problem({1.5}, {1, 1}));
  EXPECT_EQ(run_check(theorem_4_1(), rank_one, {}).verdict, Verdict::kHolds);
  const PreparedProblem wide_output(test::spectrum_problem({2.0, 1.0}, {3, 6}));
  for (const PreparedProblem* problem : {&rank_one, &wide_output}) {
    for (const char* width : {"1", "2", "5"}) {
      CheckSetup setup;
      setup.width = width;
      EXPECT_EQ(run_check(theorem_4_1(), *problem, setup).verdict, Verdict::kVacuous) << width;
    }
  }
}

TEST(Check, HugeWidthsRun) {
  CheckSetup setup;
  setup.width = "1e30*threshold";
  const CheckResult result = run_check(theorem_4_1(), bundled_problem("spectrum-kappa4"), setup);
  EXPECT_EQ(result.verdict, Verdict::kHolds);
}

// Reproducibility.

TEST(Check, TheBytesAreThoseOfOneThread) {
  CheckSetup setup;
  setup.width = "500";
  setup.seeds = 7;
  const auto bytes = [&](unsigned threads) {
    setup.threads = threads;
    return check_json(run_check(theorem_4_1(), bundled_problem("spectrum-kappa4"), setup)).dump();
  };
  const std::string one = bytes(1);
  EXPECT_EQ(bytes(2), one);
  EXPECT_EQ(bytes(5), one);
  setup.seed = 1;
  EXPECT_NE(bytes(1), one);
}

TEST(Check, ProgressIsReportedOnceARun) {
  std::vector<std::int64_t> seen;
  CheckRequest request;
  request.at = resolve_setting(theorem_4_1(), bundled_problem("spectrum-kappa1"), 2, parse_width("64"),
                               parse_step("max"), {});
  request.seeds = 4;
  request.steps = 1;
  request.threads = 3;
  request.progress = [&](std::int64_t done, std::int64_t total) {
    EXPECT_EQ(total, 4);
    seen.push_back(done);
  };
  check_theorem(theorem_4_1(), bundled_problem("spectrum-kappa1"), request);
  EXPECT_THAT(seen, testing::ElementsAre(1, 2, 3, 4));
}

}  // namespace
}  // namespace plumbline
