#include "plumbline/verdict/premise.hpp"

#include "plumbline/numeric/error.hpp"

namespace plumbline {

Premise::Named::Named(const Conclusion& conclusion, const RunEnvironment& environment, std::int64_t depth)
    : over_t(conclusion.quantified.contains("t")),
      quantifier(conclusion, environment, depth),
      evaluator(conclusion.claim, environment) {}

Truth Premise::Named::truth_at(std::int64_t step) {
  if (!over_t && step > 0) return now;
  Truth truth = Truth::kTrue;
  for (const Binding& binding : quantifier.at(step)) {
    truth = truth && evaluator.evaluate(binding).truth;
    if (truth == Truth::kFalse) break;
  }
  return truth;
}

std::vector<Premise::Named> Premise::find(const std::vector<std::string>& names, const Theorem& theorem,
                                          const RunEnvironment& environment, std::int64_t depth) {
  std::vector<Named> found;
  for (const std::string& name : names) {
    const Conclusion* conclusion = find_named(theorem, name);
    if (conclusion == nullptr) throw InternalError("Premise: there is no '" + name + "'");
    found.emplace_back(*conclusion, environment, depth);
  }
  return found;
}

Premise::Premise(const Theorem& theorem, const Conclusion& conclusion, const RunEnvironment& environment,
                 std::int64_t depth)
    : named_(find(conclusion.given_named, theorem, environment, depth)),
      named_before_(find(conclusion.given_before, theorem, environment, depth)) {
  for (const Claim& claim : conclusion.given) claims_.emplace_back(claim, environment);
}

void Premise::arrive(std::int64_t step) {
  for (Named& named : named_) named.now = named.truth_at(step);
  for (Named& named : named_before_) {
    if (step > 0) named.before = named.before && named.now;
    named.now = named.truth_at(step);
  }
}

Truth Premise::named() const {
  Truth truth = Truth::kTrue;
  for (const Named& named : named_) truth = truth && named.now;
  for (const Named& named : named_before_) truth = truth && named.before;
  return truth;
}

Truth Premise::at(const Binding& binding) {
  Truth truth = named();
  for (ClaimEvaluator& claim : claims_) {
    if (truth != Truth::kFalse) truth = truth && claim.evaluate(binding).truth;
  }
  return truth;
}

}  // namespace plumbline
