// Text for a terminal.
#pragma once

#include <string>

namespace plumbline {

/// The text with its verdicts in colour: violated, refuted and false ones red and bold, undecided ones
/// yellow. Control characters that the text itself holds, but for line breaks, become "?".
std::string coloured(const std::string& text);

}  // namespace plumbline
