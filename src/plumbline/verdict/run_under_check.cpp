#include "plumbline/verdict/run_under_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/vocabulary.hpp"
#include "plumbline/training/double_run.hpp"
#include "plumbline/training/step_cost.hpp"
#include "plumbline/verdict/observation.hpp"

namespace plumbline {
namespace {

/// The parameter as the init reads it; `otherwise` if the theorem declares none of that name.
double parameter_or(const RunUnderCheck& run, const std::string& name, double otherwise) {
  const auto& parameters = run.theorem.parameters;
  const bool declared =
      std::any_of(parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; });
  return declared ? initial_value(run.theorem, run.request.at.setting, name) : otherwise;
}

}  // namespace

InitialisationSpec initialisation_of(const Theorem& theorem, const Setting& setting) {
  InitialisationSpec spec;
  spec.scheme = scheme_from_name(theorem.init);
  spec.output_scale = theorem.scale == "none" ? OutputScale::kNone : OutputScale::kNormPreserving;
  spec.train_first = !theorem.frozen.contains("first");
  spec.train_last = !theorem.frozen.contains("last");
  spec.depth = setting.depth;
  spec.width = setting.width;
  for (const auto& [name, text] : theorem.parameters) {
    if (is_init_parameter(theorem.init, name)) spec.parameters[name] = initial_value(theorem, setting, name);
  }
  return spec;
}

InitialisationSpec initialisation_of(const RunUnderCheck& run) {
  InitialisationSpec spec = initialisation_of(run.theorem, run.request.at.setting);
  spec.seed = run.request.seed;
  spec.run = static_cast<std::uint64_t>(run.run_index);
  return spec;
}

bool is_diagonal(const Theorem& theorem) {
  return theorem.network == "diagonal";
}

bool is_flow(const Theorem& theorem) {
  return theorem.optimiser == kGradientFlow;
}

double operations_per_gradient(const Theorem& theorem, const PreparedProblem& problem,
                               const Setting& setting) {
  if (is_diagonal(theorem)) return 4.0 * static_cast<double>(problem.problem().X.size());
  if (is_memorizing(theorem)) {
    return memorizing_operations(problem.problem().X.cols(), problem.problem().X.rows());
  }
  const InitialisationSpec spec = initialisation_of(theorem, setting);
  return flops_per_step(problem.reduced(), spec,
                        form_of_run(problem.reduced(), spec, observation_needs(theorem)));
}

double operations_per_step(const Theorem& theorem, const PreparedProblem& problem, const Setting& setting) {
  constexpr double kGradientsOfFlow = 500.0;
  return operations_per_gradient(theorem, problem, setting) * (is_flow(theorem) ? kGradientsOfFlow : 1.0);
}

DiagonalSpec diagonal_spec_of(const RunUnderCheck& run) {
  DiagonalSpec spec;
  spec.size = parameter_or(run, "size", spec.size);
  spec.eta = run.request.at.eta;
  spec.sampling = run.theorem.optimiser == "sgd" ? Sampling::kOneSample : Sampling::kFullBatch;
  spec.seed = run.request.seed;
  spec.run = static_cast<std::uint64_t>(run.run_index);
  return spec;
}

bool is_memorizing(const Theorem& theorem) {
  return theorem.network == "memorizing";
}

MemorizingSpec memorizing_spec_of(const RunUnderCheck& run) {
  const double precision = parameter_or(run, "precision", 0.0);
  constexpr double kMostBits = 1e9;
  if (precision != std::floor(precision) || precision < 0.0 || precision > kMostBits) {
    throw InputError(fmt::format("parameter precision: found {}, expected a whole number of bits, 0 to {}",
                                 precision, kMostBits));
  }
  MemorizingSpec spec;
  spec.precision = static_cast<std::int64_t>(precision);
  spec.seed = run.request.seed;
  spec.run = static_cast<std::uint64_t>(run.run_index);
  return spec;
}

}  // namespace plumbline
