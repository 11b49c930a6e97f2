// Expressions as MathML: what a browser shows of a formula.
#pragma once

#include <string>

#include "plumbline/theorem/expression.hpp"

namespace plumbline {

/// A <math> element that means the same tree: quotients as fractions, powers raised, products by
/// juxtaposition, parentheses where the layout would read otherwise. Names of the vocabulary are written as
/// docs/theory.md writes them (norm_X as ‖X‖, loss(t) as ℓ(t)); in any other the part after an underscore is
/// a subscript.
std::string to_mathml(const Expression& expression);
/// The same for a comparison or a chain of comparisons.
std::string to_mathml(const Claim& claim);

}  // namespace plumbline
