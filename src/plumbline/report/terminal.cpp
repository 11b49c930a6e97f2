#include "plumbline/report/terminal.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace plumbline {
namespace {

struct Colour {
  std::string_view word, start;
};

constexpr std::string_view kBad = "\x1b[1;31m";
constexpr std::string_view kOpen = "\x1b[33m";
constexpr std::string_view kEnd = "\x1b[0m";

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

/// The word of `words` that stands whole at `at`; nullptr if none does.
const Colour* word_at(const std::string& text, std::size_t at, const std::vector<Colour>& words) {
  if (at > 0 && is_letter(text[at - 1])) return nullptr;
  const auto found = std::find_if(words.begin(), words.end(), [&](const Colour& colour) {
    const std::size_t end = at + colour.word.size();
    return text.compare(at, colour.word.size(), colour.word) == 0 &&
           (end >= text.size() || !is_letter(text[end]));
  });
  return found == words.end() ? nullptr : &*found;
}

}  // namespace

std::string coloured(const std::string& text) {
  static const std::vector<Colour> words = {
      {"violated", kBad}, {"VIOLATED", kBad}, {"FALSE", kBad}, {"undecided", kOpen}};
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    if (const Colour* colour = word_at(text, at, words)) {
      result.append(colour->start).append(colour->word).append(kEnd);
      at += colour->word.size();
      continue;
    }
    const auto code = static_cast<unsigned char>(text[at]);
    result += (code < 0x20 && code != '\n') || code == 0x7F ? '?' : text[at];
    ++at;
  }
  return result;
}

}  // namespace plumbline
