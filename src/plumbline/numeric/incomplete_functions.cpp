#include "plumbline/numeric/incomplete_functions.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace plumbline {
namespace {

/// Extra bits of the running sum, so that adding up loses nothing beside the terms' own errors.
constexpr slong kSumGuardBits = 32;

/// The ratios ρ_j of successive terms: ρ_j = numerator·scale/(denominator + j), or with numerator + j in
/// place of numerator if `rising`. All positive.
struct TermRatio {
  Ball numerator;
  bool rising = false;
  Ball scale;
  Ball denominator;

  /// Sets ratio to ρ_j and moves on to j + 1.
  void next(Ball& ratio, slong bits) {
    arb_mul(ratio.raw(), numerator.raw(), scale.raw(), bits);
    arb_div(ratio.raw(), ratio.raw(), denominator.raw(), bits);
    if (rising) arb_add_ui(numerator.raw(), numerator.raw(), 1, bits);
    arb_add_ui(denominator.raw(), denominator.raw(), 1, bits);
  }
};

/// ρ_j is monotone in j, so from here on it lies between the present ratio and its limit (scale or 0). If
/// ρ̄ ≥ both is below 1, a term t and all after it sum to at most t/(1 − ρ̄). Adds that to the error of the sum
/// and returns true once it is below the threshold.
bool add_remainder(Ball& sum, const Ball& term, const Ball& ratio, const TermRatio& terms,
                   const Ball& threshold, slong bits) {
  if (arb_lt(term.raw(), threshold.raw()) == 0) return false;
  Ball gap(ratio);
  if (terms.rising) arb_max(gap.raw(), gap.raw(), terms.scale.raw(), bits);
  arb_sub_ui(gap.raw(), gap.raw(), 1, bits);
  arb_neg(gap.raw(), gap.raw());
  if (arb_is_positive(gap.raw()) == 0) return false;
  Ball remainder;
  arb_div(remainder.raw(), term.raw(), gap.raw(), bits);
  if (arb_lt(remainder.raw(), threshold.raw()) == 0) return false;
  arb_add_error(sum.raw(), remainder.raw());
  return true;
}

/// Σ_{j≥0} ρ_0 ⋯ ρ_{j−1}, at least 1. All terms are positive, so nothing cancels and rounding stays relative.
std::optional<Ball> sum_series(TermRatio terms, slong bits) {
  Ball sum;
  Ball term;
  Ball ratio;
  Ball threshold;
  arb_one(sum.raw());
  arb_one(term.raw());
  arb_set_ui(threshold.raw(), 1);
  arb_mul_2exp_si(threshold.raw(), threshold.raw(), -bits);
  for (int count = 0; count < kMaxSeriesTerms; ++count) {
    terms.next(ratio, bits);
    arb_mul(term.raw(), term.raw(), ratio.raw(), bits);
    if (add_remainder(sum, term, ratio, terms, threshold, bits)) return sum;
    arb_add(sum.raw(), sum.raw(), term.raw(), bits + kSumGuardBits);
  }
  return std::nullopt;
}

/// Terms before the largest one, plus those after it: near the peak the logarithm of the terms is a parabola
/// of curvature about 1/width².
bool too_many_terms(double peak, double width, slong bits) {
  const double after = width * std::sqrt(2.0 * static_cast<double>(bits)) + 4.0 * static_cast<double>(bits);
  return !(std::max(peak, 0.0) + after < kMaxSeriesTerms);
}

/// Bits that cancel among logarithms of size about x log x, x the sum of the parameters.
slong cancelling_bits(const Real& x) {
  const mpfr_exp_t exponent = mpfr_get_exp(x.backend().data());
  return exponent > 0 ? exponent + 16 : 16;
}

/// target −= lgamma(x + n)
void subtract_lgamma(Ball& target, const Ball& x, ulong n, slong bits) {
  Ball term;
  arb_add_ui(term.raw(), x.raw(), n, bits);
  arb_lgamma(term.raw(), term.raw(), bits);
  arb_sub(target.raw(), target.raw(), term.raw(), bits);
}

/// x^a (1−x)^b Γ(a+b)/(Γ(a+1)Γ(b)) for log(x/(1−x)) = v, where x = e^v/(1 + e^v) and 1 − x = 1/(1 + e^v).
Ball beta_factor(const Ball& v, const Ball& a, const Ball& b, slong bits) {
  Ball sum;
  arb_add(sum.raw(), a.raw(), b.raw(), bits);
  Ball log_1p;  // log(1 + e^v)
  arb_exp(log_1p.raw(), v.raw(), bits);
  arb_log1p(log_1p.raw(), log_1p.raw(), bits);
  Ball factor;
  arb_lgamma(factor.raw(), sum.raw(), bits);
  arb_addmul(factor.raw(), a.raw(), v.raw(), bits);
  arb_submul(factor.raw(), sum.raw(), log_1p.raw(), bits);
  subtract_lgamma(factor, a, 1, bits);
  subtract_lgamma(factor, b, 0, bits);
  arb_exp(factor.raw(), factor.raw(), bits);
  return factor;
}

/// I_x(a, b) for x ≤ 1/2 by (DLMF 8.17.8)
///   I_x(a, b) = x^a (1−x)^b Γ(a+b)/(Γ(a+1)Γ(b)) · Σ_j ∏_{i<j} (a+b+i)x/(a+1+i).
std::optional<Ball> beta_lower_half(const Real& v, const Real& a, const Real& b, slong bits) {
  const double x_approx = 1.0 / (1.0 + std::exp(-v.convert_to<double>()));
  const double a_approx = a.convert_to<double>();
  const double peak = ((a_approx + b.convert_to<double>()) * x_approx - a_approx) / (1.0 - x_approx);
  if (too_many_terms(peak, std::sqrt(a_approx + std::max(peak, 0.0)), bits)) return std::nullopt;
  TermRatio terms;
  terms.rising = true;
  arb_add(terms.numerator.raw(), Ball(a).raw(), Ball(b).raw(), bits);
  Ball odds(v);
  arb_exp(odds.raw(), odds.raw(), bits);
  arb_add_ui(terms.scale.raw(), odds.raw(), 1, bits);
  arb_div(terms.scale.raw(), odds.raw(), terms.scale.raw(), bits);
  arb_add_ui(terms.denominator.raw(), Ball(a).raw(), 1, bits);
  auto result = sum_series(std::move(terms), bits);
  if (!result) return std::nullopt;
  const slong factor_bits = bits + cancelling_bits(Real(a + b));
  arb_mul(result->raw(), result->raw(), beta_factor(Ball(v), Ball(a), Ball(b), factor_bits).raw(),
          factor_bits);
  return result;
}

/// z^s e^−z/Γ(s+1) for log z = v.
Ball gamma_factor(const Ball& v, const Ball& s, slong bits) {
  Ball z;
  arb_exp(z.raw(), v.raw(), bits);
  Ball factor;
  arb_mul(factor.raw(), s.raw(), v.raw(), bits);
  arb_sub(factor.raw(), factor.raw(), z.raw(), bits);
  subtract_lgamma(factor, s, 1, bits);
  arb_exp(factor.raw(), factor.raw(), bits);
  return factor;
}

}  // namespace

