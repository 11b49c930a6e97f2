#include "plumbline/numeric/dense_spectrum.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "plumbline/numeric/error.hpp"
#include "support/known_singular_values.hpp"

namespace plumbline {
namespace {

Eigen::VectorXd values_of(std::initializer_list<double> list) {
  Eigen::VectorXd values(static_cast<Eigen::Index>(list.size()));
  Eigen::Index i = 0;
  for (const double x : list) values(i++) = x;
  return values;
}

TEST(DenseSpectrum, SingularValuesThatTheMatrixWasBuiltFrom) {
  const Eigen::VectorXd expected = values_of({16.0, 4.0, 1.0, 0.125});
  const Eigen::MatrixXd a = test::KnownDecomposition(expected).matrix();  // 5 × 8 of rank 4
  for (const Eigen::MatrixXd& matrix : {a, Eigen::MatrixXd(a.transpose())}) {
    const Eigen::VectorXd found = approx_singular_values(matrix);
    ASSERT_EQ(found.size(), 5);  // min(rows, columns), the zero included
    EXPECT_LT((found.head(4) - expected).norm(), 1e-13);
    EXPECT_LT(found(4), 1e-13);
  }
}

TEST(DenseSpectrum, SingularValuesOfLargeMatricesTakeTheOtherAlgorithm) {
  // Eigen divides and conquers above 16 columns.
  Eigen::VectorXd expected(40);
  for (Eigen::Index i = 0; i < 40; ++i) expected(i) = 40.0 - static_cast<double>(i);
  Eigen::MatrixXd a = expected.asDiagonal().toDenseMatrix().colwise().reverse();
  const Eigen::VectorXd v = Eigen::VectorXd::Ones(40);
  a -= a * v * v.transpose() * (2.0 / 40.0);  // times a reflection
  EXPECT_LT((approx_singular_values(a) - expected).norm(), 1e-11);
}

TEST(DenseSpectrum, LeftSingularVectorsCarryTheMatrix) {
  const Eigen::VectorXd expected = values_of({8.0, 2.0, 0.5});
  const Eigen::MatrixXd a = test::KnownDecomposition(expected).matrix();
  const LeftSingular left = approx_left_singular(a);
  ASSERT_EQ(left.vectors.rows(), 5);
  ASSERT_EQ(left.vectors.cols(), 5);
  EXPECT_LT((left.values.head(3) - expected).norm(), 1e-13);
  EXPECT_LT((left.vectors.transpose() * left.vectors - Eigen::MatrixXd::Identity(5, 5)).norm(), 1e-13);
  // A Aᵀ = U Σ² Uᵀ.
  const Eigen::MatrixXd gram = left.vectors * left.values.cwiseAbs2().asDiagonal() * left.vectors.transpose();
  EXPECT_LT((gram - a * a.transpose()).norm(), 1e-12);
}

TEST(DenseSpectrum, SymmetricEigenvaluesIncreaseAndVectorsDiagonalise) {
  const Eigen::VectorXd expected = values_of({-3.0, -0.5, 0.0, 1.0, 7.0});
  const Eigen::MatrixXd q = test::dyadic_rotation_5();
  Eigen::MatrixXd a = q * expected.asDiagonal() * q.transpose();
  EXPECT_LT((approx_symmetric_eigenvalues(a) - expected).norm(), 1e-13);
  const SymmetricEigen eigen = approx_symmetric_eigen(a);
  EXPECT_LT((eigen.values - expected).norm(), 1e-13);
  EXPECT_LT((a * eigen.vectors - eigen.vectors * eigen.values.asDiagonal()).norm(), 1e-13);
  EXPECT_LT((eigen.vectors.transpose() * eigen.vectors - Eigen::MatrixXd::Identity(5, 5)).norm(), 1e-13);
  a.triangularView<Eigen::StrictlyUpper>().setConstant(99.0);  // only the lower half is read
  EXPECT_LT((approx_symmetric_eigenvalues(a) - expected).norm(), 1e-13);
}

TEST(DenseSpectrum, AnEntryThatIsNoNumberIsAnErrorAndNoSpectrum) {
  Eigen::MatrixXd a = Eigen::MatrixXd::Identity(3, 3);
  a(1, 0) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(approx_symmetric_eigen(a), InternalError);
  EXPECT_THROW(approx_symmetric_eigenvalues(a), InternalError);
}

}  // namespace
}  // namespace plumbline
