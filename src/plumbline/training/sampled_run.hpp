// One training run in double precision, seen through named observables (the vocabulary of theorem files).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plumbline/network/initialise.hpp"
#include "plumbline/numeric/interval.hpp"
#include "plumbline/problem/reduction.hpp"
#include "plumbline/training/gradient_descent.hpp"
#include "plumbline/training/training_run.hpp"

namespace plumbline {

/// Gradient descent in double with an *estimated* resolution around every observed value: the interval says
/// what double can tell apart, it is no proof ("sampled"). Values are in the units of the weights W.
class SampledRun : public TrainingRun {
 public:
  /// @param loss_opt enclosure of ℓ*. Form: natural_form(problem, spec).
  SampledRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta, Interval loss_opt,
             const ObservationNeeds& needs);

  void step() override { descent_.step(); }
  std::int64_t steps_taken() const override { return descent_.steps_taken(); }
  bool is_finite() const override { return descent_.is_finite(); }
  bool at_floor() const override { return descent_.at_floor(); }
  Interval observe(const std::string& name, const std::vector<std::int64_t>& indices) const override;

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
