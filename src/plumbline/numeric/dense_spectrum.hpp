// Approximate spectra of double matrices, compiled once (Eigen's solvers are slow to compile). Plain
// floating point: no error bound is promised here.
#pragma once

#include <Eigen/Core>

namespace plumbline {

/// Singular values in decreasing order, min(rows, columns) of them.
Eigen::VectorXd approx_singular_values(const Eigen::MatrixXd& a);

/// Thin left singular vectors and singular values in decreasing order.
struct LeftSingular {
  Eigen::MatrixXd vectors;  ///< rows × min(rows, columns)
  Eigen::VectorXd values;
};
LeftSingular approx_left_singular(const Eigen::MatrixXd& a);

/// Thin decomposition A ≈ U diag(values) Vᵀ, values in decreasing order.
struct ThinSvd {
  Eigen::MatrixXd left, right;
  Eigen::VectorXd values;
};
ThinSvd approx_thin_svd(const Eigen::MatrixXd& a);

/// Eigenvalues in increasing order with orthonormal eigenvectors of a symmetric matrix (lower half is read).
/// @throws InternalError if the iteration does not converge.
struct SymmetricEigen {
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
};
SymmetricEigen approx_symmetric_eigen(const Eigen::MatrixXd& a);
/// Eigenvalues alone, in increasing order.
Eigen::VectorXd approx_symmetric_eigenvalues(const Eigen::MatrixXd& a);

}  // namespace plumbline
