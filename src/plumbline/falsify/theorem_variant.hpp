// A theorem file with one thing changed, as text: comments, order and all the rest stay.
#pragma once

#include <string>

#include "plumbline/theorem/theorem.hpp"

namespace plumbline {

/// A theorem and the text it was read from.
struct TheoremText {
  std::string text;
  Theorem theorem;
};

/// @throws InputError as parse_theorem.
TheoremText read_variant(const std::string& text, const std::string& name);

/// With another claim for a hypothesis; "0 == 0" drops it.
/// @throws InputError if the claim is not written on one line, or the new file has an error.
TheoremText with_hypothesis(const TheoremText& of, const std::string& hypothesis, const std::string& claim);

/// With another value, taken for proved, for a constant.
/// @throws InputError if the constant is not written on a line of its own, or the new file has an error.
TheoremText with_constant(const TheoremText& of, const std::string& constant, const std::string& value);

/// With another initialisation. @throws as with_constant.
TheoremText with_init(const TheoremText& of, const std::string& init);

}  // namespace plumbline
