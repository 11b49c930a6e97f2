// Forward and backward products of a Network, written once for dense and reduced weights
// (docs/theory.md §8, difference form).
#pragma once

#include <Eigen/Core>
#include <vector>

#include "plumbline/network/network.hpp"
#include "plumbline/numeric/product.hpp"

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
/// @param threads share the rows of large layers; they never change a result.
void forward(const Network& network, ForwardPass& pass, unsigned threads = 1);

/// G_1 … G_{L−1} (d_y × k) with G_{L−1} = V_L and G_{i−1} = G_i V_i; G_L = I is not stored.
using BackwardPass = std::vector<Eigen::MatrixXd>;
void backward(const Network& network, BackwardPass& pass);

/// `count` columns from `from` on of G_{layer−1} = G_layer V_layer (of V_L for the last layer), where G_layer
/// is known and all of them have their shapes. @param layer 2 … L.
void backward_columns(const Network& network, Eigen::Index layer, Eigen::Index from, Eigen::Index count,
                      BackwardPass& pass);

/// Room for the factors of one gradient, kept between layers and steps.
struct GradientFactors {
  Eigen::MatrixXd left, right, transposed;
};

/// Calls sink(i, left, right) for i = L, …, 1, where left·right = G_iᵀ R F_{i−1}ᵀ (for i = L: R F_{L−1}ᵀ, for
/// i = 1: G_1ᵀ R S) is ∂ℓ/∂V_i divided by c. `left` has q columns and `right` q rows, q = min(d_y, r).
/// G_i is not read before the call for layer i + 1 returns.
template <typename Sink>
void for_each_gradient(const Network& network, const ForwardPass& pass, const BackwardPass& products,
                       const Eigen::MatrixXd& residual, GradientFactors& factors, Sink&& sink) {
  const Eigen::Index depth = network.depth();
  const bool outputs_narrower = residual.rows() <= residual.cols();
  auto& [left, right, transposed] = factors;
  const auto resize = [](Eigen::MatrixXd& a, Eigen::Index rows, Eigen::Index cols) -> Eigen::MatrixXd& {
    a.resize(rows, cols);
    return a;
  };
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
        transposed = pass.features[f].transpose();
        multiply(residual, transposed, resize(right, residual.rows(), transposed.cols()));
      }
    } else {  // (G_iᵀ R) F_{i−1}ᵀ
      if (i == depth) {
        left = residual;
      } else {
        transposed = products[g].transpose();
        multiply(transposed, residual, resize(left, transposed.rows(), residual.cols()));
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
