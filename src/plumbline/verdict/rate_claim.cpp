#include "plumbline/verdict/rate_claim.hpp"

#include <algorithm>

#include "plumbline/theorem/evaluate.hpp"

namespace plumbline {
namespace {

using Kind = Expression::Kind;

bool is_symbol(const Expression& expression, const std::string& name) {
  return expression.kind == Kind::kSymbol && expression.text == name;
}

bool free_of_variables(const Expression& expression) {
  const std::set<std::string> names = symbols_of(expression);
  return !names.contains("t") && !names.contains("i") && !names.contains("j");
}

bool is_excess_loss(const Expression& expression) {
  if (expression.kind != Kind::kSubtract) return false;
  const Expression& loss = *expression.operands[0];
  return loss.kind == Kind::kCall && loss.text == "loss" && loss.operands.size() == 1 &&
         is_symbol(*loss.operands[0], "t") && is_symbol(*expression.operands[1], "loss_opt");
}

bool is_power_of_t(const Expression& expression) {
  return expression.kind == Kind::kPower && free_of_variables(*expression.operands[0]) &&
         is_symbol(*expression.operands[1], "t");
}

}  // namespace

std::optional<RateClaim> rate_claim(const Conclusion& conclusion) {
  const Claim& claim = conclusion.claim;
  if (has_premises(conclusion)) return std::nullopt;
  if (conclusion.quantified != std::set<std::string>{"t"} || claim.relations.size() != 1) return std::nullopt;
  if (claim.relations[0] != Relation::kLessEqual && claim.relations[0] != Relation::kLess)
    return std::nullopt;
  const Expression& right = *claim.terms[1];
  if (!is_excess_loss(*claim.terms[0]) || right.kind != Kind::kMultiply) return std::nullopt;
  for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
    const Expression& power = *right.operands[side];
    if (is_power_of_t(power) && free_of_variables(*right.operands[1 - side])) {
      return RateClaim{power.operands[0]};
    }
  }
  return std::nullopt;
}

Truth extends(const RateClaim& claim, const Interval& contraction, const Environment& environment) {
  return less_equal(square(contraction), evaluate(*claim.factor, environment));
}

}  // namespace plumbline
