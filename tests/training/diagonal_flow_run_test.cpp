// Gradient flows of diagonal networks: against a closed form, the laws they obey, and each other.
#include "plumbline/training/diagonal_flow_run.hpp"

#include <gtest/gtest.h>

#include "support/prepared_problems.hpp"

namespace plumbline {
namespace {

constexpr std::int64_t kManySteps = 100'000;

DiagonalSpec spec_of(double size, double eta) {
  DiagonalSpec spec;
  spec.size = size;
  spec.eta = eta;
  return spec;
}

Problem one_number(double x, double y) {
  Problem problem;
  problem.X = Eigen::MatrixXd::Constant(1, 1, x);
  problem.Y = Eigen::MatrixXd::Constant(1, 1, y);
  return problem;
}

// With d = n = 1, x = 1: β = 2a² sinh θ and θ' = −2(β − y). For y = 0 nothing moves; for y = 2a² sinh θ* the
// substitution z = e^θ gives z' = −2a²(z² − 1) + 2yz = −2a²(z − z_1)(z − z_2) with z_1 z_2 = −1, z_1 =
// e^{θ*}, so that (z − z_1)/(z − z_2) = C e^{−2a²(z_1 − z_2)t} from z(0) = 1.
TEST(DiagonalFlowRun, TheClosedFormOfOneNumberLiesInWhatIsObserved) {
  const PrecisionScope precision(60);
  const double size = 0.5, y = 1.5, eta = 0.5;
  const Problem problem = one_number(1.0, y);
  DiagonalFlowRun doubles(problem, Eigen::MatrixXd::Identity(1, 1), spec_of(size, eta));
  DiagonalFlowBallRun balls(problem, spec_of(size, eta), 40, kManySteps);
  const Interval scale = Interval(2) * square(exact(size));  // 2a²
  const Interval ratio = exact(y) / scale;                   // sinh θ*
  const Interval root = sqrt_of(square(ratio) + Interval(1));
  const Interval z1 = ratio + root, z2 = ratio - root;
  for (int t = 1; t <= 6; ++t) {
    doubles.step();
    balls.step();
    const Interval time = exact(eta) * Interval(t);
    const Interval c = (Interval(1) - z1) / (Interval(1) - z2) * exp_of(-(scale * (z1 - z2) * time));
    const Interval z = (z1 - c * z2) / (Interval(1) - c);
    const Interval beta = scale * (z - Interval(1) / z) / Interval(2);
    const Interval loss = square(beta - exact(y)) / Interval(2);
    for (const ObservedRun* run :
         {static_cast<const ObservedRun*>(&doubles), static_cast<const ObservedRun*>(&balls)}) {
      const Interval seen = run->observe("loss", {});
      EXPECT_LE(lower(seen), lower(loss)) << t;
      EXPECT_GE(upper(seen), upper(loss)) << t;
    }
    EXPECT_LT(relative_width(balls.observe("loss", {})), 1e-8) << t;
  }
}

TEST(DiagonalFlowRun, ObeysTheLawsThatStepsBreakAndMeetsItsEnclosure) {
  const PrecisionScope precision(60);
  const PreparedProblem& prepared = test::bundled_problem("gaussian-25");
  const DiagonalSpec spec = spec_of(0.3125, 0.0625);
  DiagonalFlowRun doubles(prepared.problem(), prepared.reduced().basis, spec);
  DiagonalFlowBallRun balls(prepared.problem(), spec, 40, kManySteps);
  DiagonalRun steps(prepared.problem(), prepared.reduced().basis, spec);
  for (int t = 1; t <= 3; ++t) {
    doubles.step();
    balls.step();
    steps.step();
    for (const std::string name : {"loss", "entropy_gap", "l2_gap", "scale_max"}) {
      const Interval wide = doubles.observe(name, {});
      const Interval tight = balls.observe(name, {});
      EXPECT_TRUE(contains(wide, (lower(tight) + upper(tight)) / 2)) << name << t;
      EXPECT_LT(upper_double(wide) - lower_double(wide), 1e-8) << name << t;
    }
    EXPECT_LT(upper_double(balls.observe("entropy_gap", {})), 1e-12);
    EXPECT_LT(upper_double(doubles.observe("entropy_gap", {})), 1e-8);
    EXPECT_TRUE(contains(balls.observe("scale_max", {}), Real(1)));
  }
  EXPECT_GT(lower_double(steps.observe("entropy_gap", {})), 1e-4);
  EXPECT_LT(upper_double(steps.observe("scale_max", {})), 1.0 + 1e-12);
}

TEST(DiagonalFlowRun, EndsWhereItsStepsDo) {
  const PrecisionScope precision(40);
  const PreparedProblem& prepared = test::bundled_problem("gaussian-25");
  DiagonalFlowBallRun run(prepared.problem(), spec_of(0.3125, 1.0), 40, 2);
  run.step();
  EXPECT_FALSE(run.is_finite());
  EXPECT_FALSE(is_finite(run.observe("loss", {})));
}

}  // namespace
}  // namespace plumbline
