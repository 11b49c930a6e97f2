// What is refuted is evaluated twice; what double leaves open is followed with more digits.
#include "plumbline/verdict/second_opinion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/network/haar.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/verdict/ball_budget.hpp"
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
using testing::AllOf;
using testing::HasSubstr;

TheoremSketch rate_sketch(const std::string& factor) {
  TheoremSketch sketch;
  sketch.hypotheses = {{"step size", "eta <= d_y/(2*L*norm_X^2)", {}}};
  sketch.conclusions = {
      {"rate", "loss(t) - loss_opt <= (" + factor + ")^t*(loss(0) - loss_opt)", {"t >= 0"}}};
  return sketch;
}
const char* const kTrueFactor = "1 - eta*L*lambda_r/(2*d_y)";
const char* const kFalseFactor = "1 - 4*eta*L*lambda_r/d_y";

CheckRequest request_at(const Theorem& theorem, const PreparedProblem& problem, Rigor rigor) {
  CheckRequest request;
  request.at = resolve_setting(theorem, problem, 6, parse_width("1000"), parse_step("0.5max"), {});
  request.rigor = rigor;
  return request;
}

/// An outcome that claims the rate to be refuted at t = 2, with the numbers given.
RunOutcome claimed_refutation(double observed, double bound, Evidence how) {
  RunOutcome outcome;
  outcome.truth = Truth::kFalse;
  outcome.how = how;
  WorstCase worst;
  worst.at = {{"t", 2}};
  worst.observed = Interval(observed);
  worst.bound = Interval(bound);
  outcome.worst = worst;
  return outcome;
}

TEST(SecondOpinion, EveryRefutedRunGetsAWitnessWhateverTheRigor) {
  for (const Rigor rigor : {Rigor::kSampled, Rigor::kEnclosed, Rigor::kProved}) {
    for (const auto& [mutant, problem, depth, width, eta] :
         {std::tuple{"gaussian-as-orthogonal", "hxp-gaussian", 64, "16", "max"},
          std::tuple{"step-times-eight", "spectrum-kappa4", 64, "threshold", "max"},
          std::tuple{"rate-times-six", "hxp-gaussian", 64, "threshold", "0.1max"}}) {
      CheckSetup setup;
      setup.depth = depth;
      setup.width = width;
      setup.eta = eta;
      setup.seeds = 3;
      setup.rigor = rigor;
      const CheckResult result =
          run_check(theorem_from_tree(std::string("tests/mutants/") + mutant + ".toml"),
                    bundled_problem(problem), setup);
      const ConclusionResult& rate = conclusion_of(result, "linear rate");
      EXPECT_EQ(rate.verdict, Verdict::kViolated) << mutant;
      EXPECT_EQ(rate.confirmed, 3) << mutant;
      ASSERT_TRUE(rate.witness) << mutant;
      EXPECT_GE(rate.witness->digits, kFirstBallDigits);
      EXPECT_EQ(less(rate.witness->bound, rate.witness->observed), Truth::kTrue) << mutant;
      EXPECT_LT(relative_width(rate.witness->observed), 1e-10) << mutant;
    }
  }
}

CheckRequest flow_request(const Theorem& theorem, const PreparedProblem& problem) {
  CheckRequest request;
  request.at = resolve_setting(theorem, problem, 3, parse_width("3"), parse_step("0.1"), {});
  return request;
}

TEST(SecondOpinion, AWrongRefutationOfAFlowIsWithdrawn) {
  const Theorem theorem = theorem_from_tree("data/theorems/wu2019-zas-flow.toml");
  const PreparedProblem& problem = bundled_problem("general-3");
  const CheckRequest request = flow_request(theorem, problem);
  RunOutcome wrong =
      claimed_refutation(1.9, 1.5, Evidence::kSampled);  // as a flow of the wrong sign would give
  seek_second_opinion({theorem, problem, request, 0}, 0, kFirstBallDigits, wrong);
  EXPECT_EQ(wrong.truth, Truth::kUnknown);
  EXPECT_FALSE(wrong.witness);
  EXPECT_THAT(wrong.message, HasSubstr("double refutes it, the exact run does not"));
}

