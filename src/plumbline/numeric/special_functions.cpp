#include "plumbline/numeric/special_functions.hpp"

#include <initializer_list>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "plumbline/numeric/ball.hpp"
#include "plumbline/numeric/incomplete_functions.hpp"
#include "plumbline/numeric/quantile.hpp"

namespace plumbline {
namespace {

constexpr slong kGuardBits = 40;
constexpr unsigned kGuardDigits = 30;

using ArbFunction = void (*)(arb_t, const arb_t, slong);

Interval at_point(ArbFunction f, const Real& x) {
  Ball value(x);
  f(value.raw(), value.raw(), working_bits() + kGuardBits);
  return enclose(value);
}

/// Encloses a function that is convex on x > 0 with its minimum, at least `least`, between 1.4616321449683623
/// and …624: the greatest value on an interval is at an end, the least at an end or `least`.
Interval convex_on_positive(ArbFunction f, const Interval& x, const char* least) {
  const Interval at_lo = at_point(f, lower(x));
  const Interval at_hi = at_point(f, upper(x));
  Interval ends = hull(at_lo, at_hi);
  const bool left = less_equal(x, enclose_decimal("1.4616321449683623")) == Truth::kTrue;
  const bool right = less_equal(enclose_decimal("1.4616321449683624"), x) == Truth::kTrue;
  if (left || right) return ends;
  return make_interval(lower(min_of(ends, enclose_decimal(least))), upper(ends));
}

bool surely_positive(const Interval& x) {
  return is_finite(x) && less(Interval(0), x) == Truth::kTrue;
}
bool surely_in_unit_interval(const Interval& p) {
  return less_equal(Interval(0), p) == Truth::kTrue && less_equal(p, Interval(1)) == Truth::kTrue;
}

/// The quantile for exact 0 ≤ p ≤ 1, a, b > 0; `bits` is the goal.
Interval beta_quantile_at(const Real& p, const Real& a, const Real& b, slong bits) {
  if (p == 0) return Interval(0);
  if (p == 1) return Interval(1);
  const auto cdf = [&](const Real& v, slong precision) { return regularised_beta(v, a, b, precision); };
  // v = log(x/(1−x)) starts at the mean; its standard deviation is about √(1/a + 1/b).
  const Real start = log(Real(a / b));
  const auto v = enclose_quantile(cdf, p, start, sqrt(Real(1 / a + 1 / b)), bits);
  if (!v) return indeterminate();
  return Interval(1) / (Interval(1) + exp_of(-make_interval(v->first, v->second)));
}

/// The quantile for exact 0 ≤ p < 1 and s = k/2 > 0; `bits` is the goal.
Interval chi2_quantile_at(const Real& p, const Real& s, slong bits) {
  if (p == 0) return Interval(0);
  const auto cdf = [&](const Real& v, slong precision) { return regularised_gamma(v, s, precision); };
  // v = log(x/2) starts at the mean; its standard deviation is about 1/√s.
  const auto v = enclose_quantile(cdf, p, log(s), sqrt(Real(1 / s)), bits);
  if (!v) return indeterminate();
  return exp_of(make_interval(v->first, v->second)) * 2;
}

bool is_point(const Interval& a) {
  return equal(a, a) == Truth::kTrue;
}

/// [inf low, sup high] at the working precision, unless either failed.
Interval between(const Interval& low, const Interval& high) {
  if (!is_finite(low) || !is_finite(high)) return indeterminate();
  return make_interval(lower(low), upper(high));
}

}  // namespace

Interval gamma_of(const Interval& x) {
  if (!is_finite(x)) return indeterminate();
  if (surely_positive(x)) return convex_on_positive(arb_gamma, x, "0.8856031944108887");
  Ball value;
  const slong bits = working_bits() + kGuardBits;
  arb_set_interval_mpfr(value.raw(), &x.backend().data()->left, &x.backend().data()->right, bits);
  arb_gamma(value.raw(), value.raw(), bits);
  return enclose(value);
}

Interval digamma_of(const Interval& x) {
  if (!surely_positive(x)) return indeterminate();
  return hull(at_point(arb_digamma, lower(x)), at_point(arb_digamma, upper(x)));  // increasing
}

namespace {

/// At one point x ≥ 0. Below 1 the series: with n terms the rest is at most x^n/(n + 2)!·(1 + x/3 + …) ≤ 2/(n
/// + 2)!.
Interval exp_tail_at(const Real& point) {
  const Interval x = make_interval(point, point);
  if (point >= 1) return (exp_of(x) - Interval(1) - x) / square(x);
  Interval sum(0);
  Interval term = Interval(1) / Interval(2);
  for (int n = 3;; ++n) {  // term = x^(n−3)/(n−1)!
    sum += term;
    term = term * x / Interval(n);
    if (upper(term) <= ldexp(Real(1), -static_cast<int>(working_bits()) - 8)) break;
  }
  return sum + Interval(2) * hull(Interval(0), term);
}

}  // namespace

Interval exp_tail_of(const Interval& x) {
  if (!is_finite(x) || less_equal(Interval(0), x) != Truth::kTrue) return indeterminate();
  return hull(exp_tail_at(lower(x)), exp_tail_at(upper(x)));
}

Interval lgamma_of(const Interval& x) {
  if (!surely_positive(x)) return indeterminate();
  return convex_on_positive(arb_lgamma, x, "-0.1214862905358497");
}

namespace {

/// The number and its precision, exactly.
void append_exact(std::string& text, mpfr_srcptr x) {
  mpfr_exp_t exponent = 0;
  char* const digits = mpfr_get_str(nullptr, &exponent, 32, 0, x, MPFR_RNDN);
  text += std::to_string(mpfr_get_prec(x)) + ':' + digits + '@' + std::to_string(exponent) + ' ';
  mpfr_free_str(digits);
}

/// Values of one function that were computed, by the working precision and the exact ends of the arguments:
/// theorems ask for the same quantile in every run and at every step. Shared by all threads; two that ask at
/// once may both compute.
class KnownValues {
 public:
  template <class Compute>
  Interval get(std::initializer_list<const Interval*> arguments, const Compute& compute) {
    std::string key = std::to_string(Interval::thread_default_precision()) + ' ';
    for (const Interval* argument : arguments) {
      append_exact(key, &argument->backend().data()->left);
      append_exact(key, &argument->backend().data()->right);
    }
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      const auto known = values_.find(key);
      if (known != values_.end()) return known->second;
    }
    Interval value = compute();
    const std::lock_guard<std::mutex> lock(mutex_);
    if (values_.size() >= kMost) values_.clear();
    values_.emplace(std::move(key), value);
    return value;
  }

