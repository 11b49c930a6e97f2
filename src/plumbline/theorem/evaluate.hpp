// Values of expressions and claims over enclosures, at the thread's working precision.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"
#include "plumbline/theorem/environment.hpp"
#include "plumbline/theorem/expression.hpp"
#include "plumbline/theorem/value_table.hpp"

namespace plumbline {

/// Encloses the value at the working precision. An operation that is undefined somewhere in its operands (log
/// of what may be negative, division by an enclosure that holds 0) gives the whole line, and a whole line
/// makes every operation on it the whole line: never a NaN, never an exception, and a result other than the
/// whole line proves that everything inside is defined. (sqrt takes an operand whose enclosure reaches below
/// 0 for a nonnegative number.)
/// @throws InputError for a name without a value, a function with the wrong number of arguments, or an
/// argument of an observable that is no exact integer.
Interval evaluate(const Expression& expression, const Environment& environment);

/// The truth of a claim: exact three-valued logic over enclosures. Two sides that overlap are decided true
/// (for <=, >=, ==) or false (for <, >, !=) when both are defined and are the same expression after
/// substituting the integer values of `bound` variables and of the observables' arguments, and folding x^0 →
/// 1, x^1 → x, 1*x → x, x/1 → x, 0+x → x, x-0 → x, 0*x → 0, 0/x → 0 and arithmetic on whole numbers; this
/// settles equality cases such as t = 0 in a rate claim. Observables are the same when their arguments are.
struct ClaimValue {
  Truth truth = Truth::kUnknown;
  /// The first relation that is false; else the first unknown one; else the tightest: the one with the least
  /// slack (hi - lo)/max(|lo|, |hi|), where lo and hi are the side claimed smaller and the one claimed
  /// larger. That lies between 0 (equal) and 2 for sides of any sign; for positive sides it is 1 - lo/hi, so
  /// the smallest ratio hi/lo wins. == has slack 0. The first of equals.
  std::size_t decisive = 0;
  Interval left, right;  ///< enclosures of the two sides of that relation
};

/// Evaluates one claim at many values of its quantified variables. Everything in it that is free of t, i, j
/// is evaluated once for each working precision, observables such as loss(0) included: the environment must
/// give the same value for the same name and arguments during the evaluator's life, and must outlive it. One
/// evaluator belongs to one thread.
class ClaimEvaluator {
 public:
  ClaimEvaluator(const Claim& claim, const Environment& environment);

  /// `bound` gives t, i and j where they are quantified; others are asked of the environment.
  /// @throws InternalError if `bound` names anything else; InputError as evaluate().
  ClaimValue evaluate(const std::map<std::string, std::int64_t>& bound);

 private:
  Truth decide(std::size_t relation);
  double slack(std::size_t relation);

  std::shared_ptr<const Claim> claim_;  // the table points into it
  ValueTable table_;
  std::vector<std::size_t> terms_;
};

/// ClaimEvaluator used once.
ClaimValue evaluate_claim(const Claim& claim, const Environment& environment,
                          const std::map<std::string, std::int64_t>& bound);

}  // namespace plumbline
