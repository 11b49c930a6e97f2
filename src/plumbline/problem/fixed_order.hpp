// Small dense operations whose roundings happen in one fixed order, so that generated problems have the same
// bits whatever vector instructions the build uses. Approximate: no error bounds. O(product of the sizes).
#pragma once

#include <Eigen/Core>

namespace plumbline {

/// A·B, each entry summed from first to last.
Eigen::MatrixXd ordered_product(const Eigen::MatrixXd& A, const Eigen::MatrixXd& B);

/// The Q of the factorisation G = QR with a positive diagonal in R: Gram–Schmidt, every column twice (twice
/// is enough for orthogonality to rounding; Giraud, Langou, Rozložník 2005). For a Gaussian G, Q is Haar
/// distributed. @pre as many rows as columns at least, full column rank.
Eigen::MatrixXd orthonormal_columns(const Eigen::MatrixXd& G);

/// The largest singular value, by one-sided Jacobi rotations (Hestenes 1958).
double spectral_norm(const Eigen::MatrixXd& A);

}  // namespace plumbline
