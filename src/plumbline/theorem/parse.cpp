#include "plumbline/theorem/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/spirit/home/x3.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

namespace x3 = boost::spirit::x3;
using Iterator = const char*;
using Range = boost::iterator_range<Iterator>;

/// A node under construction and the depth of the tree below it, itself included.
struct Tree {
  ExpressionPtr node;
  std::size_t depth = 0;
};

/// What one parse carries along (reached through the context under StateTag).
struct State {
  const SourceText& source;
  std::size_t nesting = 0;

  [[noreturn]] void refuse(Iterator place, const std::string& message) const {
    throw InputError(point_at(source, static_cast<std::size_t>(place - source.text.data()), message));
  }
};
struct StateTag {};

template <class Context>
State& state_of(const Context& context) {
  return x3::get<StateTag>(context).get();
}

/// subject, counted as one level of nesting. Every recursion of the grammar passes through one.
template <class Subject>
struct Nested : x3::unary_parser<Subject, Nested<Subject>> {
  using Base = x3::unary_parser<Subject, Nested<Subject>>;
  static constexpr bool is_pass_through_unary = true;
  constexpr explicit Nested(const Subject& inner) : Base(inner) {}

  template <class Context, class RuleContext, class Attribute>
  bool parse(Iterator& first, const Iterator& last, const Context& context, RuleContext& rule_context,
             Attribute& attribute) const {
    State& state = state_of(context);
    if (++state.nesting > kMaxNesting) {
      x3::skip_over(first, last, context);
      state.refuse(first, fmt::format("nested more than {} deep", kMaxNesting));
    }
    const bool parsed = this->subject.parse(first, last, context, rule_context, attribute);
    --state.nesting;
    return parsed;
  }
};
template <class Subject>
constexpr auto nested(const Subject& inner) {
  return Nested<typename x3::extension::as_parser<Subject>::value_type>(x3::as_parser(inner));
}

template <class Context>
Tree make_tree(const Context& context, Iterator place, Expression::Kind kind, std::string text,
               const std::vector<Tree>& operands) {
  const State& state = state_of(context);
  auto node = std::make_shared<Expression>();
  node->kind = kind;
  node->text = std::move(text);
  node->position = static_cast<std::size_t>(place - state.source.text.data());
  std::size_t depth = 0;
  for (const Tree& operand : operands) {
    node->operands.push_back(operand.node);
    depth = std::max(depth, operand.depth);
  }
  if (depth >= kMaxTreeDepth) {
    state.refuse(place,
                 fmt::format("too long: more than {} operations, one on top of another", kMaxTreeDepth));
  }
  return {std::move(node), depth + 1};
}

Expression::Kind kind_of(char operation) {
  switch (operation) {
    case '+':
      return Expression::Kind::kAdd;
    case '-':
      return Expression::Kind::kSubtract;
    case '*':
      return Expression::Kind::kMultiply;
    case '/':
      return Expression::Kind::kDivide;
    case '^':
      return Expression::Kind::kPower;
    default:
      throw InternalError("kind_of: unknown operator");
  }
}

// Semantic actions. _val is the Tree of the rule, _attr what was just parsed.
const auto take = [](auto& context) { x3::_val(context) = x3::_attr(context); };

const auto take_number = [](auto& context) {
  const Range& range = x3::_attr(context);
  const std::string text(range.begin(), range.end());
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent != std::string::npos && text.size() - text.find_first_not_of("+-", exponent + 1) > 9) {
    state_of(context).refuse(range.begin(), "the exponent is out of range, expected at most nine digits");
  }
  x3::_val(context) = make_tree(context, range.begin(), Expression::Kind::kNumber, text, {});
};

const auto take_name = [](auto& context) {
  const Range& range = x3::_attr(context);
  x3::_val(context) = make_tree(context, range.begin(), Expression::Kind::kSymbol,
                                std::string(range.begin(), range.end()), {});
};

