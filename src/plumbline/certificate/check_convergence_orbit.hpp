// The exact orbit that a convergence certificate speaks of, followed anew in Arb balls: from the data as
// given and the initial weights to step t_0 (docs/certificates.md).
#pragma once

#include <cstdint>
#include <vector>

#include "plumbline/certificate/check_convergence_norms.hpp"
#include "plumbline/network/network.hpp"
#include "plumbline/problem/problem.hpp"
#include "plumbline/problem/reduction.hpp"

namespace plumbline::convergence_checker {

/// X̄ = PᵀXQ (r × r) and Ȳ = YQ (d_y × r) for exactly orthonormal bases P of col(X) and Q of row(X), P within
/// rounding of `reduced.basis`.
struct DataBalls {
  BallMatrix input;
  BallMatrix targets;
  std::vector<Interval> singular_values;  ///< decreasing; X̄ is their diagonal up to input_error
  Interval input_error{0};                ///< >= ‖X̄ − diag(singular_values)‖_F
};

/// Proves the reduction from products of the data with approximate singular vectors, at the working
/// precision.
/// @throws InternalError if these vectors are too poor to prove anything.
DataBalls reduce_in_balls(const Problem& problem, const ReducedProblem& reduced);

/// Which network: width m, step size η, weights at t = 0 (only what is stored exactly is read of `start`).
struct OrbitStart {
  Network start;
  Integer width;
  double eta = 0.0;
};

/// Everything at one step, for the exact orbit up to `drift`: its partial products differ from those of these
/// layers by at most drift(M) in norm, M >= 1 a bound of all ‖V_{j:i}‖, (i, j) ≠ (1, L).
struct OrbitState {
  std::vector<BallMatrix> layers;     ///< V_1 on col(X), …, V_L
  std::vector<BallMatrix> backward;   ///< [i − 1]: V_{L:i+1}, i = 1 … L − 1
  std::vector<BallMatrix> partial;    ///< [i − 1]: V_{i:1} on col(X), i = 1 … L − 1
  std::vector<BallMatrix> forward;    ///< [i]: V_{i:1} X̄, i = 0 … L − 1
  BallMatrix residual;                ///< c V_{L:1} X̄ − Ȳ
  Interval radius{0};                 ///< >= stacked Frobenius distance of `layers` from the exact weights
  std::vector<Interval> layer_norms;  ///< >= ‖V_i‖ of the exact orbit
  Interval drift(const Interval& largest_product) const;
};

/// Gradient descent V_i ← V_i − (η/m) ∂ℓ/∂V_i on centres that are exact numbers: every step is evaluated in
/// balls, the midpoints become the new centres, and what was cut off adds to a radius around them.
class BallOrbit {
 public:
  BallOrbit(const DataBalls& data, const OrbitStart& start);

  void step();
  std::int64_t steps_taken() const { return steps_taken_; }
  OrbitState state() const;
  /// >= stacked Frobenius distance between the centres and the exact weights; not finite where it is lost.
  const Interval& radius() const { return radius_; }
  /// c = √(m/d_y).
  const Interval& output_factor() const { return c_; }

 private:
  struct Pass;
  Pass propagate() const;

  BallMatrix input_, targets_;
  Interval c_, step_;   // c and h c = η/√(m d_y)
  Interval curvature_;  // h c² = η/d_y
  bool identity_ = false;
  std::vector<BallMatrix> start_, centres_;
  std::vector<Interval> start_norms_;  // >= ‖V_i(0)‖ of the exact network
  Interval start_radius_{0}, radius_{0};
  std::int64_t steps_taken_ = 0;
};

}  // namespace plumbline::convergence_checker
