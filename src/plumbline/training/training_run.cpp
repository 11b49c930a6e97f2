#include "plumbline/training/training_run.hpp"

#include <fmt/format.h>

#include <utility>

#include "plumbline/numeric/error.hpp"

namespace plumbline {

const std::vector<ObservableInfo>& observable_table() {
  static const std::vector<ObservableInfo> table = {
      {"loss", 0, {}},        {"sigma_max", 2, {true, false}}, {"sigma_min", 2, {true, false}},
      {"sigma_max_X", 2, {}}, {"sigma_min_X", 2, {}},          {"travel", 1, {false, true}},
      {"grad", 1, {}},        {"lambda_max_P", 0, {}},         {"lambda_min_P", 0, {}},
  };
  return table;
}

namespace {

/// @throws InternalError unless there is an observable of that name with that many indices.
void check_observable(const std::string& name, const std::vector<std::int64_t>& indices) {
  for (const ObservableInfo& info : observable_table()) {
    if (info.name == name && info.layer_indices == static_cast<int>(indices.size())) return;
  }
  throw InternalError(fmt::format("observe: no observable '{}' with {} layer indices", name, indices.size()));
}

/// @throws InputError unless all of (j, i) or (i) lie in 1 … depth and j >= i.
void check_layers(const std::string& name, const std::vector<std::int64_t>& indices, std::int64_t depth) {
  for (const std::int64_t layer : indices) {
    if (layer >= 1 && layer <= depth) continue;
    throw InputError(fmt::format("{}: layer index: found {}, expected 1 to L = {}", name, layer, depth));
  }
  if (indices.size() == 2 && indices[0] < indices[1]) {
    throw InputError(fmt::format("{}({},{},t): expected j >= i", name, indices[0], indices[1]));
  }
}

}  // namespace

TrainingRun::TrainingRun(const InitialisationSpec& spec, Interval loss_opt)
    : depth_(spec.depth), squared_unit_(spec.squared_unit()), loss_opt_(std::move(loss_opt)) {}

Interval TrainingRun::observe(const std::string& name, const std::vector<std::int64_t>& indices) const {
  check_observable(name, indices);
  check_layers(name, indices, depth_);
  if (!is_finite()) return indeterminate();
  if (name == "loss") return square(residual_norm()) / Interval(2) + loss_opt_;
  if (name == "travel") return travel_of(indices[0]);
  if (name == "grad") return gradient_of(indices[0]);
  if (name == "lambda_max_P") return eigenvalue_of_P(true);
  if (name == "lambda_min_P") return eigenvalue_of_P(false);
  const std::int64_t j = indices[0];
  const std::int64_t i = indices[1];
  return singular_value(name.starts_with("sigma_max"), !name.ends_with("_X"), j, i) *
         power(sqrt_of(enclose(squared_unit_)), j - i + 1);
}

}  // namespace plumbline
