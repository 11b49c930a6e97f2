#include "plumbline/problem/message_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/locale/utf.hpp>
#include <cctype>
#include <numeric>

namespace plumbline {
namespace {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lower;
}

/// Bytes of the UTF-8 character that `text` starts with; 0 if it starts with none.
std::size_t first_character(std::string_view text) {
  const char* next = text.data();
  const auto code = boost::locale::utf::utf_traits<char>::decode(next, text.data() + text.size());
  if (!boost::locale::utf::is_valid_codepoint(code)) return 0;
  return static_cast<std::size_t>(next - text.data());
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);  // row[j] = distance of a[0, i) and b[0, j)
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j + 1] + 1, row[j] + 1});
    }
  }
  return row.back();
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& known) {
  const std::string wanted = lower_case(name);
  std::size_t best = std::max<std::size_t>(2, name.size() / 3) + 1;
  const std::string* nearest = nullptr;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(wanted, lower_case(candidate));
    // A name of which nothing is left after the edits is no suggestion.
    if (distance < best && distance < candidate.size()) {
      best = distance;
      nearest = &candidate;
    }
  }
  return nearest == nullptr ? "" : fmt::format(" (did you mean '{}'?)", *nearest);
}

std::string list_names(const std::vector<std::string>& names, std::size_t limit) {
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), limit); ++i) {
    list += fmt::format("{}'{}'", i == 0 ? "" : ", ", names[i]);
  }
  if (names.size() > limit) list += fmt::format(", … ({} in all)", names.size());
  return list;
}

std::string quote_text(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  std::string quoted = "\"";
  while (!text.empty() && quoted.size() <= kLongest) {
    const std::size_t length = first_character(text);
    const auto byte = static_cast<unsigned char>(text.front());
    if (length == 0 || byte < 0x20 || byte == 0x7F) {
      quoted += fmt::format("\\x{:02X}", byte);
    } else {
      quoted += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return quoted + (text.empty() ? "\"" : "…\"");
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = first_character(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace plumbline
