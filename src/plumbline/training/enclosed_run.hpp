// One training run whose every observed value encloses the value on the exact-arithmetic orbit from the exact
// initial weights on the exact data (docs/theory.md §8).
#pragma once

#include <cstdint>

#include "plumbline/training/double_run.hpp"
#include "plumbline/training/orbit_radius.hpp"

namespace plumbline {

/// Gradient descent in double with a proved radius around the weights.
class EnclosedRun : public DoubleRun {
 public:
  /// @param loss_opt enclosure of ℓ*. Form: natural_form(problem, spec).
  /// @throws InputError if this thread's arithmetic is not what the bounds assume (require_sound_arithmetic).
  EnclosedRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta, Interval loss_opt,
              const ObservationNeeds& needs, unsigned threads = 1);

  bool is_finite() const override { return descent_.is_finite() && radius_.residual_radius().is_finite(); }
  /// The enclosure of the excess loss reaches down to 0.
  bool at_floor() const override;

  const OrbitRadius& radius() const { return radius_; }

 private:
  void advance() override;
  Interval residual_norm() const override;
  Interval singular_value(bool largest, bool whole, std::int64_t j, std::int64_t i) const override;
  Interval travel_of(std::int64_t layer) const override;
  Interval gradient_of(std::int64_t layer) const override;
  Interval eigenvalue_of_P(bool largest) const override;
  NearbyDoubles nearby_residual() const override;
  NearbyDoubles nearby_layer(std::int64_t layer) const override;

  OrbitRadius radius_;
};

}  // namespace plumbline
