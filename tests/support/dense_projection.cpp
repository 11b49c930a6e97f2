#include "support/dense_projection.hpp"

#include <Eigen/QR>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>

namespace plumbline::test {
namespace {

Eigen::MatrixXd orthonormal_basis(const Eigen::MatrixXd& a) {
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(a);
  return qr.householderQ() * Eigen::MatrixXd::Identity(a.rows(), a.cols());
}

}  // namespace

Network project_to_reduced(const Network& dense) {
  const Eigen::Index r = dense.rank();
  const Eigen::Index d_y = dense.outputs();
  const Eigen::Index k = r + d_y;
  const Eigen::Index depth = dense.depth();
  const double c = std::sqrt(dense.width / static_cast<double>(d_y));

  // B_1 = (V_L ⋯ V_2)ᵀ, m × d_y; basis of S_1 = col(V_1) + col(B_1).
  Eigen::MatrixXd b = dense.trained.back().transpose();
  for (Eigen::Index i = depth - 1; i >= 2; --i)
    b = dense.trained[static_cast<std::size_t>(i - 1)].transpose() * b;
  const Eigen::MatrixXd& first = dense.trained.front();
  Eigen::MatrixXd basis(first.rows(), k);
  basis.leftCols(r) = orthonormal_basis(first);
  basis.rightCols(d_y) = orthonormal_basis(b - basis.leftCols(r) * (basis.leftCols(r).transpose() * b));

  Network net;
  net.width = dense.width;
  net.unit = dense.unit;
  net.inverse_gain = dense.inverse_gain;
  net.identity_middle = true;
  net.input = dense.input;
  net.scale = 1.0 / c;
  net.output_scale = 1.0;
  net.unit_values_middle = dense.width - static_cast<double>(k);
  net.first = basis.transpose() * first;
  net.base_first = net.first * dense.input.asDiagonal();
  net.base_last = b.transpose() * basis;  // V_L Q_{L−1} with Q_i = V_i Q_{i−1}
  net.corner = c * net.base_last.leftCols(r);
  net.base_output = c * net.base_last * net.base_first;
  net.trained.assign(static_cast<std::size_t>(depth), Eigen::MatrixXd::Zero(k, k));
  net.trained.front() = Eigen::MatrixXd::Zero(k, r);
  net.trained.back() = Eigen::MatrixXd::Zero(d_y, k);

  const Eigen::Index free_inputs = dense.complement.cols();
  if (free_inputs == 0) return net;
  const Eigen::Index extra = std::min(d_y, free_inputs);
  const Eigen::MatrixXd overlap = basis.rightCols(d_y).transpose() * dense.complement;
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(overlap, Eigen::ComputeThinU | Eigen::ComputeThinV);
  const Eigen::VectorXd cosines = svd.singularValues().cwiseMin(1.0);
  net.complement = Eigen::MatrixXd::Zero(k + extra, extra);
  net.complement.block(r, 0, d_y, extra) = svd.matrixU() * cosines.asDiagonal();
  net.complement.bottomRows(extra).diagonal() = (1.0 - cosines.array().square()).sqrt();
  net.unit_values_first = static_cast<double>(free_inputs - extra);
  return net;
}

}  // namespace plumbline::test
