#include "plumbline/numeric/ball_matrix.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

Eigen::MatrixXd example() {
  Eigen::MatrixXd a(3, 3);
  a << 0.1, -2.0, 3.5, 1e-3, 0.7, 1e20, -4.0, 0.0, 0.3;
  return a;
}

TEST(BallMatrix, ProductsEncloseTheExactProduct) {
  const PrecisionScope precision(30);
  const ExactMatrix exact(example());
  const BallMatrix product = BallMatrix(example()) * BallMatrix(example());
  const BallMatrix difference = product - BallMatrix(exact * exact);
  for (Eigen::Index i = 0; i < 3; ++i) {
    for (Eigen::Index j = 0; j < 3; ++j) EXPECT_NE(arb_contains_zero(difference.at(i, j)), 0);
  }
  EXPECT_LT(upper_double(frobenius(difference)), 1e12);  // 1e40 to 30 digits
}

TEST(BallMatrix, RefusesWhatDoesNotFit) {
  const BallMatrix a(2, 3);
  EXPECT_THROW(a * a, InternalError);
  EXPECT_THROW(a + BallMatrix(3, 2), InternalError);
  EXPECT_THROW(a - BallMatrix(3, 2), InternalError);
  EXPECT_THROW(beside(a, BallMatrix(3, 3)), InternalError);
  Eigen::MatrixXd not_finite(1, 1);
  not_finite << std::numeric_limits<double>::infinity();
  EXPECT_THROW(BallMatrix{not_finite}, InternalError);
}

TEST(BallMatrix, ThePositiveRootSquaresBackToTheDigitsAsked) {
  Eigen::MatrixXd a(3, 3);
  a << 2.0, 0.5, 0.0, 0.5, 1.0, 0.25, 0.0, 0.25, 0.0725;
  for (const unsigned digits : {20U, 50U, 300U}) {
    const PrecisionScope precision(digits);
    const auto root = positive_root(BallMatrix(a));
    ASSERT_TRUE(root);
    const BallMatrix defect = *root * *root - BallMatrix(a);
    EXPECT_LT(upper_double(frobenius(defect)), std::pow(10.0, 8.0 - digits));
    for (Eigen::Index i = 0; i < 3; ++i) {
      EXPECT_NE(arb_is_positive(root->at(i, i)), 0);
      for (Eigen::Index j = 0; j < 3; ++j) EXPECT_NE(arb_contains_zero(defect.at(i, j)), 0);
    }
    const auto back = inverse(*root);
    ASSERT_TRUE(back);
    EXPECT_LT(upper_double(frobenius(*back * *root - ball_identity(3))), std::pow(10.0, 10.0 - digits));
  }
  const PrecisionScope precision(50);
  a(2, 2) = -1.0;  // indefinite
  EXPECT_FALSE(positive_root(BallMatrix(a)));
  EXPECT_FALSE(inverse(BallMatrix(2, 2)));
}

TEST(BallMatrix, RootsNearTheIdentitySquareBack) {
  Eigen::MatrixXd e(2, 2);
  e << 0.125, -0.0625, -0.0625, 0.25;
  for (const unsigned digits : {20U, 60U, 200U}) {
    const PrecisionScope precision(digits);
    const BallMatrix target = ball_identity(2) + BallMatrix(e);
    const auto root = root_near_identity(BallMatrix(e), 1);
    const auto inverse = root_near_identity(BallMatrix(e), -1);
    ASSERT_TRUE(root && inverse);
    const double small = std::pow(10.0, 3.0 - digits);
    EXPECT_LT(upper_double(frobenius(*root * *root - target)), small);
    EXPECT_LT(upper_double(frobenius(*inverse * *root - ball_identity(2))), small);
    EXPECT_NE(arb_contains_zero((*root * *root - target).at(0, 1)), 0);
  }
  EXPECT_FALSE(root_near_identity(BallMatrix(Eigen::MatrixXd::Identity(2, 2)), 1));
}

TEST(BallMatrix, NearbyDoublesSayHowFarTheyAre) {
  const PrecisionScope precision(40);
  Ball third;
  arb_set_si(third.raw(), 1);
  arb_div_si(third.raw(), third.raw(), 3, working_bits());
  const NearbyDoubles near = nearby_doubles(third * ball_identity(2));
  EXPECT_EQ(near.matrix(0, 0), 1.0 / 3.0);
  EXPECT_EQ(near.matrix(0, 1), 0.0);
  EXPECT_GT(near.distance.value(), 2e-17);  // √2 (1/3 − fl(1/3))
  EXPECT_LT(near.distance.value(), 3e-17);
  BallMatrix unknown(1, 1);
  arb_indeterminate(unknown.at(0, 0));
  EXPECT_FALSE(nearby_doubles(unknown).distance.is_finite());
}

}  // namespace
}  // namespace plumbline
