#include "plumbline/numeric/interval.hpp"

#include <fmt/format.h>
#include <mpfi_io.h>

#include <cmath>
#include <limits>
#include <optional>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

using Options = boost::multiprecision::variable_precision_options;

mpfr_srcptr left(const Interval& a) {
  return &a.backend().data()->left;
}
mpfr_srcptr right(const Interval& a) {
  return &a.backend().data()->right;
}
mpfr_ptr left(Interval& a) {
  return &a.backend().data()->left;
}
mpfr_ptr right(Interval& a) {
  return &a.backend().data()->right;
}

bool has_nan(const Interval& a) {
  return mpfr_nan_p(left(a)) != 0 || mpfr_nan_p(right(a)) != 0;
}

std::string format_end(mpfr_srcptr x, unsigned digits, bool round_down) {
  if (mpfr_nan_p(x) != 0) return round_down ? "-inf" : "inf";
  if (mpfr_inf_p(x) != 0) return mpfr_sgn(x) < 0 ? "-inf" : "inf";
  if (mpfr_zero_p(x) != 0) return "0";
  char* buffer = nullptr;
  const int n = round_down ? mpfr_asprintf(&buffer, "%.*RDg", static_cast<int>(digits), x)
                           : mpfr_asprintf(&buffer, "%.*RUg", static_cast<int>(digits), x);
  if (n < 0) throw InternalError("mpfr_asprintf failed");
  std::string text(buffer);
  mpfr_free_str(buffer);
  return text;
}

/// The integer n when a is exactly that point and n fits.
std::optional<std::int64_t> as_integer_point(const Interval& a) {
  if (mpfr_equal_p(left(a), right(a)) == 0 || mpfr_integer_p(left(a)) == 0) return std::nullopt;
  if (mpfr_fits_slong_p(left(a), MPFR_RNDN) == 0) return std::nullopt;
  return mpfr_get_si(left(a), MPFR_RNDN);
}

}  // namespace

PrecisionScope::PrecisionScope(unsigned digits)
    : real_digits_(Real::thread_default_precision()),
      interval_digits_(Interval::thread_default_precision()),
      real_options_(Real::thread_default_variable_precision_options()),
      interval_options_(Interval::thread_default_variable_precision_options()) {
  Real::thread_default_precision(digits);
  Interval::thread_default_precision(digits);
  Real::thread_default_variable_precision_options(Options::assume_uniform_precision);
  Interval::thread_default_variable_precision_options(Options::assume_uniform_precision);
}

PrecisionScope::~PrecisionScope() {
  Real::thread_default_precision(real_digits_);
  Interval::thread_default_precision(interval_digits_);
  Real::thread_default_variable_precision_options(real_options_);
  Interval::thread_default_variable_precision_options(interval_options_);
}

Truth operator!(Truth a) {
  if (a == Truth::kUnknown) return a;
  return a == Truth::kTrue ? Truth::kFalse : Truth::kTrue;
}
Truth operator&&(Truth a, Truth b) {
  if (a == Truth::kFalse || b == Truth::kFalse) return Truth::kFalse;
  return a == Truth::kTrue && b == Truth::kTrue ? Truth::kTrue : Truth::kUnknown;
}
Truth operator||(Truth a, Truth b) {
  return !(!a && !b);
}

Truth less_equal(const Interval& a, const Interval& b) {
  if (has_nan(a) || has_nan(b)) return Truth::kUnknown;
  if (mpfr_lessequal_p(right(a), left(b)) != 0) return Truth::kTrue;
  return mpfr_greater_p(left(a), right(b)) != 0 ? Truth::kFalse : Truth::kUnknown;
}
Truth less(const Interval& a, const Interval& b) {
  return !less_equal(b, a);
}
Truth equal(const Interval& a, const Interval& b) {
  return less_equal(a, b) && less_equal(b, a);
}

