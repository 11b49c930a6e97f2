#include "plumbline/verdict/claim_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/verdict/observation.hpp"

namespace plumbline {
namespace {

constexpr unsigned kWorkingDigits = 40;

bool observes(const Expression& expression) {
  const auto& known = functions();
  for (const std::string& name : calls_of(expression)) {
    if (!known.contains(name)) return true;
  }
  return false;
}

/// log10(large/small) where the claim says small ≤ large; nothing when the ratio means nothing.
std::optional<double> log10_ratio(const Interval& small, const Interval& large) {
  if (!is_finite(small) || !is_finite(large)) return std::nullopt;
  if (less_equal(small, Interval(0)) == Truth::kTrue || contains_zero(small)) return std::nullopt;
  if (less(Interval(0), large) != Truth::kTrue) return std::nullopt;
  const double value = approx_midpoint(log_of(large / small) / log_of(Interval(10)));
  return std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

/// One conclusion followed along one run.
class ConclusionWatch {
 public:
  ConclusionWatch(const Conclusion& conclusion, const RunEnvironment& environment, std::int64_t depth,
                  std::int64_t run_index)
      : conclusion_(conclusion),
        quantifier_(conclusion, environment, depth),
        evaluator_(conclusion.claim, environment),
        run_index_(run_index) {}

  void compare(std::int64_t step) {
    for (const Binding& binding : quantifier_.at(step)) {
      const ClaimValue value = evaluator_.evaluate(binding);
      ++comparisons_;
      outcome_.steps = step;
      if (value.truth == Truth::kFalse && !violated_) note_violation(value, binding);
      if (value.truth == Truth::kUnknown && !unknown_) note_unknown(value, binding);
      if (!violated_) consider(value, binding);
    }
  }

  void note_lost(std::int64_t step) {
    if (!violated_ && !unknown_) {
      unknown_ = true;
      outcome_.message = fmt::format("the run left double's range at t = {}", step);
    }
  }

  /// A violation has been found: nothing later in the run can change the outcome.
  bool settled() const { return violated_; }

  RunOutcome finish() {
    if (violated_) {
      outcome_.truth = Truth::kFalse;
    } else if (unknown_ || comparisons_ == 0) {
      if (comparisons_ == 0) outcome_.message = "the quantifier leaves nothing to compare within the run";
    } else {
      outcome_.truth = Truth::kTrue;
    }
    return std::move(outcome_);
  }

 private:
  WorstCase describe(const ClaimValue& value, const Binding& binding) const {
    const Relation relation = conclusion_.claim.relations[value.decisive];
    const Expression& left = *conclusion_.claim.terms[value.decisive];
    const Expression& right = *conclusion_.claim.terms[value.decisive + 1];
    const bool upper = relation == Relation::kLess || relation == Relation::kLessEqual;
    WorstCase worst;
    worst.seed = run_index_;
    worst.at = binding;
    worst.log10_slack = upper ? log10_ratio(value.left, value.right) : log10_ratio(value.right, value.left);
    // The side with an observable is the observed one; where both have one, the left.
    const bool swap = !observes(left) && observes(right);
    worst.observed = swap ? value.right : value.left;
    worst.bound = swap ? value.left : value.right;
    worst.relation = swap ? flipped(relation) : to_string(relation);
    return worst;
  }

  static std::string flipped(Relation relation) {
    switch (relation) {
      case Relation::kLess: return ">";
      case Relation::kLessEqual: return ">=";
      case Relation::kGreater: return "<";
      case Relation::kGreaterEqual: return "<=";
      default: return to_string(relation);
    }
  }

  void note_violation(const ClaimValue& value, const Binding& binding) {
    violated_ = true;
    outcome_.worst = describe(value, binding);
    outcome_.message.clear();
    if (less(outcome_.worst->bound, Interval(0)) == Truth::kTrue &&
        less_equal(Interval(0), outcome_.worst->observed) == Truth::kTrue) {
      outcome_.message =
          "the bound is negative where the observed value is not: the claimed factor is <= 0";
    }
  }

  void note_unknown(const ClaimValue& value, const Binding& binding) {
    unknown_ = true;
    const auto t = binding.find("t");
    const std::string where = t == binding.end() ? "" : fmt::format("from t = {} on, ", t->second);
    const WorstCase now = describe(value, binding);
    outcome_.message = fmt::format(
        "{}double cannot tell the observed {} from the bound {}", where, format_human(now.observed),
        format_human(now.bound));
  }

  /// Keeps the comparison of least slack. Identities (overlapping sides decided by form, such as t = 0) and
  /// slacks that are no number count only while there is nothing better.
  void consider(const ClaimValue& value, const Binding& binding) {
    const Relation relation = conclusion_.claim.relations[value.decisive];
    const bool upper = relation == Relation::kLess || relation == Relation::kLessEqual;
    const Truth plain = upper ? less_equal(value.left, value.right) : less_equal(value.right, value.left);
    const bool meaningful = value.truth == Truth::kTrue && plain == Truth::kTrue;
    WorstCase candidate = describe(value, binding);
    if (!outcome_.worst) {
      worst_is_meaningful_ = meaningful && candidate.log10_slack;
      outcome_.worst = std::move(candidate);
      return;
    }
    if (!meaningful || !candidate.log10_slack) return;
    if (!worst_is_meaningful_ || *candidate.log10_slack < *outcome_.worst->log10_slack) {
      worst_is_meaningful_ = true;
      outcome_.worst = std::move(candidate);
    }
  }

  const Conclusion& conclusion_;
  Quantifier quantifier_;
  ClaimEvaluator evaluator_;
  std::int64_t run_index_;
  std::int64_t comparisons_ = 0;
  bool violated_ = false;
  bool unknown_ = false;
  bool worst_is_meaningful_ = false;
  RunOutcome outcome_;
};

}  // namespace

std::vector<RunOutcome> run_and_compare(const Theorem& theorem, const PreparedProblem& problem,
                                        const CheckRequest& request, std::int64_t run_index,
                                        std::int64_t steps, bool end_at_floor) {
  const PrecisionScope precision(kWorkingDigits);
  const Setting& setting = request.at.setting;
  const Quantities& quantities = problem.quantities();
  InitialisationSpec spec;
  spec.scheme = scheme_from_name(theorem.init);
  spec.depth = setting.depth;
  spec.width = setting.width;
  spec.seed = request.seed;
  spec.run = static_cast<std::uint64_t>(run_index);
  SampledRun run(problem.reduced(), spec, request.at.eta, quantities.loss_opt, observation_needs(theorem));
  RunEnvironment environment(theorem, quantities, setting, run);

  std::vector<ConclusionWatch> watches;
  watches.reserve(theorem.conclusions.size());
  for (const Conclusion& conclusion : theorem.conclusions) {
    watches.emplace_back(conclusion, environment, setting.depth, run_index);
  }
  for (ConclusionWatch& watch : watches) watch.compare(0);
  for (std::int64_t t = 1; t <= steps; ++t) {
    run.step();
    if (!run.is_finite()) {
      for (ConclusionWatch& watch : watches) watch.note_lost(t);
      break;
    }
    if (end_at_floor && run.at_floor()) break;
    environment.arrive();
    for (ConclusionWatch& watch : watches) watch.compare(t);
    if (std::all_of(watches.begin(), watches.end(), [](const auto& watch) { return watch.settled(); })) break;
  }
  std::vector<RunOutcome> outcomes;
  outcomes.reserve(watches.size());
  for (ConclusionWatch& watch : watches) outcomes.push_back(watch.finish());
  return outcomes;
}

}  // namespace plumbline
