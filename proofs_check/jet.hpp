// Value and slopes of an expression over a box: forward-mode differentiation over enclosures.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"
#include "plumbline/theorem/expression.hpp"

namespace plumbline::proofs {

/// Encloses the values of a function over a box and all its partial slopes there. The whole line where
/// undefined or unknown.
struct Jet {
  Interval value;
  std::vector<Interval> slopes;  ///< one a variable
};

/// What the names of an expression stand for.
struct Box {
  std::vector<std::string> names;  ///< of variables
  std::vector<Interval> sides;     ///< their ranges
  std::map<std::string, Interval> constants;
};

/// @throws InputError for a name or function that means nothing.
Jet evaluate_jet(const Expression& expression, const Box& box);

}  // namespace plumbline::proofs
