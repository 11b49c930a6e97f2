// One training run seen through named observables (the vocabulary of theorem files), whatever its arithmetic.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plumbline/network/initialise.hpp"
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

/// A run as claims see it. Values are in the units of the weights W.
class TrainingRun {
 public:
  TrainingRun(const TrainingRun&) = delete;
  TrainingRun& operator=(const TrainingRun&) = delete;
  virtual ~TrainingRun() = default;

  virtual void step() = 0;
  virtual std::int64_t steps_taken() const = 0;
  /// False once nothing can be observed any more: the range or the precision of the arithmetic was left.
  virtual bool is_finite() const = 0;
  /// The loss is no larger than the arithmetic resolves.
  virtual bool at_floor() const = 0;
  /// The observable at the current step. `indices` are (j, i), (i) or nothing. The whole line once the run is
  /// not finite.
  /// @throws InputError if an index is outside 1 … L or j < i; InternalError if the name is unknown or the
  /// run was not prepared to show it.
  Interval observe(const std::string& name, const std::vector<std::int64_t>& indices) const;

 protected:
  /// @param loss_opt enclosure of ℓ*.
  TrainingRun(const InitialisationSpec& spec, Interval loss_opt);

  /// ‖R‖_F; singular values of V_{j:i}, whole or (i = 1) on col(X); D_i(t) − D_i(0) in norm, in the units of
  /// W; ‖∂ℓ/∂W_i‖_F; extreme eigenvalues of P. Indices are in range.
  virtual Interval residual_norm() const = 0;
  virtual Interval singular_value(bool largest, bool whole, std::int64_t j, std::int64_t i) const = 0;
  virtual Interval travel_of(std::int64_t layer) const = 0;
  virtual Interval gradient_of(std::int64_t layer) const = 0;
  virtual Interval eigenvalue_of_P(bool largest) const = 0;

 private:
  std::int64_t depth_;
  Integer squared_unit_;
  Interval loss_opt_;
};

}  // namespace plumbline
