#include "plumbline/certificate/check_convergence_norms.hpp"

#include <gtest/gtest.h>

#include "plumbline/network/haar.hpp"

namespace plumbline::convergence_checker {
namespace {

BallMatrix diagonal(double a, double b) {
  return BallMatrix(Eigen::MatrixXd{{a, 0.0, 0.0}, {0.0, b, 0.0}});
}

TEST(CheckerNorms, NormsAreBoundedStrictlyAndToTheLastBits) {
  const PrecisionScope precision(40);
  const Interval tiny = exact(0x1p-100);
  const BallMatrix a = diagonal(3.0, 2.0);
  EXPECT_TRUE(norm_is_below(a, Interval(3) + tiny));
  EXPECT_FALSE(norm_is_below(a, Interval(3)));
  EXPECT_FALSE(norm_is_below(a, Interval(3) - tiny));
  EXPECT_FALSE(norm_is_below(a, Interval(-4)));
  EXPECT_TRUE(norm_is_below(transpose(a), Interval(3) + tiny));
}

TEST(CheckerNorms, SingularValuesAreCountedOnTheSideAskedFor) {
  const PrecisionScope precision(40);
  const Interval tiny = exact(0x1p-100);
  const BallMatrix a = diagonal(3.0, 2.0);
  EXPECT_TRUE(singular_values_are_above(a, Side::kRows, Interval(2) - tiny));
  EXPECT_FALSE(singular_values_are_above(a, Side::kRows, Interval(2)));
  EXPECT_FALSE(singular_values_are_above(a, Side::kColumns, tiny)) << "three columns of rank two";
  EXPECT_TRUE(singular_values_are_above(a, Side::kColumns, Interval(0)));
}

TEST(CheckerNorms, WhatABallMayHoldCounts) {
  const PrecisionScope precision(40);
  const BallMatrix wide = widened(diagonal(3.0, 2.0), exact(0x1p-20));
  EXPECT_FALSE(norm_is_below(wide, Interval(3) + exact(0x1p-21)));
  EXPECT_FALSE(singular_values_are_above(wide, Side::kRows, Interval(2) - exact(0x1p-21)));
  EXPECT_TRUE(norm_is_below(wide, Interval(3) + exact(0x1p-17)));
  EXPECT_EQ(less_equal(exact(0x1p-20) * sqrt_of(Interval(6)), radius_norm(wide)), Truth::kTrue);
  EXPECT_LT(upper_double(radius_norm(wide)), 0x1p-20 * 2.4495 * 1.001);
  EXPECT_EQ(upper_double(radius_norm(midpoints(wide))), 0.0);
}

TEST(CheckerNorms, UpperBoundsAreAboveAndNear) {
  const PrecisionScope precision(40);
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    RandomStream stream(seed, 0, 0);
    const BallMatrix a = ball_of(exact(0x1p-600)) * BallMatrix(gaussian_matrix(5, 3, stream));
    const Interval norm = norm_upper(a);
    EXPECT_FALSE(norm_is_below(a, norm * (Interval(1) - exact(1e-10))));
    EXPECT_TRUE(norm_is_below(a, norm * (Interval(1) + exact(1e-10))));
    const Interval by_powers = norm_upper_by_powers(a);
    EXPECT_TRUE(norm_is_below(a, by_powers));
    EXPECT_EQ(less_equal(by_powers, norm * exact(1.0712)), Truth::kTrue) << "3^{1/16} = 1.0711";
    EXPECT_EQ(less_equal(by_powers, frobenius(a)), Truth::kTrue);
  }
  EXPECT_EQ(upper_double(norm_upper(BallMatrix(2, 3))), 0.0);
  EXPECT_EQ(upper_double(norm_upper(diagonal(7.0, 0.0))), 7.0) << "rank one: the Frobenius norm is exact";
}

TEST(CheckerNorms, CholeskyFactorsReproduceTheMatrix) {
  const PrecisionScope precision(40);
  const BallMatrix a(Eigen::MatrixXd{{4.0, 2.0}, {2.0, 3.0}});
  BallMatrix root;
  ASSERT_TRUE(cholesky(root, a));
  EXPECT_LT(upper_double(frobenius(root * transpose(root) - a)), 1e-38);
  EXPECT_FALSE(cholesky(root, BallMatrix(Eigen::MatrixXd{{1.0, 2.0}, {2.0, 1.0}})));
  EXPECT_FALSE(cholesky(root, BallMatrix(Eigen::MatrixXd{{1.0, 1.0}, {1.0, 1.0}}))) << "singular";
}

}  // namespace
}  // namespace plumbline::convergence_checker