// mpfr_get/set through the raw ends: copying an end to a Real of the same precision is exact.
Real lower(const Interval& a) {
  Real x;
  mpfr_set_prec(x.backend().data(), mpfr_get_prec(left(a)));
  mpfr_set(x.backend().data(), left(a), MPFR_RNDD);
  return x;
}
Real upper(const Interval& a) {
  Real x;
  mpfr_set_prec(x.backend().data(), mpfr_get_prec(right(a)));
  mpfr_set(x.backend().data(), right(a), MPFR_RNDU);
  return x;
}
Interval make_interval(const Real& lo, const Real& hi) {
  if (mpfr_lessequal_p(lo.backend().data(), hi.backend().data()) == 0) {
    throw InternalError("make_interval: lo > hi or NaN");
  }
  Interval a;
  mpfr_set(left(a), lo.backend().data(), MPFR_RNDD);
  mpfr_set(right(a), hi.backend().data(), MPFR_RNDU);
  return a;
}
Interval hull(const Interval& a, const Interval& b) {
  Interval c;
  if (has_nan(a) || has_nan(b)) return indeterminate();
  mpfr_min(left(c), left(a), left(b), MPFR_RNDD);
  mpfr_max(right(c), right(a), right(b), MPFR_RNDU);
  return c;
}
Interval exact(double x) {
  if (!std::isfinite(x)) throw InternalError("exact: not a finite number");
  Interval a;
  if (mpfi_set_d(a.backend().data(), x) != 0) throw InternalError("exact: working precision below 53 bits");
  return a;
}
Interval enclose(const Integer& n) {
  return enclose_decimal(n.str());
}
Interval enclose_decimal(std::string_view text) {
  const std::string copy(text);
  Interval a;
  char* end_lo = nullptr;
  char* end_hi = nullptr;
  mpfr_strtofr(left(a), copy.c_str(), &end_lo, 10, MPFR_RNDD);
  mpfr_strtofr(right(a), copy.c_str(), &end_hi, 10, MPFR_RNDU);
  if (copy.empty() || *end_lo != '\0' || *end_hi != '\0' || !is_finite(a)) {
    throw InputError(fmt::format("'{}' is not a decimal number", copy));
  }
  return a;
}

bool contains(const Interval& a, const Real& x) {
  return mpfr_lessequal_p(left(a), x.backend().data()) != 0 &&
         mpfr_lessequal_p(x.backend().data(), right(a)) != 0;
}
bool contains_zero(const Interval& a) {
  return !(mpfr_sgn(left(a)) > 0 || mpfr_sgn(right(a)) < 0) || has_nan(a);
}
bool is_finite(const Interval& a) {
  return mpfr_number_p(left(a)) != 0 && mpfr_number_p(right(a)) != 0;
}

double relative_width(const Interval& a) {
  if (!is_finite(a)) return std::numeric_limits<double>::infinity();
  if (mpfr_equal_p(left(a), right(a)) != 0) return 0.0;
  if (contains_zero(a)) return std::numeric_limits<double>::infinity();
  Real width;
  Real magnitude;
  mpfr_sub(width.backend().data(), right(a), left(a), MPFR_RNDU);
  mpfr_abs(magnitude.backend().data(), mpfr_sgn(left(a)) > 0 ? left(a) : right(a), MPFR_RNDD);
  mpfr_div(width.backend().data(), width.backend().data(), magnitude.backend().data(), MPFR_RNDU);
  return mpfr_get_d(width.backend().data(), MPFR_RNDU);
}
double approx_midpoint(const Interval& a) {
  return mpfi_get_d(a.backend().data());
}
double lower_double(const Interval& a) {
  return mpfr_get_d(left(a), MPFR_RNDD);
}
double upper_double(const Interval& a) {
  return mpfr_get_d(right(a), MPFR_RNDU);
}

Interval indeterminate() {
  Interval a;
  mpfr_set_inf(left(a), -1);
  mpfr_set_inf(right(a), 1);
  return a;
}