 private:
  static constexpr std::size_t kMost = 256;
  std::mutex mutex_;
  std::map<std::string, Interval> values_;
};

// The quantile of Beta(a, b) increases in p and in a and decreases in b (likelihood ratios x^a and (1−x)^b
// are monotone), so its extremes over a box of parameters are at two corners.
Interval compute_beta_quantile(const Interval& p, const Interval& a, const Interval& b) {
  const slong bits = working_bits();
  Interval low;
  Interval high;
  {
    const PrecisionScope scope(Interval::thread_default_precision() + kGuardDigits);
    low = beta_quantile_at(lower(p), lower(a), upper(b), bits);
    high = is_point(p) && is_point(a) && is_point(b) ? low
                                                     : beta_quantile_at(upper(p), upper(a), lower(b), bits);
  }
  return between(low, high);
}

// Likewise the quantile of χ² increases in p and in k.
Interval compute_chi2_quantile(const Interval& p, const Interval& k) {
  const slong bits = working_bits();
  Interval low;
  Interval high;
  {
    const PrecisionScope scope(Interval::thread_default_precision() + kGuardDigits);
    low = chi2_quantile_at(lower(p), Real(lower(k) / 2), bits);
    high = is_point(p) && is_point(k) ? low : chi2_quantile_at(upper(p), Real(upper(k) / 2), bits);
  }
  return between(low, high);
}

}  // namespace

Interval beta_quantile(const Interval& p, const Interval& a, const Interval& b) {
  if (!surely_in_unit_interval(p) || !surely_positive(a) || !surely_positive(b)) return indeterminate();
  static KnownValues known;
  return known.get({&p, &a, &b}, [&] { return compute_beta_quantile(p, a, b); });
}

Interval chi2_quantile(const Interval& p, const Interval& k) {
  if (!surely_in_unit_interval(p) || less(p, Interval(1)) != Truth::kTrue || !surely_positive(k)) {
    return indeterminate();
  }
  static KnownValues known;
  return known.get({&p, &k}, [&] { return compute_chi2_quantile(p, k); });
}

}  // namespace plumbline
