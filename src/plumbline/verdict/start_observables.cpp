#include "plumbline/verdict/start_observables.hpp"

#include <vector>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/decimal.hpp"
#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/theorem/functions.hpp"
#include "plumbline/verdict/quantifier.hpp"

namespace plumbline {
namespace {

/// Calls of observables whose step is the number 0.
void collect(const ExpressionPtr& expression, std::vector<ExpressionPtr>& found) {
  const bool observed =
      expression->kind == Expression::Kind::kCall && !functions().contains(expression->text);
  if (observed && !expression->operands.empty()) {
    const Expression& step = *expression->operands.back();
    if (step.kind == Expression::Kind::kNumber && whole_number(step.text) == 0) found.push_back(expression);
  }
  for (const ExpressionPtr& operand : expression->operands) collect(operand, found);
}

void observe_all(const std::vector<ExpressionPtr>& calls, const SourceText& source,
                 const RunEnvironment& environment, const std::vector<Binding>& layers) {
  for (const ExpressionPtr& call : calls) {
    ClaimEvaluator both({source, {call, call}, {Relation::kEqual}}, environment);
    for (const Binding& binding : layers) {
      try {
        both.evaluate(binding);
      } catch (
          const InputError&) {  // layers that a condition on t excludes: whoever does ask for them is told
      }
    }
  }
}

}  // namespace

void remember_start(const Theorem& theorem, const Conclusion& conclusion, const RunEnvironment& environment,
                    std::int64_t depth) {
  std::vector<ExpressionPtr> calls;
  for (const ExpressionPtr& expression : expressions_behind(conclusion, theorem)) collect(expression, calls);
  observe_all(calls, conclusion.claim.source, environment,
              Quantifier(conclusion, environment, depth).layers());
  for (const auto* names : {&conclusion.given_named, &conclusion.given_before}) {
    for (const std::string& name : *names) {
      if (const Conclusion* premise = find_named(theorem, name)) {
        remember_start(theorem, *premise, environment, depth);
      }
    }
  }
}

}  // namespace plumbline
