#include "plumbline/problem/target_shape.hpp"

#include <gtest/gtest.h>

#include "plumbline/problem/quantities.hpp"
#include "support/exact_rational.hpp"

namespace plumbline {
namespace {

using test::Rational;

Quantities quantities_of(const Eigen::MatrixXd& x, const Eigen::MatrixXd& y) {
  Problem problem;
  problem.X = x;
  problem.Y = y;
  return compute_quantities(problem);
}

TEST(TargetShape, OfASymmetricTargetTheSkewIsThePointZero) {
  const PrecisionScope precision(60);
  const Eigen::MatrixXd x = Eigen::MatrixXd::Identity(3, 3);
  const Eigen::MatrixXd y = (Eigen::MatrixXd(3, 3) << 1.25, 0.75, 0, 0.75, 1.25, 0, 0, 0, -1.5).finished();
  const Quantities q = quantities_of(x, y);
  EXPECT_EQ(lower(q.skew_W), 0);
  EXPECT_EQ(upper(q.skew_W), 0);
  EXPECT_TRUE(test::contains(q.lambda_min_W, Rational(-3, 2)));
  EXPECT_TRUE(test::contains(q.sigma_min_W, Rational(1, 2)));
  EXPECT_LT(relative_width(q.lambda_min_W), 1e-45);
  EXPECT_LT(relative_width(q.sigma_min_W), 1e-45);
}

TEST(TargetShape, IsThatOfTheMinimiserNotOfTheTargets) {
  // Y = W X with W = [[0, 1], [3, 0]] and X of full row rank that is no multiple of an isometry.
  const PrecisionScope precision(60);
  const Eigen::MatrixXd x = (Eigen::MatrixXd(2, 3) << 1, 2, 0, 0, 1, 4).finished();
  const Eigen::MatrixXd w = (Eigen::MatrixXd(2, 2) << 0, 1, 3, 0).finished();
  const Quantities q = quantities_of(x, w * x);
  EXPECT_TRUE(test::contains(square(q.skew_W), Rational(8)));  // 2·(3 − 1)²
  EXPECT_TRUE(test::contains(q.lambda_min_W, Rational(-2)));   // of [[0, 2], [2, 0]]
  EXPECT_TRUE(test::contains(q.sigma_min_W, Rational(1)));
}

TEST(TargetShape, HasNoMeaningForRectangularTargets) {
  const Quantities q = quantities_of(Eigen::MatrixXd::Identity(2, 2), Eigen::MatrixXd::Ones(1, 2));
  EXPECT_FALSE(is_finite(q.skew_W));
  EXPECT_FALSE(is_finite(q.lambda_min_W));
  EXPECT_TRUE(is_finite(q.sigma_min_W));
}

TEST(TargetShape, ARankDeficientMinimiserHasSmallestSingularValueZero) {
  const PrecisionScope precision(60);
  Eigen::MatrixXd y = Eigen::MatrixXd::Zero(2, 2);
  y(0, 0) = 3.0;
  const Quantities q = quantities_of(Eigen::MatrixXd::Identity(2, 2), y);
  EXPECT_TRUE(test::contains(q.sigma_min_W, Rational(0)));
  EXPECT_LT(upper_double(q.sigma_min_W), 1e-20);
}

}  // namespace
}  // namespace plumbline
