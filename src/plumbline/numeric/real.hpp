// Real: one MPFR number of run-time precision, rounded to nearest. "Approximate" in the sense of
// docs/architecture.md: no function that returns a bare Real promises an error bound.
#pragma once

#include <boost/multiprecision/mpfr.hpp>

namespace plumbline {

using Real = boost::multiprecision::number<boost::multiprecision::mpfr_float_backend<0>,
                                           boost::multiprecision::et_off>;

}  // namespace plumbline
