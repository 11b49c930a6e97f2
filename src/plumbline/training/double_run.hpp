// What runs in double precision have in common.
#pragma once

#include <cstdint>
#include <vector>

#include "plumbline/problem/reduction.hpp"
#include "plumbline/training/gradient_descent.hpp"
#include "plumbline/training/training_run.hpp"

namespace plumbline {

/// Gradient descent in double; what is made of its numbers is up to the subclass.
class DoubleRun : public TrainingRun {
 public:
  std::int64_t steps_taken() const override { return descent_.steps_taken(); }
  bool is_finite() const override { return descent_.is_finite(); }
  const GradientDescent& descent() const { return descent_; }

 protected:
  void advance() override { descent_.step(); }
  /// @param loss_opt enclosure of ℓ*. Form: natural_form(problem, spec).
  DoubleRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta, Interval loss_opt,
            const ObservationNeeds& needs, unsigned threads);

  /// The trained parts at t = 0. @throws InternalError if they were not kept.
  const std::vector<Eigen::MatrixXd>& initial_weights() const;

  /// V_i as doubles; V_1 on all of the input space, beside its complement.
  Eigen::MatrixXd whole_layer(std::int64_t layer) const;

  GradientDescent descent_;

 private:
  std::vector<Eigen::MatrixXd> initial_;
};

/// Dense where the run is asked for something that only all weights show, else natural_form().
Form form_of_run(const ReducedProblem& problem, const InitialisationSpec& spec,
                 const ObservationNeeds& needs);

/// The network that a run with these needs starts from.
Network initial_network(const ReducedProblem& problem, InitialisationSpec spec,
                        const ObservationNeeds& needs);

}  // namespace plumbline
