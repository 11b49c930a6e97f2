// Convergence for all later steps, proved at one state of a run (docs/theory.md §7, with per-layer norms).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"
#include "plumbline/training/enclosed_run.hpp"

namespace plumbline {

/// The norms of one state that the proof stands on; each holds for the exact orbit at that step.
struct ConvergenceState {
  std::int64_t step = 0;             ///< t_0
  std::int64_t outputs = 0;          ///< d_y
  Integer width;                     ///< m
  double eta = 0.0;                  ///< η
  std::vector<double> backward_max;  ///< a_i ≥ ‖V_{L:i+1}‖, i = 1 … L
  std::vector<double> backward_min;  ///< α_i ≤ d_y-th singular value of V_{L:i+1}
  std::vector<double> forward_max;   ///< b_i ≥ ‖V_{i−1:1} X̄‖
  std::vector<double> forward_min;   ///< β_i ≤ r-th singular value of V_{i−1:1} X̄
  std::vector<double> partial_min;   ///< ≤ r-th singular value of V_{i−1:1} on col(X)
  double input_norm = 0.0;           ///< ≥ ‖X̄‖
  double input_min = 0.0;            ///< ≤ σ_r(X̄)
  double middle = 0.0;               ///< ≥ 1 and ≥ ‖V_{j:i}‖, 2 ≤ i ≤ j ≤ L − 1
  double any_product = 0.0;          ///< ≥ 1 and ≥ ‖V_{j:i}‖, all i ≤ j
  double residual = 0.0;             ///< ≥ ‖R(t_0)‖_F
};

/// What was proved: ‖R(t)‖_F ≤ contraction^{t − t_0} ‖R(t_0)‖_F for every t ≥ t_0. Born unproved.
struct ConvergenceCertificate {
  bool proved = false;
  std::string reason = "not tried";  ///< why not, when not proved
  ConvergenceState state;
  double rho = 0.0;       ///< no layer ever moves further than this from V(t_0), in norm
  Interval contraction;   ///< upper end is the proved q < 1
  Interval curvature;     ///< [hλ_min, hλ_max] of P within rho
  Interval second_order;  ///< its share in q
  Interval travel;        ///< bound of the whole travel, ≤ rho
};

/// Reads the norms off an enclosed run at its current step.
ConvergenceState convergence_state(const EnclosedRun& run, const Integer& width);

/// The bounds of §7 for a given rho: with D = M((1 + ρM)^L − 1), a'_i = a_i + D, b'_i = b_i + D‖X̄‖ (a_L = 1
/// and b_1 = ‖X̄‖ do not move) and the lower ones lowered likewise and cut at 0 (β' as the larger of β − D‖X̄‖
/// and σ_r(X̄)·(σ_r(V_{i−1:1}) − D), which matters when κ is large),
///   hλ_min = (η/d_y) Σ α'²β'²,  hλ_max = (η/d_y) Σ a'²b'²,
///   q = max(1 − hλ_min, hλ_max − 1) + c·A·B·M'·(Σδ_i)²·e^{M'Σδ_i}/(2‖R‖),  δ_i = h c a'_i b'_i ‖R‖,
/// A = max a', B = max b', M' = M_middle + D (a product with s ≥ 2 updates is at most a'·M'^{s−1}·Πδ·b', and
/// Π(1 + x_i) − 1 − Σx_i ≤ x²e^x/2 with x = Σx_i), and travel = max_i δ_i/(1 − q).
/// proved when hλ_max < 2, q < 1 and travel ≤ rho.
ConvergenceCertificate certify_convergence(const ConvergenceState& state, double rho);

/// Looks for a rho that closes the argument, starting from the travel at rho = 0.
ConvergenceCertificate find_convergence(const ConvergenceState& state);

/// After a failed attempt at step t, the next step worth trying: each attempt costs two decompositions a
/// layer.
std::int64_t next_attempt(std::int64_t t);

/// Steps `run` on until a certificate succeeds, nothing can be observed any more, or `last_step` has been
/// tried. @returns the last certificate tried.
ConvergenceCertificate certify_along_run(EnclosedRun& run, const Integer& width, std::int64_t last_step);

}  // namespace plumbline
