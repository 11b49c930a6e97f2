// The machine under evaluate.hpp: expressions as flat lists of nodes that remember their values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"
#include "plumbline/theorem/environment.hpp"
#include "plumbline/theorem/expression.hpp"
#include "plumbline/theorem/functions.hpp"

namespace plumbline {

/// Whether a name is one of the variables that claims quantify: t, i, j.
bool is_quantified_name(const std::string& name);

/// Nodes of one or more expressions. Values of nodes free of t, i, j live until the working precision
/// changes; the others until the next bind(). The expressions must outlive the table.
class ValueTable {
 public:
  explicit ValueTable(const Environment& environment) : environment_(environment) {}

  /// Adds an expression; `source`, if given, serves the messages and must outlive the table.
  /// @throws InputError for a function with the wrong number of arguments.
  std::size_t add(const Expression& expression, const SourceText* source);
  /// Sets t, i, j. @throws InternalError for other names.
  void bind(const std::map<std::string, std::int64_t>& bound);
  /// The node's enclosure at the working precision; the reference is valid until the next add() or bind() and
  /// while the precision stays.
  const Interval& value(std::size_t index);
  /// The node after substitution and folding (see ClaimValue), as a text: two nodes with the same text have
  /// the same value wherever both are defined.
  std::string folded(std::size_t index);

 private:
  struct Node {
    const Expression* expression = nullptr;
    const SourceText* source = nullptr;
    std::vector<std::size_t> operands;
    FunctionBody function = nullptr;  ///< none for a call: an observable
    int quantified = -1;              ///< 0, 1, 2 for the symbols t, i, j
    bool varying = false;             ///< t, i or j occurs in it
    bool known = false;               ///< values_ holds its value
  };
  struct Folded {
    std::optional<std::int64_t> integer;
    std::string text;
  };

  void follow_precision();
  Interval compute(const Node& node);
  Interval call(const Node& node);
  std::int64_t integer_argument(const Node& call, std::size_t argument);
  std::vector<std::int64_t> integer_arguments(const Node& call);
  std::string call_text(const Node& node);
  Folded fold(std::size_t index);

  const Environment& environment_;
  std::vector<Node> nodes_;
  std::vector<Interval> values_;  ///< one a node
  std::array<std::optional<std::int64_t>, 3> bound_;
  unsigned digits_ = 0;  ///< the working precision of values_
};

}  // namespace plumbline
