#include "plumbline/problem/fixed_order.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "plumbline/numeric/dense_spectrum.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/random_stream.hpp"

namespace plumbline {
namespace {

Eigen::MatrixXd normal(Eigen::Index rows, Eigen::Index columns, std::uint64_t seed) {
  RandomStream random(seed, 0, 0);
  return Eigen::MatrixXd::NullaryExpr(rows, columns, [&] { return random.normal(); });
}

TEST(FixedOrder, ProductSumsFromFirstToLast) {
  Eigen::MatrixXd A(1, 3);
  A << 1e16, 1, -1e16;
  EXPECT_EQ(ordered_product(A, Eigen::MatrixXd::Ones(3, 1))(0, 0), 0.0);  // the 1 is lost in this order only
  A << 1e16, -1e16, 1;
  EXPECT_EQ(ordered_product(A, Eigen::MatrixXd::Ones(3, 1))(0, 0), 1.0);
  const Eigen::MatrixXd B = normal(5, 7, 1);
  const Eigen::MatrixXd C = normal(7, 4, 2);
  EXPECT_LT((ordered_product(B, C) - B * C).norm(), 1e-14);
}

TEST(FixedOrder, OrthonormalColumnsFactorTheMatrix) {
  for (const Eigen::Index columns : {1, 3, 20}) {
    Eigen::MatrixXd G = normal(20, columns, 3);
    if (columns > 1) G.col(1) = G.col(0) + 1e-9 * G.col(1);  // nearly dependent: one pass would not do
    const Eigen::MatrixXd Q = orthonormal_columns(G);
    EXPECT_LT((Q.transpose() * Q - Eigen::MatrixXd::Identity(columns, columns)).norm(), 1e-14);
    const Eigen::MatrixXd R = Q.transpose() * G;
    EXPECT_LT((Q * R - G).norm(), 1e-13);
    EXPECT_LT(R.triangularView<Eigen::StrictlyLower>().toDenseMatrix().norm(), 1e-13);
    EXPECT_GT(R.diagonal().minCoeff(), 0.0);
  }
}

TEST(FixedOrder, DependentColumnsAreRefused) {
  EXPECT_THROW(orthonormal_columns(Eigen::MatrixXd::Zero(3, 1)), InternalError);
}

TEST(FixedOrder, SpectralNormIsTheLargestSingularValue) {
  const Eigen::MatrixXd U = orthonormal_columns(normal(6, 4, 4));
  const Eigen::MatrixXd V = orthonormal_columns(normal(9, 4, 5));
  const Eigen::Vector4d singular_values(3.0, 2.999999, 1e-6, 1e-12);
  const Eigen::MatrixXd A = U * singular_values.asDiagonal() * V.transpose();
  EXPECT_NEAR(spectral_norm(A), 3.0, 1e-14);
  EXPECT_NEAR(spectral_norm(A.transpose()), 3.0, 1e-14);
  for (const std::uint64_t seed : {6U, 7U, 8U}) {
    const Eigen::MatrixXd B = normal(12, 30, seed);
    const double expected = approx_singular_values(B)(0);
    EXPECT_NEAR(spectral_norm(B), expected, 1e-13 * expected);
  }
  EXPECT_EQ(spectral_norm(Eigen::MatrixXd::Zero(2, 3)), 0.0);
}

}  // namespace
}  // namespace plumbline
