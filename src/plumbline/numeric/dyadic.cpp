#include "plumbline/numeric/dyadic.hpp"

#include <cmath>

#include "plumbline/numeric/error.hpp"

namespace plumbline {

Dyadic::Dyadic(double x) : Dyadic() {
  if (!std::isfinite(x)) throw InternalError("Dyadic: found a number that is not finite");
  arf_set_d(value_, x);
}

Dyadic& Dyadic::operator+=(const Dyadic& other) {
  arf_add(value_, value_, other.value_, ARF_PREC_EXACT, ARF_RND_DOWN);
  return *this;
}

Dyadic& Dyadic::operator-=(const Dyadic& other) {
  arf_sub(value_, value_, other.value_, ARF_PREC_EXACT, ARF_RND_DOWN);
  return *this;
}

Dyadic operator*(const Dyadic& a, const Dyadic& b) {
  Dyadic product;
  arf_mul(product.value_, a.value_, b.value_, ARF_PREC_EXACT, ARF_RND_DOWN);
  return product;
}

Dyadic Dyadic::scaled(std::int64_t power) const {
  Dyadic result;
  arf_mul_2exp_si(result.value_, value_, power);
  return result;
}

Dyadic Dyadic::floor() const {
  Dyadic result;
  arf_floor(result.value_, value_);
  return result;
}

Dyadic Dyadic::rounded(std::int64_t bits) const {
  Dyadic result;
  arf_set_round(result.value_, value_, bits, ARF_RND_NEAR);
  return result;
}

std::int64_t Dyadic::exponent() const {
  if (is_zero()) throw InternalError("Dyadic: 0 has no exponent");
  return arf_abs_bound_lt_2exp_si(value_);
}

Interval enclose(const Dyadic& x) {
  Interval a;
  arf_get_mpfr(&a.backend().data()->left, x.raw(), MPFR_RNDD);
  arf_get_mpfr(&a.backend().data()->right, x.raw(), MPFR_RNDU);
  return a;
}

}  // namespace plumbline
