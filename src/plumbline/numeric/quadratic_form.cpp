#include "plumbline/numeric/quadratic_form.hpp"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <optional>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

constexpr unsigned kGuardDigits = 20;
/// log10(2), rounded up.
constexpr double kLog10Of2 = 0.30103;

/// An approximation of a⁻¹ at the working precision, symmetric or not; no error bound.
std::optional<ExactMatrix> approx_inverse(const ExactMatrix& a) {
  const Eigen::LLT<RealMatrix> cholesky(approx(a));
  if (cholesky.info() != Eigen::Success) return std::nullopt;
  return round_to_exact(cholesky.solve(RealMatrix::Identity(a.rows(), a.cols())));
}

/// An upper bound of ‖A⁻¹‖. With F = I − MA and ‖F‖ < 1: A⁻¹ = (I − F)⁻¹M, so ‖A⁻¹‖ ≤ ‖M‖/(1 − ‖F‖).
std::optional<Interval> inverse_norm(const ExactMatrix& a, const ExactMatrix& m) {
  const Interval f = sqrt_of(enclose(frobenius_squared(identity(a.rows()) - m * a)));
  if (less(f, Interval(1)) != Truth::kTrue) return std::nullopt;
  return sqrt_of(enclose(frobenius_squared(m))) / (Interval(1) - f);
}

/// With Z near A⁻¹B, any Z, and R = B − AZ, all exact:
///   BᵀA⁻¹B = BᵀZ + ZᵀB − ZᵀAZ + RᵀA⁻¹R = BᵀZ + ZᵀR + RᵀA⁻¹R,
/// and RᵀA⁻¹R is positive semidefinite with norm and trace at most ‖R‖_F²‖A⁻¹‖. The error is quadratic in R.
std::optional<QuadraticForm> attempt(const ExactMatrix& a, const ExactMatrix& b) {
  const auto m = approx_inverse(a);
  const auto norm = m ? inverse_norm(a, *m) : std::nullopt;
  const auto z = norm ? round_to_exact(approx(*m) * approx(b)) : std::nullopt;
  if (!z) return std::nullopt;
  const ExactMatrix r = b - a * *z;
  const ExactMatrix minus_zt_r = transpose(*z) * (a * *z - b);
  return QuadraticForm{transpose(b) * *z - minus_zt_r,
                       hull(Interval(0), enclose(frobenius_squared(r)) * *norm)};
}

/// Digits that suffice for any A whose entries are integers in units of its exponent: det A ≥ 1 gives
/// λ_1/λ_n ≤ (tr A)^n, which bounds both the condition number and the denominator of any exact result.
unsigned digits_cap(const ExactMatrix& a, unsigned digits) {
  const double bits = static_cast<double>(fmpz_bits(trace(a).numerator.raw()));
  const double enough = digits + kLog10Of2 * bits * static_cast<double>(a.rows()) + kGuardDigits;
  return static_cast<unsigned>(2.0 * enough);
}

}  // namespace

QuadraticForm enclose_quadratic_form(const ExactMatrix& a, const ExactMatrix& b, unsigned digits,
                                     const std::function<bool(const QuadraticForm&)>& sharp_enough) {
  const unsigned cap = 2 * digits_cap(a, digits);
  for (unsigned precision = digits + kGuardDigits; precision <= cap; precision *= 2) {
    const PrecisionScope scope(precision);
    auto form = attempt(a, b);
    if (form && sharp_enough(*form)) return std::move(*form);
  }
  throw InternalError(fmt::format("enclose_quadratic_form: goal not met at {} digits", cap));
}

}  // namespace plumbline
