#include "plumbline/numeric/norm_bounds.hpp"

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>
#include <cmath>
#include <limits>

#include "plumbline/network/haar.hpp"
#include "plumbline/numeric/eigen_support.hpp"
#include "plumbline/numeric/interval.hpp"
#include "plumbline/numeric/random_stream.hpp"

namespace plumbline {
namespace {

Eigen::MatrixXd random_matrix(Eigen::Index rows, Eigen::Index cols, std::uint64_t run) {
  RandomStream stream(91, run, 0);
  return gaussian_matrix(rows, cols, stream);
}

/// Singular values of the doubles to 60 digits, decreasing.
RealVector precise_singular_values(const Eigen::MatrixXd& a) {
  const RealMatrix x = a.cast<Real>();
  const RealMatrix gram =
      a.rows() <= a.cols() ? RealMatrix(x * x.transpose()) : RealMatrix(x.transpose() * x);
  const Eigen::SelfAdjointEigenSolver<RealMatrix> eigen(gram, Eigen::EigenvaluesOnly);
  return eigen.eigenvalues().cwiseAbs().cwiseSqrt().reverse();
}

TEST(Upper, EveryOperationBoundsTheExactResult) {
  const PrecisionScope precision(80);
  RandomStream stream(1, 0, 0);
  for (int i = 0; i < 5000; ++i) {
    const double a = std::exp(40.0 * stream.normal());
    const double b = std::exp(40.0 * stream.normal());
    EXPECT_GE(Real((Upper(a) + Upper(b)).value()), Real(a) + Real(b));
    EXPECT_GE(Real((Upper(a) * Upper(b)).value()), Real(a) * Real(b));
    EXPECT_GE(Real((Upper(a) / b).value()), Real(a) / Real(b));
    EXPECT_GE(Real(sqrt(Upper(a)).value()), sqrt(Real(a)));
    const double x = stream.uniform();
    EXPECT_GE(Real(expm1(Upper(x)).value()), exp(Real(x)) - 1);
  }
  EXPECT_GE(gamma(100.0).value(), 100.0 * kUnitRoundoff);
}

TEST(Upper, KnowsNoNaN) {
  const Upper infinite = Upper::infinite();
  EXPECT_FALSE((infinite * Upper()).is_finite());
  EXPECT_FALSE((infinite + Upper(1.0)).is_finite());
  EXPECT_FALSE(Upper(std::numeric_limits<double>::quiet_NaN()).is_finite());
  EXPECT_FALSE(Upper(-1.0).is_finite());
  EXPECT_FALSE((Upper(1.0) / 0.0).is_finite());
  EXPECT_FALSE(expm1(Upper(2.0)).is_finite());
  EXPECT_FALSE(gamma(1e16).is_finite());
  EXPECT_EQ((Upper() * Upper(3.0)).value(), 0.0);
}

TEST(NormBounds, HoldAndAreTightAtEveryScaleAndShape) {
  const PrecisionScope precision(60);
  std::uint64_t run = 0;
  for (const double scale : {1.0, 1e-150, 1e150, 1e-300}) {
    for (const auto& [rows, cols] : {std::pair<int, int>{1, 1}, {3, 3}, {7, 2}, {2, 9}, {12, 12}}) {
      const Eigen::MatrixXd a = scale * random_matrix(rows, cols, run++);
      const RealVector exact_values = precise_singular_values(a);
      const Real largest = exact_values(0);
      const Real smallest = exact_values(exact_values.size() - 1);
      const Real frobenius = a.cast<Real>().norm();
      const double slack = std::pow(std::min(rows, cols), 1.0 / 32.0) * (1.0 + 1e-9);
      EXPECT_GE(Real(frobenius_upper(a).value()), frobenius);
      EXPECT_LE(Real(frobenius_upper(a).value()), frobenius * Real(1.0 + 1e-13));
      EXPECT_GE(Real(spectral_upper(a).value()), largest);
      EXPECT_LE(Real(spectral_upper(a).value()), largest * Real(slack));
      const SingularBounds bounds = certified_singular_bounds(a);
      EXPECT_GE(Real(bounds.max_upper.value()), largest);
      EXPECT_LE(Real(bounds.max_lower), largest);
      EXPECT_GE(Real(bounds.min_upper.value()), smallest);
      EXPECT_LE(Real(bounds.min_lower), smallest);
      if (scale > 1e-200) {
        EXPECT_LE(Real(bounds.max_upper.value() - bounds.max_lower), largest * Real(1e-12));
        EXPECT_GT(Real(bounds.min_lower), smallest - largest * Real(1e-12));
      }
    }
  }
}

TEST(NormBounds, ZeroAndWhatIsNotFinite) {
  EXPECT_EQ(frobenius_upper(Eigen::MatrixXd::Zero(3, 4)).value(), 0.0);
  EXPECT_EQ(spectral_upper(Eigen::MatrixXd::Zero(3, 4)).value(), 0.0);
  for (const double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    Eigen::MatrixXd a = random_matrix(3, 3, 5);
    a(1, 2) = bad;
    EXPECT_FALSE(frobenius_upper(a).is_finite());
    EXPECT_FALSE(spectral_upper(a).is_finite());
    const SingularBounds bounds = certified_singular_bounds(a);
    EXPECT_FALSE(bounds.max_upper.is_finite());
    EXPECT_EQ(bounds.min_lower, 0.0);
  }
}

TEST(NormBounds, ASingularMatrixHasNoLowerBound) {
  Eigen::MatrixXd a = random_matrix(4, 4, 6);
  a.row(3) = a.row(0);
  EXPECT_EQ(certified_singular_bounds(a).min_lower, 0.0);
  EXPECT_LT(certified_singular_bounds(a).min_upper.value(), 1e-12);
}

TEST(LowerBounds, NeverExceedTheExactValue) {
  EXPECT_EQ(lower_difference(1.0, Upper(2.0)), 0.0);
  EXPECT_LT(lower_difference(1.0, Upper(1e-20)), 1.0);
  EXPECT_LT(lower_product(1.0 / 3.0, 3.0), 1.0);
  EXPECT_EQ(lower_product(0.0, 3.0), 0.0);
}

TEST(IsometryDefect, BoundsTheDistanceToTheNearestIsometry) {
  Eigen::MatrixXd wide(2, 3);
  wide << 1.0, 0.0, 0.0, 0.0, 1.0 + 0x1p-30, 0.0;  // the polar factor is [I, 0]
  EXPECT_GE(isometry_defect(wide).value(), 0x1p-30);
  EXPECT_LE(isometry_defect(wide).value(), 0x1p-28);
  EXPECT_GE(isometry_defect(wide.transpose()).value(), 0x1p-30);
  EXPECT_GT(isometry_defect(Eigen::MatrixXd::Identity(3, 3)).value(),
            0.0);  // never less than what rounding hides
  EXPECT_LT(isometry_defect(Eigen::MatrixXd::Identity(3, 3)).value(), 1e-14);
  wide(0, 0) = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(isometry_defect(wide).is_finite());
}

}  // namespace
}  // namespace plumbline
