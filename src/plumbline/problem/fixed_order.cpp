#include "plumbline/problem/fixed_order.hpp"

#include <algorithm>
#include <cmath>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

double ordered_dot(const Eigen::MatrixXd& A, Eigen::Index i, Eigen::Index j) {
  double sum = 0.0;
  for (Eigen::Index k = 0; k < A.rows(); ++k) sum += A(k, i) * A(k, j);
  return sum;
}

/// Makes columns i and j of A orthogonal by a rotation of the two; false if they already are, to rounding.
bool rotate_columns(Eigen::MatrixXd& A, Eigen::Index i, Eigen::Index j) {
  const double ii = ordered_dot(A, i, i);
  const double jj = ordered_dot(A, j, j);
  const double ij = ordered_dot(A, i, j);
  if (std::abs(ij) <= 1e-15 * std::sqrt(ii) * std::sqrt(jj)) return false;
  // The smaller root of t² + 2ζt - 1 = 0 is the tangent of the angle.
  const double zeta = (jj - ii) / (2.0 * ij);
  const double tangent = std::copysign(1.0, zeta) / (std::abs(zeta) + std::sqrt(1.0 + zeta * zeta));
  const double cosine = 1.0 / std::sqrt(1.0 + tangent * tangent);
  const double sine = cosine * tangent;
  for (Eigen::Index k = 0; k < A.rows(); ++k) {
    const double left = A(k, i);
    const double right = A(k, j);
    A(k, i) = cosine * left - sine * right;
    A(k, j) = sine * left + cosine * right;
  }
  return true;
}

}  // namespace

Eigen::MatrixXd ordered_product(const Eigen::MatrixXd& A, const Eigen::MatrixXd& B) {
  Eigen::MatrixXd C = Eigen::MatrixXd::Zero(A.rows(), B.cols());
  for (Eigen::Index j = 0; j < B.cols(); ++j) {
    for (Eigen::Index k = 0; k < A.cols(); ++k) {
      for (Eigen::Index i = 0; i < A.rows(); ++i) C(i, j) += A(i, k) * B(k, j);
    }
  }
  return C;
}

Eigen::MatrixXd orthonormal_columns(const Eigen::MatrixXd& G) {
  Eigen::MatrixXd Q = G;
  for (Eigen::Index j = 0; j < Q.cols(); ++j) {
    for (int pass = 0; pass < 2; ++pass) {
      for (Eigen::Index i = 0; i < j; ++i) {
        const double share = ordered_dot(Q, i, j);
        for (Eigen::Index k = 0; k < Q.rows(); ++k) Q(k, j) -= share * Q(k, i);
      }
    }
    const double length = std::sqrt(ordered_dot(Q, j, j));
    if (!(length > 0.0)) throw InternalError("orthonormal_columns: the columns are dependent");
    for (Eigen::Index k = 0; k < Q.rows(); ++k) Q(k, j) /= length;
  }
  return Q;
}

double spectral_norm(const Eigen::MatrixXd& A) {
  Eigen::MatrixXd B = A.rows() >= A.cols() ? A : Eigen::MatrixXd(A.transpose());
  constexpr int kSweeps = 60;  // quadratic convergence: about 10 are needed
  bool rotated = true;
  for (int sweep = 0; rotated && sweep < kSweeps; ++sweep) {
    rotated = false;
    for (Eigen::Index i = 0; i < B.cols(); ++i) {
      for (Eigen::Index j = i + 1; j < B.cols(); ++j) rotated = rotate_columns(B, i, j) || rotated;
    }
  }
  double largest = 0.0;
  for (Eigen::Index i = 0; i < B.cols(); ++i) largest = std::max(largest, ordered_dot(B, i, i));
  return std::sqrt(largest);
}

}  // namespace plumbline