/// name '(' arguments ')': the symbol becomes a call.
const auto take_arguments = [](auto& context) {
  const Expression& name = *x3::_val(context).node;
  const Iterator place = state_of(context).source.text.data() + name.position;
  x3::_val(context) = make_tree(context, place, Expression::Kind::kCall, name.text, x3::_attr(context));
};

const auto take_negated = [](auto& context) {
  const Range& sign = boost::fusion::at_c<0>(x3::_attr(context));
  x3::_val(context) = make_tree(context, sign.begin(), Expression::Kind::kNegate, "",
                                {boost::fusion::at_c<1>(x3::_attr(context))});
};

/// What _val holds so far becomes the left operand.
const auto append = [](auto& context) {
  const Range& operation = boost::fusion::at_c<0>(x3::_attr(context));
  x3::_val(context) = make_tree(context, operation.begin(), kind_of(operation.front()), "",
                                {x3::_val(context), boost::fusion::at_c<1>(x3::_attr(context))});
};

const auto take_term = [](auto& context) { x3::_val(context).terms.push_back(x3::_attr(context).node); };
const auto take_relation = [](auto& context) { x3::_val(context).relations.push_back(x3::_attr(context)); };

struct RelationSymbols : x3::symbols<Relation> {
  RelationSymbols() {
    add("<", Relation::kLess)("<=", Relation::kLessEqual)(">", Relation::kGreater);
    add(">=", Relation::kGreaterEqual)("==", Relation::kEqual)("!=", Relation::kNotEqual);
  }
};

using x3::expect;

// The names of the rules are what messages say was expected.
constexpr const char* kOperand = "a number, a name, '-' or '('";
const x3::rule<struct SumTag, Tree> sum{kOperand};
const x3::rule<struct ProductTag, Tree> product{kOperand};
const x3::rule<struct UnaryTag, Tree> unary{kOperand};
const x3::rule<struct PowerTag, Tree> power_{kOperand};
const x3::rule<struct PrimaryTag, Tree> primary{kOperand};
const x3::rule<struct NumberTag, Tree> number{kOperand};
const x3::rule<struct NameTag, Tree> name{kOperand};
const x3::rule<struct CallTag, Tree> call{kOperand};
const x3::rule<struct ClaimTag, Claim> claim{"a claim"};

const auto close = x3::rule<struct CloseTag>{"an operator or ')'"} = x3::lit(')');
const auto close_call = x3::rule<struct CloseCallTag>{"an operator, ',' or ')'"} = x3::lit(')');
const auto end = x3::rule<struct EndTag>{"an operator or the end"} = x3::eoi;
const auto claim_end = x3::rule<struct ClaimEndTag>{"an operator, a comparison or the end"} = x3::eoi;
const auto relation = x3::rule<struct RelationTag, Relation>{"an operator or a comparison"} =
    RelationSymbols();

// Operators as the place they stand at.
const auto minus = x3::rule<struct MinusTag, Range>{"'-'"} = x3::raw[x3::char_('-')];
const auto add_operator = x3::rule<struct AddTag, Range>{"'+' or '-'"} = x3::raw[x3::char_("+-")];
const auto multiply_operator = x3::rule<struct MultiplyTag, Range>{"'*' or '/'"} = x3::raw[x3::char_("*/")];
const auto power_operator = x3::rule<struct PowerOperatorTag, Range>{"'^'"} = x3::raw[x3::char_('^')];

const auto blank = x3::char_(" \t\r\n");
const auto digits = +x3::char_('0', '9');
const auto letter = x3::char_('a', 'z') | x3::char_('A', 'Z') | x3::char_('_');

const auto number_def = x3::raw[x3::lexeme[digits >> -(x3::char_('.') >> digits) >>
                                           -(x3::char_("eE") >> -x3::char_("+-") >> digits)]][take_number];
