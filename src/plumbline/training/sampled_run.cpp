#include "plumbline/training/sampled_run.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/training/observables.hpp"

namespace plumbline {
namespace {

constexpr double kUnit = 0x1p-53;

/// [value − radius, value + radius], cut at 0 from below: every observable here is nonnegative.
Interval around(double value, double radius) {
  if (!std::isfinite(value) || !std::isfinite(radius)) return indeterminate();
  const Interval centre = exact(value);
  const Interval r = exact(radius);
  return max_of(make_interval(lower(centre - r), upper(centre + r)), Interval(0));
}

InitialisationSpec with_needs(InitialisationSpec spec, const ObservationNeeds& needs) {
  spec.whole_first_layer = needs.whole_first_layer;
  return spec;
}

}  // namespace

SampledRun::SampledRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta,
                       Interval loss_opt, const ObservationNeeds& needs)
    : width_(spec.width),
      loss_opt_(std::move(loss_opt)),
      descent_(initialise(problem, with_needs(spec, needs), natural_form(problem, spec)), problem.targets,
               eta) {
  if (needs.initial_weights) initial_ = descent_.network().trained;
}

Interval SampledRun::observe(const std::string& name, const std::vector<std::int64_t>& indices) const {
  check_observable(name, indices);
  if (!is_finite()) return indeterminate();
  if (name == "loss") return loss();
  if (name == "travel") return travel_of(indices.at(0));
  if (name == "grad") return gradient_of(indices.at(0));
  if (name == "lambda_max_P") return eigenvalue_of_P(true);
  if (name == "lambda_min_P") return eigenvalue_of_P(false);
  return singular(name, indices.at(0), indices.at(1));
}

Interval SampledRun::loss() const {
  const Interval norm = around(descent_.residual_norm(), descent_.residual_resolution());
  return square(norm) / Interval(2) + loss_opt_;
}

Interval SampledRun::singular(const std::string& name, std::int64_t j, std::int64_t i) const {
  const Network& net = descent_.network();
  check_layers(name, j, i, net.depth());
  const bool on_data = name.ends_with("_X");
  const SingularRange range = on_data ? singular_range_on_data(net, j, i) : singular_range(net, j, i);
  // A product of j − i + 1 factors of size k: first-order rounding u (j − i + 1) k of the largest value.
  const double radius =
      8.0 * kUnit * static_cast<double>(j - i + 1) * static_cast<double>(net.hidden()) * range.max;
  const double value = name.starts_with("sigma_max") ? range.max : range.min;
  return around(value, radius) * power(sqrt_of(enclose(width_)), j - i + 1);
}

Interval SampledRun::travel_of(std::int64_t layer) const {
  const Network& net = descent_.network();
  check_layers("travel", layer, layer, net.depth());
  if (initial_.empty()) throw InternalError("travel: the run kept no initial weights");
  const double size = net.weight_scale() * net.trained[static_cast<std::size_t>(layer - 1)].norm();
  const double radius = 16.0 * kUnit * static_cast<double>(steps_taken() + 1) * size;
  return around(travel(net, initial_, layer), steps_taken() == 0 ? 0.0 : radius);
}

Interval SampledRun::gradient_of(std::int64_t layer) const {
  const Network& net = descent_.network();
  check_layers("grad", layer, layer, net.depth());
  const double value = gradient_norms(descent_)[static_cast<std::size_t>(layer - 1)];
  const double relative = descent_.residual_norm() > 0.0
                              ? descent_.residual_resolution() / descent_.residual_norm()
                              : 1.0;
  return around(value, value * relative);
}

Interval SampledRun::eigenvalue_of_P(bool largest) const {
  const SingularRange range = eigenvalue_range_of_P(descent_);
  const double size = static_cast<double>(descent_.network().rank() * descent_.network().outputs());
  const double radius = 8.0 * kUnit * (size + static_cast<double>(descent_.network().depth())) * range.max;
  return around(largest ? range.max : range.min, radius);
}

double flops_per_step(const ReducedProblem& problem, const InitialisationSpec& spec) {
  const auto r = static_cast<double>(problem.rank);
  const auto d_y = static_cast<double>(problem.d_y);
  const double k = natural_form(problem, spec) == Form::kReduced ? r + d_y : static_cast<double>(spec.width);
  return 2.0 * k * k * (r + d_y + std::min(r, d_y)) * static_cast<double>(spec.depth);
}

}  // namespace plumbline
