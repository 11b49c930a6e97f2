#include "plumbline/training/target_gap.hpp"

#include <algorithm>
#include <limits>

#include "plumbline/numeric/norm_bounds.hpp"

namespace plumbline {

// X̄ = diag(S) + E with ‖E‖ ≤ e: ‖X̄⁻¹‖ ≤ 1/(σ_r − e) and ‖X̄⁻¹ − S⁻¹‖ ≤ e/(σ_r(σ_r − e)), to which the rounding
// of each 1/σ_i adds u/σ_i.
TargetGap::TargetGap(const ReducedProblem& problem) : inverse_(problem.singular_values.cwiseInverse()) {
  const double smallest = problem.singular_values.minCoeff();
  const double least = lower_difference(smallest, Upper(problem.input_error));
  if (least > 0.0) {
    inverse_norm_ = Upper(1.0) / least;
    inverse_error_ = Upper(problem.input_error) / smallest / least + Upper(kUnitRoundoff) / smallest;
  } else {
    inverse_norm_ = inverse_error_ = Upper(std::numeric_limits<double>::infinity());
  }
  if (problem.rank < std::min(problem.d_x, problem.d_y)) {
    smallest_target_ = Interval(0);
    return;
  }
  const NearbyDoubles target = divided({problem.targets, Upper(problem.target_error)});
  if (!target.distance.is_finite()) {
    smallest_target_ = indeterminate();
    return;
  }
  const SingularBounds bounds = certified_singular_bounds(target.matrix);
  smallest_target_ = make_interval(Real(std::max(lower_difference(bounds.min_lower, target.distance), 0.0)),
                                   Real((bounds.min_upper + target.distance).value()));
}

NearbyDoubles TargetGap::divided(const NearbyDoubles& a) const {
  const Eigen::MatrixXd quotient = a.matrix * inverse_.asDiagonal();
  const Upper rounding = Upper(2.0 * kUnitRoundoff) * frobenius_upper(quotient);
  return {quotient, a.distance * inverse_norm_ + frobenius_upper(a.matrix) * inverse_error_ + rounding};
}

Interval TargetGap::distance(const NearbyDoubles& residual) const {
  return frobenius(divided(residual));
}

}  // namespace plumbline
