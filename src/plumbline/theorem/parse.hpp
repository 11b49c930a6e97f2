// Texts of the expression language to trees.
//
//   claim   := sum (relation sum)+        relation := < | <= | > | >= | == | !=
//   sum     := product (('+' | '-') product)*
//   product := unary (('*' | '/') unary)*
//   unary   := '-' unary | power
//   power   := primary ('^' unary)?       so -x^2 = -(x^2), 2^-3 = 2^(-3), a^b^c = a^(b^c)
//   primary := number | name | name '(' sum (',' sum)* ')' | '(' sum ')'
//   number  := digits ('.' digits)? (('e' | 'E') ('+' | '-')? digits)?
//   name    := (letter | '_') (letter | digit | '_')*
#pragma once

#include <cstddef>

#include "plumbline/theorem/expression.hpp"

namespace plumbline {

/// Longest text that is parsed, in bytes.
inline constexpr std::size_t kMaxTextBytes = 20'000;
/// How deep parentheses, calls, minus signs and powers may nest.
inline constexpr std::size_t kMaxNesting = 200;
/// How deep the tree may get; a + b + c + … is one level per operator.
inline constexpr std::size_t kMaxTreeDepth = 1'000;

/// @throws InputError (point_at) at the first offending character, with what was expected there; also when
/// one of the limits above is passed or an exponent has more than nine digits.
ExpressionPtr parse_expression(const SourceText& source);
/// The same for a comparison or a chain of comparisons.
Claim parse_claim(const SourceText& source);

}  // namespace plumbline
