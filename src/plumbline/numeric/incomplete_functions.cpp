#include "plumbline/numeric/incomplete_functions.hpp"

#include <algorithm>
#include <cmath>

namespace plumbline {
namespace {

/// Extra bits of the running sum, so that adding up loses nothing beside the terms' own errors.
constexpr slong kSumGuardBits = 32;

/// ρ_j = (numerator_j · scale)/denominator_j with numerator_j = numerator + j if `rising`, else numerator,
/// and denominator_j = denominator + j. All positive.
struct TermRatio {
  Ball numerator;
  bool rising = false;
  Ball scale;
  Ball denominator;

  /// ρ_j → numerator counter advances by one.
  void next(Ball& ratio, slong bits) {
    arb_mul(ratio.raw(), numerator.raw(), scale.raw(), bits);
    arb_div(ratio.raw(), ratio.raw(), denominator.raw(), bits);
    if (rising) arb_add_ui(numerator.raw(), numerator.raw(), 1, bits);
    arb_add_ui(denominator.raw(), denominator.raw(), 1, bits);
  }
};

/// sup over j ≥ N of ρ_j: ρ_j is monotone in j, so it lies between ρ_N and its limit (scale or 0).
void ratio_bound(mag_t bound, const Ball& ratio, const TermRatio& terms) {
  arb_get_mag(bound, ratio.raw());
  if (!terms.rising) return;
  mag_t limit;
  mag_init(limit);
  arb_get_mag(limit, terms.scale.raw());
  mag_max(bound, bound, limit);
  mag_clear(limit);
}

/// If ρ̄ = sup of the later ratios is below 1, what is left after a term t is in [0, t ρ̄/(1 − ρ̄)] ⊂ [0, t/(1 −
/// ρ̄)]. Adds that and returns true once it is below 2^-bits (the sum is at least 1).
bool add_remainder(Ball& sum, const Ball& next_term, const Ball& ratio, const TermRatio& terms, slong bits) {
  mag_t remainder;
  mag_t bound;
  mag_init(remainder);
  mag_init(bound);
  arb_get_mag(remainder, next_term.raw());
  bool small = mag_cmp_2exp_si(remainder, -bits) < 0;
  if (small) {
    ratio_bound(bound, ratio, terms);
    small = mag_cmp_2exp_si(bound, 0) < 0;
  }
  if (small) {
    mag_t gap;
    mag_init(gap);
    mag_one(gap);
    mag_sub_lower(gap, gap, bound);
    mag_div(remainder, remainder, gap);  // infinite if the gap is 0
    small = mag_cmp_2exp_si(remainder, -bits) < 0;
    if (small) arb_add_error_mag(sum.raw(), remainder);
    mag_clear(gap);
  }
  mag_clear(remainder);
  mag_clear(bound);
  return small;
}

/// Σ_{j≥0} ρ_0 ⋯ ρ_{j−1}. All terms are positive, so nothing cancels and rounding stays relative.
std::optional<Ball> sum_series(TermRatio terms, slong bits) {
  Ball sum;
  Ball term;
  Ball ratio;
  arb_one(sum.raw());
  arb_one(term.raw());
  for (double count = 0; count < kMaxSeriesTerms; ++count) {
    terms.next(ratio, bits);
    arb_mul(term.raw(), term.raw(), ratio.raw(), bits);
    if (add_remainder(sum, term, ratio, terms, bits)) return sum;
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

Ball lgamma_of_sum(const Ball& a, const Ball& b, slong bits) {
  Ball sum;
  arb_add(sum.raw(), a.raw(), b.raw(), bits);
  arb_lgamma(sum.raw(), sum.raw(), bits);
  return sum;
}

/// Bits that cancel among logarithms of size about x log x, x the sum of the parameters.
slong cancelling_bits(const Real& x) {
  const mpfr_exp_t exponent = mpfr_get_exp(x.backend().data());
  return exponent > 0 ? exponent + 16 : 16;
}

/// I_x(a, b) for x ≤ 1/2 by (DLMF 8.17.8)
///   I_x(a, b) = x^a (1−x)^b Γ(a+b)/(Γ(a+1)Γ(b)) · Σ_j ∏_{i<j} (a+b+i)x/(a+1+i).
std::optional<Ball> beta_lower_half(const Real& v, const Real& a, const Real& b, slong bits) {
  const double x_approx = 1.0 / (1.0 + std::exp(-v.convert_to<double>()));
  const double a_approx = a.convert_to<double>();
  const double peak = ((a_approx + b.convert_to<double>()) * x_approx - a_approx) / (1.0 - x_approx);
  if (too_many_terms(peak, std::sqrt(a_approx + std::max(peak, 0.0)), bits)) return std::nullopt;
  const Ball zero;
  Ball one;
  arb_one(one.raw());
  const Ball ball_a(a);
  const Ball ball_b(b);
  Ball odds(v);
  arb_exp(odds.raw(), odds.raw(), bits);
  TermRatio terms;
  terms.rising = true;
  arb_add(terms.numerator.raw(), ball_a.raw(), ball_b.raw(), bits);
  arb_add_ui(terms.scale.raw(), odds.raw(), 1, bits);
  arb_div(terms.scale.raw(), odds.raw(), terms.scale.raw(), bits);
  arb_add_ui(terms.denominator.raw(), ball_a.raw(), 1, bits);
  auto result = sum_series(terms, bits);
  if (!result) return std::nullopt;
  // log of the factor: a v − (a + b) log(1 + odds) + lgamma(a + b) − lgamma(a + 1) − lgamma(b)
  const slong log_bits = bits + cancelling_bits(Real(a + b));
  Ball sum;
  Ball log_1p;  // log(1 + odds) = −log(1 − x)
  arb_add(sum.raw(), ball_a.raw(), ball_b.raw(), log_bits);
  arb_exp(odds.raw(), Ball(v).raw(), log_bits);
  arb_log1p(log_1p.raw(), odds.raw(), log_bits);
  Ball log_factor = lgamma_of_sum(ball_a, ball_b, log_bits);
  arb_addmul(log_factor.raw(), ball_a.raw(), Ball(v).raw(), log_bits);
  arb_submul(log_factor.raw(), sum.raw(), log_1p.raw(), log_bits);
  arb_sub(log_factor.raw(), log_factor.raw(), lgamma_of_sum(ball_a, one, log_bits).raw(), log_bits);
  arb_sub(log_factor.raw(), log_factor.raw(), lgamma_of_sum(ball_b, zero, log_bits).raw(), log_bits);
  arb_exp(log_factor.raw(), log_factor.raw(), log_bits);
  arb_mul(result->raw(), result->raw(), log_factor.raw(), log_bits);
  return result;
}

}  // namespace

std::optional<Ball> regularised_beta(const Real& v, const Real& a, const Real& b, slong bits) {
  if (v <= 0) return beta_lower_half(v, a, b, bits);
  auto upper_half = beta_lower_half(-v, b, a, bits);  // I_x(a, b) = 1 − I_{1−x}(b, a)
  if (upper_half) arb_sub_ui(upper_half->raw(), upper_half->raw(), 1, bits);
  if (upper_half) arb_neg(upper_half->raw(), upper_half->raw());
  return upper_half;
}

// P(s, z) = z^s e^−z/Γ(s+1) · Σ_j ∏_{i<j} z/(s+1+i) (DLMF 8.11.4)
std::optional<Ball> regularised_gamma(const Real& v, const Real& s, slong bits) {
  const double z_approx = std::exp(v.convert_to<double>());
  const double peak = z_approx - s.convert_to<double>();
  if (too_many_terms(peak, std::sqrt(z_approx), bits)) return std::nullopt;
  Ball one;
  arb_one(one.raw());
  const Ball ball_s(s);
  TermRatio terms;
  arb_one(terms.numerator.raw());
  arb_exp(terms.scale.raw(), Ball(v).raw(), bits);
  arb_add_ui(terms.denominator.raw(), ball_s.raw(), 1, bits);
  auto result = sum_series(terms, bits);
  if (!result) return std::nullopt;
  const slong log_bits = bits + cancelling_bits(Real(s + exp(v)));
  Ball z;
  arb_exp(z.raw(), Ball(v).raw(), log_bits);
  Ball log_factor;
  arb_mul(log_factor.raw(), ball_s.raw(), Ball(v).raw(), log_bits);
  arb_sub(log_factor.raw(), log_factor.raw(), z.raw(), log_bits);
  arb_sub(log_factor.raw(), log_factor.raw(), lgamma_of_sum(ball_s, one, log_bits).raw(), log_bits);
  arb_exp(log_factor.raw(), log_factor.raw(), log_bits);
  arb_mul(result->raw(), result->raw(), log_factor.raw(), log_bits);
  return result;
}

}  // namespace plumbline
