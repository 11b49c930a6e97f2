#include "plumbline/theorem/evaluate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

Truth compare(Relation relation, const Interval& a, const Interval& b) {
  switch (relation) {
    case Relation::kLess:
      return less(a, b);
    case Relation::kLessEqual:
      return less_equal(a, b);
    case Relation::kGreater:
      return less(b, a);
    case Relation::kGreaterEqual:
      return less_equal(b, a);
    case Relation::kEqual:
      return equal(a, b);
    case Relation::kNotEqual:
      return !equal(a, b);
  }
  throw InternalError("compare: unknown relation");
}

/// Whether x R x is true.
bool is_reflexive(Relation relation) {
  return relation == Relation::kLessEqual || relation == Relation::kGreaterEqual ||
         relation == Relation::kEqual;
}

/// (hi - lo)/max(|lo|, |hi|) from the ends nearest to each other, not below 0; 2 where that is no number.
double relative_gap(const Interval& lo, const Interval& hi) {
  const Real a = upper(lo);
  const Real b = lower(hi);
  const Real larger = std::max<Real>(abs(a), abs(b));
  if (larger == 0) return 0.0;
  const double gap = static_cast<double>(Real((b - a) / larger));
  return std::isnan(gap) ? 2.0 : std::max(gap, 0.0);
}

}  // namespace

Interval evaluate(const Expression& expression, const Environment& environment) {
  ValueTable table(environment);
  return table.value(table.add(expression, nullptr));
}

ClaimEvaluator::ClaimEvaluator(const Claim& claim, const Environment& environment)
    : claim_(std::make_shared<const Claim>(claim)), table_(environment) {
  for (const ExpressionPtr& term : claim_->terms) terms_.push_back(table_.add(*term, &claim_->source));
}

ClaimValue ClaimEvaluator::evaluate(const std::map<std::string, std::int64_t>& bound) {
  table_.bind(bound);
  ClaimValue result;
  result.truth = Truth::kTrue;
  double least_slack = std::numeric_limits<double>::infinity();
  const std::size_t count = claim_->relations.size();
  for (std::size_t r = 0; r < count && result.truth != Truth::kFalse; ++r) {
    const Truth truth = decide(r);
    const bool first_false = truth == Truth::kFalse;
    const bool first_unknown = truth == Truth::kUnknown && result.truth == Truth::kTrue;
    if (first_false || first_unknown) {
      result.truth = truth;
      result.decisive = r;
    } else if (count > 1 && result.truth == Truth::kTrue && slack(r) < least_slack) {
      least_slack = slack(r);
      result.decisive = r;
    }
  }
  result.left = table_.value(terms_[result.decisive]);
  result.right = table_.value(terms_[result.decisive + 1]);
  return result;
}

Truth ClaimEvaluator::decide(std::size_t relation) {
  const std::size_t left = terms_[relation];
  const std::size_t right = terms_[relation + 1];
  const Interval& a = table_.value(left);
  const Interval& b = table_.value(right);
  const Truth truth = compare(claim_->relations[relation], a, b);
  if (truth != Truth::kUnknown || is_whole_line(a) || is_whole_line(b)) return truth;
  // Neither side is the whole line, so everything in both is defined and folding keeps their values.
  if (table_.folded(left) != table_.folded(right)) return Truth::kUnknown;
  return is_reflexive(claim_->relations[relation]) ? Truth::kTrue : Truth::kFalse;
}

double ClaimEvaluator::slack(std::size_t relation) {
  const Interval& a = table_.value(terms_[relation]);
  const Interval& b = table_.value(terms_[relation + 1]);
  switch (claim_->relations[relation]) {
    case Relation::kLess:
    case Relation::kLessEqual:
      return relative_gap(a, b);
    case Relation::kGreater:
    case Relation::kGreaterEqual:
      return relative_gap(b, a);
    case Relation::kEqual:
      return 0.0;
    case Relation::kNotEqual:
      return std::max(relative_gap(a, b), relative_gap(b, a));
  }
  throw InternalError("slack: unknown relation");
}

ClaimValue evaluate_claim(const Claim& claim, const Environment& environment,
                          const std::map<std::string, std::int64_t>& bound) {
  return ClaimEvaluator(claim, environment).evaluate(bound);
}

}  // namespace plumbline
