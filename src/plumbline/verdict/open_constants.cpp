#include "plumbline/verdict/open_constants.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/verdict/constant_watch.hpp"

namespace plumbline {
namespace {

bool hypotheses_depend_on(const Theorem& theorem, const std::string& constant) {
  return std::any_of(theorem.hypotheses.begin(), theorem.hypotheses.end(),
                     [&](const Hypothesis& h) { return depends_on(theorem, h.claim, constant); });
}

/// The most runs that may exclude a value without refuting the conclusion.
std::int64_t runs_allowed_to_fail(const ConclusionResult& conclusion, std::int64_t runs, double level) {
  if (!conclusion.failure_probability_claimed) return 0;
  std::int64_t allowed = 0;
  while (allowed < runs &&
         refutes(allowed + 1, runs, *conclusion.failure_probability_claimed, level) != Truth::kTrue) {
    ++allowed;
  }
  return allowed;
}

/// The tighter of two ends: the larger of two least, the smaller of two most values.
void tighten(std::optional<Interval>& end, const Interval& other, bool is_least) {
  const bool tighter = !end || (is_least ? upper(other) > upper(*end) : lower(other) < lower(*end));
  if (tighter) end = other;
}

/// Ends that all but `spared` runs agree on; the runs that exclude most are spared.
void take_ends(std::vector<Interval> ends, std::int64_t spared, bool is_least, std::optional<Interval>& end) {
  std::sort(ends.begin(), ends.end(), [&](const Interval& a, const Interval& b) {
    return is_least ? upper(a) > upper(b) : lower(a) < lower(b);
  });
  if (static_cast<std::int64_t>(ends.size()) > spared) {
    tighten(end, ends[static_cast<std::size_t>(spared)], is_least);
  }
}

void add_conclusion(OpenConstantResult& result, const std::vector<std::vector<RunOutcome>>& outcomes,
                    std::size_t index, std::int64_t spared) {
  std::vector<Interval> least;
  std::vector<Interval> most;
  std::int64_t empty = 0;
  for (const auto& run : outcomes) {
    const auto range = run[index].constants.find(result.name);
    if (range == run[index].constants.end()) continue;
    if (range->second.empty) ++empty;
    if (range->second.least) least.push_back(*range->second.least);
    if (range->second.most) most.push_back(*range->second.most);
  }
  if (empty > spared) result.message = "no value that was tried is left";
  take_ends(std::move(least), spared, true, result.least);
  take_ends(std::move(most), spared, false, result.most);
}

bool probability_depends_on(const Theorem& theorem, const Conclusion& conclusion,
                            const std::string& constant) {
  if (!conclusion.probability) return false;
  Claim claim;
  claim.terms = {conclusion.probability};
  return depends_on(theorem, claim, constant);
}

/// A value is excluded when the failures refute the probability that it gives.
void add_probability(OpenConstantResult& result, const Theorem& theorem, const Conclusion& conclusion,
                     const Quantities& quantities, Setting setting, std::int64_t failures, std::int64_t runs,
                     double level) {
  const double stated = approx_midpoint(result.stated);
  if (!(stated > 0.0)) return;
  ConstantSearch search(stated);
  search.add([&](double value) {
    setting.constants[result.name] = exact(value);
    const SettingEnvironment environment(theorem, quantities, setting);
    const Interval delta = Interval(1) - evaluate(*conclusion.probability, environment);
    return refutes(failures, runs, delta, level) == Truth::kTrue;
  });
  const ConstantRange& range = search.range();
  if (range.empty) result.message = "no value that was tried is left";
  if (range.least) tighten(result.least, *range.least, true);
  if (range.most) tighten(result.most, *range.most, false);
}

void add_hypotheses(OpenConstantResult& result, const Theorem& theorem, const Quantities& quantities,
                    const Setting& setting) {
  const double stated = approx_midpoint(result.stated);
  if (!(stated > 0.0)) return;
  const ConstantRange speaks = range_of_hypotheses(theorem, result.name, stated, quantities, setting);
  if (speaks.empty) return;  // the theorem says nothing here, whatever the constant
  if (speaks.most && !speaks.least) {
    tighten(result.least, *speaks.most, true);
  } else if (speaks.least && !speaks.most) {
    tighten(result.most, *speaks.least, false);
  } else {
    result.message = "the hypotheses are true and a conclusion is false here for every value that was tried";
  }
}

}  // namespace

std::vector<OpenConstantResult> judge_open_constants(const Theorem& theorem, const PreparedProblem& problem,
                                                     const Setting& setting,
                                                     const std::vector<std::vector<RunOutcome>>& outcomes,
                                                     const std::vector<ConclusionResult>& conclusions,
                                                     double level) {
  const auto runs = static_cast<std::int64_t>(outcomes.size());
  const SettingEnvironment environment(theorem, problem.quantities(), setting);
  std::vector<OpenConstantResult> results;
  for (const std::string& name : open_constants(theorem)) {
    OpenConstantResult result;
    result.name = name;
    result.stated = environment.symbol(name);
    for (std::size_t i = 0; i < conclusions.size(); ++i) {
      if (depends_on(theorem, theorem.conclusions[i], name)) {
        add_conclusion(result, outcomes, i, runs_allowed_to_fail(conclusions[i], runs, level));
      } else if (conclusions[i].alone == Verdict::kViolated && hypotheses_depend_on(theorem, name)) {
        add_hypotheses(result, theorem, problem.quantities(), setting);
      }
      if (probability_depends_on(theorem, theorem.conclusions[i], name)) {
        add_probability(result, theorem, theorem.conclusions[i], problem.quantities(), setting,
                        conclusions[i].failures, runs, level);
      }
    }
    results.push_back(std::move(result));
  }
  return results;
}

bool hangs_on_open_constant(const Theorem& theorem, const Conclusion& conclusion) {
  const std::vector<std::string> names = open_constants(theorem);
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return depends_on(theorem, conclusion, name) || hypotheses_depend_on(theorem, name) ||
           probability_depends_on(theorem, conclusion, name);
  });
}

}  // namespace plumbline
