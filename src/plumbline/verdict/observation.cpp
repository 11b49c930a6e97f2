#include "plumbline/verdict/observation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/decimal.hpp"

namespace plumbline {
namespace {

/// Whether a call of `name` with a layer index i that may be 1 occurs (any i that is not another number).
bool may_touch_first_layer(const Expression& expression, const std::string& name) {
  if (expression.kind == Expression::Kind::kCall && expression.text == name) {
    const Expression& index = *expression.operands.at(1);
    if (index.kind != Expression::Kind::kNumber || whole_number(index.text) == 1) return true;
  }
  return std::any_of(expression.operands.begin(), expression.operands.end(),
                     [&](const ExpressionPtr& operand) { return may_touch_first_layer(*operand, name); });
}

}  // namespace

std::vector<ExpressionPtr> expressions_behind(const Conclusion& conclusion, const Theorem& theorem) {
  std::vector<ExpressionPtr> expressions;
  std::set<std::string> names;
  const auto add = [&](const Claim& claim) {
    for (const ExpressionPtr& term : claim.terms) expressions.push_back(term);
    names.merge(symbols_of(claim));
  };
  add(conclusion.claim);
  for (const Claim& premise : conclusion.given) add(premise);
  for (auto let = theorem.lets.rbegin(); let != theorem.lets.rend(); ++let) {  // a let uses earlier ones
    if (!names.contains(let->name)) continue;
    expressions.push_back(let->value);
    names.merge(symbols_of(*let->value));
  }
  return expressions;
}

ObservationNeeds observation_needs(const Theorem& theorem) {
  ObservationNeeds needs;
  std::vector<const Conclusion*> all;
  for (const Conclusion& premise : theorem.premises) all.push_back(&premise);
  for (const Conclusion& conclusion : theorem.conclusions) all.push_back(&conclusion);
  for (const Conclusion* conclusion : all) {
    for (const ExpressionPtr& expression : expressions_behind(*conclusion, theorem)) {
      const std::set<std::string> calls = calls_of(*expression);
      for (const ObservableInfo& observable : observable_table()) {
        if (!calls.contains(observable.name)) continue;
        ObservationNeeds own = observable.needs;
        // Of a product, it only counts whether it begins with the first layer.
        if (own.whole_first_layer && observable.layer_indices == 2) {
          own.whole_first_layer = may_touch_first_layer(*expression, observable.name);
        }
        needs |= own;
      }
    }
  }
  return needs;
}

RunEnvironment::RunEnvironment(const Theorem& theorem, const Quantities& quantities, const Setting& setting,
                               const ObservedRun& run)
    : SettingEnvironment(theorem, quantities, setting), run_(run) {
  arrive();
}

void RunEnvironment::arrive() {
  if (losses_.size() == 1) initial_ = std::move(current_);
  current_.clear();
  losses_.push_back(run_.observe("loss", {}));
}

Interval RunEnvironment::observe(const std::string& name, const std::vector<std::int64_t>& arguments) const {
  const std::int64_t step = arguments.back();
  if (name == "loss" && step >= 0 && step < static_cast<std::int64_t>(losses_.size())) {
    return losses_[static_cast<std::size_t>(step)];
  }
  const Key key{name, {arguments.begin(), arguments.end() - 1}};
  if (step == run_.steps_taken()) {
    const auto found = current_.find(key);
    if (found != current_.end()) return found->second;
    return current_.emplace(key, run_.observe(name, key.second)).first->second;
  }
  const auto found = initial_.find(key);
  if (step == 0 && found != initial_.end()) return found->second;
  throw InputError(fmt::format(
      "{} at step {}: only the current step t, step 0 and past losses can be observed", name, step));
}

}  // namespace plumbline
