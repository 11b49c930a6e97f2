#include "plumbline/training/training_run.hpp"

#include <fmt/format.h>

#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/training/balance.hpp"

namespace plumbline {

const std::vector<ObservableInfo>& observable_table() {
  static const std::vector<ObservableInfo> table = [] {
    const ObservationNeeds none;
    ObservationNeeds whole, initial, dense, drift, sums, target;
    whole.whole_first_layer = true;
    initial.initial_weights = true;
    dense.dense = dense.whole_first_layer = true;
    drift = dense;
    drift.initial_balance = true;
    sums.gradient_sums = true;
    target.target = true;
    return std::vector<ObservableInfo>{
        {"loss", 0, none},           {"sigma_max", 2, whole},
        {"sigma_min", 2, whole},     {"frob", 2, dense},
        {"schatten4", 2, dense},     {"sigma_max_X", 2, none},
        {"sigma_min_X", 2, none},    {"travel", 1, initial},
        {"grad", 1, none},           {"grad_energy", 1, sums},
        {"lambda_max_P", 0, none},   {"lambda_min_P", 0, none},
        {"balance", 1, dense, true}, {"balance_drift", 1, drift, true},
        {"distance", 0, target},     {"margin", 0, target},
    };
  }();
  return table;
}

namespace {

/// @throws InternalError unless there is an observable of that name with that many indices.
const ObservableInfo& find_observable(const std::string& name, const std::vector<std::int64_t>& indices) {
  for (const ObservableInfo& info : observable_table()) {
    if (info.name == name && info.layer_indices == static_cast<int>(indices.size())) return info;
  }
  throw InternalError(fmt::format("observe: no observable '{}' with {} layer indices", name, indices.size()));
}

/// @throws InputError unless all of (j, i) or (i) lie in 1 … depth and j >= i; below depth for neighbours.
void check_layers(const ObservableInfo& info, const std::vector<std::int64_t>& indices, std::int64_t depth) {
  const std::string& name = info.name;
  const std::int64_t last = info.of_neighbours ? depth - 1 : depth;
  for (const std::int64_t layer : indices) {
    if (layer >= 1 && layer <= last) continue;
    throw InputError(fmt::format("{}: layer index: found {}, expected 1 to {} = {}", name, layer,
                                 info.of_neighbours ? "L - 1" : "L", last));
  }
  if (indices.size() == 2 && indices[0] < indices[1]) {
    throw InputError(fmt::format("{}({},{},t): expected j >= i", name, indices[0], indices[1]));
  }
}

}  // namespace

ObservationNeeds& ObservationNeeds::operator|=(const ObservationNeeds& other) {
  whole_first_layer |= other.whole_first_layer;
  initial_weights |= other.initial_weights;
  dense |= other.dense;
  initial_balance |= other.initial_balance;
  gradient_sums |= other.gradient_sums;
  target |= other.target;
  return *this;
}

TrainingRun::TrainingRun(const ReducedProblem& problem, const InitialisationSpec& spec, Interval loss_opt,
                         const ObservationNeeds& needs)
    : depth_(spec.depth), squared_unit_(spec.squared_unit()), loss_opt_(std::move(loss_opt)), needs_(needs) {
  if (needs.target) gap_.emplace(problem);
}

void TrainingRun::step() {
  if (needs_.initial_balance && initial_balance_.empty()) {
    for (std::int64_t i = 1; i < depth_; ++i) initial_balance_.push_back(balance_of(i));
  }
  if (needs_.gradient_sums) {
    gradient_sums_.resize(static_cast<std::size_t>(depth_), Interval(0));
    for (std::int64_t i = 1; i <= depth_; ++i) {
      gradient_sums_[static_cast<std::size_t>(i - 1)] +=
          square(is_finite() ? gradient_of(i) : indeterminate());
    }
  }
  advance();
}

NearbyDoubles TrainingRun::balance_of(std::int64_t layer) const {
  if (!needs_.dense) throw InternalError("balance: the run was not asked for a dense network");
  return balance_matrix(nearby_layer(layer), nearby_layer(layer + 1));
}

NearbyDoubles TrainingRun::product_of(std::int64_t j, std::int64_t i) const {
  if (!needs_.dense) throw InternalError("frob: the run was not asked for a dense network");
  NearbyDoubles product = nearby_layer(i);
  for (std::int64_t layer = i + 1; layer <= j; ++layer) product = multiply(nearby_layer(layer), product);
  return product;
}

Interval TrainingRun::drift_of(std::int64_t layer) const {
  if (!needs_.initial_balance) throw InternalError("balance_drift: the run kept no initial balance");
  if (initial_balance_.empty()) return Interval(0);
  return frobenius(difference(balance_of(layer), initial_balance_[static_cast<std::size_t>(layer - 1)]));
}

Interval TrainingRun::gradient_sum(std::int64_t layer) const {
  if (!needs_.gradient_sums) throw InternalError("grad_energy: the run was not asked for sums of gradients");
  return gradient_sums_.empty() ? Interval(0) : gradient_sums_[static_cast<std::size_t>(layer - 1)];
}

const TargetGap& TrainingRun::gap() const {
  if (!gap_) throw InternalError("distance: the run was not asked for its target");
  return *gap_;
}

Interval TrainingRun::observe(const std::string& name, const std::vector<std::int64_t>& indices) const {
  check_layers(find_observable(name, indices), indices, depth_);
  if (!is_finite()) return indeterminate();
  if (name == "loss") return square(residual_norm()) / Interval(2) + loss_opt_;
  if (name == "travel") return travel_of(indices[0]);
  if (name == "grad") return gradient_of(indices[0]);
  if (name == "grad_energy") return gradient_sum(indices[0]);
  if (name == "lambda_max_P") return eigenvalue_of_P(true);
  if (name == "lambda_min_P") return eigenvalue_of_P(false);
  if (name == "balance") return frobenius(balance_of(indices[0])) * enclose(squared_unit_);
  if (name == "balance_drift") return drift_of(indices[0]) * enclose(squared_unit_);
  if (name == "distance") return gap().distance(nearby_residual());
  if (name == "margin") return gap().smallest_target() - gap().distance(nearby_residual());
  const std::int64_t j = indices[0];
  const std::int64_t i = indices[1];
  const Interval unit = power(sqrt_of(enclose(squared_unit_)), j - i + 1);
  if (name == "frob") return frobenius(product_of(j, i)) * unit;
  if (name == "schatten4") return sqrt_of(frobenius(gram_matrix(product_of(j, i)))) * unit;
  return singular_value(name.starts_with("sigma_max"), !name.ends_with("_X"), j, i) * unit;
}

}  // namespace plumbline
