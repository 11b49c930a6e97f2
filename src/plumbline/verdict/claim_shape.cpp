#include "plumbline/verdict/claim_shape.hpp"

#include <set>

namespace plumbline {

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

bool compares_over_t(const Conclusion& conclusion) {
  return conclusion.quantified == std::set<std::string>{"t"} && conclusion.claim.relations.size() == 1;
}

}  // namespace plumbline
