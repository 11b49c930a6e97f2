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

TEST(Balance, DistanceCoversSquaresThatUnderflow) {
  // 1.549e-162 squared rounds to 0; the sum of 400 such squares is 9.6e-322.
  const Eigen::MatrixXd upper = Eigen::MatrixXd::Constant(400, 1, 1.549e-162);
  const NearbyDoubles balance = balance_matrix({Eigen::MatrixXd::Zero(1, 1), Upper()}, {upper, Upper()});
  EXPECT_EQ(balance.matrix(0, 0), 0.0);
  EXPECT_GE(balance.distance.value(), 9.6e-322);
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

// Λ = V_1V_1ᵀ − V_2ᵀV_2 on the first r columns of V_1: [λ_r(Λ)]_+ + [λ_d(−Λ)]_+, worked out by hand.
TEST(Imbalance, OfDiagonalLayers) {
  const PrecisionScope precision(40);
  const auto seen = [](const Eigen::Vector3d& lower, const Eigen::Vector3d& upper, Eigen::Index d,
                       Eigen::Index r, double error = 0.0) {
    const Eigen::MatrixXd v2 = Eigen::MatrixXd(upper.asDiagonal()).bottomRows(d);
    return imbalance_of({Eigen::MatrixXd(lower.asDiagonal()), Upper(error)}, {v2, Upper(error)}, r);
  };
  const auto expect = [](const Interval& value, double expected) {
    EXPECT_TRUE(contains(value, Real(expected))) << value << " " << expected;
    EXPECT_LT(upper_double(value) - lower_double(value), 1e-13);
  };
  expect(seen({3, 2, 1}, {0, 0, 0}, 1, 3), 1.0);   // Λ = diag(9, 4, 1)
  expect(seen({3, 2, 1}, {0, 0, 0}, 1, 2), 4.0);   // the third column is none of the data's
  expect(seen({0, 0, 0}, {5, 2, 3}, 2, 1), 4.0);   // −Λ = diag(0, 4, 9): its second largest
  expect(seen({3, 0, 0}, {0, 0, 2}, 1, 1), 13.0);  // Λ = diag(9, 0, −4): both
  expect(seen({2, 2, 2}, {2, 2, 2}, 3, 3), 0.0);   // balanced
  expect(seen({3, 2, 1}, {0, 0, 2}, 1, 3), 3.0);  // Λ = diag(9, 4, −3): λ_3 < 0 counts as 0, λ_1(−Λ) = 3
  const Interval wide = seen({3, 2, 1}, {0, 0, 0}, 1, 3, 1e-3);
  EXPECT_TRUE(contains(wide, Real(1.001 * 1.001)));  // V_1 may be as far as that
  EXPECT_TRUE(contains(wide, Real(0.999 * 0.999)));
  EXPECT_FALSE(is_finite(seen({3, 2, 1}, {0, 0, 0}, 1, 3, INFINITY)));
}

TEST(Imbalance, OfAnyLayersIsWhatRotatedOnesHave) {
  const PrecisionScope precision(40);
  const Eigen::MatrixXd lower = draw(5, 3, 1);
  const Eigen::MatrixXd upper = draw(1, 5, 2);
  RandomStream random(11, 0, 3);
  const Eigen::MatrixXd turn = haar_frame(5, 5, random);
  const Interval plain = imbalance_of({lower, Upper()}, {upper, Upper()}, 3);
  const Interval turned =
      imbalance_of({turn * lower, Upper(1e-13)}, {upper * turn.transpose(), Upper(1e-13)}, 3);
  EXPECT_GT(lower_double(plain), 0.1);
  EXPECT_NE(less(plain, turned), Truth::kTrue);
  EXPECT_NE(less(turned, plain), Truth::kTrue);
}

}  // namespace
}  // namespace plumbline
