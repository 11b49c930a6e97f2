#include "plumbline/falsify/theorem_variant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) text += (i == 0 ? "" : "\n") + lines[i];
  return text;
}

/// The key that a line gives a value to; empty if it is another kind of line.
std::string key_of(const std::string& line) {
  const std::size_t sign = line.find('=');
  const std::size_t begin = line.find_first_not_of(" \t");
  if (sign == std::string::npos || begin >= sign || line[begin] == '#') return {};
  const std::size_t end = line.find_last_not_of(" \t", sign - 1);
  return line.substr(begin, end - begin + 1);
}

/// The line "KEY = …" of a table; the root is "".
std::string& line_of(std::vector<std::string>& lines, const std::string& table, const std::string& key,
                     const Theorem& theorem) {
  std::string at;
  for (std::string& line : lines) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin != std::string::npos && line[begin] == '[') {
      at = line.substr(begin, line.find(']') - begin + 1);
    } else if (at == table && key_of(line) == key) {
      return line;
    }
  }
  throw InputError(fmt::format("theorem {}: found no line '{} = …' to change{}", theorem.id, key,
                               table.empty() ? "" : " in " + table));
}

}  // namespace

TheoremText read_variant(const std::string& text, const std::string& name) {
  return {text, parse_theorem(text, name)};
}

TheoremText with_hypothesis(const TheoremText& of, const std::string& hypothesis, const std::string& claim) {
  const auto found = std::find_if(of.theorem.hypotheses.begin(), of.theorem.hypotheses.end(),
                                  [&](const Hypothesis& h) { return h.name == hypothesis; });
  if (found == of.theorem.hypotheses.end())
    throw InputError(fmt::format("theorem {}: found no hypothesis '{}'", of.theorem.id, hypothesis));
  std::vector<std::string> lines = lines_of(of.text);
  // The claims of the hypotheses, in the order of the file.
  auto left = std::distance(of.theorem.hypotheses.begin(), found);
  bool inside = false;
  for (std::string& line : lines) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin != std::string::npos && line[begin] == '[') inside = line.find("[[hypothesis]]") == begin;
    if (!inside || key_of(line) != "claim" || left-- > 0) continue;
    if (line.find(found->claim.source.text) == std::string::npos) break;
    line = fmt::format("claim = \"{}\"", claim);
    return read_variant(joined(lines), of.theorem.id + " (changed)");
  }
  throw InputError(fmt::format("theorem {}: the claim of hypothesis '{}' is not written on one line",
                               of.theorem.id, hypothesis));
}

TheoremText with_constant(const TheoremText& of, const std::string& constant, const std::string& value) {
  std::vector<std::string> lines = lines_of(of.text);
  line_of(lines, "[constants]", constant, of.theorem) =
      fmt::format("{} = {{ value = \"{}\", proof = \"changed\" }}", constant, value);
  return read_variant(joined(lines), of.theorem.id + " (changed)");
}

TheoremText with_init(const TheoremText& of, const std::string& init) {
  std::vector<std::string> lines = lines_of(of.text);
  line_of(lines, "", "init", of.theorem) = fmt::format("init = \"{}\"", init);
  return read_variant(joined(lines), of.theorem.id + " (changed)");
}

}  // namespace plumbline
