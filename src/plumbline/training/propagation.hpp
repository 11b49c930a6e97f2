// Forward and backward pass through a Network, written once for dense and reduced weights
// (docs/theory.md §8, difference form).
#pragma once

#include <Eigen/Core>
#include <vector>

#include "plumbline/network/network.hpp"

namespace plumbline {

/// What a forward pass leaves behind.
struct ForwardPass {
  std::vector<Eigen::MatrixXd> features;  ///< F_1 … F_{L−1} (k × r): V_i ⋯ V_1 S
  Eigen::MatrixXd output;                 ///< U, d_y × r
  Eigen::MatrixXd drift;                  ///< φ_{L−1} (k × r), scratch
  Eigen::MatrixXd scratch;                ///< k × r
};

/// φ_1 = D_1 S, φ_i = B_i φ_{i−1} + D_i F_{i−1}, F_i = F_i(base) + s φ_i,
/// U = U(base) + c s (B_L φ_{L−1} + D_L F_{L−1}). No allocation once `pass` has the shapes of `network`.
void forward(const Network& network, ForwardPass& pass);

/// Walks i = L, …, 1 with G_L = I, G_{i−1} = G_i V_i, and calls sink(i, left, right), where
/// left·right = G_iᵀ R F_{i−1}ᵀ (for i = L: R F_{L−1}ᵀ) is ∂ℓ/∂V_i divided by c. `left` is rows × q and `right`
/// q × columns with q = min(d_y, r) chosen to be cheap. The sink may change trained[i−1].
template <typename Sink>
void backward(const Network& network, const ForwardPass& pass, const Eigen::MatrixXd& residual, Sink&& sink) {
  const Eigen::Index depth = network.depth();
  const bool outputs_narrower = residual.rows() <= residual.cols();
  Eigen::MatrixXd g;                 // G_i
  Eigen::MatrixXd g_next;            // G_{i−1}
  Eigen::MatrixXd left, right;
  const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(residual.rows(), residual.rows());
  for (Eigen::Index i = depth; i >= 1; --i) {
    const Eigen::MatrixXd& trained = network.trained[static_cast<std::size_t>(i - 1)];
    if (i == depth) {
      g_next = network.base_last + network.scale * trained;
    } else if (i > 1) {
      g_next.noalias() = network.scale * (g * trained);
      if (network.identity_middle) g_next += g;
    }
    if (outputs_narrower) {  // G_iᵀ (R F_{i−1}ᵀ)
      left = i == depth ? identity : Eigen::MatrixXd(g.transpose());
      if (i == 1) {
        right.noalias() = residual * network.input.asDiagonal();
      } else {
        right.noalias() = residual * pass.features[static_cast<std::size_t>(i - 2)].transpose();
      }
    } else {  // (G_iᵀ R) F_{i−1}ᵀ
      if (i == depth) {
        left = residual;
      } else {
        left.noalias() = g.transpose() * residual;
      }
      if (i == 1) {
        right = network.input.asDiagonal().toDenseMatrix();
      } else {
        right = pass.features[static_cast<std::size_t>(i - 2)].transpose();
      }
    }
    sink(i, left, right);
    std::swap(g, g_next);
  }
}

}  // namespace plumbline
