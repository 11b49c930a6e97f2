#include "plumbline/theorem/expression.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

/// Longest stretch of a line that a message shows, in characters.
constexpr std::size_t kMaxShown = 110;

/// The characters of a line, one string each; what is not printable becomes a blank or "?".
std::vector<std::string> characters_of(std::string_view line) {
  std::vector<std::string> characters;
  for (const char c : line) {
    const auto code = static_cast<unsigned char>(c);
    if ((code & 0xC0U) == 0x80U && !characters.empty()) {
      characters.back() += c;
    } else if (code < 0x20 || code == 0x7F) {
      characters.emplace_back(c == '\t' || c == '\r' ? " " : "?");
    } else {
      characters.emplace_back(1, c);
    }
  }
  return characters;
}

void collect(const Expression& expression, Expression::Kind kind, std::set<std::string>& names) {
  if (expression.kind == kind) names.insert(expression.text);
  for (const ExpressionPtr& operand : expression.operands) collect(*operand, kind, names);
}

std::set<std::string> collect(const Claim& claim, Expression::Kind kind) {
  std::set<std::string> names;
  for (const ExpressionPtr& term : claim.terms) collect(*term, kind, names);
  return names;
}

}  // namespace

std::string to_string(Relation relation) {
  switch (relation) {
    case Relation::kLess:
      return "<";
    case Relation::kLessEqual:
      return "<=";
    case Relation::kGreater:
      return ">";
    case Relation::kGreaterEqual:
      return ">=";
    case Relation::kEqual:
      return "==";
    case Relation::kNotEqual:
      return "!=";
  }
  throw InternalError("to_string: unknown relation");
}

std::string point_at(const SourceText& source, std::size_t position, const std::string& message) {
  const std::string_view text = source.text;
  position = std::min(position, text.size());
  const std::size_t newline = text.substr(0, position).rfind('\n');
  const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  const std::vector<std::string> line = characters_of(text.substr(begin, text.find('\n', position) - begin));
  const std::size_t column = characters_of(text.substr(begin, position - begin)).size();
  // A long line is cut to a window around the column.
  const std::size_t last_first = line.size() > kMaxShown ? line.size() - kMaxShown : 0;
  const std::size_t first = std::min(column > kMaxShown / 2 ? column - kMaxShown / 2 : 0, last_first);
  const std::size_t last = std::min(first + kMaxShown, line.size());
  std::string shown = first > 0 ? "…" : "";
  const std::size_t blanks = column - first + (first > 0 ? 1 : 0);
  for (std::size_t c = first; c < last; ++c) shown += line[c];
  if (last < line.size()) shown += "…";
  return source.where + ": " + message + "\n  " + shown + "\n  " + std::string(blanks, ' ') + "^";
}

std::set<std::string> symbols_of(const Expression& expression) {
  std::set<std::string> names;
  collect(expression, Expression::Kind::kSymbol, names);
  return names;
}
std::set<std::string> symbols_of(const Claim& claim) {
  return collect(claim, Expression::Kind::kSymbol);
}

std::set<std::string> calls_of(const Expression& expression) {
  std::set<std::string> names;
  collect(expression, Expression::Kind::kCall, names);
  return names;
}
std::set<std::string> calls_of(const Claim& claim) {
  return collect(claim, Expression::Kind::kCall);
}

}  // namespace plumbline
