#include "plumbline/numeric/accuracy.hpp"

namespace plumbline {

bool has_relative_accuracy(const Interval& a, unsigned digits) {
  if (!is_finite(a)) return false;
  const Interval lo(lower(a));
  const Interval hi(upper(a));
  if (equal(lo, hi) == Truth::kTrue) return true;
  // An interval with 0 in it is wider than its smaller end is far from 0, so the test below fails for it.
  const Interval scaled_width = (hi - lo) * power(Interval(10), static_cast<std::int64_t>(digits));
  return less_equal(scaled_width, min_of(abs_of(lo), abs_of(hi))) == Truth::kTrue;
}

}  // namespace plumbline
