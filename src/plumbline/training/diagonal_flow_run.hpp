// Gradient flows of diagonal linear networks: in double, and enclosed.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "plumbline/training/diagonal_ball_run.hpp"
#include "plumbline/training/diagonal_run.hpp"
#include "plumbline/training/flow_integrator.hpp"
#include "plumbline/training/flow_tube.hpp"

namespace plumbline {

/// w_±' = ∓ w_± g, g = (1/n) Σ_i (x_i·β − y_i) x_i, seen at the times 0, eta, 2 eta, … ("sampled").
/// Integrated twice; the distance of the two gives what is observed its uncertainty, as in FlowRun.
class DiagonalFlowRun : public DiagonalRun {
 public:
  /// As DiagonalRun; spec.eta is the time from one observation to the next, spec.sampling is not read.
  DiagonalFlowRun(const Problem& problem, const Eigen::MatrixXd& basis, const DiagonalSpec& spec);

  void step() override;
  bool is_finite() const override { return path_.is_finite() && check_.is_finite(); }
  bool is_spent() const override { return path_.is_spent() || check_.is_spent(); }

 private:
  /// One integration of the flow.
  class Path : public DiagonalRun {
   public:
    Path(const Problem& problem, Eigen::MatrixXd basis, const DiagonalSpec& spec, FlowMethod method,
         double tolerance);
    void step() override;
    bool is_finite() const override { return followed_ && DiagonalRun::is_finite(); }
    bool is_spent() const override { return integrator_.is_spent(); }
    double attempts() const { return static_cast<double>(integrator_.attempts()); }
    using DiagonalRun::minus;
    using DiagonalRun::plus;
    using DiagonalRun::seen;

   private:
    FlowIntegrator integrator_;
    bool followed_ = true;
  };
  double further_error(const std::string& name) const override;

  Path path_, check_;
};

/// The same flow as an enclosure of the exact solution (FlowTube).
class DiagonalFlowBallRun : public DiagonalBallRun {
 public:
  /// As DiagonalBallRun. @param most_taylor_steps see FlowTube.
  DiagonalFlowBallRun(const Problem& problem, const DiagonalSpec& spec, unsigned digits,
                      std::int64_t most_taylor_steps);

  void step() override;
  bool is_spent() const override { return !is_finite() && tube_->is_spent(); }

 private:
  std::unique_ptr<BallField> field_;
  std::optional<FlowTube> tube_;
};

}  // namespace plumbline
