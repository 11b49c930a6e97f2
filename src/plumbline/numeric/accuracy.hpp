// How sharp an enclosure is, for goals beyond what a double can express.
#pragma once

#include "plumbline/numeric/interval.hpp"

namespace plumbline {

/// Surely hi − lo ≤ 10^-digits · min|a|. A point (0 too) is as accurate as can be; an interval with a
/// non-finite end, or with 0 in it, never is.
bool has_relative_accuracy(const Interval& a, unsigned digits);

}  // namespace plumbline
