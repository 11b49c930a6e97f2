#include "plumbline/theorem/functions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/special_functions.hpp"

namespace plumbline {
namespace {

using Operands = std::vector<const Interval*>;

struct Function {
  int arguments;
  FunctionBody body;
};

template <Interval (*f)(const Interval&)>
Interval unary(const Operands& x) {
  return f(*x[0]);
}

template <Interval (*f)(const Interval&, const Interval&)>
Interval fold_left(const Operands& x) {
  Interval result = *x[0];
  for (std::size_t i = 1; i < x.size(); ++i) result = f(result, *x[i]);
  return result;
}

const std::map<std::string, Function>& table() {
  static const std::map<std::string, Function> functions_by_name = {
      {"exp", {1, unary<exp_of>}},
      {"log", {1, unary<log_of>}},
      {"sqrt", {1, unary<sqrt_of>}},
      {"abs", {1, unary<abs_of>}},
      {"min", {-2, fold_left<min_of>}},
      {"max", {-2, fold_left<max_of>}},
      {"gamma", {1, unary<gamma_of>}},
      {"lgamma", {1, unary<lgamma_of>}},
      {"digamma", {1, unary<digamma_of>}},
      {"exp_tail", {1, unary<exp_tail_of>}},
      {"beta_quantile", {3, [](const Operands& x) { return beta_quantile(*x[0], *x[1], *x[2]); }}},
      {"chi2_quantile", {2, [](const Operands& x) { return chi2_quantile(*x[0], *x[1]); }}},
  };
  return functions_by_name;
}

bool is_nan(const Interval& a) {
  return mpfi_nan_p(a.backend().data()) != 0;
}

Interval defined_or_whole_line(Interval&& a) {
  return is_nan(a) ? indeterminate() : std::move(a);
}

}  // namespace

const std::map<std::string, int>& functions() {
  static const std::map<std::string, int> arguments = [] {
    std::map<std::string, int> counts;
    for (const auto& [name, function] : table()) counts[name] = function.arguments;
    return counts;
  }();
  return arguments;
}

bool observes(const Expression& expression) {
  const std::set<std::string> calls = calls_of(expression);
  return !std::all_of(calls.begin(), calls.end(),
                      [](const std::string& name) { return functions().contains(name); });
}

bool takes_arguments(int arguments, std::size_t count) {
  return arguments < 0 ? count >= static_cast<std::size_t>(-arguments)
                       : count == static_cast<std::size_t>(arguments);
}

std::string describe_arguments(int arguments) {
  if (arguments < 0) return fmt::format("at least {} arguments", -arguments);
  return fmt::format("{} argument{}", arguments, arguments == 1 ? "" : "s");
}

FunctionBody function_body(const std::string& name) {
  const auto found = table().find(name);
  if (found == table().end()) throw InternalError("function_body: no function '" + name + "'");
  return found->second.body;
}

bool is_whole_line(const Interval& a) {
  const auto* ends = a.backend().data();
  return mpfr_inf_p(&ends->left) != 0 && mpfr_inf_p(&ends->right) != 0 && mpfr_sgn(&ends->left) < 0 &&
         mpfr_sgn(&ends->right) > 0;
}

// The whole line stands for "undefined", so it must not vanish again in x^0, min, max or exp; NaN arises from
// 0·∞ and ∞ − ∞ when an enclosure has an infinite end.
Interval apply_operator(Expression::Kind kind, const Interval& a, const Interval& b) {
  if (is_whole_line(a) || is_whole_line(b)) return indeterminate();
  switch (kind) {
    case Expression::Kind::kNegate:
      return -a;
    case Expression::Kind::kAdd:
      return defined_or_whole_line(a + b);
    case Expression::Kind::kSubtract:
      return defined_or_whole_line(a - b);
    case Expression::Kind::kMultiply:
      return defined_or_whole_line(a * b);
    case Expression::Kind::kDivide:
      return contains_zero(b) ? indeterminate() : defined_or_whole_line(a / b);
    case Expression::Kind::kPower:
      return defined_or_whole_line(power(a, b));
    case Expression::Kind::kNumber:
    case Expression::Kind::kSymbol:
    case Expression::Kind::kCall:
      break;
  }
  throw InternalError("apply_operator: not an operator");
}

Interval apply_function(FunctionBody body, const Operands& operands) {
  const bool defined = std::none_of(operands.begin(), operands.end(),
                                    [](const Interval* operand) { return is_whole_line(*operand); });
  return defined ? defined_or_whole_line(body(operands)) : indeterminate();
}

}  // namespace plumbline
