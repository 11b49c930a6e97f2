#include "plumbline/verdict/observation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

/// Whether a call of `name` with a layer index i that may be 1 occurs (any i that is not a number above 1).
bool may_touch_first_layer(const Expression& expression, const std::string& name) {
  if (expression.kind == Expression::Kind::kCall && expression.text == name) {
    const Expression& index = *expression.operands.at(1);
    if (index.kind != Expression::Kind::kNumber || index.text == "1") return true;
  }
  return std::any_of(expression.operands.begin(), expression.operands.end(),
                     [&](const ExpressionPtr& operand) { return may_touch_first_layer(*operand, name); });
}

}  // namespace

ObservationNeeds observation_needs(const Theorem& theorem) {
  ObservationNeeds needs;
  for (const Conclusion& conclusion : theorem.conclusions) {
    const std::set<std::string> calls = calls_of(conclusion.claim);
    for (const ObservableInfo& observable : observable_table()) {
      if (!calls.contains(observable.name)) continue;
      needs.initial_weights |= observable.needs.initial_weights;
      if (!observable.needs.whole_first_layer) continue;
      for (const ExpressionPtr& term : conclusion.claim.terms) {
        needs.whole_first_layer |= may_touch_first_layer(*term, observable.name);
      }
    }
  }
  return needs;
}

RunEnvironment::RunEnvironment(const Theorem& theorem, const Quantities& quantities, const Setting& setting,
                               const SampledRun& run)
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
      "{} at step {}: only the current step t, step 0 (if the claim also covers t = 0) and past losses can be "
      "observed",
      name, step));
}

}  // namespace plumbline
