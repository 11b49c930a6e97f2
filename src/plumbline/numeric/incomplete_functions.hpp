// The regularised incomplete beta and gamma functions as functions on the whole line: both increase from 0 to
// 1 in the logarithm of their argument, which keeps full relative accuracy at either end.
#pragma once

#include <optional>

#include "plumbline/numeric/ball.hpp"

namespace plumbline {

/// Most terms of a series that are ever summed (a fraction of a second).
inline constexpr int kMaxSeriesTerms = 1 << 18;

/// Encloses I_x(a, b) at log(x/(1−x)) = v, for exact a, b > 0 and v. Nothing when it would take too many
/// terms: beyond about kMaxSeriesTerms²/(2 bits) for the smaller parameter, or far in the upper tail.
std::optional<Ball> regularised_beta(const Real& v, const Real& a, const Real& b, slong bits);

/// Encloses P(s, z) at log z = v, for exact s > 0 and v. Nothing when it would take too many terms.
std::optional<Ball> regularised_gamma(const Real& v, const Real& s, slong bits);

}  // namespace plumbline
