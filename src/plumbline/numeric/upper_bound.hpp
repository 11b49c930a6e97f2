// Arithmetic of upper bounds of nonnegative reals in double, independent of the rounding mode in force as
// long as it is a correct rounding: one operation errs by less than one unit in the last place, so the next
// double above the computed value bounds the exact one (Higham 2002, §2.1; underflow included, since a result
// that underflows errs by at most the smallest subnormal).
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace plumbline {

/// Unit roundoff of double.
inline constexpr double kUnitRoundoff = 0x1p-53;

/// The next double above a finite x ≥ 0 (not −0): std::nextafter without the call.
inline double next_double(double x) {
  return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) + 1);
}

/// An upper bound ≥ 0; +infinity means "no bound". NaN never appears: inf·0 and inf − inf are taken as inf.
class Upper {
 public:
  constexpr Upper() = default;
  /// The exact value x ≥ 0 (NaN and negative values become +infinity).
  explicit constexpr Upper(double x) : value_(x >= 0.0 ? x : std::numeric_limits<double>::infinity()) {}

  constexpr double value() const { return value_; }
  bool is_finite() const { return std::isfinite(value_); }

  friend Upper operator+(Upper a, Upper b) {
    if (a.value_ == 0.0) return b;
    if (b.value_ == 0.0) return a;
    return next(a.value_ + b.value_);
  }
  friend Upper operator*(Upper a, Upper b) {
    if (a.value_ == 0.0 || b.value_ == 0.0) {
      return a.is_finite() && b.is_finite() ? Upper() : infinite();
    }
    return next(a.value_ * b.value_);
  }
  /// Upper bound of a/x for an exact divisor x > 0.
  friend Upper operator/(Upper a, double x) {
    if (!(x > 0.0)) return infinite();
    return a.value_ == 0.0 ? a : next(a.value_ / x);
  }
  Upper& operator+=(Upper b) { return *this = *this + b; }

  static constexpr Upper infinite() {
    Upper a;
    a.value_ = std::numeric_limits<double>::infinity();
    return a;
  }

 private:
  static Upper next(double x) {
    return x < std::numeric_limits<double>::infinity() ? Upper(next_double(x)) : infinite();
  }
  double value_ = 0.0;
};

inline Upper max(Upper a, Upper b) {
  return a.value() < b.value() ? b : a;
}
inline Upper min(Upper a, Upper b) {
  return b.value() < a.value() ? b : a;
}
inline Upper sqrt(Upper a) {
  return a.value() == 0.0 || !a.is_finite() ? a : Upper(next_double(std::sqrt(a.value())));
}
/// γ_n = n u/(1 − n u): bounds the relative error of a sum of n products in any order, with or without fused
/// multiply-add (Higham 2002, §3.1).
inline Upper gamma(double n) {
  const double nu = n * kUnitRoundoff;  // exact: n < 2^53 is an integer
  return nu < 0.5 ? Upper(nu) / (1.0 - nu) : Upper::infinite();
}
/// e^x − 1 ≤ x + x² for 0 ≤ x ≤ 1 (the tail of the series is at most x²(e − 2)); infinite beyond.
inline Upper expm1(Upper x) {
  return x.value() <= 1.0 ? x + x * x : Upper::infinite();
}

}  // namespace plumbline
