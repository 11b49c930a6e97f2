#include "support/precise_descent.hpp"

#include <Eigen/Eigenvalues>

namespace plumbline::test {
namespace {

RealMatrix square_root(const RealMatrix& symmetric) {
  const Eigen::SelfAdjointEigenSolver<RealMatrix> eigen(symmetric);
  return eigen.eigenvectors() * eigen.eigenvalues().cwiseSqrt().asDiagonal() *
         eigen.eigenvectors().transpose();
}

/// V (VᵀV)^{−½} or (VVᵀ)^{−½} V.
RealMatrix polar_factor(const RealMatrix& v) {
  const bool wide = v.rows() <= v.cols();
  const RealMatrix gram = wide ? RealMatrix(v * v.transpose()) : RealMatrix(v.transpose() * v);
  const Eigen::SelfAdjointEigenSolver<RealMatrix> eigen(gram);
  const RealMatrix root = eigen.eigenvectors() * eigen.eigenvalues().cwiseSqrt().cwiseInverse().asDiagonal() *
                          eigen.eigenvectors().transpose();
  return wide ? RealMatrix(root * v) : RealMatrix(v * root);
}

}  // namespace

PreciseDescent::PreciseDescent(const Network& network, const Eigen::MatrixXd& targets, double eta)
    : input_(RealMatrix(network.input.cast<Real>().asDiagonal())),
      targets_(targets.cast<Real>()),
      eta_(eta),
      squared_unit_(network.unit == 1.0 ? 1.0 : network.width),
      inverse_gain_(network.inverse_gain) {
  c_ = sqrt(squared_unit_ / inverse_gain_);
  unit_ = sqrt(squared_unit_);
  const Eigen::Index depth = network.depth();
  for (Eigen::Index i = 1; i <= depth; ++i) trains_.push_back(network.trains(i));
  const bool reduced = network.corner.size() > 0;
  // The scale of the trained part: 1/c, 1/u (weights as drawn) or 1 (normalised), as the stored double says.
  const Real scale = reduced ? Real(1 / c_) : network.scale == 1.0 ? Real(1) : Real(1 / unit_);
  for (Eigen::Index i = 1; i <= depth; ++i) {
    const auto at = static_cast<std::size_t>(i - 1);
    RealMatrix v = network.trained[at].cast<Real>() * scale;
    if (!network.isometric.empty() && network.isometric[at]) v = polar_factor(v);
    if (reduced && i == 1) v += network.first.cast<Real>();
    if (reduced && i > 1 && i < depth) v += RealMatrix::Identity(v.rows(), v.cols());
    if (reduced && i == depth) {
      const RealMatrix a = network.corner.cast<Real>() / c_;
      v.leftCols(a.cols()) += a;
      v.rightCols(v.rows()) += square_root(RealMatrix::Identity(v.rows(), v.rows()) - a * a.transpose());
    }
    weights_.push_back(v);
  }
  initial_ = weights_;
}

RealMatrix PreciseDescent::product(std::size_t j, std::size_t i) const {
  RealMatrix p = RealMatrix::Identity(weights_[i - 1].cols(), weights_[i - 1].cols());
  for (std::size_t l = i; l <= j; ++l) p = weights_[l - 1] * p;
  return p;
}

RealMatrix PreciseDescent::residual() const {
  return c_ * product(weights_.size(), 1) * input_ - targets_;
}

RealMatrix PreciseDescent::gradient(std::size_t layer) const {
  const std::size_t depth = weights_.size();
  RealMatrix left = RealMatrix::Identity(targets_.rows(), targets_.rows());
  for (std::size_t l = depth; l > layer; --l) left = left * weights_[l - 1];
  RealMatrix right = input_;
  for (std::size_t l = 1; l < layer; ++l) right = weights_[l - 1] * right;
  return c_ * left.transpose() * residual() * right.transpose();
}

void PreciseDescent::step() {
  std::vector<RealMatrix> next = weights_;
  for (std::size_t i = 1; i <= weights_.size(); ++i) {
    if (trains_[i - 1]) next[i - 1] -= (eta_ / squared_unit_) * gradient(i);
  }
  weights_ = next;
}

Real PreciseDescent::residual_norm() const {
  return residual().norm();
}
Real PreciseDescent::excess_loss() const {
  return residual().squaredNorm() / 2;
}
Real PreciseDescent::travel(std::size_t layer) const {
  return unit_ * (weights_[layer - 1] - initial_[layer - 1]).norm();
}
Real PreciseDescent::gradient_norm(std::size_t layer) const {
  return gradient(layer).norm() / unit_;
}

Real PreciseDescent::distance() const {
  const RealVector inverse = input_.diagonal().cwiseInverse();
  return RealMatrix(residual() * inverse.asDiagonal()).norm();
}

RealMatrix PreciseDescent::balance(std::size_t layer) const {
  const RealMatrix& lower = weights_[layer - 1];
  const RealMatrix& upper = weights_[layer];
  return squared_unit_ * (upper.transpose() * upper - lower * lower.transpose());
}

RealVector PreciseDescent::singular_values(std::size_t j, std::size_t i) const {
  const RealMatrix p = product(j, i);
  const RealMatrix gram =
      p.rows() <= p.cols() ? RealMatrix(p * p.transpose()) : RealMatrix(p.transpose() * p);
  const Eigen::SelfAdjointEigenSolver<RealMatrix> eigen(gram, Eigen::EigenvaluesOnly);
  return eigen.eigenvalues().cwiseAbs().cwiseSqrt().reverse();
}

Real PreciseDescent::kernel_eigenvalue(bool largest) const {
  const Eigen::Index r = input_.rows();
  const Eigen::Index d = targets_.rows();
  RealMatrix p = RealMatrix::Zero(r * d, r * d);
  for (std::size_t i = 1; i <= weights_.size(); ++i) {
    if (!trains_[i - 1]) continue;
    RealMatrix left = RealMatrix::Identity(d, d);
    for (std::size_t l = weights_.size(); l > i; --l) left = left * weights_[l - 1];
    RealMatrix right = input_;
    for (std::size_t l = 1; l < i; ++l) right = weights_[l - 1] * right;
    const RealMatrix f = right.transpose() * right;
    const RealMatrix g = left * left.transpose();
    for (Eigen::Index a = 0; a < r; ++a) {
      for (Eigen::Index b = 0; b < r; ++b) p.block(a * d, b * d, d, d) += f(a, b) * g;
    }
  }
  const Eigen::SelfAdjointEigenSolver<RealMatrix> eigen(p, Eigen::EigenvaluesOnly);
  return (largest ? eigen.eigenvalues()(r * d - 1) : eigen.eigenvalues()(0)) / inverse_gain_;
}

}  // namespace plumbline::test