TEST(SecondOpinion, WhatOnlyTheFlowDecidesIsAsSureAsItsRigor) {
  CheckSetup setup;
  setup.depth = 3;
  setup.width = "1";
  setup.eta = "0.1";
  setup.seeds = 1;
  setup.steps = 3;
  for (const auto& [rigor, evidence] :
       {std::pair{Rigor::kSampled, Evidence::kSampled}, std::pair{Rigor::kEnclosed, Evidence::kEnclosed},
        std::pair{Rigor::kProved, Evidence::kEnclosed}}) {
    setup.rigor = rigor;
    const CheckResult result = run_check(theorem_from_tree("data/theorems/wu2019-zas-flow.toml"),
                                         bundled_problem("scalar-two"), setup);
    EXPECT_EQ(result.verdict, Verdict::kHolds);
    EXPECT_EQ(conclusion_of(result, "linear rate").how, evidence);
    EXPECT_EQ(conclusion_of(result, "linear rate").steps, 3);
  }
  // What the budget does not reach stays open.
  setup.rigor = Rigor::kEnclosed;
  setup.eta = "1000";
  const CheckResult beyond = run_check(theorem_from_tree("data/theorems/wu2019-zas-flow.toml"),
                                       bundled_problem("scalar-two"), setup);
  EXPECT_EQ(beyond.verdict, Verdict::kUndecided);
}

TEST(SecondOpinion, ATrueConclusionRefutedByARigorousFirstEvaluationIsAnInternalErrorWithBothNumbers) {
  const Theorem theorem = theorem_of(rate_sketch(kTrueFactor));
  const PreparedProblem& problem = bundled_problem("spectrum-kappa4");
  const CheckRequest request = request_at(theorem, problem, Rigor::kEnclosed);
  RunOutcome wrong = claimed_refutation(1e9, 1.5, Evidence::kEnclosed);
  try {
    seek_second_opinion({theorem, problem, request, 0}, 0, kFirstBallDigits, wrong);
    FAIL() << "expected an InternalError";
  } catch (const InternalError& error) {
    EXPECT_THAT(error.what(),
                AllOf(HasSubstr("disagree on 'rate' (run 0, t = 2)"), HasSubstr("observed 1000000000"),
                      HasSubstr("in ball arithmetic of 40 digits")));
  }
}

TEST(SecondOpinion, RefutedTwiceWithNumbersThatExcludeEachOtherIsAnInternalError) {
  const Theorem theorem = theorem_of(rate_sketch(kFalseFactor));
  const PreparedProblem& problem = bundled_problem("spectrum-kappa4");
  const CheckRequest request = request_at(theorem, problem, Rigor::kEnclosed);
  RunOutcome wrong = claimed_refutation(1e9, 1.5, Evidence::kEnclosed);
  EXPECT_THROW(seek_second_opinion({theorem, problem, request, 0}, 0, kFirstBallDigits, wrong),
               InternalError);
}

TEST(SecondOpinion, WhatDoubleAloneRefutesBecomesUndecided) {
  const Theorem theorem = theorem_of(rate_sketch(kTrueFactor));
  const PreparedProblem& problem = bundled_problem("spectrum-kappa4");
  const CheckRequest request = request_at(theorem, problem, Rigor::kSampled);
  RunOutcome wrong = claimed_refutation(1e9, 1.5, Evidence::kSampled);
  seek_second_opinion({theorem, problem, request, 0}, 0, kFirstBallDigits, wrong);
  EXPECT_EQ(wrong.truth, Truth::kUnknown);
  EXPECT_FALSE(wrong.witness);
  EXPECT_THAT(wrong.message, HasSubstr("double refutes it, the exact run does not"));
}

/// Inputs I, targets symmetric and drawn: 16 eigenvalues around 0.
Problem symmetric_problem() {
  RandomStream random(1, 0, 0);
  const Eigen::MatrixXd draw = gaussian_matrix(16, 16, random);
  Problem problem;
  problem.id = "symmetric-16";
  problem.X = Eigen::MatrixXd::Identity(16, 16);
  problem.Y = 0.1 * (draw + draw.transpose());
  return problem;
}

TEST(SecondOpinion, RoundingThatGrewIsNoRefutation) {
  // Exact descent from the identity stays symmetric and above the floor. In double the rounding breaks the
  // symmetry, grows without bound over hundreds of steps, and the loss falls through the floor: neither balls
  // within their budget nor the proved radius say so.
  const PreparedProblem problem(symmetric_problem());
  CheckSetup setup;
  setup.depth = 8;
  setup.width = "16";
  setup.eta = "0.3";
  setup.seeds = 1;
  setup.steps = 3000;
  const CheckResult result =
      run_check(theorem_from_tree("data/theorems/bartlett2018-floor.toml"), problem, setup);
  const ConclusionResult& floor = conclusion_of(result, "floor");
  EXPECT_EQ(floor.verdict, Verdict::kUndecided);
  EXPECT_EQ(floor.failures, 0);
  ASSERT_FALSE(floor.messages.empty());
  EXPECT_THAT(floor.messages.front(),
              AllOf(HasSubstr("double refutes it at t = "), HasSubstr("a proved radius does not decide it")));
}

