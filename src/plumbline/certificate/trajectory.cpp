#include "plumbline/certificate/trajectory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "plumbline/certificate/convergence.hpp"
#include "plumbline/certificate/stuck.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/training/enclosed_run.hpp"
#include "plumbline/training/gradient_descent.hpp"
#include "plumbline/training/product_norms.hpp"
#include "plumbline/training/step_cost.hpp"

namespace plumbline {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr unsigned kDigits = 40;
/// Share of what all steps cost that certificates may cost.
constexpr double kShare = 0.1;
/// Convergence is not tried for after so many steps: by then double is at its floor, or nothing converges.
constexpr std::int64_t kLastAttempt = 400;
/// Nor where the products of layers are only known to be below this: no contraction can be proved then.
constexpr double kLargestNorm = 1e6;

double squared(double x) {
  return x * x;
}

/// Fills in what a run shows as it goes.
class Recorder {
 public:
  Recorder(const TrajectoryRequest& request, Trajectory& trajectory, double initial_residual)
      : request_(request), trajectory_(trajectory), initial_residual_(initial_residual) {}

  double relative(double residual) const { return squared(residual / initial_residual_); }
  bool complete() const { return next_ == request_.snapshots.size(); }
  std::int64_t horizon() const { return request_.snapshots.back(); }

  void arrive(std::int64_t step, double residual) {
    const double loss = relative(residual);
    trajectory_.steps_run = step;
    if (on_curve(step)) trajectory_.curve.push_back({step, loss});
    if (!complete() && request_.snapshots[next_] == step) add(loss, loss, loss);
  }
  void add(double value, double low, double high) {
    trajectory_.snapshots.push_back({request_.snapshots[next_++], value, low, high});
  }
  void end(TrajectoryEnd end) {
    trajectory_.end = end;
    if (end != TrajectoryEnd::kDiverged) trajectory_.steps_saved = horizon() - trajectory_.steps_run;
  }

 private:
  const TrajectoryRequest& request_;
  Trajectory& trajectory_;
  double initial_residual_;
  std::size_t next_ = 0;
};

/// Whether a plot shows the same whatever the loss is between the bounds.
bool is_fixed(const Snapshot& snapshot, const TrajectoryRequest& request) {
  if (snapshot.high <= request.floor) return true;
  return snapshot.low > 0.0 && std::log10(snapshot.high / snapshot.low) <= request.resolution;
}

/// Bounds of the relative loss at a later step, by a convergence certificate made at or before `now`:
/// least ≤ ‖R⁺‖/‖R‖ ≤ q at every step, where least = 1 − hλ_max − second order is the mirror image of q.
Snapshot forecast(const ConvergenceCertificate& certificate, const Interval& relative_now, std::int64_t now,
                  std::int64_t step) {
  const Interval least = Interval(1) - certificate.curvature - certificate.second_order;
  const Interval most = certificate.contraction;
  const double high = upper_double(relative_now * power(square(most), step - now));
  const double factor = lower_double(least);
  const double low =
      factor > 0.0 ? std::max(lower_double(relative_now * power(square(exact(factor)), step - now)), 0.0)
                   : 0.0;
  return {step, low > 0.0 ? std::sqrt(low) * std::sqrt(high) : high, low, high};
}

/// A run, first with a proved radius while a certificate is looked for, then in double alone. Both are the
/// same doubles.
class Follower {
 public:
  Follower(const PreparedProblem& problem, const TrajectoryRequest& request, Trajectory& trajectory)
      : request_(request),
        trajectory_(trajectory),
        data_(problem.reduced()),
        form_(natural_form(data_, request.spec)),
        plain_(initialise(data_, request.spec, form_), data_.targets, request.eta) {}

  void follow();

 private:
  const GradientDescent& state() const { return enclosed_ ? enclosed_->descent() : plain_; }
  double cost() const {
    return flops_per_step(data_, request_.spec, form_) * static_cast<double>(request_.snapshots.back());
  }
  std::int64_t last_attempt() const;
  bool is_stuck(Recorder& recorder);
  bool converges(Recorder& recorder);
  bool is_at_floor(Recorder& recorder) const;
  void step();
  Interval excess() const { return enclosed_->observe("loss", {}); }  // of a run with ℓ* = 0

