// One training run seen through named observables (the vocabulary of theorem files), whatever its arithmetic.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"

namespace plumbline {

/// What a run must be prepared to show.
struct ObservationNeeds {
  bool whole_first_layer = false;  ///< sigma_max(j,1,t), sigma_min(j,1,t)
  bool initial_weights = false;    ///< travel(i,t)
};

/// One observable: its name in theorem files, the number of layer indices before t, what it needs.
struct ObservableInfo {
  std::string name;
  int layer_indices = 0;
  ObservationNeeds needs;
};
/// The table of observables. The theorem vocabulary lists the same names (a test holds them together).
const std::vector<ObservableInfo>& observable_table();

/// Values are in the units of the weights W.
class TrainingRun {
 public:
  virtual ~TrainingRun() = default;

  virtual void step() = 0;
  virtual std::int64_t steps_taken() const = 0;
  /// False once nothing can be observed any more: double's range was left, or no error radius is known.
  virtual bool is_finite() const = 0;
  /// The loss is no larger than the arithmetic resolves.
  virtual bool at_floor() const = 0;
  /// The observable at the current step. `indices` are (j, i), (i) or nothing.
  /// @throws InputError if an index is outside 1 … L or j < i; InternalError if the name is unknown.
  virtual Interval observe(const std::string& name, const std::vector<std::int64_t>& indices) const = 0;
};

/// @throws InternalError unless there is an observable of that name with that many indices.
void check_observable(const std::string& name, const std::vector<std::int64_t>& indices);

/// @throws InputError unless 1 ≤ i ≤ j ≤ depth; `name` is the observable, for the message.
void check_layers(const std::string& name, std::int64_t j, std::int64_t i, std::int64_t depth);

}  // namespace plumbline
