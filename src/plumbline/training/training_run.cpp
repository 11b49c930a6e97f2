#include "plumbline/training/training_run.hpp"

#include <fmt/format.h>

#include "plumbline/numeric/error.hpp"

namespace plumbline {

const std::vector<ObservableInfo>& observable_table() {
  static const std::vector<ObservableInfo> table = {
      {"loss", 0, {}},
      {"sigma_max", 2, {true, false}},
      {"sigma_min", 2, {true, false}},
      {"sigma_max_X", 2, {}},
      {"sigma_min_X", 2, {}},
      {"travel", 1, {false, true}},
      {"grad", 1, {}},
      {"lambda_max_P", 0, {}},
      {"lambda_min_P", 0, {}},
  };
  return table;
}

void check_observable(const std::string& name, const std::vector<std::int64_t>& indices) {
  for (const ObservableInfo& info : observable_table()) {
    if (info.name == name && info.layer_indices == static_cast<int>(indices.size())) return;
  }
  throw InternalError(fmt::format("observe: no observable '{}' with {} layer indices", name, indices.size()));
}

void check_layers(const std::string& name, std::int64_t j, std::int64_t i, std::int64_t depth) {
  for (const std::int64_t layer : {j, i}) {
    if (layer >= 1 && layer <= depth) continue;
    throw InputError(fmt::format("{}: layer index: found {}, expected 1 to L = {}", name, layer, depth));
  }
  if (j < i) throw InputError(fmt::format("{}({},{},t): expected j >= i", name, j, i));
}

}  // namespace plumbline
