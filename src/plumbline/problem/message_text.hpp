// Pieces of messages about bad input: nearest known names, lists of names, text quoted safely.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace plumbline {

/// Levenshtein distance over bytes: fewest insertions, deletions and replacements. O(|a||b|).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// " (did you mean 'x'?)" for the known name nearest to `name` (the first of equals) when at most
/// max(2, |name|/3) edits away, letter case not counted; else "". Ready to append to a message.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& known);

/// 'a', 'b', 'c' in the given order; after `limit` names "… (N in all)".
std::string list_names(const std::vector<std::string>& names, std::size_t limit = 12);

/// "text" in double quotes on one line: control characters and bytes that are not UTF-8 as \\xNN, at most
/// about 60 bytes, then "…".
std::string quote_text(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace plumbline
