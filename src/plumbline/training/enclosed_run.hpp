// One training run whose every observed value encloses the value on the exact-arithmetic orbit from the exact
// initial weights on the exact data (docs/theory.md §8).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plumbline/network/initialise.hpp"
#include "plumbline/numeric/interval.hpp"
#include "plumbline/problem/reduction.hpp"
#include "plumbline/training/gradient_descent.hpp"
#include "plumbline/training/orbit_radius.hpp"
#include "plumbline/training/training_run.hpp"

namespace plumbline {

/// Gradient descent in double with a proved radius around the weights.
class EnclosedRun : public TrainingRun {
 public:
  /// @param loss_opt enclosure of ℓ*. Form: natural_form(problem, spec).
  /// @throws InputError if this thread's arithmetic is not what the bounds assume (require_sound_arithmetic).
  EnclosedRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta, Interval loss_opt,
              const ObservationNeeds& needs);

  void step() override;
  std::int64_t steps_taken() const override { return descent_.steps_taken(); }
  bool is_finite() const override { return descent_.is_finite() && radius_.residual_radius().is_finite(); }
  /// The enclosure of the excess loss reaches down to 0.
  bool at_floor() const override;
  Interval observe(const std::string& name, const std::vector<std::int64_t>& indices) const override;

  const GradientDescent& descent() const { return descent_; }
  const OrbitRadius& radius() const { return radius_; }

 private:
  Interval loss() const;
  Interval singular(const std::string& name, std::int64_t j, std::int64_t i) const;
  Interval travel_of(std::int64_t layer) const;
  Interval gradient_of(std::int64_t layer) const;
  Interval eigenvalue_of_P(bool largest) const;

  Integer width_;
  Interval loss_opt_;
  GradientDescent descent_;
  OrbitRadius radius_;
  std::vector<Eigen::MatrixXd> initial_;
};

}  // namespace plumbline
