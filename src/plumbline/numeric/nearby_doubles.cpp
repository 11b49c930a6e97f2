#include "plumbline/numeric/nearby_doubles.hpp"

#include <algorithm>
#include <cmath>

#include "plumbline/numeric/norm_bounds.hpp"

namespace plumbline {

Interval frobenius(const NearbyDoubles& a) {
  const Upper norm = frobenius_upper(a.matrix);
  const Upper largest = norm + a.distance;
  if (!largest.is_finite()) return indeterminate();
  // frobenius_upper exceeds the exact norm by at most (size + 16) u relative, plus underflow of √size·2^-537.
  const auto size = static_cast<double>(a.matrix.size());
  const Upper excess = norm * gamma(size + 16.0) + Upper(std::sqrt(size) * 0x1p-500) * norm;
  const double smallest = lower_difference(norm.value(), excess + a.distance);
  return make_interval(Real(std::max(smallest, 0.0)), Real(largest.value()));
}

}  // namespace plumbline
