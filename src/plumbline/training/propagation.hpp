// Forward and backward products of a Network, written once for dense and reduced weights
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
  Eigen::MatrixXd drift;                  ///< φ_{L−1} (k × r)
  Eigen::MatrixXd scratch;                ///< k × r
};

/// φ_1 = D_1 S, φ_i = B_i φ_{i−1} + D_i F_{i−1}, F_i = F_i(base) + s φ_i,
/// U = U(base) + c s (B_L φ_{L−1} + D_L F_{L−1}). No allocation once `pass` has the shapes of `network`.
void forward(const Network& network, ForwardPass& pass);

/// G_1 … G_{L−1} (d_y × k) with G_{L−1} = V_L and G_{i−1} = G_i V_i; G_L = I is not stored.
using BackwardPass = std::vector<Eigen::MatrixXd>;
void backward(const Network& network, BackwardPass& pass);

/// Calls sink(i, left, right) for i = L, …, 1, where left·right = G_iᵀ R F_{i−1}ᵀ (for i = L: R F_{L−1}ᵀ, for
/// i = 1: G_1ᵀ R S) is ∂ℓ/∂V_i divided by c. `left` has q columns and `right` q rows, q = min(d_y, r).
template <typename Sink>
void for_each_gradient(const Network& network, const ForwardPass& pass, const BackwardPass& products,
                       const Eigen::MatrixXd& residual, Sink&& sink) {
  const Eigen::Index depth = network.depth();
  const bool outputs_narrower = residual.rows() <= residual.cols();
  Eigen::MatrixXd left, right;
  for (Eigen::Index i = depth; i >= 1; --i) {
    const auto g = static_cast<std::size_t>(i - 1);  // G_i is products[i − 1]
    const auto f = static_cast<std::size_t>(i - 2);  // F_{i−1} is features[i − 2]
    if (outputs_narrower) {                          // G_iᵀ (R F_{i−1}ᵀ)
      if (i == depth) {
        left = Eigen::MatrixXd::Identity(residual.rows(), residual.rows());
      } else {
        left = products[g].transpose();
      }
      if (i == 1) {
        right = residual * network.input.asDiagonal();
      } else {
        right.noalias() = residual * pass.features[f].transpose();
      }
    } else {  // (G_iᵀ R) F_{i−1}ᵀ
      if (i == depth) {
        left = residual;
      } else {
        left.noalias() = products[g].transpose() * residual;
      }
      if (i == 1) {
        right = network.input.asDiagonal().toDenseMatrix();
      } else {
        right = pass.features[f].transpose();
      }
    }
    sink(i, left, right);
  }
}

}  // namespace plumbline
