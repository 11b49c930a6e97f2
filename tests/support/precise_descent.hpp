// Gradient descent straight from its definition, in Real of many digits: the yardstick of enclosures.
#pragma once

#include <vector>

#include "plumbline/network/network.hpp"
#include "plumbline/numeric/eigen_support.hpp"

namespace plumbline::test {

/// V_i(0) is the exact network that `network` stands for (square roots and c included); no difference form,
/// no shared code with the library. Lives within a PrecisionScope.
class PreciseDescent {
 public:
  PreciseDescent(const Network& network, const Eigen::MatrixXd& targets, double eta);

  void step();
  Real residual_norm() const;
  /// ½‖R‖_F².
  Real excess_loss() const;
  /// ‖W_i(t) − W_i(0)‖_F and ‖∂ℓ/∂W_i‖_F, i = 1 … L.
  Real travel(std::size_t layer) const;
  Real gradient_norm(std::size_t layer) const;
  /// Singular values of V_{j:i} (i = 1: on col(X)), decreasing.
  RealVector singular_values(std::size_t j, std::size_t i) const;
  Real kernel_eigenvalue(bool largest) const;
  /// ‖α W_{L:1} P − W* P‖_F, P the basis of col(X).
  Real distance() const;
  /// W_{i+1}ᵀW_{i+1} − W_iW_iᵀ; W_1 on col(X) alone.
  RealMatrix balance(std::size_t layer) const;

 private:
  RealMatrix product(std::size_t j, std::size_t i) const;  // V_j ⋯ V_i, identity if j < i
  RealMatrix residual() const;
  RealMatrix gradient(std::size_t layer) const;  // ∂ℓ/∂V_i

  std::vector<RealMatrix> weights_, initial_;
  RealMatrix input_, targets_;
  Real c_, unit_, eta_, squared_unit_, inverse_gain_;
  std::vector<bool> trains_;
};

}  // namespace plumbline::test
