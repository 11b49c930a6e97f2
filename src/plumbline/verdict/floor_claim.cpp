#include "plumbline/verdict/floor_claim.hpp"

#include <algorithm>

#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/theorem/functions.hpp"
#include "plumbline/verdict/claim_shape.hpp"

namespace plumbline {
namespace {

bool is_of_the_setting(const Expression& expression) {
  return free_of_variables(expression) && !observes(expression);
}

}  // namespace

std::optional<FloorClaim> floor_claim(const Conclusion& conclusion) {
  if (!compares_over_t(conclusion) || conclusion.given.size() != 1 || !conclusion.given_named.empty() ||
      !conclusion.given_before.empty()) {
    return std::nullopt;
  }
  const Claim& claim = conclusion.claim;
  const Claim& given = conclusion.given.front();
  const bool above =
      claim.relations[0] == Relation::kGreater || claim.relations[0] == Relation::kGreaterEqual;
  const bool until = given.relations.size() == 1 &&
                     (given.relations[0] == Relation::kLess || given.relations[0] == Relation::kLessEqual);
  if (!above || !until || !is_excess_loss(*claim.terms[0]) || !is_symbol(*given.terms[0], "t")) {
    return std::nullopt;
  }
  if (!is_of_the_setting(*claim.terms[1]) || !is_of_the_setting(*given.terms[1])) return std::nullopt;
  return FloorClaim{claim.terms[1], given.terms[1]};
}

Truth settles(const FloorClaim& claim, const LossFloor& floor, const Environment& environment) {
  return less(evaluate(*claim.floor, environment), floor.excess) &&
         less_equal(evaluate(*claim.horizon, environment), floor.until);
}

}  // namespace plumbline
