// What a plot shows of a conclusion along one run: its two sides at steps that lie evenly on a log axis.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plumbline/numeric/interval.hpp"

namespace plumbline {

/// The tightest comparison at one step: enclosures of the two sides, as doubles rounded outward.
struct ComparedPoint {
  std::int64_t step = 0;
  double observed_low = 0.0, observed_high = 0.0;
  double bound_low = 0.0, bound_high = 0.0;
};

/// Whether a curve keeps step t: 0 … 10, and then about 15 a decade; 85 points up to 10^6 steps.
bool on_step_grid(std::int64_t step);

/// Thins a run while it is followed.
class CurveRecorder {
 public:
  /// A comparison at a step not before the last one. Of those at one step the one with least slack is kept;
  /// one without a slack only while there is no other.
  void add(std::int64_t step, const Interval& observed, const Interval& bound,
           std::optional<double> log10_slack);
  /// A point that the curve must have whatever its step, in place of the one at its step.
  void mark(std::int64_t step, const Interval& observed, const Interval& bound);
  /// The points by step: those of on_step_grid(), the last one, and the marked one. Call once.
  std::vector<ComparedPoint> finish();

 private:
  void close_step();

  std::vector<ComparedPoint> points_;
  std::optional<ComparedPoint> current_, marked_;
  std::optional<double> current_slack_;
};

}  // namespace plumbline
