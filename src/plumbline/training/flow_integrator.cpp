#include "plumbline/training/flow_integrator.hpp"

#include <algorithm>
#include <boost/numeric/odeint/stepper/bulirsch_stoer.hpp>
#include <boost/numeric/odeint/stepper/controlled_runge_kutta.hpp>
#include <boost/numeric/odeint/stepper/generation.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_fehlberg78.hpp>
#include <cmath>

namespace plumbline {
namespace {

namespace odeint = boost::numeric::odeint;
using State = std::vector<double>;

/// Of a whole run: some minutes of a small network.
constexpr std::int64_t kMostAttempts = 1'000'000;
/// Steps below it no longer move the time.
constexpr double kShortest = 0x1p-48;

}  // namespace

bool FlowIntegrator::is_spent() const {
  return attempts_ == kMostAttempts;
}

template <class Stepper>
bool FlowIntegrator::advance_by(Stepper stepper, const FlowField& field, std::vector<double>& x) {
  const auto system = [&field](const State& at, State& slope, double) { field(at, slope); };
  double time = 0.0;
  while (time < 1.0) {
    if (is_spent() || !(length_ > kShortest)) return false;
    ++attempts_;
    const double left = 1.0 - time;
    const bool last = length_ >= left;
    double step = last ? left : length_;
    const bool accepted = stepper.try_step(system, x, time, step) == odeint::success;
    if (accepted && last) time = 1.0;
    // What was cut short by the end says little about the length of the next step.
    length_ = accepted && last ? std::max(length_, step) : step;
  }
  return std::all_of(x.begin(), x.end(), [](double entry) { return std::isfinite(entry); });
}

bool FlowIntegrator::advance(const FlowField& field, std::vector<double>& x) {
  if (method_ == FlowMethod::kFehlberg78) {
    return advance_by(odeint::make_controlled<odeint::runge_kutta_fehlberg78<State>>(tolerance_, tolerance_),
                      field, x);
  }
  return advance_by(odeint::bulirsch_stoer<State>(tolerance_, tolerance_), field, x);
}

}  // namespace plumbline
