// One training run in double precision, seen through named observables (the vocabulary of theorem files).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plumbline/network/initialise.hpp"
#include "plumbline/numeric/interval.hpp"
#include "plumbline/problem/reduction.hpp"
#include "plumbline/training/gradient_descent.hpp"

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

/// Gradient descent in double with an *estimated* resolution around every observed value: the interval says
/// what double can tell apart, it is no proof ("sampled"). Values are in the units of the weights W.
class SampledRun {
 public:
  /// @param loss_opt enclosure of ℓ*. Form: natural_form(problem, spec).
  SampledRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta, Interval loss_opt,
             const ObservationNeeds& needs);

  void step() { descent_.step(); }
  std::int64_t steps_taken() const { return descent_.steps_taken(); }
  /// False once the run left double's range; nothing can be observed from then on.
  bool is_finite() const { return descent_.is_finite(); }
  /// The loss is no larger than double resolves.
  bool at_floor() const { return descent_.at_floor(); }

  /// The observable at the current step. `indices` are (j, i), (i) or nothing.
  /// @throws InputError if an index is outside 1 … L or j < i; InternalError if the name is unknown.
  Interval observe(const std::string& name, const std::vector<std::int64_t>& indices) const;

 private:
  Interval loss() const;
  Interval singular(const std::string& name, std::int64_t j, std::int64_t i) const;
  Interval travel_of(std::int64_t layer) const;
  Interval gradient_of(std::int64_t layer) const;
  Interval eigenvalue_of_P(bool largest) const;

  Integer width_;
  Interval loss_opt_;
  GradientDescent descent_;
  std::vector<Eigen::MatrixXd> initial_;
};

/// Floating-point operations of one step: Σ over layers of 2·rows·columns·(forward + backward + update).
double flops_per_step(const ReducedProblem& problem, const InitialisationSpec& spec);

}  // namespace plumbline
