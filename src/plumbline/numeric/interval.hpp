// Interval: a closed interval [lo, hi] of MPFI with run-time precision. Every operation rounds outward, so
// the exact result for any points of the operands lies in the result (the inclusion principle).
//
// Never compare Intervals with <, <=, ==: use the three-valued functions below.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <boost/multiprecision/mpfi.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "plumbline/numeric/real.hpp"

namespace plumbline {

using Interval = boost::multiprecision::number<boost::multiprecision::mpfi_float_backend<0>,
                                               boost::multiprecision::et_off>;
using Integer = boost::multiprecision::cpp_int;

/// Sets the working precision of Real and Interval on this thread, in decimal digits, until it goes out of
/// scope. Results computed inside carry that precision and keep it when they are moved or copied outside.
class PrecisionScope {
 public:
  explicit PrecisionScope(unsigned digits);
  ~PrecisionScope();
  PrecisionScope(const PrecisionScope&) = delete;
  PrecisionScope& operator=(const PrecisionScope&) = delete;

 private:
  unsigned real_digits_;
  unsigned interval_digits_;
  boost::multiprecision::variable_precision_options real_options_;
  boost::multiprecision::variable_precision_options interval_options_;
};

/// Three-valued answer. There is no conversion to bool on purpose.
enum class Truth { kFalse, kTrue, kUnknown };

Truth operator!(Truth a);
Truth operator&&(Truth a, Truth b);
Truth operator||(Truth a, Truth b);

/// True when sup(a) <= inf(b), false when inf(a) > sup(b), unknown when the enclosures overlap. An interval
/// with a NaN end is never decided.
Truth less_equal(const Interval& a, const Interval& b);
/// True when sup(a) < inf(b), false when inf(a) >= sup(b), unknown otherwise.
Truth less(const Interval& a, const Interval& b);
/// True when both are the same single point, false when disjoint, unknown otherwise.
Truth equal(const Interval& a, const Interval& b);

/// Exact ends.
Real lower(const Interval& a);
Real upper(const Interval& a);
/// [lo, hi]; @throws InternalError if lo > hi or an end is NaN.
Interval make_interval(const Real& lo, const Real& hi);
/// Smallest interval that contains both.
Interval hull(const Interval& a, const Interval& b);
/// The single double x, exactly (x finite; precision at least 53 bits). @throws InternalError otherwise.
Interval exact(double x);
/// Encloses the integer (exact when the working precision can hold it).
Interval enclose(const Integer& n);
/// Encloses the decimal written in text, e.g. "0.1", "1e-30". @throws InputError if it is no number.
Interval enclose_decimal(std::string_view text);

bool contains(const Interval& a, const Real& x);
bool contains_zero(const Interval& a);
/// Both ends finite numbers.
bool is_finite(const Interval& a);
/// (hi - lo)/min|a|, +infinity when a contains zero and is not the point 0; 0 for a point. Rounded up.
double relative_width(const Interval& a);
/// A double near the middle; no promise beyond lying in [lo, hi] after rounding.
double approx_midpoint(const Interval& a);
/// Largest double <= lo and smallest double >= hi.
double lower_double(const Interval& a);
double upper_double(const Interval& a);

/// a^n for an integer n, tight for either sign of a (a^0 = 1). a must not contain 0 when n < 0, else the
/// result is the whole line.
Interval power(const Interval& a, std::int64_t n);
/// a^b = exp(b log a) for a > 0; a point integer b goes to the function above. Whole line where undefined.
Interval power(const Interval& a, const Interval& b);
/// Whole line.
Interval indeterminate();

Interval sqrt_of(const Interval& a);  ///< square root of the nonnegative part; whole line if a < 0 surely.
Interval exp_of(const Interval& a);
Interval log_of(const Interval& a);  ///< whole line unless a > 0.
Interval abs_of(const Interval& a);
Interval min_of(const Interval& a, const Interval& b);
Interval max_of(const Interval& a, const Interval& b);
Interval square(const Interval& a);

/// Decimal strings with at most `digits` significant digits, rounded outward; reading both back gives an
/// interval that contains a. Infinite ends print as "-inf" and "inf".
std::string format_lower(const Interval& a, unsigned digits);
std::string format_upper(const Interval& a, unsigned digits);
/// A few digits for people: the common leading digits, or "lo..hi" where the enclosure is wide.
std::string format_human(const Interval& a, unsigned digits = 6);

}  // namespace plumbline
