// Numbers out of text, rounded once to the nearest double.
#pragma once

#include <optional>
#include <string_view>

namespace plumbline {

/// Without the blanks and tabs at both ends.
std::string_view trim_blanks(std::string_view text);

/// The double nearest to the decimal number that `text` is, whole: [+-]digits[.digits][e[+-]digits], a digit
/// may be missing on one side of the point. "inf" and "nan" in any case are read as what they say, so that a
/// caller can name them. Nothing if the text is anything else, or if a nonzero number rounds to 0 or
/// infinity.
std::optional<double> parse_double(std::string_view text);

}  // namespace plumbline
