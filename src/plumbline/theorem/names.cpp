#include "plumbline/theorem/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "plumbline/problem/message_text.hpp"
#include "plumbline/theorem/decimal.hpp"
#include "plumbline/theorem/functions.hpp"
#include "plumbline/theorem/value_table.hpp"

namespace plumbline {
namespace {

using Kind = Expression::Kind;

/// Whether an argument of an observable is sure to be an integer: t, i, j, L and whole numbers with + - *.
bool is_integer_formula(const Expression& argument) {
  switch (argument.kind) {
    case Kind::kNumber:
      return whole_number(argument.text).has_value();
    case Kind::kSymbol:
      return argument.text == "L" || is_quantified_name(argument.text);
    case Kind::kNegate:
    case Kind::kAdd:
    case Kind::kSubtract:
    case Kind::kMultiply:
      return std::all_of(argument.operands.begin(), argument.operands.end(),
                         [](const ExpressionPtr& operand) { return is_integer_formula(*operand); });
    case Kind::kCall:
    case Kind::kDivide:
    case Kind::kPower:
      break;
  }
  return false;
}

bool is_zero(const Expression& argument) {
  return argument.kind == Kind::kNumber && whole_number(argument.text) == 0;
}

/// "loss(0)", "travel(i, 0)": an observable at step 0.
std::string usage_at_start(const Vocable& vocable) {
  std::string text = usage(vocable);
  text[text.size() - 2] = '0';  // …t)
  return text;
}

}  // namespace

struct NameChecker::Visit {
  const SourceText& source;
  const NameRules& rules;
  std::vector<std::string> messages;

  void report(const Expression& at, const std::string& message) {
    messages.push_back(point_at(source, at.position, message));
  }
};

NameChecker::NameChecker(const std::vector<Vocable>& vocables, std::set<std::string> own, std::string network,
                         std::string optimiser)
    : vocables_(vocables),
      own_(std::move(own)),
      network_(std::move(network)),
      optimiser_(std::move(optimiser)) {
  for (const Vocable& vocable : vocables_) {
    if (vocable.arguments < 0) symbols_.insert(vocable.name);
  }
}

std::vector<std::string> NameChecker::check(const Expression& expression, const SourceText& source,
                                            const NameRules& rules) const {
  Visit state{source, rules, {}};
  visit(expression, state);
  return std::move(state.messages);
}

void NameChecker::visit(const Expression& expression, Visit& state) const {
  if (expression.kind == Kind::kSymbol) visit_symbol(expression, state);
  if (expression.kind == Kind::kCall) visit_call(expression, state);
  std::size_t count = expression.operands.size();
  if (has_wrong_step(expression, state.rules)) --count;  // one message about the step is enough
  for (std::size_t k = 0; k < count; ++k) visit(*expression.operands[k], state);
}

bool NameChecker::has_wrong_step(const Expression& expression, const NameRules& rules) const {
  if (expression.kind != Kind::kCall || rules.observables != Observables::kAtStart) return false;
  const Vocable* vocable = find_vocable(vocables_, expression.text);
  return vocable != nullptr && vocable->arguments == static_cast<int>(expression.operands.size()) &&
         !is_zero(*expression.operands.back());
}

void NameChecker::visit_symbol(const Expression& symbol, Visit& state) const {
  const std::string& name = symbol.text;
  const Vocable* vocable = find_vocable(vocables_, name);
  const auto function = functions().find(name);
  if (vocable != nullptr && !network_.empty() && !means_something(*vocable, network_)) {
    state.report(symbol, fmt::format("'{}' means nothing for the network '{}'", name, network_));
  } else if (state.rules.symbols.contains(name) || state.rules.quantified.contains(name)) {
    return;
  } else if (vocable != nullptr && vocable->arguments >= 0) {
    state.report(symbol, fmt::format("'{}' is an observable, expected arguments: {}", name, usage(*vocable)));
  } else if (function != functions().end()) {
    state.report(symbol, fmt::format("'{}' is a function, expected {} in parentheses", name,
                                     describe_arguments(function->second)));
  } else if (vocable != nullptr || own_.contains(name) || is_quantified_name(name)) {
    state.report(symbol, fmt::format("'{}' cannot be used here: {}", name, state.rules.rule));
  } else {
    state.report(symbol, fmt::format("unknown symbol '{}'{}", name, suggestion(name, state.rules)));
  }
}

void NameChecker::visit_call(const Expression& call, Visit& state) const {
  const std::string& name = call.text;
  const Vocable* vocable = find_vocable(vocables_, name);
  const auto function = functions().find(name);
  if (function != functions().end()) {
    if (!state.rules.functions) {
      state.report(call, fmt::format("'{}' cannot be used here: {}", name, state.rules.rule));
    } else if (!takes_arguments(function->second, call.operands.size())) {
      state.report(call, fmt::format("'{}' takes {}, found {}", name, describe_arguments(function->second),
                                     call.operands.size()));
    }
  } else if (vocable != nullptr && vocable->arguments >= 0) {
    visit_observable(call, *vocable, state);
  } else if (vocable != nullptr || own_.contains(name) || is_quantified_name(name)) {
    state.report(call, fmt::format("'{}' is a symbol and takes no arguments; a product is written {} * (…)",
                                   name, name));
  } else {
    state.report(call,
                 fmt::format("unknown function or observable '{}'{}", name, suggestion(name, state.rules)));
  }
}

void NameChecker::visit_observable(const Expression& call, const Vocable& vocable, Visit& state) const {
  const auto count = static_cast<std::size_t>(vocable.arguments);
  if (!network_.empty() && !means_something(vocable, network_)) {
    state.report(call, fmt::format("'{}' means nothing for the network '{}'", call.text, network_));
  } else if (is_of_steps_alone(vocable, optimiser_)) {
    state.report(call, fmt::format("'{}' sums over steps, of which the optimiser '{}' has none", call.text,
                                   optimiser_));
  } else if (state.rules.observables == Observables::kNone) {
    state.report(call, fmt::format("'{}' cannot be used here: {}", call.text, state.rules.rule));
  } else if (call.operands.size() != count) {
    state.report(call,
                 fmt::format("'{}' takes {}, found {}; expected {}", call.text,
                             describe_arguments(vocable.arguments), call.operands.size(), usage(vocable)));
  } else if (has_wrong_step(call, state.rules)) {
    state.report(*call.operands.back(), fmt::format("the step of '{}' must be 0 here, expected {}: {}",
                                                    call.text, usage_at_start(vocable), state.rules.rule));
  }
  for (std::size_t k = 0; k < call.operands.size(); ++k) {
    if (is_integer_formula(*call.operands[k])) continue;
    state.report(*call.operands[k],
                 fmt::format("argument {} of '{}' must be made of t, i, j, L and whole numbers with + - *",
                             k + 1, call.text));
  }
}

std::string NameChecker::suggestion(const std::string& name, const NameRules& rules) const {
  std::vector<std::string> known(rules.symbols.begin(), rules.symbols.end());
  known.insert(known.end(), rules.quantified.begin(), rules.quantified.end());
  if (rules.functions) {
    for (const auto& [function, arguments] : functions()) known.push_back(function);
  }
  if (rules.observables != Observables::kNone) {
    for (const Vocable& vocable : vocables_) {
      if (vocable.arguments >= 0) known.push_back(vocable.name);
    }
  }
  return did_you_mean(name, known);
}

}  // namespace plumbline
