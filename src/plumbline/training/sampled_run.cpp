#include "plumbline/training/sampled_run.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "plumbline/numeric/upper_bound.hpp"
#include "plumbline/training/observables.hpp"

namespace plumbline {
namespace {

/// [value − radius, value + radius], cut at 0 from below: every observable here is nonnegative.
Interval around(double value, double radius) {
  if (!std::isfinite(value) || !std::isfinite(radius)) return indeterminate();
  const Interval centre = exact(value);
  const Interval r = exact(radius);
  return max_of(make_interval(lower(centre - r), upper(centre + r)), Interval(0));
}

}  // namespace

SampledRun::SampledRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta,
                       Interval loss_opt, const ObservationNeeds& needs, unsigned threads)
    : DoubleRun(problem, spec, eta, std::move(loss_opt), needs, threads) {}

Interval SampledRun::residual_norm() const {
  return around(descent_.residual_norm(), descent_.residual_resolution());
}

Interval SampledRun::singular_value(bool largest, bool whole, std::int64_t j, std::int64_t i) const {
  const Network& net = descent_.network();
  const SingularRange range = whole ? singular_range(net, j, i) : singular_range_on_data(net, j, i);
  // A product of j − i + 1 factors of size k: first-order rounding u (j − i + 1) k of the largest value.
  const double radius =
      8.0 * kUnitRoundoff * static_cast<double>(j - i + 1) * static_cast<double>(net.hidden()) * range.max;
  return around(largest ? range.max : range.min, radius);
}

Interval SampledRun::travel_of(std::int64_t layer) const {
  const Network& net = descent_.network();
  const double size = net.weight_scale() * net.trained[static_cast<std::size_t>(layer - 1)].norm();
  const double radius = 16.0 * kUnitRoundoff * static_cast<double>(steps_taken() + 1) * size;
  return around(travel(net, initial_weights(), layer), steps_taken() == 0 ? 0.0 : radius);
}

Interval SampledRun::gradient_of(std::int64_t layer) const {
  const double value = gradient_norms(descent_)[static_cast<std::size_t>(layer - 1)];
  const double relative =
      descent_.residual_norm() > 0.0 ? descent_.residual_resolution() / descent_.residual_norm() : 1.0;
  return around(value, value * relative);
}

Interval SampledRun::eigenvalue_of_P(bool largest) const {
  const SingularRange range = eigenvalue_range_of_P(descent_);
  const double size = static_cast<double>(descent_.network().rank() * descent_.network().outputs());
  const double radius =
      8.0 * kUnitRoundoff * (size + static_cast<double>(descent_.network().depth())) * range.max;
  return around(largest ? range.max : range.min, radius);
}

NearbyDoubles SampledRun::nearby_residual() const {
  return {descent_.residual(), Upper(descent_.residual_resolution())};
}

NearbyDoubles SampledRun::nearby_layer(std::int64_t layer) const {
  Eigen::MatrixXd v = whole_layer(layer);
  const double distance = 16.0 * kUnitRoundoff * static_cast<double>(steps_taken() + 1) * v.norm();
  return {std::move(v), Upper(distance)};
}

}  // namespace plumbline
