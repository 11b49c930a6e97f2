#include "plumbline/falsify/sign.hpp"

#include <algorithm>
#include <cstdlib>

namespace plumbline {
namespace {

/// In this order: the sign of a product or a minimum is that of its weaker operand.
enum class Sign { kAny, kNotNegative, kPositive };

Sign of(const Theorem& theorem, const Expression& expression);

Sign of_number(const std::string& text) {
  const double value = std::strtod(text.c_str(), nullptr);
  return value > 0.0 ? Sign::kPositive : value == 0.0 ? Sign::kNotNegative : Sign::kAny;
}

Sign of_symbol(const Theorem& theorem, const std::string& name) {
  static const std::set<std::string> positive = {
      "L",          "m",        "d_x",    "d_y",    "n",       "r",     "kappa", "eta", "alpha",
      "lambda_max", "lambda_r", "norm_X", "frob_X", "sigma_r", "srank", "e",     "pi"};
  static const std::set<std::string> not_negative = {"frob_Y", "norm_W",   "frob_W", "sigma_min_W",
                                                     "skew_W", "loss_opt", "t"};
  if (positive.contains(name)) return Sign::kPositive;
  if (not_negative.contains(name)) return Sign::kNotNegative;
  for (const auto& [key, value] : theorem.parameters) {
    if (key == name) return of_number(value);
  }
  for (const Constant& constant : theorem.constants) {
    if (constant.name == name) return of(theorem, *constant.value);
  }
  for (const Definition& let : theorem.lets) {
    if (let.name == name) return of(theorem, *let.value);
  }
  return Sign::kAny;
}

/// L - 1, L - 2: there are at least two layers.
Sign of_difference(const Expression& left, const Expression& right) {
  if (left.kind != Expression::Kind::kSymbol || left.text != "L") return Sign::kAny;
  if (right.kind != Expression::Kind::kNumber) return Sign::kAny;
  const double value = std::strtod(right.text.c_str(), nullptr);
  return value < 2.0 ? Sign::kPositive : value == 2.0 ? Sign::kNotNegative : Sign::kAny;
}

bool is_even_number(const Expression& expression) {
  return expression.kind == Expression::Kind::kNumber &&
         expression.text.find_first_not_of("0123456789") == std::string::npos &&
         std::strtoll(expression.text.c_str(), nullptr, 10) % 2 == 0;
}

Sign of_call(const Theorem& theorem, const Expression& call) {
  if (call.text == "exp") return Sign::kPositive;
  if (call.text == "sqrt") return of(theorem, *call.operands.at(0));
  if (call.text == "abs") return std::max(of(theorem, *call.operands.at(0)), Sign::kNotNegative);
  if (call.text != "max" && call.text != "min") return Sign::kAny;
  Sign sign = of(theorem, *call.operands.at(0));
  for (const ExpressionPtr& operand : call.operands) {
    const Sign one = of(theorem, *operand);
    sign = call.text == "max" ? std::max(sign, one) : std::min(sign, one);
  }
  return sign;
}

Sign of(const Theorem& theorem, const Expression& expression) {
  using Kind = Expression::Kind;
  const auto operand = [&](std::size_t i) { return of(theorem, *expression.operands.at(i)); };
  switch (expression.kind) {
    case Kind::kNumber:
      return of_number(expression.text);
    case Kind::kSymbol:
      return of_symbol(theorem, expression.text);
    case Kind::kCall:
      return of_call(theorem, expression);
    case Kind::kAdd:
      if (std::min(operand(0), operand(1)) == Sign::kAny) return Sign::kAny;
      return std::max(operand(0), operand(1));
    case Kind::kMultiply:
      return std::min(operand(0), operand(1));
    case Kind::kDivide:  // where it has a value, the divisor is not 0
      return operand(1) == Sign::kAny ? Sign::kAny : operand(0);
    case Kind::kPower:
      if (operand(0) == Sign::kAny && is_even_number(*expression.operands.at(1))) return Sign::kNotNegative;
      return operand(0);
    case Kind::kSubtract:
      return of_difference(*expression.operands.at(0), *expression.operands.at(1));
    case Kind::kNegate:
      return Sign::kAny;
  }
  return Sign::kAny;
}

}  // namespace

bool is_surely_positive(const Theorem& theorem, const Expression& expression) {
  return of(theorem, expression) == Sign::kPositive;
}

}  // namespace plumbline
