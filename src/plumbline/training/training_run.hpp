// One training run seen through named observables (the vocabulary of theorem files), whatever its arithmetic.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/network/initialise.hpp"
#include "plumbline/numeric/interval.hpp"
#include "plumbline/numeric/nearby_doubles.hpp"
#include "plumbline/training/observed_run.hpp"
#include "plumbline/training/target_gap.hpp"

namespace plumbline {

/// What a run must be prepared to show.
struct ObservationNeeds {
  bool whole_first_layer = false;  ///< sigma_max(j,1,t), sigma_min(j,1,t)
  bool initial_weights = false;    ///< travel(i,t)
  bool dense = false;              ///< all weights of every layer: balance(i,t), imbalance(t), frob(j,i,t)
  bool initial_balance = false;    ///< balance_drift(i,t)
  bool gradient_sums = false;      ///< grad_energy(i,t)
  bool target = false;             ///< distance(t), margin(t)

  ObservationNeeds& operator|=(const ObservationNeeds& other);
};

/// One observable: its name in theorem files, the number of layer indices before t, what it needs.
struct ObservableInfo {
  std::string name;
  int layer_indices = 0;
  ObservationNeeds needs;
  bool of_neighbours = false;  ///< of layers i and i + 1, so that i < L
};
/// The table of observables. The theorem vocabulary lists the same names (a test holds them together).
const std::vector<ObservableInfo>& observable_table();

/// A run of a deep linear network. Values are in the units of the weights W.
class TrainingRun : public ObservedRun {
 public:
  void step() final;
  /// @throws InputError if an index is outside 1 … L (1 … L − 1 for neighbours) or j < i; InternalError if
  /// the name is unknown or the run was not prepared to show it.
  Interval observe(const std::string& name, const std::vector<std::int64_t>& indices) const final;

 protected:
  /// @param loss_opt enclosure of ℓ*.
  TrainingRun(const ReducedProblem& problem, const InitialisationSpec& spec, Interval loss_opt,
              const ObservationNeeds& needs);

  /// One step of gradient descent.
  virtual void advance() = 0;

  /// ‖R‖_F; singular values of V_{j:i}, whole or (i = 1) on col(X); D_i(t) − D_i(0) in norm, in the units of
  /// W; ‖∂ℓ/∂W_i‖_F; extreme eigenvalues of P. Indices are in range.
  virtual Interval residual_norm() const = 0;
  virtual Interval singular_value(bool largest, bool whole, std::int64_t j, std::int64_t i) const = 0;
  virtual Interval travel_of(std::int64_t layer) const = 0;
  virtual Interval gradient_of(std::int64_t layer) const = 0;
  virtual Interval eigenvalue_of_P(bool largest) const = 0;
  /// R; and V_i, on all of the input space for i = 1, of a run that was asked for a dense network.
  virtual NearbyDoubles nearby_residual() const = 0;
  virtual NearbyDoubles nearby_layer(std::int64_t layer) const = 0;

 private:
  NearbyDoubles balance_of(std::int64_t layer) const;
  NearbyDoubles product_of(std::int64_t j, std::int64_t i) const;
  Interval drift_of(std::int64_t layer) const;
  Interval imbalance() const;
  Interval gradient_sum(std::int64_t layer) const;
  const TargetGap& gap() const;

  std::int64_t depth_;
  Eigen::Index rank_;
  Integer squared_unit_;
  Interval loss_opt_;
  ObservationNeeds needs_;
  std::optional<TargetGap> gap_;
  std::vector<NearbyDoubles> initial_balance_;  // of layers i and i + 1, place i − 1; from the first step on
  std::vector<Interval>
      gradient_sums_;  // Σ over the steps so far of ‖∂ℓ/∂W_i‖_F², place i − 1; from the first step on
};

}  // namespace plumbline
