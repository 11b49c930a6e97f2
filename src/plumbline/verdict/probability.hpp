// "With probability at least 1 − δ": what N independent runs with K failures say (docs/theory.md §9).
#pragma once

#include <cstdint>

#include "plumbline/numeric/interval.hpp"

namespace plumbline {

/// One-sided Clopper–Pearson bounds of a failure probability, each at the given confidence.
struct FailureBounds {
  double lower = 0.0;  ///< Beta^{-1}(1 − confidence; K, N − K + 1), 0 if K = 0
  double upper = 1.0;  ///< Beta^{-1}(confidence; K + 1, N − K), 1 if K = N
  double confidence = 0.0;
};
/// @param failures_upper failures counted for the upper bound (undecided runs included) ≥ failures.
/// @throws InternalError unless 0 ≤ failures ≤ failures_upper ≤ runs, runs ≥ 1, 0 < confidence < 1.
FailureBounds clopper_pearson(std::int64_t failures, std::int64_t failures_upper, std::int64_t runs,
                              double confidence);

/// Whether `failures` of `runs` refute "the failure probability is at most δ" at significance `level`:
/// true when P(Bin(runs, δ) ≥ failures) < level surely, false when surely not; the tail is enclosed, so
/// kUnknown is left only where δ is too wide or the tail meets the level to 50 digits.
/// Equivalent to the Clopper–Pearson lower bound at confidence 1 − level exceeding δ.
Truth refutes(std::int64_t failures, std::int64_t runs, const Interval& delta, double level);

/// Whether `failures` of `runs` show at significance `level` that the failure probability is at most δ: true
/// when P(Bin(runs, δ) ≤ failures) < level surely. Equivalent to the Clopper–Pearson upper bound at
/// confidence 1 − level lying below δ. Three-valued as refutes().
Truth shows(std::int64_t failures, std::int64_t runs, const Interval& delta, double level);

}  // namespace plumbline
