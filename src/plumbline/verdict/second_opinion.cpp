#include "plumbline/verdict/second_opinion.hpp"

#include <fmt/format.h>

#include <memory>

#include "plumbline/network/plain_network.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/training/enclosed_run.hpp"
#include "plumbline/verdict/ball_budget.hpp"
#include "plumbline/verdict/conclusion_watch.hpp"
#include "plumbline/verdict/observation.hpp"
#include "plumbline/verdict/start_observables.hpp"

namespace plumbline {
namespace {

/// The step that a comparison speaks of.
std::int64_t step_of(const WorstCase& worst) {
  const auto t = worst.at.find("t");
  return t == worst.at.end() ? 0 : t->second;
}

/// The comparison of `worst` on another run, premises included; nothing known where that run does not reach.
RunOutcome compare_on(ObservedRun& other, const RunUnderCheck& run, std::size_t index, const WorstCase& worst,
                      const Quantities& quantities) {
  if (run.request.stop != nullptr) run.request.stop->check();
  const Setting& setting = run.request.at.setting;
  const Conclusion& conclusion = run.theorem.conclusions[index];
  RunEnvironment environment(run.theorem, quantities, setting, other);
  ConclusionWatch watch(conclusion, environment, setting.depth, run.run_index, Rigor::kEnclosed);
  if (has_premises(conclusion)) watch.require(Premise(run.theorem, conclusion, environment, setting.depth));
  const std::int64_t last = step_of(worst);
  if (last > 0) remember_start(run.theorem, conclusion, environment, setting.depth);
  watch.pass(0);
  while (other.steps_taken() < last && other.is_finite()) {
    if (run.request.stop != nullptr) run.request.stop->check();
    other.step();
    environment.arrive();
    if (!conclusion.given_before.empty() || other.steps_taken() == last) watch.pass(other.steps_taken());
  }
  if (!other.is_finite()) return {};
  watch.compare_at(worst.at);
  return watch.finish();
}

/// On a ball run of so many digits. `spent`: ObservedRun::is_spent.
RunOutcome compare_in_balls(const RunUnderCheck& run, std::size_t index, const WorstCase& worst,
                            unsigned digits, bool& spent) {
  const PrecisionScope precision(digits);
  const std::unique_ptr<ObservedRun> balls = make_ball_run(run, digits);
  RunOutcome again = compare_on(*balls, run, index, worst, run.problem.quantities(digits));
  spent = balls->is_spent();
  return again;
}

/// On the run in double with a proved radius; nothing known of runs that have none.
RunOutcome compare_enclosed(const RunUnderCheck& run, std::size_t index, const WorstCase& worst) {
  if (is_diagonal(run.theorem) || is_flow(run.theorem) || is_memorizing(run.theorem)) return {};
  const PrecisionScope precision(kWorkingDigits);
  const InitialisationSpec spec = initialisation_of(run);
  const ObservationNeeds needs = observation_needs(run.theorem);
  const ReducedProblem& problem = run.problem.reduced();
  if (is_plain(spec.scheme) && !initial_network(problem, spec, needs).exact_start) return {};
  EnclosedRun enclosed(problem, spec, run.request.at.eta, run.problem.quantities().loss_opt, needs,
                       run.threads);
  return compare_on(enclosed, run, index, worst, run.problem.quantities());
}

/// Steps of a ball run that cost as much: premises about every earlier step look at all pairs of layers
/// there.
std::int64_t effort(const RunUnderCheck& run, std::size_t index, std::int64_t steps) {
  const std::int64_t depth = run.request.at.setting.depth;
  return run.theorem.conclusions[index].given_before.empty() ? steps : steps * depth * depth;
}

bool disjoint(const Interval& a, const Interval& b) {
  return (less(a, b) || less(b, a)) == Truth::kTrue;
}

std::string both(const WorstCase& first, const WorstCase& second, unsigned digits) {
  return fmt::format("observed {} against bound {} at first, {} against {} in ball arithmetic of {} digits",
                     format_human(first.observed, 20), format_human(first.bound, 20),
                     format_human(second.observed, 20), format_human(second.bound, 20), digits);
}

}  // namespace

void seek_second_opinion(const RunUnderCheck& run, std::size_t conclusion, unsigned digits,
                         RunOutcome& outcome) {
  const WorstCase first = outcome.worst.value();
  const bool rigorous = outcome.how != Evidence::kSampled;
  const std::int64_t steps = step_of(first);
  const std::string& name = run.theorem.conclusions[conclusion].name;
  bool spent = false;
  for (; !spent && ball_run_is_affordable(run, digits, effort(run, conclusion, steps)); digits *= 2) {
    const RunOutcome again = compare_in_balls(run, conclusion, first, digits, spent);
    if (again.unclaimed) {
      const std::string text = fmt::format(
          "a premise of '{}' is true at first and false in ball arithmetic of {} digits", name, digits);
      if (rigorous) throw InternalError(fmt::format("run {}, t = {}: {}", run.run_index, steps, text));
      outcome.truth = Truth::kUnknown;
      outcome.message = text;
      return;
    }
    if (!again.worst || again.truth == Truth::kUnknown) continue;
    const WorstCase& second = *again.worst;
    const bool exclude = disjoint(first.observed, second.observed) || disjoint(first.bound, second.bound);
    if (rigorous && (again.truth == Truth::kTrue || exclude)) {
      throw InternalError(fmt::format("two evaluators disagree on '{}' (run {}, t = {}): {}", name,
                                      run.run_index, steps, both(first, second, digits)));
    }
    if (again.truth == Truth::kTrue) {
      outcome.truth = Truth::kUnknown;
      outcome.message =
          fmt::format("double refutes it, the exact run does not: {}", both(first, second, digits));
      return;
    }
    outcome.witness = Witness{digits, second.observed, second.bound};
    return;
  }
  const std::string unconfirmed =
      fmt::format("not confirmed by ball arithmetic: {}", ball_budget_text(kMostWitnessDigits));
  if (rigorous) {
    outcome.unconfirmed = unconfirmed;
    return;
  }
  // What double shows without a proved radius refutes nothing by itself: it may be rounding that grew.
  const RunOutcome again = compare_enclosed(run, conclusion, first);
  if (again.truth == Truth::kFalse && again.worst) {
    outcome.witness = Witness{0, again.worst->observed, again.worst->bound};
    return;
  }
  outcome.truth = Truth::kUnknown;
  outcome.message =
      fmt::format("double refutes it at t = {}, and nothing rigorous does: {}; a proved radius {}", steps,
                  unconfirmed, again.truth == Truth::kTrue ? "shows the contrary" : "does not decide it");
}

}  // namespace plumbline
