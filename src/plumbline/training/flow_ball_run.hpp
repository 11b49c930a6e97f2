// A gradient flow of a deep linear network, enclosed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "plumbline/training/ball_run.hpp"
#include "plumbline/training/flow_tube.hpp"

namespace plumbline {

/// W_i' = −∂ℓ/∂W_i, seen at the times 0, eta, 2 eta, …: every observed value encloses the one of the exact
/// solution from the exact initial weights on the exact data.
/// Layers that do not train must be known exactly (what the field does to an uncertain constant is not
/// bounded by FlowTube); elsewhere the run is lost at its first step.
class FlowBallRun : public BallRun {
 public:
  /// As BallRun. @param eta time from one observation to the next. @param most_taylor_steps see FlowTube.
  FlowBallRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta, Interval loss_opt,
              const ObservationNeeds& needs, unsigned digits, std::int64_t most_taylor_steps);
  ~FlowBallRun() override;

  bool is_spent() const override { return !is_finite() && tube_ && tube_->is_spent(); }

 private:
  bool move(std::vector<BallMatrix>& layers) override;

  std::unique_ptr<BallField> field_;
  std::optional<FlowTube> tube_;
};

}  // namespace plumbline
