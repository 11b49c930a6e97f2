#include "plumbline/training/target_gap.hpp"

#include <gtest/gtest.h>

#include <Eigen/SVD>
#include <limits>

#include "support/small_problems.hpp"

namespace plumbline {
namespace {

using test::small_problem;

ReducedProblem problem_of(Eigen::Index d_x, Eigen::Index d_y, Eigen::Index r, double error) {
  ReducedProblem problem = small_problem(d_x, d_y, r, 9.0);
  problem.input_error = problem.target_error = error;
  return problem;
}

Eigen::MatrixXd minimiser(const ReducedProblem& problem) {
  return problem.targets * problem.singular_values.cwiseInverse().asDiagonal();
}

TEST(TargetGap, IsTheDistanceFromTheMinimiserOnTheColumnSpace) {
  const ReducedProblem problem = problem_of(6, 3, 4, 0.0);
  // The zero network: R = −Ȳ, and the distance is ‖W*‖_F.
  const Interval distance = TargetGap(problem).distance({-problem.targets, Upper()});
  EXPECT_NEAR(approx_midpoint(distance), minimiser(problem).norm(), 1e-14);
  EXPECT_LT(relative_width(distance), 1e-13);
}

TEST(TargetGap, WidensWithTheErrorsOfResidualAndInputs) {
  const ReducedProblem problem = problem_of(6, 3, 4, 0.0);
  const Interval distance = TargetGap(problem).distance({-problem.targets, Upper(1e-6)});
  // 1/σ_r = 3 times the error of the residual.
  EXPECT_NEAR(upper_double(distance) - approx_midpoint(distance), 3e-6, 1e-9);
  const ReducedProblem rough = problem_of(6, 3, 4, 1e-6);
  const Interval wide = TargetGap(rough).distance({-problem.targets, Upper()});
  EXPECT_GT(relative_width(wide), 1e-6);
  EXPECT_LT(relative_width(wide), 1e-4);
}

TEST(TargetGap, SmallestTargetIsTheLastOfAllSingularValues) {
  for (const auto& [d_x, d_y] : {std::pair<Eigen::Index, Eigen::Index>{6, 3}, {4, 6}}) {
    const ReducedProblem problem = problem_of(d_x, d_y, 4, 0.0);
    const Eigen::JacobiSVD<Eigen::MatrixXd> svd(minimiser(problem));
    EXPECT_NEAR(approx_midpoint(TargetGap(problem).smallest_target()), svd.singularValues().minCoeff(),
                1e-13);
  }
  // Rank 2 below min(d_x, d_y) = 3: the third singular value is 0.
  EXPECT_EQ(upper_double(TargetGap(problem_of(6, 3, 2, 0.0)).smallest_target()), 0.0);
}

TEST(TargetGap, IsUnknownWhereTheInputsMayBeSingular) {
  const TargetGap gap(problem_of(6, 3, 4, 0.4));  // σ_r = 1/3
  EXPECT_FALSE(is_finite(gap.smallest_target()));
  EXPECT_FALSE(is_finite(gap.distance({Eigen::MatrixXd::Ones(3, 4), Upper()})));
}

}  // namespace
}  // namespace plumbline
