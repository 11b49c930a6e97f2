// Gradient descent W_i ← W_i − η ∂ℓ/∂W_i on a Network: one step written once (HXP eq. 3; docs/theory.md §1).
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "plumbline/network/network.hpp"
#include "plumbline/training/propagation.hpp"

namespace plumbline {

/// A run in double precision: "sampled" arithmetic. Its numbers carry an estimate of what double resolves,
/// not a proved error radius.
class GradientDescent {
 public:
  /// @param targets Ȳ (d_y × r); @param eta step size η on the weights W; @param threads share large layers
  /// and never change a result. @throws InternalError if the shapes do not fit.
  GradientDescent(Network network, Eigen::MatrixXd targets, double eta, unsigned threads = 1);

  /// Goes through the layers once, from the last to the first: each weight is read for G_{i−1} and written
  /// anew while it is in the cache.
  void step();
  /// Counts a step to where somebody else has moved the trained parts (of the same shapes).
  void arrive(std::vector<Eigen::MatrixXd> trained);
  std::int64_t steps_taken() const { return steps_taken_; }

  const Network& network() const { return network_; }
  const Eigen::MatrixXd& targets() const { return targets_; }
  const ForwardPass& pass() const { return pass_; }
  const Eigen::MatrixXd& residual() const { return residual_; }
  /// G_1 … G_{L−1} at the current weights, computed on first use.
  const BackwardPass& products() const;
  double eta() const { return eta_; }
  /// τ = (η c²/u²)/(c s): a step is D_i ← D_i − τ G_iᵀ R F_{i−1}ᵀ for every layer that trains.
  double step_scale() const { return step_scale_; }

  /// ‖R‖_F with ℓ − ℓ* = ½‖R‖_F².
  double residual_norm() const { return residual_norm_; }
  /// Estimated error of residual_norm(): 16 u L (‖U(base)‖ + ‖Ȳ‖ + ‖U‖) from the last forward pass plus
  /// 16 u L t of its own size from the steps before; u = 2^-53.
  double residual_resolution() const;
  /// False once a weight or the residual left double's range.
  bool is_finite() const { return finite_; }
  /// True once the residual is no larger than residual_resolution(): further steps say nothing.
  bool at_floor() const { return residual_norm_ <= residual_resolution(); }

 private:
  void evaluate();
  /// D_i ← D_i − τ left·right, after G_{i−1} has been made of D_i if it is not known yet.
  void update(Eigen::Index layer, const Eigen::MatrixXd& left, const Eigen::MatrixXd& right);

  Network network_;
  Eigen::MatrixXd targets_;
  double eta_;
  unsigned threads_;
  double step_scale_;
  std::int64_t steps_taken_ = 0;
  ForwardPass pass_;
  GradientFactors factors_;
  mutable BackwardPass products_;
  mutable bool products_known_ = false;
  Eigen::MatrixXd residual_;
  double residual_norm_ = 0.0;
  bool finite_ = true;
};

}  // namespace plumbline
