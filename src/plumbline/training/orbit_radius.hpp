// How far the computed orbit can be from the exact one (docs/theory.md §8): rigorous, a-priori bounds.
//
// The exact orbit starts from the exact initial network: the stored Â, V_1(0) and D_i(0) are exact, or stand
// for their polar factor (Network::isometric), C is the exact square root that belongs to Â, c, s and the
// data are the real numbers they stand for. All norms are upper bounds; ‖·‖ spectral unless marked _F.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plumbline/numeric/upper_bound.hpp"
#include "plumbline/problem/reduction.hpp"
#include "plumbline/training/gradient_descent.hpp"
#include "plumbline/training/product_norms.hpp"

namespace plumbline {

/// Bounds at the current step of a run, valid for every network within `radius` of the computed weights.
struct StateBounds {
  std::vector<Upper> trained_frobenius;  ///< ‖D_i‖_F, i − 1
  std::vector<Upper> backward_norm;      ///< a_i ≥ ‖V_{L:i+1}‖, i = 1 … L (a_L = 1)
  std::vector<Upper> forward_norm;       ///< b_i ≥ ‖V_{i−1:1} X̄‖, i = 1 … L
  Upper middle;                          ///< ≥ 1 and ≥ ‖V_{j:i}‖ for 2 ≤ i ≤ j ≤ L − 1
  Upper any_product;                     ///< M ≥ 1 and ≥ ‖V_{j:i}‖ for all 1 ≤ i ≤ j ≤ L
  Upper residual_norm;                   ///< ‖R‖_F of the computed residual
  Upper residual_error;                  ///< computed against exact residual, at the computed weights
  Upper output_slope;                    ///< c (Σ a_i² b_i²)^{1/2}·s: change of U per unit of radius
};

/// Carries the radius ϱ along a run. Usage: construct at t = 0, then before every step of `run` call
/// before_step(run), step, and after_step(run).
class OrbitRadius {
 public:
  OrbitRadius(const ReducedProblem& problem, const GradientDescent& run);

  void before_step(const GradientDescent& run);
  void after_step(const GradientDescent& run);

  /// Stacked Frobenius distance between the computed D and the exact one.
  Upper radius() const { return radius_; }
  const StateBounds& bounds() const { return bounds_; }
  /// ‖R°‖_F of the exact orbit lies within this of the computed residual's exact Frobenius norm.
  Upper residual_radius() const;
  /// Error of the stored base of the last layer, ‖B_L − B_L°‖_F.
  Upper last_base_error() const { return last_base_error_; }
  /// Distance of the stored D_i(0) to the exact ones, stacked.
  Upper start_radius() const { return start_radius_; }
  /// Error of the stored complement of the first layer.
  Upper complement_error() const { return complement_error_; }
  /// ‖X̄‖ from above.
  Upper input_norm() const { return input_norm_; }
  /// ‖X̄ − diag(S)‖_F from above.
  Upper input_error() const { return input_error_; }
  /// G_i° and F_{i−1}° of the exact orbit against the computed ones, 1 ≤ i ≤ L, in norm.
  Upper backward_radius(std::size_t layer) const;
  Upper forward_radius(std::size_t layer) const;
  /// G_iᵀ R F_{i−1}ᵀ of the exact orbit against its computed value (left·right of for_each_gradient), in
  /// ‖·‖_F.
  Upper gradient_radius(std::size_t layer) const;
  /// How far any partial product V_{j:i} of the exact orbit can be from that of the computed weights.
  Upper product_drift() const;
  /// The radius in units of the normalised weights V.
  Upper weight_radius() const { return scale_ * radius_; }

 private:
  void bound_state(const GradientDescent& run);
  void bound_forward(const GradientDescent& run);
  void bound_products(const GradientDescent& run, bool sharp);
  void bound_partial_products(const GradientDescent& run);
  /// ≥ ‖V_{j:i}‖ at the computed weights; 1 for the empty product.
  Upper partial_norm(std::size_t j, std::size_t i) const;
  Upper hessian_bend() const;
  Upper step_error();

  // Constants of the run.
  Upper scale_, output_scale_, step_scale_;  // s, c s, τ
  Upper input_norm_, input_frobenius_, input_error_, target_error_;
  Upper base_first_frobenius_, base_first_norm_, base_first_error_, first_norm_;
  Upper last_base_frobenius_, last_base_norm_, last_base_error_, base_output_error_;
  Upper start_radius_, complement_error_;
  Upper underflow_;  // of one product, Frobenius: subnormal entries
  double hidden_ = 0.0, rank_ = 0.0, outputs_ = 0.0;
  bool identity_ = false;

  // The state.
  Upper radius_;
  StateBounds bounds_;
  std::vector<Upper> feature_frobenius_, feature_error_;  // ‖F_i‖_F and computed against exact, i = 0 … L−1
  std::vector<Upper> product_frobenius_, product_error_;  // the same for G_i, i = 1 … L
  std::vector<Upper> layer_norm_;                         // ‖s D_i‖
  std::int64_t norms_from_ = -1;                          // step at which norms were computed afresh
  std::optional<ProductNorms> pairs_;                     // at that step, of networks without a base
  Upper moved_;                                           // Σ_i ‖V_i − V_i(then)‖, computed weights
  Upper pair_drift_;                                      // what that can change in them
  Upper growth_, error_before_;
  std::vector<Upper> update_;  // ‖D_i(t+1) − D_i(t)‖_F, computed weights
};

}  // namespace plumbline
