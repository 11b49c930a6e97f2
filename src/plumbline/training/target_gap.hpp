// How far the product of a network's layers is from the minimiser W*, on col(X).
#pragma once

#include <Eigen/Core>

#include "plumbline/numeric/nearby_doubles.hpp"
#include "plumbline/problem/reduction.hpp"

namespace plumbline {

class TargetGap {
 public:
  explicit TargetGap(const ReducedProblem& problem);

  /// Encloses ‖(α W_{L:1} − W*) P‖_F = ‖R X̄⁻¹‖_F, P the basis of col(X), for a reduced residual R (d_y × r).
  Interval distance(const NearbyDoubles& residual) const;
  /// Encloses the min(d_x, d_y)-th singular value of W* = Ȳ X̄⁻¹ Pᵀ.
  const Interval& smallest_target() const { return smallest_target_; }

 private:
  /// a X̄⁻¹ for a near to `a`.
  NearbyDoubles divided(const NearbyDoubles& a) const;

  Eigen::VectorXd inverse_;  // 1/σ_i, rounded
  Upper inverse_norm_, inverse_error_;
  Interval smallest_target_;
};

}  // namespace plumbline
