// Gamma functions and quantiles of the Beta and χ² distributions as enclosures, on Arb. Undefined or
// undecidable gives the whole line, never an exception.
#pragma once

#include "plumbline/numeric/interval.hpp"

namespace plumbline {

/// Γ(x), tight for x > 0; whole line where a pole cannot be excluded.
Interval gamma_of(const Interval& x);
/// log Γ(x); whole line unless x > 0.
Interval lgamma_of(const Interval& x);

/// ψ(x) = Γ'(x)/Γ(x); whole line unless x > 0.
Interval digamma_of(const Interval& x);
/// (e^x − 1 − x)/x² = Σ x^k/(k + 2)!, ½ at 0: the second-order part of e^x. Whole line unless x ≥ 0. It
/// increases, and its slope lies between 0 and its value.
Interval exp_tail_of(const Interval& x);

/// The x with I_x(a, b) = p: the p-quantile of Beta(a, b). Tight for intervals too. Whole line unless
/// 0 ≤ p ≤ 1, a > 0, b > 0, or when the smaller parameter is beyond about 10^8.
Interval beta_quantile(const Interval& p, const Interval& a, const Interval& b);
/// The x with P(k/2, x/2) = p: the p-quantile of χ² with k degrees of freedom. Whole line unless 0 ≤ p < 1
/// and k > 0, or when k is beyond about 10^8.
Interval chi2_quantile(const Interval& p, const Interval& k);

}  // namespace plumbline
