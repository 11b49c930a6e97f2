#include "plumbline/verdict/conclusion_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace plumbline {
namespace {

/// log10(large/small) where the claim says small ≤ large; nothing when the ratio means nothing.
std::optional<double> log10_ratio(const Interval& small, const Interval& large) {
  if (!is_finite(small) || !is_finite(large)) return std::nullopt;
  if (less_equal(small, Interval(0)) == Truth::kTrue || contains_zero(small)) return std::nullopt;
  if (less(Interval(0), large) != Truth::kTrue) return std::nullopt;
  const double value = approx_midpoint(log_of(large / small) / log_of(Interval(10)));
  return std::isfinite(value) ? std::optional<double>(value) : std::nullopt;
}

std::string flipped(Relation relation) {
  switch (relation) {
    case Relation::kLess:
      return ">";
    case Relation::kLessEqual:
      return ">=";
    case Relation::kGreater:
      return "<";
    case Relation::kGreaterEqual:
      return "<=";
    default:
      return to_string(relation);
  }
}

}  // namespace

ConclusionWatch::ConclusionWatch(const Conclusion& conclusion, const RunEnvironment& environment,
                                 std::int64_t depth, std::int64_t run_index, Rigor rigor)
    : conclusion_(conclusion),
      environment_(environment),
      quantifier_(conclusion, environment, depth),
      evaluator_(conclusion.claim, environment),
      rate_(rate_claim(conclusion)),
      floor_(floor_claim(conclusion)),
      run_index_(run_index),
      rigor_(rigor) {}

void ConclusionWatch::compare(std::int64_t step) {
  if (settled()) return;  // a proof for all later t stands, whatever double can still tell
  pass(step);
  for (const Binding& binding : quantifier_.at(step)) {
    compare_at(binding);
    if (violated_) return;
  }
}

void ConclusionWatch::pass(std::int64_t step) {
  if (premise_) premise_->arrive(step);
}

void ConclusionWatch::compare_at(const Binding& binding) {
  const auto step = binding.find("t");
  outcome_.steps = step == binding.end() ? 0 : step->second;
  const Truth premise = premise_ ? premise_->at(binding) : Truth::kTrue;
  if (premise == Truth::kFalse) {
    ++unclaimed_;
    return;
  }
  const ClaimValue value = evaluator_.evaluate(binding);
  ++comparisons_;
  if (value.truth == Truth::kFalse && premise == Truth::kTrue) {
    note_violation(value, binding);
    return;
  }
  if (value.truth == Truth::kFalse && !unknown_) {
    unknown_ = true;
    outcome_.message = "a premise is undecided where the claim is false";
    return;
  }
  if (value.truth == Truth::kUnknown && !unknown_) note_unknown(value, binding);
  consider(value, binding);
}

bool ConclusionWatch::wants_certificate() const {
  return rate_ && !settled() && !unknown_;
}

void ConclusionWatch::consider_certificate(const ConvergenceCertificate& certificate) {
  if (!wants_certificate() || !certificate.proved || outcome_.steps != certificate.state.step) return;
  if (extends(*rate_, certificate.contraction, environment_) == Truth::kTrue) {
    outcome_.settled_by = SettledBy{certificate.state.step, certificate.contraction};
  }
}

std::optional<Interval> ConclusionWatch::wanted_floor() const {
  if (!floor_ || settled() || unknown_) return std::nullopt;
  return evaluate(*floor_->floor, environment_);
}

void ConclusionWatch::consider_floor(const LossFloor& floor) {
  if (!floor_ || settled() || unknown_ || outcome_.steps != floor.from) return;
  if (settles(*floor_, floor, environment_) == Truth::kTrue) outcome_.settled_by = SettledBy{floor.from, {}};
}

void ConclusionWatch::note_lost(std::int64_t step, std::int64_t last, bool spent) {
  if (settled() || unknown_) return;
  std::int64_t missed = step;
  while (missed <= last && quantifier_.at(missed).empty()) ++missed;
  if (missed > last) return;  // the conclusion does not speak of what was lost
  outcome_.lost = true;
  unknown_ = true;
  const std::string how = spent ? "the steps that the integration may take were taken before"
                                : fmt::format("the run left double's range{} at",
                                              rigor_ == Rigor::kSampled ? "" : ", or its proved radius did,");
  outcome_.message = fmt::format("{} t = {}", how, step);
}

bool ConclusionWatch::settled() const {
  const bool over_t = conclusion_.quantified.contains("t");
  return violated_ || outcome_.settled_by || (!over_t && comparisons_ + unclaimed_ > 0);
}

/// In sampled arithmetic nothing is proved. Enclosures settle a claim that speaks of t = 0 alone, and a
/// violation; a claim about every t needs its certificate.
Evidence ConclusionWatch::evidence() const {
  if (rigor_ == Rigor::kSampled) return Evidence::kSampled;
  const bool all_of_it = outcome_.settled_by || !conclusion_.quantified.contains("t");
  return all_of_it && !violated_ ? Evidence::kProved : Evidence::kEnclosed;
}

RunOutcome ConclusionWatch::finish() {
  if (violated_) {
    outcome_.truth = Truth::kFalse;
  } else if (comparisons_ == 0 && unclaimed_ > 0 && !unknown_) {
    outcome_.truth = Truth::kTrue;
    outcome_.unclaimed = true;
  } else if (unknown_ || comparisons_ == 0) {
    if (comparisons_ == 0 && !outcome_.lost)
      outcome_.message = "the quantifier leaves nothing to compare within the run";
  } else {
    outcome_.truth = Truth::kTrue;
  }
  outcome_.how = evidence();
  if (outcome_.worst && outcome_.worst->at.contains("t")) {
    curve_.mark(outcome_.worst->at.at("t"), outcome_.worst->observed, outcome_.worst->bound);
  }
  outcome_.curve = curve_.finish();
  return std::move(outcome_);
}

WorstCase ConclusionWatch::describe(const ClaimValue& value, const Binding& binding) {
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
  const auto t = binding.find("t");
  curve_.add(t == binding.end() ? 0 : t->second, worst.observed, worst.bound, worst.log10_slack);
  return worst;
}

void ConclusionWatch::note_violation(const ClaimValue& value, const Binding& binding) {
  violated_ = true;
  outcome_.worst = describe(value, binding);
  outcome_.message.clear();
  if (less(outcome_.worst->bound, Interval(0)) == Truth::kTrue &&
      less_equal(Interval(0), outcome_.worst->observed) == Truth::kTrue) {
    outcome_.message = "the bound is negative where the observed value is not: the claimed factor is <= 0";
  }
}

void ConclusionWatch::note_unknown(const ClaimValue& value, const Binding& binding) {
  unknown_ = true;
  const auto t = binding.find("t");
  const std::string where = t == binding.end() ? "" : fmt::format("from t = {} on, ", t->second);
  const WorstCase now = describe(value, binding);
  outcome_.message = fmt::format("{}{} cannot tell the observed {} from the bound {}", where,
                                 rigor_ == Rigor::kSampled ? "double" : "the proved radius",
                                 format_human(now.observed), format_human(now.bound));
}

/// Keeps the comparison of least slack. Identities (overlapping sides decided by form, such as t = 0) and
/// slacks that are no number count only while there is nothing better.
void ConclusionWatch::consider(const ClaimValue& value, const Binding& binding) {
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

}  // namespace plumbline
