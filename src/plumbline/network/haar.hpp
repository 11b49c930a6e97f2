// Haar-distributed orthogonal matrices and their corners (docs/theory.md §4).
#pragma once

#include <Eigen/Core>

#include "plumbline/numeric/random_stream.hpp"

namespace plumbline {

/// rows × cols matrix of independent standard normals, filled column by column.
Eigen::MatrixXd gaussian_matrix(Eigen::Index rows, Eigen::Index cols, RandomStream& stream);

/// n × k matrix (k ≤ n) with orthonormal columns, Haar-uniform: QR of a Gaussian matrix with the signs of
/// diag(R) moved into Q. Cost O(n k²).
Eigen::MatrixXd haar_frame(Eigen::Index n, Eigen::Index k, RandomStream& stream);

/// √m times the p × q corner of a Haar matrix of O(m), for m ≥ max(p, q). For m ≥ p + q the cost is
/// O((p+q)q²), independent of m: A = Z (ZᵀZ + T Tᵀ)^{−1/2} with Z p × q normal and T the Bartlett factor of a
/// Wishart(m − p, I_q). For smaller m an m × q frame is drawn and cut.
Eigen::MatrixXd scaled_haar_corner(double m, Eigen::Index p, Eigen::Index q, RandomStream& stream);

/// √(n/m)·(the m × r corner of a Haar matrix of O(n)) up to an orthogonal matrix from the left: an r × r
/// matrix T with TᵀT = (n/m)·Beta_r(m/2, (n−m)/2), for r ≤ m < n. It is the triangular part of a first layer
/// narrower than its input.
Eigen::MatrixXd narrow_first_layer(Eigen::Index n, Eigen::Index m, Eigen::Index r, RandomStream& stream);

}  // namespace plumbline
