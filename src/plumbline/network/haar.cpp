#include "plumbline/network/haar.hpp"

#include <Eigen/QR>
#include <cmath>

#include "plumbline/numeric/dense_spectrum.hpp"
#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

/// Lower triangular T with T Tᵀ ~ Wishart(degrees, I_q), degrees ≥ q (Bartlett).
Eigen::MatrixXd bartlett_factor(double degrees, Eigen::Index q, RandomStream& stream) {
  Eigen::MatrixXd t = Eigen::MatrixXd::Zero(q, q);
  for (Eigen::Index i = 0; i < q; ++i) {
    for (Eigen::Index j = 0; j < i; ++j) t(i, j) = stream.normal();
    t(i, i) = std::sqrt(stream.chi_squared(degrees - static_cast<double>(i)));
  }
  return t;
}

Eigen::MatrixXd inverse_square_root(const Eigen::MatrixXd& symmetric) {
  const SymmetricEigen eigen = approx_symmetric_eigen(symmetric);
  return eigen.vectors * eigen.values.cwiseSqrt().cwiseInverse().asDiagonal() * eigen.vectors.transpose();
}

}  // namespace

Eigen::MatrixXd gaussian_matrix(Eigen::Index rows, Eigen::Index cols, RandomStream& stream) {
  Eigen::MatrixXd a(rows, cols);
  for (Eigen::Index j = 0; j < cols; ++j) {
    for (Eigen::Index i = 0; i < rows; ++i) a(i, j) = stream.normal();
  }
  return a;
}

Eigen::MatrixXd haar_frame(Eigen::Index n, Eigen::Index k, RandomStream& stream) {
  if (k > n) throw InternalError("haar_frame: more columns than rows");
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(gaussian_matrix(n, k, stream));
  Eigen::MatrixXd q = qr.householderQ() * Eigen::MatrixXd::Identity(n, k);
  for (Eigen::Index j = 0; j < k; ++j) {
    if (qr.matrixQR()(j, j) < 0.0) q.col(j) = -q.col(j);
  }
  return q;
}

Eigen::MatrixXd scaled_haar_corner(double m, Eigen::Index p, Eigen::Index q, RandomStream& stream) {
  if (m < static_cast<double>(p + q)) {
    return std::sqrt(m) * haar_frame(static_cast<Eigen::Index>(m), q, stream).topRows(p);
  }
  // Divided by m before the root: the Gram matrix is then O(1) at any width.
  const Eigen::MatrixXd z = gaussian_matrix(p, q, stream);
  const Eigen::MatrixXd t = bartlett_factor(m - static_cast<double>(p), q, stream) / std::sqrt(m);
  const Eigen::MatrixXd gram = z.transpose() * z / m + t * t.transpose();
  return z * inverse_square_root(gram);
}

Eigen::MatrixXd narrow_first_layer(Eigen::Index n, Eigen::Index m, Eigen::Index r, RandomStream& stream) {
  if (!(r <= m && m < n)) throw InternalError("narrow_first_layer: needs r <= m < n");
  const Eigen::MatrixXd top = bartlett_factor(static_cast<double>(m), r, stream);
  const Eigen::Index rest = n - m;
  const Eigen::MatrixXd bottom =
      rest >= r ? Eigen::MatrixXd(bartlett_factor(static_cast<double>(rest), r, stream).transpose())
                : gaussian_matrix(rest, r, stream);
  const Eigen::MatrixXd gram = top * top.transpose() + bottom.transpose() * bottom;
  return std::sqrt(static_cast<double>(n) / static_cast<double>(m)) * top.transpose() *
         inverse_square_root(gram);
}

}  // namespace plumbline
