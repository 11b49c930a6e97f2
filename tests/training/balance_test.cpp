#include "plumbline/training/balance.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "plumbline/network/haar.hpp"

namespace plumbline {
namespace {

Eigen::MatrixXd draw(Eigen::Index rows, Eigen::Index cols, std::uint64_t stream) {
  RandomStream random(11, 0, stream);
  return gaussian_matrix(rows, cols, random);
}

Eigen::MatrixXd plain_balance(const Eigen::MatrixXd& lower, const Eigen::MatrixXd& upper) {
  return upper.transpose() * upper - lower * lower.transpose();
}

TEST(Balance, OfExactLayersIsTheDefinitionUpToRounding) {
  const Eigen::MatrixXd lower = draw(5, 3, 1);
  const Eigen::MatrixXd upper = draw(2, 5, 2);
  const NearbyDoubles balance = balance_matrix({lower, Upper()}, {upper, Upper()});
  EXPECT_LT((balance.matrix - plain_balance(lower, upper)).norm(), 1e-14);
  EXPECT_GT(balance.distance.value(), 0.0);
  EXPECT_LT(balance.distance.value(), 1e-12);
}

TEST(Balance, DistanceCoversEveryPairOfLayersSoNear) {
  const Eigen::MatrixXd lower = draw(5, 3, 1);
  const Eigen::MatrixXd upper = draw(2, 5, 2);
  const double d = 1e-3;
  const NearbyDoubles balance = balance_matrix({lower, Upper(d)}, {upper, Upper(d)});
  double furthest = 0.0;
  for (std::uint64_t k = 0; k < 50; ++k) {
    // Along the layer itself the change is largest.
    const Eigen::MatrixXd a = k == 0 ? lower : draw(5, 3, 100 + k);
    const Eigen::MatrixXd b = k == 0 ? upper : draw(2, 5, 200 + k);
    const double moved =
        (plain_balance(lower + d * a / a.norm(), upper - d * b / b.norm()) - balance.matrix).norm();
    furthest = std::max(furthest, moved);
    EXPECT_LE(moved, balance.distance.value());
  }
  EXPECT_GT(furthest, 0.3 * balance.distance.value());
}

TEST(NearbyProducts, CoverTheExactProductOfEveryPairSoNear) {
  const Eigen::MatrixXd a = draw(4, 5, 1);
  const Eigen::MatrixXd b = draw(5, 3, 2);
  const double d = 1e-3;
  const NearbyDoubles product = multiply({a, Upper(d)}, {b, Upper(d)});
  double furthest = 0.0;
  for (std::uint64_t k = 0; k < 50; ++k) {
    const Eigen::MatrixXd u = draw(4, 5, 100 + k);
    const Eigen::MatrixXd v = draw(5, 3, 200 + k);
    const double moved = ((a + d / u.norm() * u) * (b + d / v.norm() * v) - product.matrix).norm();
    furthest = std::max(furthest, moved);
    EXPECT_LE(moved, product.distance.value());
  }
  EXPECT_GT(furthest, 0.1 * product.distance.value());
}

TEST(NearbyProducts, OfDoublesCoverTheRoundingAlone) {
  // Third ones are not doubles: (1/3 rounded)² · 3 is off by a few units of roundoff.
  const Eigen::MatrixXd a = Eigen::MatrixXd::Constant(2, 3, 1.0 / 3.0);
  const NearbyDoubles gram = gram_matrix({a, Upper()});
  EXPECT_EQ(gram.matrix.rows(), 2);
  const long double exact = 3.0L * (1.0L / 3.0 * (1.0 / 3.0));
  EXPECT_LT(std::abs(static_cast<double>(exact - gram.matrix(0, 1))) * 2.0, gram.distance.value());
  EXPECT_LT(gram.distance.value(), 1e-14);
  EXPECT_GT(gram.distance.value(), 0.0);
  EXPECT_EQ(gram_matrix({a.transpose(), Upper()}).matrix.rows(), 2);
}

TEST(Balance, DifferencesAddTheirDistances) {
  const NearbyDoubles change = difference({Eigen::MatrixXd::Constant(1, 1, 3.0), Upper(0.25)},
                                          {Eigen::MatrixXd::Constant(1, 1, 1.0), Upper(0.5)});
  EXPECT_EQ(change.matrix(0, 0), 2.0);
  EXPECT_GE(change.distance.value(), 0.75);
  EXPECT_LT(change.distance.value(), 0.75 + 1e-14);
}

}  // namespace
}  // namespace plumbline
