#include "plumbline/training/balance.hpp"

#include "plumbline/numeric/norm_bounds.hpp"

namespace plumbline {
namespace {

/// ‖VVᵀ − V̂V̂ᵀ‖_F with ‖V − V̂‖_F ≤ d, and the rounding of a product of `length` terms: (2‖V̂‖ + d) d + γ‖V̂‖².
Upper square_error(const NearbyDoubles& v, Eigen::Index length) {
  const Upper norm = frobenius_upper(v.matrix);
  return (Upper(2.0) * norm + v.distance) * v.distance + gamma(static_cast<double>(length)) * norm * norm;
}

}  // namespace

NearbyDoubles balance_matrix(const NearbyDoubles& lower, const NearbyDoubles& upper) {
  NearbyDoubles result;
  result.matrix = upper.matrix.transpose() * upper.matrix - lower.matrix * lower.matrix.transpose();
  result.distance = square_error(upper, upper.matrix.rows()) + square_error(lower, lower.matrix.cols()) +
                    Upper(2.0 * kUnitRoundoff) * frobenius_upper(result.matrix);
  return result;
}

NearbyDoubles difference(const NearbyDoubles& now, const NearbyDoubles& start) {
  NearbyDoubles result;
  result.matrix = now.matrix - start.matrix;
  result.distance =
      now.distance + start.distance + Upper(2.0 * kUnitRoundoff) * frobenius_upper(result.matrix);
  return result;
}

}  // namespace plumbline
