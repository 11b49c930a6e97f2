#include "plumbline/training/balance.hpp"

#include "plumbline/numeric/dense_spectrum.hpp"
#include "plumbline/numeric/eigen_enclosure.hpp"
#include "plumbline/numeric/norm_bounds.hpp"

namespace plumbline {
namespace {

/// Of a product of so many entries, each a sum of `length` terms, what underflows.
Upper underflow(Eigen::Index entries, Eigen::Index length) {
  return Upper(static_cast<double>(entries) * static_cast<double>(length) * 0x1p-1074);
}

/// ‖VVᵀ − V̂V̂ᵀ‖_F with ‖V − V̂‖_F ≤ d, and the rounding of a product of `length` terms: (2‖V̂‖ + d) d + γ‖V̂‖²,
/// and what underflows in its `entries`.
Upper square_error(const NearbyDoubles& v, Eigen::Index length, Eigen::Index entries) {
  const Upper norm = frobenius_upper(v.matrix);
  return (Upper(2.0) * norm + v.distance) * v.distance + gamma(static_cast<double>(length)) * norm * norm +
         underflow(entries, length);
}

}  // namespace

NearbyDoubles balance_matrix(const NearbyDoubles& lower, const NearbyDoubles& upper) {
  NearbyDoubles result;
  result.matrix = upper.matrix.transpose() * upper.matrix - lower.matrix * lower.matrix.transpose();
  const Eigen::Index entries = result.matrix.size();
  result.distance = square_error(upper, upper.matrix.rows(), entries) +
                    square_error(lower, lower.matrix.cols(), entries) +
                    Upper(2.0 * kUnitRoundoff) * frobenius_upper(result.matrix);
  return result;
}

// ‖AB − fl(ÂB̂)‖_F ≤ ‖A − Â‖_F‖B̂‖ + ‖Â‖‖B − B̂‖_F + ‖A − Â‖_F‖B − B̂‖_F + γ_k‖Â‖_F‖B̂‖_F, k terms in an entry,
// and what underflows.
NearbyDoubles multiply(const NearbyDoubles& a, const NearbyDoubles& b) {
  NearbyDoubles result;
  result.matrix = a.matrix * b.matrix;
  result.distance =
      a.distance * spectral_upper(b.matrix) + (spectral_upper(a.matrix) + a.distance) * b.distance +
      gamma(static_cast<double>(b.matrix.rows())) * frobenius_upper(a.matrix) * frobenius_upper(b.matrix) +
      underflow(result.matrix.size(), b.matrix.rows());
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

// No eigenvalue of −Λ is further from one of the symmetric part of its doubles than the matrices are (Weyl).
Interval imbalance_of(NearbyDoubles lower, const NearbyDoubles& upper, Eigen::Index r) {
  lower.matrix = lower.matrix.leftCols(r).eval();
  const NearbyDoubles negative = balance_matrix(lower, upper);  // −Λ
  if (!negative.distance.is_finite() || !negative.matrix.allFinite()) return indeterminate();
  const Eigen::MatrixXd symmetric = (negative.matrix + negative.matrix.transpose()) / 2.0;
  const RealMatrix guess = approx_symmetric_eigen(symmetric).vectors.cast<Real>();
  const Eigen::Index size = symmetric.rows();
  const auto values = certify_eigenvalues(ExactMatrix(symmetric), guess, size);
  if (!values) return indeterminate();
  const Upper error = negative.distance + Upper(2.0 * kUnitRoundoff) * frobenius_upper(symmetric);
  const Interval around = make_interval(Real(-error.value()), Real(error.value()));
  const auto positive = [&](Eigen::Index at, int sign) {  // [λ]_+ of ±(value at this place), decreasing
    if (at < 0 || at >= size) return Interval(0);
    return max_of(Interval(sign) * (*values)[static_cast<std::size_t>(at)] + around, Interval(0));
  };
  return positive(size - r, -1) + positive(upper.matrix.rows() - 1, 1);
}

}  // namespace plumbline
