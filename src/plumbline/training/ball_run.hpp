// One training run in ball arithmetic straight from the definition: slow, of any precision, and independent
// of the error analysis of EnclosedRun.
#pragma once

#include <cstdint>
#include <vector>

#include "plumbline/network/ball_network.hpp"
#include "plumbline/problem/precise_reduction.hpp"
#include "plumbline/training/training_run.hpp"

namespace plumbline {

/// Every observed value encloses the value on the exact-arithmetic orbit from the exact initial weights on
/// the exact data: each operation of V_i ← V_i − (ηc/u²) G_iᵀ R F_{i−1}ᵀ is done on balls. The balls
/// widen from step to step; more digits begin with smaller ones.
class BallRun : public TrainingRun {
 public:
  /// @param digits decimal digits of all its arithmetic. Form: natural_form(problem, spec).
  BallRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta, Interval loss_opt,
          const ObservationNeeds& needs, unsigned digits);

  std::int64_t steps_taken() const override { return steps_taken_; }
  /// False if the exact reduction of the data is not known or the precision did not suffice.
  bool is_finite() const override { return finite_; }
  /// The enclosure of the excess loss reaches down to 0.
  bool at_floor() const override;

 protected:
  const PreciseReduction& data() const { return data_; }
  const BallNetwork& network() const { return network_; }
  const Ball& step_factor() const { return step_factor_; }  ///< η c/u²
  bool layer_trains(std::size_t layer) const { return start_.trains(static_cast<Eigen::Index>(layer)); }

 private:
  void advance() final;
  /// Where the weights are one step later, at the run's precision. False if that is not known.
  virtual bool move(std::vector<BallMatrix>& layers);
  Interval residual_norm() const override;
  Interval singular_value(bool largest, bool whole, std::int64_t j, std::int64_t i) const override;
  Interval travel_of(std::int64_t layer) const override;
  Interval gradient_of(std::int64_t layer) const override;
  Interval eigenvalue_of_P(bool largest) const override;
  NearbyDoubles nearby_residual() const override;
  NearbyDoubles nearby_layer(std::int64_t layer) const override;

  void evaluate();
  BallMatrix gradient(std::size_t layer) const;  // G_iᵀ R F_{i−1}ᵀ

  unsigned digits_;
  Network start_;  // doubles of t = 0, for the complement of the first layer
  PreciseReduction data_;
  BallNetwork network_;
  std::vector<BallMatrix> initial_;
  Ball step_factor_;                             // η c/u²
  std::vector<BallMatrix> features_, products_;  // F_0 … F_{L−1}; G_1 … G_L
  BallMatrix residual_;
  std::int64_t steps_taken_ = 0;
  bool finite_ = false;
};

}  // namespace plumbline
