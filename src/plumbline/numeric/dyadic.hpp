// Dyadic: a number k·2^e of any size (Arb's arf). Sums, differences and products are exact.
#pragma once

#include <arf.h>

#include <compare>
#include <cstdint>

#include "plumbline/numeric/interval.hpp"

namespace plumbline {

class Dyadic {
 public:
  Dyadic() { arf_init(value_); }
  /// Exactly n.
  explicit Dyadic(std::int64_t n) : Dyadic() { arf_set_si(value_, n); }
  /// Exactly x. @throws InternalError if x is not finite.
  explicit Dyadic(double x);
  ~Dyadic() { arf_clear(value_); }
  Dyadic(const Dyadic& other) : Dyadic() { arf_set(value_, other.value_); }
  Dyadic(Dyadic&& other) noexcept : Dyadic() { arf_swap(value_, other.value_); }
  Dyadic& operator=(Dyadic other) noexcept {
    arf_swap(value_, other.value_);
    return *this;
  }

  arf_srcptr raw() const { return value_; }
  bool is_zero() const { return arf_is_zero(value_) != 0; }

  Dyadic& operator+=(const Dyadic& other);
  Dyadic& operator-=(const Dyadic& other);
  friend Dyadic operator+(Dyadic a, const Dyadic& b) { return a += b; }
  friend Dyadic operator-(Dyadic a, const Dyadic& b) { return a -= b; }
  friend Dyadic operator*(const Dyadic& a, const Dyadic& b);
  friend Dyadic operator-(Dyadic a) {
    arf_neg(a.value_, a.value_);
    return a;
  }
  friend bool operator==(const Dyadic& a, const Dyadic& b) { return arf_equal(a.value_, b.value_) != 0; }
  friend std::strong_ordering operator<=>(const Dyadic& a, const Dyadic& b) {
    return arf_cmp(a.value_, b.value_) <=> 0;
  }

  /// this·2^power.
  Dyadic scaled(std::int64_t power) const;
  /// The largest integer at most this.
  Dyadic floor() const;
  /// The nearest number of so many significant bits, from 2.
  Dyadic rounded(std::int64_t bits) const;
  /// The e with 2^(e−1) <= |this| < 2^e. @throws InternalError for 0.
  std::int64_t exponent() const;

 private:
  arf_t value_;
};

/// Encloses x at the working precision.
Interval enclose(const Dyadic& x);

}  // namespace plumbline
