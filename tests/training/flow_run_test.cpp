// Gradient flows in double: against closed forms, short steps of gradient descent and the enclosure of the
// exact solution.
#include "plumbline/training/flow_run.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "plumbline/training/flow_ball_run.hpp"
#include "support/prepared_problems.hpp"
#include "support/small_problems.hpp"

namespace plumbline {
namespace {

constexpr std::int64_t kManySteps = 100'000;

InitialisationSpec spec_of(Scheme scheme, Eigen::Index depth, const Integer& width) {
  InitialisationSpec spec;
  spec.scheme = scheme;
  spec.output_scale = scheme_info(scheme).usual_scale;
  spec.depth = depth;
  spec.width = width;
  spec.seed = 5;
  return spec;
}

/// A problem whose stored reduction is exact.
ReducedProblem exact_problem() {
  ReducedProblem problem = test::small_problem(3, 2, 3, 4.0);
  problem.input_error = problem.target_error = 0.0;
  return problem;
}

/// Everything that a flow shows.
ObservationNeeds all_needs() {
  ObservationNeeds needs;
  for (const ObservableInfo& info : observable_table()) needs |= info.needs;
  needs.gradient_sums = false;
  return needs;
}

// Two layers of one number, both √(start·s): u = w_2 w_1 obeys u' = 2u(s − u), so u = s/(1 + (1/start −
// 1)e^{−2st}).
TEST(FlowRun, TheLogisticCurveOfOneNumberLiesInWhatIsObserved) {
  const PrecisionScope precision(60);
  const PreparedProblem& prepared = test::bundled_problem("scalar-two");
  InitialisationSpec spec = spec_of(Scheme::kBalanced, 2, 1);
  spec.parameters["start"] = 0.125;  // √(start·2) = 1/2, exactly
  const double eta = 0.25;
  FlowRun doubles(prepared.reduced(), spec, eta, Interval(0), {});
  FlowBallRun balls(prepared.reduced(), spec, eta, Interval(0), {}, 40, kManySteps);
  for (int t = 1; t <= 8; ++t) {
    doubles.step();
    balls.step();
    const Interval time = exact(eta) * Interval(t);
    const Interval u = Interval(2) / (Interval(1) + Interval(7) * exp_of(Interval(-4) * time));
    const Interval loss = square(Interval(2) - u) / Interval(2);
    for (const ObservedRun* run :
         {static_cast<const ObservedRun*>(&doubles), static_cast<const ObservedRun*>(&balls)}) {
      const Interval seen = run->observe("loss", {});
      EXPECT_LE(lower(seen), lower(loss)) << t;
      EXPECT_GE(upper(seen), upper(loss)) << t;
    }
    EXPECT_LT(relative_width(doubles.observe("loss", {})), 1e-6) << t;
    EXPECT_LT(relative_width(balls.observe("loss", {})), 1e-12) << t;
  }
}

TEST(FlowRun, EstimatesCoverTheExactSolution) {
  const PrecisionScope precision(60);
  const ReducedProblem problem = exact_problem();
  for (const Scheme scheme : {Scheme::kGaussian, Scheme::kOrthogonal, Scheme::kBalanced}) {
    for (const Eigen::Index depth : {2, 3}) {
      InitialisationSpec spec = spec_of(scheme, depth, 6);
      if (scheme == Scheme::kBalanced) {
        spec.parameters["start"] = 0.5;
      }
      ObservationNeeds needs = all_needs();
      FlowRun doubles(problem, spec, 0.125, Interval(0), needs);
      FlowBallRun balls(problem, spec, 0.125, Interval(0), needs, 40, kManySteps);
      for (int t = 1; t <= 4; ++t) {
        doubles.step();
        balls.step();
        ASSERT_TRUE(doubles.is_finite());
        ASSERT_TRUE(balls.is_finite()) << t;
        for (const ObservableInfo& info : observable_table()) {
          if (info.name == "grad_energy" || (info.name == "imbalance" && depth != 2)) continue;
          const std::vector<std::int64_t> indices(static_cast<std::size_t>(info.layer_indices), 1);
          const Interval wide = doubles.observe(info.name, indices);
          const Interval tight = balls.observe(info.name, indices);
          const Real middle = (lower(tight) + upper(tight)) / 2;
          EXPECT_TRUE(contains(wide, middle)) << info.name << " t = " << t << " depth " << depth;
          EXPECT_LT(upper_double(wide) - lower_double(wide), 1e-7) << info.name;
        }
      }
    }
  }
}

TEST(FlowRun, IsTheLimitOfShortStepsOfGradientDescent) {
  const PrecisionScope precision(40);
  const ReducedProblem problem = exact_problem();
  const InitialisationSpec spec = spec_of(Scheme::kGaussian, 3, 4);
  FlowRun flow(problem, spec, 0.25, Interval(0), {});
  flow.step();
  const double limit = approx_midpoint(flow.observe("loss", {}));
  const auto distance = [&](int steps) {
    SampledRun descent(problem, spec, 0.25 / steps, Interval(0), {});
    for (int t = 0; t < steps; ++t) descent.step();
    return std::abs(approx_midpoint(descent.observe("loss", {})) / limit - 1.0);
  };
  const double coarse = distance(500);
  const double fine = distance(5000);
  EXPECT_GT(coarse, 1e-6);
  EXPECT_NEAR(coarse / fine, 10.0, 0.5);  // first order in the step
}

TEST(FlowRun, LayersThatDoNotTrainStay) {
  const PrecisionScope precision(40);
  const ReducedProblem problem = exact_problem();
  InitialisationSpec spec = spec_of(Scheme::kGaussian, 3, 4);
  spec.train_first = false;
  ObservationNeeds needs;
  needs.initial_weights = true;
  FlowRun doubles(problem, spec, 0.1, Interval(0), needs);
  FlowBallRun balls(problem, spec, 0.1, Interval(0), needs, 40, kManySteps);
  doubles.step();
  balls.step();
  EXPECT_LT(upper_double(balls.observe("travel", {1})), 1e-15);
  EXPECT_LT(upper_double(doubles.observe("travel", {1})), 1e-12);
  EXPECT_GT(lower_double(doubles.observe("travel", {2})), 1e-3);
  EXPECT_GT(lower_double(balls.observe("travel", {2})), 1e-3);
}

TEST(FlowBallRun, DoesNotFollowAnUncertainLayerThatDoesNotTrain) {
  const PrecisionScope precision(40);
  InitialisationSpec spec = spec_of(Scheme::kGaussian, 3, 4);
  const auto is_followed = [&] {
    FlowBallRun run(exact_problem(), spec, 0.1, Interval(0), {}, 40, kManySteps);
    run.step();
    return run.is_finite();
  };
  spec.width = 5;  // V_i = W_i/√5
  EXPECT_TRUE(is_followed());
  spec.train_last = false;
  EXPECT_FALSE(is_followed());
  spec.output_scale = OutputScale::kNone;
  EXPECT_TRUE(is_followed());
}

TEST(FlowBallRun, EndsWhereItsStepsOrItsDigitsDo) {
  const PrecisionScope precision(40);
  const ReducedProblem problem = exact_problem();
  const InitialisationSpec spec = spec_of(Scheme::kGaussian, 3, 4);
  FlowBallRun short_of_steps(problem, spec, 0.25, Interval(0), {}, 40, 3);
  short_of_steps.step();
  EXPECT_FALSE(short_of_steps.is_finite());
  EXPECT_TRUE(short_of_steps.is_spent());
  EXPECT_FALSE(is_finite(short_of_steps.observe("loss", {})));
  FlowBallRun enough(problem, spec, 0.25, Interval(0), {}, 40, kManySteps);
  FlowBallRun sharper(problem, spec, 0.25, Interval(0), {}, 80, kManySteps);
  enough.step();
  sharper.step();
  EXPECT_FALSE(enough.is_spent());
  const Interval wide = enough.observe("loss", {});
  const Interval tight = sharper.observe("loss", {});
  EXPECT_LE(lower(wide), lower(tight));
  EXPECT_GE(upper(wide), upper(tight));
  EXPECT_LT(relative_width(tight), relative_width(wide));
  EXPECT_LT(relative_width(wide), 1e-12);
}

}  // namespace
}  // namespace plumbline