std::optional<Ball> regularised_beta(const Real& v, const Real& a, const Real& b, slong bits) {
  if (v <= 0) return beta_lower_half(v, a, b, bits);
  auto complement = beta_lower_half(-v, b, a, bits);  // I_x(a, b) = 1 − I_{1−x}(b, a)
  if (!complement) return std::nullopt;
  arb_sub_ui(complement->raw(), complement->raw(), 1, bits);
  arb_neg(complement->raw(), complement->raw());
  return complement;
}

// P(s, z) = z^s e^−z/Γ(s+1) · Σ_j ∏_{i<j} z/(s+1+i) (DLMF 8.11.4)
std::optional<Ball> regularised_gamma(const Real& v, const Real& s, slong bits) {
  const double z_approx = std::exp(v.convert_to<double>());
  const double peak = z_approx - s.convert_to<double>();
  if (too_many_terms(peak, std::sqrt(z_approx), bits)) return std::nullopt;
  TermRatio terms;
  arb_one(terms.numerator.raw());
  arb_exp(terms.scale.raw(), Ball(v).raw(), bits);
  arb_add_ui(terms.denominator.raw(), Ball(s).raw(), 1, bits);
  auto result = sum_series(std::move(terms), bits);
  if (!result) return std::nullopt;
  const slong factor_bits = bits + cancelling_bits(Real(s + exp(v)));
  arb_mul(result->raw(), result->raw(), gamma_factor(Ball(v), Ball(s), factor_bits).raw(), factor_bits);
  return result;
}

}  // namespace plumbline
