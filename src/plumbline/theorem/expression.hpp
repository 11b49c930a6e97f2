// The expression language of theorem files as a tree (docs/theorem-files.md). Texts become trees in
// parse.hpp; trees become enclosures in evaluate.hpp.
#pragma once

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace plumbline {

/// Where a piece of text comes from, for messages that point at the character.
struct SourceText {
  std::string where;  ///< e.g. "hxp2020-4.1.toml: line 38: key 'conclusion[2].claim'"
  std::string text;
};

/// One node of an expression tree. Value semantics through shared, immutable nodes.
struct Expression {
  enum class Kind { kNumber, kSymbol, kCall, kNegate, kAdd, kSubtract, kMultiply, kDivide, kPower };
  Kind kind = Kind::kNumber;
  std::string text;  ///< kNumber: the decimal as written; kSymbol, kCall: the name
  std::vector<std::shared_ptr<const Expression>> operands;
  std::size_t position = 0;  ///< offset into SourceText::text: of the name, the number or the operator
};
using ExpressionPtr = std::shared_ptr<const Expression>;

enum class Relation { kLess, kLessEqual, kGreater, kGreaterEqual, kEqual, kNotEqual };
/// As it is written: "<", "<=", ">", ">=", "==", "!=".
std::string to_string(Relation relation);

/// a_0 R_0 a_1 R_1 a_2 …: all comparisons must hold. At least one relation; one term more than relations.
struct Claim {
  SourceText source;
  std::vector<ExpressionPtr> terms;
  std::vector<Relation> relations;
};

/// "WHERE: MESSAGE", then the line of source.text that holds `position` (in bytes; the end of the text
/// counts as a character), then a caret under that character. Characters of several bytes take one column,
/// control characters show as "?".
std::string point_at(const SourceText& source, std::size_t position, const std::string& message);

/// Names of the symbols that occur, neither observables nor functions. A let counts as the symbol it is; what
/// it stands for is not looked into.
std::set<std::string> symbols_of(const Expression& expression);
std::set<std::string> symbols_of(const Claim& claim);
/// Names that are called: functions and observables.
std::set<std::string> calls_of(const Expression& expression);
std::set<std::string> calls_of(const Claim& claim);

}  // namespace plumbline
