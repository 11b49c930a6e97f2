// Ball: one Arb number, and the ways from and to Real and Interval.
#pragma once

#include <arb.h>
#include <arf.h>

#include "plumbline/numeric/interval.hpp"

namespace plumbline {

class Ball {
 public:
  Ball() { arb_init(value_); }
  /// Exactly x.
  explicit Ball(const Real& x) : Ball() { arf_set_mpfr(arb_midref(value_), x.backend().data()); }
  ~Ball() { arb_clear(value_); }
  Ball(const Ball& other) : Ball() { arb_set(value_, other.value_); }
  Ball(Ball&& other) noexcept : Ball() { arb_swap(value_, other.value_); }
  Ball& operator=(Ball other) noexcept {
    arb_swap(value_, other.value_);
    return *this;
  }

  arb_ptr raw() { return value_; }
  arb_srcptr raw() const { return value_; }

 private:
  arb_t value_;
};

/// Encloses x, rounded outward to the working precision; whole line if x is not finite.
inline Interval enclose(const Ball& x) {
  if (arb_is_finite(x.raw()) == 0) return indeterminate();
  Interval a;
  arb_get_interval_mpfr(&a.backend().data()->left, &a.backend().data()->right, x.raw());
  return a;
}

/// Bits of the working precision of Real and Interval.
inline slong working_bits() {
  return mpfr_get_prec(Real().backend().data());
}

}  // namespace plumbline
