// Shapes of claims that certificates can settle for all later steps.
#pragma once

#include <string>

#include "plumbline/theorem/theorem.hpp"

namespace plumbline {

/// Whether it is the symbol of that name.
bool is_symbol(const Expression& expression, const std::string& name);
/// Whether none of t, i, j occurs in it.
bool free_of_variables(const Expression& expression);
/// Whether it is loss(t) - loss_opt.
bool is_excess_loss(const Expression& expression);
/// Whether the claim is one comparison and the conclusion quantifies t alone.
bool compares_over_t(const Conclusion& conclusion);

}  // namespace plumbline
