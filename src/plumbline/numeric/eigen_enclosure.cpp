#include "plumbline/numeric/eigen_enclosure.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "plumbline/numeric/accuracy.hpp"
#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

constexpr unsigned kGuardDigits = 15;
/// log10(2), rounded up.
constexpr double kLog10Of2 = 0.30103;

/// An upper bound of ‖a‖_F as a number with the exponent of a: integer square root, rounded up.
ExactNumber frobenius_upper(const ExactMatrix& a) {
  ExactNumber norm = frobenius_squared(a);
  norm.exponent = a.exponent();
  if (sign(norm) == 0) return norm;
  fmpz_sqrt(norm.numerator.raw(), norm.numerator.raw());  // rounds down
  fmpz_add_ui(norm.numerator.raw(), norm.numerator.raw(), 1);
  return norm;
}

ExactMatrix without_diagonal(ExactMatrix a) {
  for (Eigen::Index i = 0; i < a.rows(); ++i) fmpz_zero(a.raw(i, i));
  return a;
}

/// Entries of an orthonormal n × n matrix do not exceed 1, and one is at least n^-1/2. Anything far from that
/// is refused before its exact products can grow without bound.
bool has_sizes_of_orthonormal(const ExactMatrix& q) {
  const slong magnitude = q.exponent() + std::abs(fmpz_mat_max_bits(q.raw()));
  return magnitude <= 2 && magnitude >= -64;
}

/// The diagonal of a, enclosed, in decreasing order (sorted exactly).
std::vector<Interval> sorted_diagonal(const ExactMatrix& a) {
  std::vector<const fmpz*> diagonal;
  for (Eigen::Index i = 0; i < a.rows(); ++i) diagonal.push_back(a.raw(i, i));
  std::sort(diagonal.begin(), diagonal.end(),
            [](const fmpz* x, const fmpz* y) { return fmpz_cmp(x, y) > 0; });
  std::vector<Interval> enclosed;
  for (const fmpz* entry : diagonal) {
    ExactNumber number;
    fmpz_set(number.numerator.raw(), entry);
    number.exponent = a.exponent();
    enclosed.push_back(enclose(number));
  }
  return enclosed;
}

/// [-upper(radius), upper(radius)].
Interval symmetric(const Interval& radius) {
  return hull(-radius, radius);
}

/// log10 of λ_1/λ_count, rounded up, as far as double can see it: at most 16.
unsigned approx_condition_digits(const ExactMatrix& a, Eigen::Index count) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(approx_scaled(a), Eigen::EigenvaluesOnly);
  if (solver.info() != Eigen::Success) return 0;
  const double largest = solver.eigenvalues()(a.rows() - 1);
  const double smallest = solver.eigenvalues()(a.rows() - count);
  const double digits = std::log10(largest / std::max(smallest, 1e-15 * largest));
  return digits > 0 ? static_cast<unsigned>(digits) + 1 : 0;
}

/// Twice the digits that suffice for any matrix. In units where the entries are integers, the product of the
/// r nonzero eigenvalues is a sum of principal minors, a positive integer; so λ_r ≥ λ_1^-(r-1) and
/// λ_1/λ_r ≤ (tr a)^r. The eigensolver and the certificate err by a small multiple of λ_1·10^-precision.
unsigned digits_cap(const ExactMatrix& a, Eigen::Index count, unsigned digits) {
  const double bits = static_cast<double>(fmpz_bits(trace(a).numerator.raw()));
  const double enough = digits + kLog10Of2 * bits * static_cast<double>(count) + 2.0 * kGuardDigits;
  return static_cast<unsigned>(2.0 * enough);
}

}  // namespace

RealMatrix approx_eigenvectors(const ExactMatrix& a) {
  const Eigen::SelfAdjointEigenSolver<RealMatrix> solver(approx(a));
  if (solver.info() != Eigen::Success) return RealMatrix::Zero(a.rows(), a.cols());
  return solver.eigenvectors().rowwise().reverse();
}

// With Q = guess (any square matrix, as exact fixed-point integers), T = QᵀAQ and E = QᵀQ − I are exact.
// If ε ≥ ‖E‖ and ε < 1, Q is nonsingular and by Ostrowski (Horn & Johnson, Matrix Analysis, Thm 4.5.9)
// λ_i(T) = θ_i λ_i(A) with θ_i between λ_min(QᵀQ) and λ_max(QᵀQ), hence in [1 − ε, 1 + ε].
// By Weyl λ_i(T) lies within δ ≥ ‖T − diag T‖ of the i-th largest diagonal entry d_i. So
// λ_i(A) ∈ [d_i − δ, d_i + δ]/[1 − ε, 1 + ε]. Frobenius norms bound the spectral ones.
std::optional<std::vector<Interval>> certify_eigenvalues(const ExactMatrix& a, const RealMatrix& guess,
                                                         Eigen::Index count) {
  const Eigen::Index n = a.rows();
  if (a.cols() != n || guess.rows() != n || guess.cols() != n || count < 0 || count > n) {
    throw InternalError("certify_eigenvalues: dimensions do not match");
  }
  const auto q = round_to_exact(guess);
  if (!q || !has_sizes_of_orthonormal(*q)) return std::nullopt;
  const ExactMatrix q_transposed = transpose(*q);
  const ExactMatrix t = q_transposed * (a * *q);
  const Interval epsilon = enclose(frobenius_upper(q_transposed * *q - identity(n)));
  const Interval delta = enclose(frobenius_upper(without_diagonal(t)));
  if (less(epsilon, Interval(1)) != Truth::kTrue) return std::nullopt;
  const Interval theta = Interval(1) + symmetric(epsilon);
  std::vector<Interval> values = sorted_diagonal(t);
  values.resize(static_cast<std::size_t>(count));
  for (Interval& value : values) value = (value + symmetric(delta)) / theta;
  return values;
}

EigenEnclosure enclose_eigenvalues(const ExactMatrix& a, Eigen::Index count, unsigned digits) {
  if (a.rows() != a.cols() || count < 1 || count > a.rows() || fmpz_mat_is_zero(a.raw()) != 0) {
    throw InternalError("enclose_eigenvalues: needs a nonzero square matrix and 1 <= count <= its size");
  }
  const unsigned cap = 2 * digits_cap(a, count, digits);
  const unsigned first = digits + approx_condition_digits(a, count) + kGuardDigits;
  for (unsigned precision = first; precision <= cap; precision *= 2) {
    EigenEnclosure result;
    result.digits_used = precision;
    const PrecisionScope scope(result.digits_used);
    result.vectors = approx_eigenvectors(a);
    auto values = certify_eigenvalues(a, result.vectors, count);
    const bool reached = values && std::all_of(values->begin(), values->end(), [&](const Interval& value) {
                           return has_relative_accuracy(value, digits) && !contains_zero(value);
                         });
    if (!reached) continue;
    result.values = std::move(*values);
    return result;
  }
  throw InternalError(
      fmt::format("enclose_eigenvalues: {} digits not reached at a precision of {} digits", digits, cap));
}

}  // namespace plumbline
