// One training run in double precision, seen through named observables (the vocabulary of theorem files).
#pragma once

#include <cstdint>

#include "plumbline/training/double_run.hpp"

namespace plumbline {

/// Gradient descent in double with an *estimated* resolution around every observed value: the interval says
/// what double can tell apart, it is no proof ("sampled"). Values are in the units of the weights W.
class SampledRun : public DoubleRun {
 public:
  /// @param loss_opt enclosure of ℓ*. Form: natural_form(problem, spec).
  SampledRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta, Interval loss_opt,
             const ObservationNeeds& needs, unsigned threads = 1);

  bool at_floor() const override { return descent_.at_floor(); }

 protected:
  Interval residual_norm() const override;
  Interval singular_value(bool largest, bool whole, std::int64_t j, std::int64_t i) const override;
  Interval travel_of(std::int64_t layer) const override;
  Interval gradient_of(std::int64_t layer) const override;
  Interval eigenvalue_of_P(bool largest) const override;
  NearbyDoubles nearby_residual() const override;
  NearbyDoubles nearby_layer(std::int64_t layer) const override;
};

}  // namespace plumbline
