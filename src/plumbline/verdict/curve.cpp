#include "plumbline/verdict/curve.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace plumbline {
namespace {

constexpr std::int64_t kAllUpTo = 10;
constexpr double kPointsADecade = 15.0;

ComparedPoint point_of(std::int64_t step, const Interval& observed, const Interval& bound) {
  return {step, lower_double(observed), upper_double(observed), lower_double(bound), upper_double(bound)};
}

}  // namespace

bool on_step_grid(std::int64_t step) {
  if (step <= kAllUpTo) return true;
  const auto place = [](std::int64_t t) {
    return std::floor(kPointsADecade * std::log10(static_cast<double>(t)));
  };
  return place(step) != place(step - 1);
}

void CurveRecorder::add(std::int64_t step, const Interval& observed, const Interval& bound,
                        std::optional<double> log10_slack) {
  if (current_ && current_->step != step) close_step();
  const bool tighter = !current_ || (log10_slack && (!current_slack_ || *log10_slack < *current_slack_));
  if (!tighter) return;
  current_ = point_of(step, observed, bound);
  current_slack_ = log10_slack;
}

void CurveRecorder::mark(std::int64_t step, const Interval& observed, const Interval& bound) {
  marked_ = point_of(step, observed, bound);
}

void CurveRecorder::close_step() {
  if (on_step_grid(current_->step)) points_.push_back(*current_);
  current_.reset();
  current_slack_.reset();
}

std::vector<ComparedPoint> CurveRecorder::finish() {
  if (current_) points_.push_back(*current_);
  if (marked_) {
    const auto place =
        std::lower_bound(points_.begin(), points_.end(), marked_->step,
                         [](const ComparedPoint& p, std::int64_t step) { return p.step < step; });
    if (place != points_.end() && place->step == marked_->step) {
      *place = *marked_;
    } else {
      points_.insert(place, *marked_);
    }
  }
  return std::move(points_);
}

}  // namespace plumbline
