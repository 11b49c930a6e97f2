#include "plumbline/numeric/nearby_doubles.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace plumbline {
namespace {

TEST(NearbyDoubles, FrobeniusReachesAsFarAsTheDistanceAndHardlyFurther) {
  const PrecisionScope precision(40);
  const Eigen::MatrixXd a = (Eigen::MatrixXd(1, 2) << 3.0, -4.0).finished();
  const Interval norm = frobenius({a, Upper(0.5)});
  EXPECT_LE(lower_double(norm), 4.5);
  EXPECT_GE(upper_double(norm), 5.5);
  EXPECT_GT(lower_double(norm), 4.5 - 1e-12);
  EXPECT_LT(upper_double(norm), 5.5 + 1e-12);
}

TEST(NearbyDoubles, FrobeniusIsNeverNegative) {
  const Interval norm = frobenius({Eigen::MatrixXd::Constant(1, 1, 0.25), Upper(1.0)});
  EXPECT_EQ(lower_double(norm), 0.0);
  EXPECT_GE(upper_double(norm), 1.25);
}

TEST(NearbyDoubles, AnInfiniteDistanceTellsNothing) {
  const Upper infinite(std::numeric_limits<double>::infinity());
  EXPECT_FALSE(is_finite(frobenius({Eigen::MatrixXd::Ones(2, 2), infinite})));
}

}  // namespace
}  // namespace plumbline
