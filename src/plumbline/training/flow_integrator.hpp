// Differential equations in double with error control (Boost.Odeint).
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace plumbline {

/// dxdt = f(x); the two have the same size.
using FlowField = std::function<void(const std::vector<double>& x, std::vector<double>& dxdt)>;

enum class FlowMethod {
  kFehlberg78,    ///< Runge–Kutta–Fehlberg 7(8)
  kBulirschStoer  ///< extrapolation of midpoint rules, of variable order
};

/// Integrates x' = f(x) from one unit of time to the next. The error of a step, not of the solution, is kept
/// below tolerance·(|x| + 1) in every entry.
class FlowIntegrator {
 public:
  FlowIntegrator(FlowMethod method, double tolerance) : method_(method), tolerance_(tolerance) {}

  /// One unit of time. False if that takes more attempts at a step than the run may make, or x is not finite
  /// any more.
  bool advance(const FlowField& field, std::vector<double>& x);
  /// Whether the attempts that a run may make have been made.
  bool is_spent() const;
  /// Attempts at a step so far.
  std::int64_t attempts() const { return attempts_; }

 private:
  template <class Stepper>
  bool advance_by(Stepper stepper, const FlowField& field, std::vector<double>& x);

  FlowMethod method_;
  double tolerance_;
  double length_ = 0x1p-6;  ///< of the next step
  std::int64_t attempts_ = 0;
};

}  // namespace plumbline
