// Which expressions are positive wherever they are evaluated.
#pragma once

#include "plumbline/theorem/theorem.hpp"

namespace plumbline {

/// Whether the expression is positive at every setting inside the hypotheses, as far as its form shows: sums,
/// products, quotients and powers of what is positive, roots and exponentials. Sizes, the step and the norms
/// and eigenvalues of X are positive, those of Y, W* and the losses at least not negative; parameters have
/// the sign of their defaults. False says nothing.
bool is_surely_positive(const Theorem& theorem, const Expression& expression);

}  // namespace plumbline