TEST(SecondOpinion, WhereBallsAreTooCostlyAProvedRadiusRefutes) {
  // So many digits that no ball run is affordable.
  const Theorem theorem = theorem_of(rate_sketch("1/10"));
  const PreparedProblem& problem = bundled_problem("spectrum-kappa4");
  const CheckRequest request = request_at(theorem, problem, Rigor::kSampled);
  RunOutcome outcome = claimed_refutation(2.0, 1.5, Evidence::kSampled);
  seek_second_opinion({theorem, problem, request, 0}, 0, 2 * kMostWitnessDigits, outcome);
  EXPECT_EQ(outcome.truth, Truth::kFalse);
  ASSERT_TRUE(outcome.witness) << outcome.message;
  EXPECT_EQ(outcome.witness->digits, 0U);
  EXPECT_EQ(less(outcome.witness->bound, outcome.witness->observed), Truth::kTrue);

  const Theorem truth = theorem_of(rate_sketch(kTrueFactor));
  RunOutcome wrong = claimed_refutation(2.0, 1.5, Evidence::kSampled);
  seek_second_opinion({truth, problem, request, 0}, 0, 2 * kMostWitnessDigits, wrong);
  EXPECT_EQ(wrong.truth, Truth::kUnknown);
  EXPECT_FALSE(wrong.witness);
  EXPECT_THAT(wrong.message, HasSubstr("a proved radius shows the contrary"));
}

TEST(SecondOpinion, SaysSoWhereItIsTooCostly) {
  const Theorem theorem = theorem_of(rate_sketch(kFalseFactor));
  const PreparedProblem& problem = bundled_problem("spectrum-kappa4");
  const CheckRequest request = request_at(theorem, problem, Rigor::kEnclosed);
  RunOutcome outcome = claimed_refutation(2.0, 1.5, Evidence::kEnclosed);
  outcome.worst->at = {{"t", 100'000'000}};
  seek_second_opinion({theorem, problem, request, 0}, 0, kFirstBallDigits, outcome);
  EXPECT_EQ(outcome.truth, Truth::kFalse);
  EXPECT_FALSE(outcome.witness);
  EXPECT_THAT(outcome.unconfirmed, HasSubstr("not confirmed by ball arithmetic"));
}

TEST(SecondOpinion, TheBudgetCountsOperations) {
  const Theorem theorem = theorem_of(rate_sketch(kTrueFactor));
  const PreparedProblem& problem = bundled_problem("spectrum-kappa4");
  const CheckRequest request = request_at(theorem, problem, Rigor::kEnclosed);
  const RunUnderCheck run{theorem, problem, request, 0};
  const std::int64_t most = affordable_ball_steps(run, 40);
  EXPECT_GT(most, 1000);
  EXPECT_LT(affordable_ball_steps(run, 160), most / 7);
  EXPECT_TRUE(ball_run_is_affordable(run, 40, most));
  EXPECT_FALSE(ball_run_is_affordable(run, 40, most + 1));
  EXPECT_FALSE(ball_run_is_affordable(run, 2 * kMostWitnessDigits, 0));
}

TEST(MoreDigits, DecideWhatDoublesFloorLeavesOpen) {
  // 400 steps asked for: double ends near 1e-32 of the loss, the bound goes on shrinking.
  const Theorem theorem = theorem_of(rate_sketch(kTrueFactor));
  CheckSetup setup;
  setup.seeds = 2;
  setup.width = "1000";
  setup.steps = 400;
  setup.rigor = Rigor::kSampled;
  EXPECT_EQ(run_check(theorem, bundled_problem("spectrum-kappa1"), setup).verdict, Verdict::kUndecided);
  setup.rigor = Rigor::kEnclosed;
  const CheckResult enclosed = run_check(theorem, bundled_problem("spectrum-kappa1"), setup);
  EXPECT_EQ(enclosed.verdict, Verdict::kHolds);
  EXPECT_EQ(conclusion_of(enclosed, "rate").how, Evidence::kEnclosed);
  EXPECT_EQ(conclusion_of(enclosed, "rate").steps, 400);
}

TEST(MoreDigits, RefuteBelowDoublesFloorWithTwiceTheDigitsAsWitness) {
  // True down to 1e-40 of the initial loss and false beyond: nothing double can see.
  TheoremSketch sketch = rate_sketch(kTrueFactor);
  sketch.conclusions[0].claim = "loss(t) - loss_opt >= 1e-40*(loss(0) - loss_opt)";
  CheckSetup setup;
  setup.seeds = 2;
  setup.width = "1000";
  setup.steps = 400;
  setup.rigor = Rigor::kEnclosed;
  const CheckResult result = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa1"), setup);
  EXPECT_EQ(result.verdict, Verdict::kViolated);
  EXPECT_EQ(conclusion_of(result, "rate").how, Evidence::kEnclosed);
  ASSERT_TRUE(conclusion_of(result, "rate").witness);
  EXPECT_GE(conclusion_of(result, "rate").witness->digits, 2 * kFirstBallDigits);
}

}  // namespace
}  // namespace plumbline
