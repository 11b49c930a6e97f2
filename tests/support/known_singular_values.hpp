// Matrices whose singular value decomposition is known because they are built from it, without a rounding.
#pragma once

#include <Eigen/Core>
#include <cstdint>

namespace plumbline::test {

/// I − 2vvᵀ/vᵀv for an integer v whose squared length is a power of two: an orthogonal matrix of dyadic
/// fractions with few bits, so products of a few of them are exact in double.
inline Eigen::MatrixXd reflection(const Eigen::VectorXd& v) {
  return Eigen::MatrixXd::Identity(v.size(), v.size()) - v * v.transpose() * (2.0 / v.squaredNorm());
}

/// An orthogonal 5 × 5 matrix, exact: vᵀv = 16 and 8.
inline Eigen::MatrixXd dyadic_rotation_5() {
  Eigen::VectorXd v(5);
  Eigen::VectorXd w(5);
  v << 1, 1, 1, 2, 3;
  w << 2, -1, 1, 1, 1;
  return reflection(v) * reflection(w);
}

/// An orthogonal 8 × 8 matrix, exact: vᵀv = 16 and 8.
inline Eigen::MatrixXd dyadic_rotation_8() {
  Eigen::VectorXd v(8);
  Eigen::VectorXd w(8);
  v << 3, 1, 1, 1, 1, 1, 1, 1;
  w << 1, -1, 1, 1, -1, 1, 1, 1;
  return reflection(v) * reflection(w);
}

/// The compact decomposition X = P S Qᵀ with P 5 × r, Q 8 × r, for r ≤ 5 given singular values.
struct KnownDecomposition {
  Eigen::MatrixXd P;
  Eigen::VectorXd S;
  Eigen::MatrixXd Q;

  explicit KnownDecomposition(const Eigen::VectorXd& singular_values)
      : P(dyadic_rotation_5().leftCols(singular_values.size())),
        S(singular_values),
        Q(dyadic_rotation_8().leftCols(singular_values.size())) {}

  /// Exact when the singular values have few bits.
  Eigen::MatrixXd matrix() const { return P * S.asDiagonal() * Q.transpose(); }
};

}  // namespace plumbline::test
