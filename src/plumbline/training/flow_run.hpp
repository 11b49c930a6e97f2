// A gradient flow of a deep linear network in double precision.
#pragma once

#include <cstdint>

#include "plumbline/training/flow_integrator.hpp"
#include "plumbline/training/sampled_run.hpp"

namespace plumbline {

/// W_i' = −∂ℓ/∂W_i, seen at the times 0, eta, 2 eta, … ("sampled"). Integrated twice, by two methods and to
/// two tolerances; what is observed of the tighter one is taken to be as uncertain as kFlowSafety times the
/// distance of the two (of the matrices that the value is a norm or a singular value of), beside what double
/// resolves.
class FlowRun : public SampledRun {
 public:
  /// As SampledRun. @param eta time from one observation to the next.
  FlowRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta, Interval loss_opt,
          const ObservationNeeds& needs);

  bool is_finite() const override { return followed_ && descent_.is_finite() && check_.is_finite(); }
  bool is_spent() const override { return integrator_.is_spent() || check_integrator_.is_spent(); }
  bool at_floor() const override;

 private:
  void advance() override;
  Interval residual_norm() const override;
  Interval singular_value(bool largest, bool whole, std::int64_t j, std::int64_t i) const override;
  Interval travel_of(std::int64_t layer) const override;
  Interval gradient_of(std::int64_t layer) const override;
  Interval eigenvalue_of_P(bool largest) const override;
  NearbyDoubles nearby_residual() const override;
  NearbyDoubles nearby_layer(std::int64_t layer) const override;

  /// The uncertainty of a matrix of this norm whose two versions differ by so much.
  double uncertainty(double difference, double norm) const;
  double layer_uncertainty(std::int64_t layer) const;

  FlowIntegrator integrator_, check_integrator_;
  GradientDescent check_;
  bool followed_ = true;
};

/// Tolerances of the two integrations, and the factor on their distance. The looser one errs about a hundred
/// times as much, so that their distance is already an estimate of a hundred times the error that matters.
inline constexpr double kFlowTolerance = 1e-13;
inline constexpr double kFlowCheckTolerance = 1e-11;
inline constexpr double kFlowSafety = 4.0;

}  // namespace plumbline