const auto name_def = x3::raw[x3::lexeme[letter >> *(letter | x3::char_('0', '9'))]][take_name];
const auto call_def = name[take] >> -(x3::lit('(') >> (expect[sum] % ',')[take_arguments] > close_call);
const auto primary_def = number[take] | call[take] | (x3::lit('(') >> expect[sum][take] > close);
const auto power__def = primary[take] >> -(power_operator > unary)[append];
const auto unary_def = nested((minus > unary)[take_negated] | power_[take]);
const auto product_def = unary[take] >> *(multiply_operator > unary)[append];
const auto sum_def = product[take] >> *(add_operator > product)[append];
const auto term = expect[sum][take_term];
const auto claim_def = term >> expect[relation][take_relation] >> term >>
                       *(relation[take_relation] >> term) >> expect[claim_end];

BOOST_SPIRIT_DEFINE(sum, product, unary, power_, primary, number, name, call, claim)

/// The character at a place, for messages.
std::string describe_found(std::string_view rest) {
  if (rest.empty()) return "the end";
  std::size_t length = 1;
  while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0U) == 0x80U) ++length;
  const auto code = static_cast<unsigned char>(rest[0]);
  if (code < 0x20 || code == 0x7F) return fmt::format("the control character {:#04x}", code);
  return fmt::format("'{}'", rest.substr(0, length));
}

/// How to write what the author may have meant by an unexpected character; "" if there is no guess.
std::string hint(std::string_view rest) {
  struct Spelling {
    std::string_view found, advice;
  };
  static constexpr std::array<Spelling, 11> kSpellings{{
      {"==", ""},
      {"=", "; equality is written =="},
      {"*", "; a power is written ^"},
      {"≤", "; write <="},
      {"≥", "; write >="},
      {"≠", "; write !="},
      {"−", "; write -"},
      {"–", "; write -"},
      {"·", "; write *"},
      {"×", "; write *"},
      {"÷", "; write /"},
  }};
  const auto spelling = std::find_if(kSpellings.begin(), kSpellings.end(),
                                     [&](const Spelling& s) { return rest.starts_with(s.found); });
  if (spelling != kSpellings.end()) return std::string(spelling->advice);
  const bool ascii = rest.empty() || static_cast<unsigned char>(rest[0]) < 0x80;
  return ascii ? "" : "; names are written with a-z, A-Z, digits and _";
}

[[noreturn]] void refuse_unexpected(const State& state, const x3::expectation_failure<Iterator>& failure) {
  const char* const last = state.source.text.data() + state.source.text.size();
  const char* place = failure.where();
  while (place != last && std::string_view(" \t\r\n").find(*place) != std::string_view::npos) ++place;
  const std::string_view rest(place, static_cast<std::size_t>(last - place));
  state.refuse(place,
               fmt::format("found {}, expected {}{}", describe_found(rest), failure.which(), hint(rest)));
}

template <class Parser, class Attribute>
void parse_whole(const SourceText& source, const Parser& parser, Attribute& attribute) {
  State state{source};
  if (source.text.size() > kMaxTextBytes) {
    throw InputError(fmt::format("{}: found a text of {} bytes, expected at most {}", source.where,
                                 source.text.size(), kMaxTextBytes));
  }
  Iterator first = source.text.data();
  const Iterator last = first + source.text.size();
  try {
    const auto with_state = x3::with<StateTag>(std::ref(state))[parser];
    if (!x3::phrase_parse(first, last, with_state, blank, attribute)) {
      throw InternalError("parse: the grammar refused a text without saying what it expected");
    }
  } catch (const x3::expectation_failure<Iterator>& failure) {
    refuse_unexpected(state, failure);
  }
}

}  // namespace

ExpressionPtr parse_expression(const SourceText& source) {
  Tree tree;
  parse_whole(source, expect[sum] > end, tree);
  return tree.node;
}

Claim parse_claim(const SourceText& source) {
  Claim result;
  parse_whole(source, claim, result);
  result.source = source;
  return result;
}

}  // namespace plumbline
