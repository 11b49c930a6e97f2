#include "plumbline/verdict/rate_claim.hpp"

#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/verdict/claim_shape.hpp"

namespace plumbline {
namespace {

using Kind = Expression::Kind;

bool is_power_of_t(const Expression& expression) {
  return expression.kind == Kind::kPower && free_of_variables(*expression.operands[0]) &&
         is_symbol(*expression.operands[1], "t");
}

}  // namespace

std::optional<RateClaim> rate_claim(const Conclusion& conclusion) {
  const Claim& claim = conclusion.claim;
  if (has_premises(conclusion) || !compares_over_t(conclusion)) return std::nullopt;
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
