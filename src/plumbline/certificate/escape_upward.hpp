// Upward: an upper bound of a nonnegative number, mantissa·2^exponent with a 64-bit exponent, so that norms
// like 10^-4000 fit. Sums and products are rounded up: the result bounds the exact one from above.
#pragma once

#include <mpfi.h>

#include <bit>
#include <cmath>
#include <cstdint>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/interval.hpp"

namespace plumbline {

class Upward {
 public:
  /// Zero.
  constexpr Upward() = default;
  /// x·2^exponent exactly. @throws InternalError unless x is finite and >= 0.
  explicit Upward(double x, std::int64_t exponent = 0) : exponent_(exponent) {
    if (!(std::isfinite(x) && x >= 0.0)) throw InternalError("Upward: not a finite number >= 0");
    int shift = 0;
    mantissa_ = std::frexp(x, &shift);
    exponent_ = x == 0.0 ? 0 : exponent + shift;
  }
  /// The upper end of a, rounded up. @throws InternalError unless it is finite and >= 0.
  static Upward upper_end(const Interval& a) {
    const Real end = upper(a);
    long shift = 0;
    const double x = mpfr_get_d_2exp(&shift, end.backend().data(), MPFR_RNDU);
    return Upward(x, shift);
  }

  /// In [1/2, 1), or 0.
  double mantissa() const { return mantissa_; }
  std::int64_t exponent() const { return exponent_; }
  bool is_zero() const { return mantissa_ == 0.0; }

  /// The bound itself as a point.
  Interval point() const {
    Interval a = exact(mantissa_);
    mpfi_mul_2si(a.backend().data(), a.backend().data(), exponent_);
    return a;
  }
  /// Approximate binary logarithm; -infinity for 0.
  double approx_log2() const { return std::log2(mantissa_) + static_cast<double>(exponent_); }

  // Round-up without changing the rounding mode: for a double p in the normal range, p·(1 + 2^-52) rounded
  // to nearest is at least p + ulp(p), because p·2^-52 >= ulp(p) and p + ulp(p) is a double; and an exact
  // result is at most half an ulp above the p it was rounded to.
  friend Upward operator*(const Upward& a, const Upward& b) {
    Upward c;
    if (a.is_zero() || b.is_zero()) return c;
    c.mantissa_ = a.mantissa_ * b.mantissa_ * kUp;
    c.exponent_ = a.exponent_ + b.exponent_;
    c.normalise();
    return c;
  }
  friend Upward operator+(const Upward& a, const Upward& b) {
    if (a.is_zero()) return b;
    if (b.is_zero()) return a;
    const bool swap = a.exponent_ < b.exponent_;
    Upward c = swap ? b : a;
    const Upward& small = swap ? a : b;
    const std::int64_t shift = c.exponent_ - small.exponent_;
    // From 2^-60 on the smaller term is below one ulp of the larger, 2^-53: rounding up covers it.
    constexpr std::int64_t kNegligible = 60;
    if (shift < kNegligible) c.mantissa_ += small.mantissa_ * power_of_two(-shift);
    c.mantissa_ *= kUp;
    c.normalise();
    return c;
  }
  Upward& operator+=(const Upward& b) { return *this = *this + b; }
  Upward& operator*=(const Upward& b) { return *this = *this * b; }
  friend bool operator<(const Upward& a, const Upward& b) {
    if (a.is_zero() || b.is_zero()) return a.mantissa_ < b.mantissa_;
    return a.exponent_ != b.exponent_ ? a.exponent_ < b.exponent_ : a.mantissa_ < b.mantissa_;
  }

 private:
  static constexpr double kUp = 1.0 + 0x1p-52;

  /// 2^e for -1022 <= e <= 0.
  static double power_of_two(std::int64_t e) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(1023 + e) << 52U);
  }
  /// From (1/4, 4) back to [1/2, 1).
  void normalise() {
    while (mantissa_ >= 1.0) {
      mantissa_ *= 0.5;
      ++exponent_;
    }
    if (mantissa_ < 0.5) {
      mantissa_ *= 2.0;
      --exponent_;
    }
  }

  double mantissa_ = 0.0;
  std::int64_t exponent_ = 0;
};

}  // namespace plumbline
