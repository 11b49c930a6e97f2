#include "plumbline/theorem/value_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/decimal.hpp"

namespace plumbline {
namespace {

using Kind = Expression::Kind;

constexpr std::array<const char*, 3> kQuantified{"t", "i", "j"};

int quantified_index(const std::string& name) {
  const auto found = std::find(kQuantified.begin(), kQuantified.end(), name);
  return found == kQuantified.end() ? -1 : static_cast<int>(found - kQuantified.begin());
}

/// The integer that an enclosure pins down exactly.
std::optional<std::int64_t> as_integer(const Interval& a) {
  const auto* ends = a.backend().data();
  if (mpfr_equal_p(&ends->left, &ends->right) == 0 || mpfr_integer_p(&ends->left) == 0) return std::nullopt;
  if (mpfr_fits_slong_p(&ends->left, MPFR_RNDN) == 0) return std::nullopt;
  return mpfr_get_si(&ends->left, MPFR_RNDN);
}

[[noreturn]] void refuse(const SourceText* source, std::size_t position, const std::string& message) {
  throw InputError(source != nullptr ? point_at(*source, position, message) : message);
}

char symbol_of(Kind kind) {
  switch (kind) {
    case Kind::kAdd:
      return '+';
    case Kind::kSubtract:
    case Kind::kNegate:
      return '-';
    case Kind::kMultiply:
      return '*';
    case Kind::kDivide:
      return '/';
    case Kind::kPower:
      return '^';
    case Kind::kNumber:
    case Kind::kSymbol:
    case Kind::kCall:
      break;
  }
  throw InternalError("symbol_of: not an operator");
}

/// a op b when it is a whole number that fits. (Powers and inexact quotients are left as they are.)
std::optional<std::int64_t> fold_integers(Kind kind, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool overflow = true;
  if (kind == Kind::kAdd) overflow = __builtin_add_overflow(a, b, &result);
  if (kind == Kind::kSubtract) overflow = __builtin_sub_overflow(a, b, &result);
  if (kind == Kind::kMultiply) overflow = __builtin_mul_overflow(a, b, &result);
  if (kind == Kind::kDivide && b > 0 && a % b == 0) return a / b;
  return overflow ? std::nullopt : std::optional(result);
}

/// Which operand a op b is equal to wherever it is defined: 0 for a, 1 for b, -1 for neither.
int surviving_operand(Kind kind, std::optional<std::int64_t> a, std::optional<std::int64_t> b) {
  switch (kind) {
    case Kind::kAdd:
      return a == 0 ? 1 : (b == 0 ? 0 : -1);
    case Kind::kSubtract:
      return b == 0 ? 0 : -1;
    case Kind::kMultiply:
      if (a == 0 || b == 1) return 0;
      return b == 0 || a == 1 ? 1 : -1;
    case Kind::kDivide:
      return a == 0 || b == 1 ? 0 : -1;
    case Kind::kPower:
      return b == 1 ? 0 : -1;
    case Kind::kNegate:
    case Kind::kNumber:
    case Kind::kSymbol:
    case Kind::kCall:
      break;
  }
  return -1;
}

}  // namespace

bool is_quantified_name(const std::string& name) {
  return quantified_index(name) >= 0;
}

std::size_t ValueTable::add(const Expression& expression, const SourceText* source) {
  Node node;
  node.expression = &expression;
  node.source = source;
  for (const ExpressionPtr& operand : expression.operands) {
    node.operands.push_back(add(*operand, source));
    node.varying = node.varying || nodes_[node.operands.back()].varying;
  }
  if (expression.kind == Kind::kSymbol) {
    node.quantified = quantified_index(expression.text);
    node.varying = node.quantified >= 0;
  }
  if (expression.kind == Kind::kCall) {
    const auto function = functions().find(expression.text);
    if (function != functions().end()) {
      if (!takes_arguments(function->second, expression.operands.size())) {
        refuse(source, expression.position,
               fmt::format("'{}' takes {}, found {}", expression.text, describe_arguments(function->second),
                           expression.operands.size()));
      }
      node.function = function_body(expression.text);
    }
  }
  nodes_.push_back(std::move(node));
  digits_ = 0;  // values_ is resized with the next value
  return nodes_.size() - 1;
}

void ValueTable::bind(const std::map<std::string, std::int64_t>& bound) {
  bound_.fill(std::nullopt);
  for (const auto& [name, value] : bound) {
    const int index = quantified_index(name);
    if (index < 0) throw InternalError("ValueTable::bind: '" + name + "' is none of t, i, j");
    bound_[static_cast<std::size_t>(index)] = value;
  }
  for (Node& node : nodes_) node.known = node.known && !node.varying;
}

void ValueTable::follow_precision() {
  const unsigned digits = Interval::thread_default_precision();
  if (digits == digits_) return;
  values_.clear();
  values_.resize(nodes_.size());
  for (Node& node : nodes_) node.known = false;
  digits_ = digits;
}

const Interval& ValueTable::value(std::size_t index) {
  follow_precision();
  if (!nodes_[index].known) {
    values_[index] = compute(nodes_[index]);
    nodes_[index].known = true;
  }
  return values_[index];
}

Interval ValueTable::compute(const Node& node) {
  const Expression& expression = *node.expression;
  switch (expression.kind) {
    case Kind::kNumber:
      return enclose_decimal(expression.text);
    case Kind::kSymbol: {
      const auto bound =
          node.quantified < 0 ? std::nullopt : bound_[static_cast<std::size_t>(node.quantified)];
      return bound ? Interval(*bound) : environment_.symbol(expression.text);
    }
    case Kind::kCall:
      return call(node);
    case Kind::kNegate:
    case Kind::kAdd:
    case Kind::kSubtract:
    case Kind::kMultiply:
    case Kind::kDivide:
    case Kind::kPower:
      break;
  }
  const Interval& a = value(node.operands.front());
  return apply_operator(expression.kind, a, value(node.operands.back()));
}

Interval ValueTable::call(const Node& node) {
  if (node.function == nullptr) return environment_.observe(node.expression->text, integer_arguments(node));
  std::vector<const Interval*> operands;
  for (const std::size_t operand : node.operands) operands.push_back(&value(operand));
  return apply_function(node.function, operands);
}

std::int64_t ValueTable::integer_argument(const Node& call, std::size_t argument) {
  const Node& node = nodes_[call.operands[argument]];
  if (node.quantified >= 0) {
    if (const auto bound = bound_[static_cast<std::size_t>(node.quantified)]) return *bound;
  }
  const Interval& a = value(call.operands[argument]);
  if (const auto integer = as_integer(a)) return *integer;
  refuse(node.source, node.expression->position,
         fmt::format("argument {} of '{}' is {}, expected an exact integer", argument + 1,
                     call.expression->text, format_human(a)));
}

std::vector<std::int64_t> ValueTable::integer_arguments(const Node& call) {
  std::vector<std::int64_t> arguments;
  arguments.reserve(call.operands.size());
  for (std::size_t k = 0; k < call.operands.size(); ++k) arguments.push_back(integer_argument(call, k));
  return arguments;
}

std::string ValueTable::folded(std::size_t index) {
  return fold(index).text;
}

ValueTable::Folded ValueTable::fold(std::size_t index) {
  const auto of_integer = [](std::int64_t n) { return Folded{n, std::to_string(n)}; };
  const Node& node = nodes_[index];
  const Expression& expression = *node.expression;
  if (expression.kind == Kind::kNumber) {
    if (const auto whole = whole_number(expression.text)) return of_integer(*whole);
    return {std::nullopt, canonical_decimal(expression.text)};
  }
  if (expression.kind == Kind::kSymbol) {
    const auto bound = node.quantified < 0 ? std::nullopt : bound_[static_cast<std::size_t>(node.quantified)];
    return bound ? of_integer(*bound) : Folded{std::nullopt, expression.text};
  }
  if (expression.kind == Kind::kCall) return {std::nullopt, call_text(node)};

  const Folded a = fold(node.operands.front());
  if (expression.kind == Kind::kNegate) {
    const auto negated = a.integer ? fold_integers(Kind::kSubtract, 0, *a.integer) : std::nullopt;
    if (negated) return of_integer(*negated);
    return {std::nullopt, "(-" + a.text + ")"};
  }
  const Folded b = fold(node.operands.back());
  if (expression.kind == Kind::kPower && b.integer == 0) return of_integer(1);
  const int survivor = surviving_operand(expression.kind, a.integer, b.integer);
  if (survivor >= 0) return survivor == 0 ? a : b;
  if (a.integer && b.integer) {
    if (const auto c = fold_integers(expression.kind, *a.integer, *b.integer)) return of_integer(*c);
  }
  return {std::nullopt, fmt::format("({}{}{})", a.text, symbol_of(expression.kind), b.text)};
}

std::string ValueTable::call_text(const Node& node) {
  std::vector<std::string> arguments;
  if (node.function == nullptr) {
    for (const std::int64_t argument : integer_arguments(node)) arguments.push_back(std::to_string(argument));
  } else {
    for (const std::size_t operand : node.operands) arguments.push_back(fold(operand).text);
  }
  std::string text = node.expression->text;
  for (std::size_t k = 0; k < arguments.size(); ++k) text += (k == 0 ? "(" : ",") + arguments[k];
  return text + ")";
}

}  // namespace plumbline