Interval power(const Interval& a, std::int64_t n) {
  if (has_nan(a)) return indeterminate();
  if (n == 0) return Interval(1);
  if (n < 0 && contains_zero(a)) return indeterminate();
  Interval c;
  const long e = n;
  const bool odd = (n % 2) != 0;
  // x -> x^n is monotone on each side of 0; choose the ends that give the extremes, then round outward.
  const bool increasing_on_positive = n > 0;
  if (mpfr_sgn(left(a)) >= 0) {
    mpfr_pow_si(left(c), increasing_on_positive ? left(a) : right(a), e, MPFR_RNDD);
    mpfr_pow_si(right(c), increasing_on_positive ? right(a) : left(a), e, MPFR_RNDU);
  } else if (mpfr_sgn(right(a)) <= 0) {
    const bool increasing = odd == increasing_on_positive;
    mpfr_pow_si(left(c), increasing ? left(a) : right(a), e, MPFR_RNDD);
    mpfr_pow_si(right(c), increasing ? right(a) : left(a), e, MPFR_RNDU);
  } else if (odd) {  // n > 0, 0 inside
    mpfr_pow_si(left(c), left(a), e, MPFR_RNDD);
    mpfr_pow_si(right(c), right(a), e, MPFR_RNDU);
  } else {
    mpfr_set_zero(left(c), 1);
    mpfr_pow_si(right(c), mpfr_cmpabs(left(a), right(a)) > 0 ? left(a) : right(a), e, MPFR_RNDU);
  }
  return c;
}
Interval power(const Interval& a, const Interval& b) {
  if (const auto n = as_integer_point(b)) return power(a, *n);
  if (has_nan(a) || mpfr_sgn(left(a)) <= 0) return indeterminate();
  return exp_of(b * log_of(a));
}

Interval sqrt_of(const Interval& a) {
  if (has_nan(a) || mpfr_sgn(right(a)) < 0) return indeterminate();
  Interval c;
  if (mpfr_sgn(left(a)) <= 0) {
    mpfr_set_zero(left(c), 1);
  } else {
    mpfr_sqrt(left(c), left(a), MPFR_RNDD);
  }
  mpfr_sqrt(right(c), right(a), MPFR_RNDU);
  return c;
}
Interval exp_of(const Interval& a) {
  Interval c;
  mpfi_exp(c.backend().data(), a.backend().data());
  return c;
}
Interval log_of(const Interval& a) {
  if (has_nan(a) || mpfr_sgn(left(a)) <= 0) return indeterminate();
  Interval c;
  mpfi_log(c.backend().data(), a.backend().data());
  return c;
}
Interval abs_of(const Interval& a) {
  Interval c;
  mpfi_abs(c.backend().data(), a.backend().data());
  return c;
}
Interval min_of(const Interval& a, const Interval& b) {
  if (has_nan(a) || has_nan(b)) return indeterminate();
  Interval c;
  mpfr_min(left(c), left(a), left(b), MPFR_RNDD);
  mpfr_min(right(c), right(a), right(b), MPFR_RNDU);
  return c;
}
Interval max_of(const Interval& a, const Interval& b) {
  if (has_nan(a) || has_nan(b)) return indeterminate();
  Interval c;
  mpfr_max(left(c), left(a), left(b), MPFR_RNDD);
  mpfr_max(right(c), right(a), right(b), MPFR_RNDU);
  return c;
}
Interval square(const Interval& a) {
  Interval c;
  mpfi_sqr(c.backend().data(), a.backend().data());
  return c;
}

std::string format_lower(const Interval& a, unsigned digits) {
  return format_end(left(a), digits, true);
}
std::string format_upper(const Interval& a, unsigned digits) {
  return format_end(right(a), digits, false);
}

std::string format_human(const Interval& a, unsigned digits) {
  const std::string lo = format_end(left(a), digits, true);
  const std::string hi = format_end(right(a), digits, false);
  if (lo == hi || relative_width(a) < std::pow(10.0, -static_cast<double>(digits))) {
    Real middle;
    mpfi_mid(middle.backend().data(), a.backend().data());
    char* buffer = nullptr;
    if (mpfr_asprintf(&buffer, "%.*Rg", static_cast<int>(digits), middle.backend().data()) < 0) {
      throw InternalError("mpfr_asprintf failed");
    }
    std::string text(buffer);
    mpfr_free_str(buffer);
    return text;
  }
  return lo + ".." + hi;
}

}  // namespace plumbline
