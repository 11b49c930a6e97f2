// The quantile of a continuous distribution on the whole line, enclosed by monotonicity alone.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "plumbline/numeric/ball.hpp"

namespace plumbline {

/// Encloses the distribution function, increasing from 0 to 1, at the exact point v, to about `bits` bits;
/// nothing when that is too much work.
using DistributionFunction = std::function<std::optional<Ball>(const Real& v, slong bits)>;

/// Ends lo ≤ hi with surely F(lo) ≤ p ≤ F(hi), so that every v with F(v) = p lies between them; at most
/// 2^-goal_bits apart, or as close as the working precision can tell. The search starts at `start` with step
/// `step` > 0; 0 < p < 1. Nothing when F cannot be evaluated well enough.
std::optional<std::pair<Real, Real>> enclose_quantile(const DistributionFunction& cdf, const Real& p,
                                                      const Real& start, const Real& step, slong goal_bits);

}  // namespace plumbline
