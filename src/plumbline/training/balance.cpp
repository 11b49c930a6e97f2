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

// ‖AB − fl(ÂB̂)‖_F ≤ ‖A − Â‖_F‖B̂‖ + ‖Â‖‖B − B̂‖_F + ‖A − Â‖_F‖B − B̂‖_F + γ_k‖Â‖_F‖B̂‖_F, k terms in an entry,
// and what underflows.
NearbyDoubles multiply(const NearbyDoubles& a, const NearbyDoubles& b) {
  NearbyDoubles result;
  result.matrix = a.matrix * b.matrix;
  const Upper underflow(static_cast<double>(result.matrix.size()) * static_cast<double>(b.matrix.rows()) *
                        0x1p-1074);
  result.distance =
      a.distance * spectral_upper(b.matrix) + (spectral_upper(a.matrix) + a.distance) * b.distance +
      gamma(static_cast<double>(b.matrix.rows())) * frobenius_upper(a.matrix) * frobenius_upper(b.matrix) +
      underflow;
  return result;
}

NearbyDoubles gram_matrix(const NearbyDoubles& a) {
  const NearbyDoubles transposed{a.matrix.transpose(), a.distance};
  return a.matrix.rows() <= a.matrix.cols() ? multiply(a, transposed) : multiply(transposed, a);
}

NearbyDoubles difference(const NearbyDoubles& now, const NearbyDoubles& start) {
  NearbyDoubles result;
  result.matrix = now.matrix - start.matrix;
  result.distance =
      now.distance + start.distance + Upper(2.0 * kUnitRoundoff) * frobenius_upper(result.matrix);
  return result;
}

}  // namespace plumbline