  const TrajectoryRequest& request_;
  Trajectory& trajectory_;
  const ReducedProblem& data_;
  Form form_;
  GradientDescent plain_;
  std::optional<EnclosedRun> enclosed_;  // while certificates are tried; then plain_ goes on from its state
  Interval initial_excess_;
  std::optional<ConvergenceCertificate> certificate_;
  std::int64_t next_attempt_ = 0, last_attempt_ = -1;
};

/// −1: none. The norms of all partial products of a dense network may be needed at every step.
std::int64_t Follower::last_attempt() const {
  if (!request_.certificates) return -1;
  if (form_ == Form::kReduced) return kLastAttempt;
  const double affordable = kShare * cost() / product_norms_flops(plain_.network());
  return affordable < 1.0 ? -1 : static_cast<std::int64_t>(std::min(affordable, double{kLastAttempt}));
}

bool Follower::is_stuck(Recorder& recorder) {
  const Network& network = plain_.network();
  const InitialisationSpec& spec = request_.spec;
  if (!request_.certificates || spec.scheme != Scheme::kGaussian) return false;
  if (spec.output_scale != OutputScale::kNormPreserving || !spec.train_first || !spec.train_last)
    return false;
  // The proof bounds the output by more than its norm now, and that must be small against the targets.
  if (!(plain_.pass().output.norm() < request_.resolution * data_.targets.norm())) return false;
  const StuckBound bound = stuck_until(network, data_.targets, request_.eta, request_.snapshots.back(),
                                       request_.resolution, kShare * cost());
  if (!bound.proved) return false;
  trajectory_.certificate =
      fmt::format("escape: relative loss in [{}, {}] for at least {} steps",
                  format_human(make_interval(lower(bound.relative_loss), lower(bound.relative_loss)), 6),
                  format_human(make_interval(upper(bound.relative_loss), upper(bound.relative_loss)), 6),
                  format_human(bound.iterations, 4));
  recorder.end(TrajectoryEnd::kStuck);
  while (!recorder.complete()) {
    recorder.add(1.0, lower_double(bound.relative_loss), upper_double(bound.relative_loss));
  }
  return true;
}

bool Follower::converges(Recorder& recorder) {
  if (!enclosed_) return false;
  const std::int64_t now = enclosed_->steps_taken();
  if (!certificate_ && now >= next_attempt_) {
    next_attempt_ = next_attempt(now);
    const ConvergenceCertificate tried = find_convergence(convergence_state(*enclosed_, request_.spec.width));
    if (tried.proved) certificate_ = tried;
  }
  if (!certificate_) return false;
  const Interval relative = excess() / initial_excess_;
  std::vector<Snapshot> later;
  for (const std::int64_t step : request_.snapshots) {
    if (step <= now) continue;
    later.push_back(forecast(*certificate_, relative, now, step));
    if (!is_fixed(later.back(), request_)) return false;
  }
  if (later.empty()) return false;
  trajectory_.certificate = fmt::format(
      "convergence, proved at t = {}: |R(t+1)| <= {} |R(t)| from there on", certificate_->state.step,
      format_human(make_interval(upper(certificate_->contraction), upper(certificate_->contraction)), 6));
  recorder.end(TrajectoryEnd::kConverged);
  for (const Snapshot& snapshot : later) recorder.add(snapshot.value, snapshot.low, snapshot.high);
  return true;
}

/// Only where what is left is below what a plot shows.
bool Follower::is_at_floor(Recorder& recorder) const {
  if (!request_.certificates || !state().at_floor()) return false;
  const double bound = recorder.relative(state().residual_resolution());
  if (!(bound <= request_.floor)) return false;
  recorder.end(TrajectoryEnd::kFloor);
  while (!recorder.complete()) recorder.add(bound, 0.0, bound);
  return true;
}

void Follower::step() {
  if (request_.stop != nullptr) request_.stop->check();
  if (enclosed_ &&
      (!enclosed_->is_finite() || (!certificate_ && enclosed_->steps_taken() >= last_attempt_))) {
    plain_ = enclosed_->descent();
    enclosed_.reset();
  }
  if (enclosed_) {
    enclosed_->step();
  } else {
    plain_.step();
  }
}

void Follower::follow() {
  const PrecisionScope precision(kDigits);
  trajectory_.network = form_ == Form::kDense
                            ? "dense"
                            : fmt::format("reduced, width {}", hidden_width(data_, request_.spec, form_));
  const double initial = plain_.residual_norm();
  if (!(initial > 0.0) || !plain_.is_finite()) {
    throw InputError(fmt::format("the initial loss is {}, expected a positive number", squared(initial) / 2));
  }
  trajectory_.initial_loss = squared(initial) / 2;
  Recorder recorder(request_, trajectory_, initial);
  recorder.arrive(0, initial);
  if (is_stuck(recorder)) return;
  last_attempt_ = last_attempt();
  if (last_attempt_ >= 0) {
    enclosed_.emplace(data_, request_.spec, request_.eta, Interval(0), ObservationNeeds{});
    initial_excess_ = excess();
    const bool hopeful = enclosed_->is_finite() &&
                         enclosed_->radius().bounds().any_product.value() < kLargestNorm &&
                         less(Interval(0), initial_excess_) == Truth::kTrue;
    if (!hopeful) enclosed_.reset();
  }
  while (!recorder.complete()) {
    if (converges(recorder) || is_at_floor(recorder)) return;
    step();
    if (!state().is_finite()) {
      recorder.end(TrajectoryEnd::kDiverged);
      while (!recorder.complete()) recorder.add(kInfinity, kInfinity, kInfinity);
      return;
    }
    recorder.arrive(state().steps_taken(), state().residual_norm());
  }
  recorder.end(TrajectoryEnd::kHorizon);
}

}  // namespace

std::string to_string(TrajectoryEnd end) {
  switch (end) {
    case TrajectoryEnd::kHorizon:
      return "horizon";
    case TrajectoryEnd::kConverged:
      return "converged";
    case TrajectoryEnd::kStuck:
      return "stuck";
    case TrajectoryEnd::kFloor:
      return "floor";
    case TrajectoryEnd::kDiverged:
      return "diverged";
  }
  throw InternalError("to_string: no such end of a trajectory");
}

bool on_curve(std::int64_t step) {
  constexpr std::int64_t kEvery = 20;
  if (step <= kEvery) return true;
  // The steps round(10^{k/20}): step is one when some k rounds to it.
  const double k = std::round(20.0 * std::log10(static_cast<double>(step)));
  return std::llround(std::pow(10.0, k / 20.0)) == step;
}

Trajectory follow_trajectory(const PreparedProblem& problem, const TrajectoryRequest& request) {
  Trajectory trajectory;
  trajectory.depth = request.spec.depth;
  trajectory.width = request.spec.width;
  trajectory.eta = request.eta;
  Follower(problem, request, trajectory).follow();
  return trajectory;
}

}  // namespace plumbline
