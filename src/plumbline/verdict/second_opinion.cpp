#include "plumbline/verdict/second_opinion.hpp"

#include <fmt/format.h>

#include <memory>

#include "plumbline/numeric/error.hpp"
#include "plumbline/verdict/ball_budget.hpp"
#include "plumbline/verdict/conclusion_watch.hpp"
#include "plumbline/verdict/observation.hpp"

namespace plumbline {
namespace {

/// The comparison of `worst` on a ball run of so many digits.
RunOutcome compare_again(const RunUnderCheck& run, std::size_t conclusion, const WorstCase& worst,
                         unsigned digits) {
  const PrecisionScope precision(digits);
  const Quantities& quantities = run.problem.quantities(digits);
  const Setting& setting = run.request.at.setting;
  const std::unique_ptr<ObservedRun> balls = make_ball_run(run, digits);
  RunEnvironment environment(run.theorem, quantities, setting, *balls);
  ConclusionWatch watch(run.theorem.conclusions[conclusion], environment, setting.depth, run.run_index,
                        Rigor::kEnclosed);
  const auto t = worst.at.find("t");
  const std::int64_t last = t == worst.at.end() ? 0 : t->second;
  if (last > 0) watch.remember_start(worst.at);
  while (balls->steps_taken() < last && balls->is_finite()) {
    balls->step();
    environment.arrive();
  }
  if (!balls->is_finite()) return {};  // these digits do not reach so far
  watch.compare_at(worst.at);
  return watch.finish();
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
  const auto t = first.at.find("t");
  const std::int64_t steps = t == first.at.end() ? 0 : t->second;
  for (; ball_run_is_affordable(run, digits, steps); digits *= 2) {
    const RunOutcome again = compare_again(run, conclusion, first, digits);
    if (!again.worst || again.truth == Truth::kUnknown) continue;
    const WorstCase& second = *again.worst;
    const bool exclude = disjoint(first.observed, second.observed) || disjoint(first.bound, second.bound);
    if (rigorous && (again.truth == Truth::kTrue || exclude)) {
      throw InternalError(fmt::format("two evaluators disagree on '{}' (run {}, t = {}): {}",
                                      run.theorem.conclusions[conclusion].name, run.run_index, steps,
                                      both(first, second, digits)));
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
  outcome.unconfirmed = fmt::format("not confirmed by ball arithmetic: {}", ball_budget_text());
}

}  // namespace plumbline
