#include "plumbline/theorem/parse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/evaluate.hpp"
#include "theorem/map_environment.hpp"

namespace plumbline {
namespace {

using Kind = Expression::Kind;
using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal(const SourceText& source, bool as_claim) {
  try {
    if (as_claim) {
      parse_claim(source);
    } else {
      parse_expression(source);
    }
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

/// The tree with every operator in parentheses, so that it shows how the text was grouped.
std::string grouped(const Expression& e) {
  const auto operand = [&](std::size_t k) { return grouped(*e.operands[k]); };
  switch (e.kind) {
    case Kind::kNumber:
    case Kind::kSymbol:
      return e.text;
    case Kind::kNegate:
      return "(-" + operand(0) + ")";
    case Kind::kCall: {
      std::string text = e.text + "(" + operand(0);
      for (std::size_t k = 1; k < e.operands.size(); ++k) text += "," + operand(k);
      return text + ")";
    }
    case Kind::kAdd:
      return "(" + operand(0) + "+" + operand(1) + ")";
    case Kind::kSubtract:
      return "(" + operand(0) + "-" + operand(1) + ")";
    case Kind::kMultiply:
      return "(" + operand(0) + "*" + operand(1) + ")";
    case Kind::kDivide:
      return "(" + operand(0) + "/" + operand(1) + ")";
    case Kind::kPower:
      return "(" + operand(0) + "^" + operand(1) + ")";
  }
  return "?";
}

struct Value {
  const char* text;
  const char* grouping;
  double value;  ///< worked out by hand; exact in double
};

const Value kValues[] = {{"2+3*4", "(2+(3*4))", 14},
                         {"(2+3)*4", "((2+3)*4)", 20},
                         {"2-3-4", "((2-3)-4)", -5},
                         {"2-(3-4)", "(2-(3-4))", 3},
                         {"16/4/2", "((16/4)/2)", 2},
                         {"16/4*2", "((16/4)*2)", 8},
                         {"2^3^2", "(2^(3^2))", 512},
                         {"(2^3)^2", "((2^3)^2)", 64},
                         {"-2^2", "(-(2^2))", -4},
                         {"(-2)^2", "((-2)^2)", 4},
                         {"2^-1", "(2^(-1))", 0.5},
                         {"-2^-2", "(-(2^(-2)))", -0.25},
                         {"2^-1^2", "(2^(-(1^2)))", 0.5},
                         {"2^-2^1*4", "((2^(-(2^1)))*4)", 1},
                         {"2*-3", "(2*(-3))", -6},
                         {"-2*3", "((-2)*3)", -6},
                         {"1--1", "(1-(-1))", 2},
                         {"--2", "(-(-2))", 2},
                         {"3*2^2", "(3*(2^2))", 12},
                         {"2^2*3", "((2^2)*3)", 12},
                         {"1e2", "1e2", 100},
                         {"2.5E-1*10", "(2.5E-1*10)", 2.5},
                         {" 2\t+ \n 2 ", "(2+2)", 4},
                         {"max(1, 2+3, 4)", "max(1,(2+3),4)", 5},
                         {"min (3, max(1, 2))", "min(3,max(1,2))", 2},
                         {"((((7))))", "7", 7}};

TEST(Precedence, GroupsAndEvaluatesAsInMathematics) {
  const PrecisionScope precision(30);
  for (const Value& expected : kValues) {
    SCOPED_TRACE(expected.text);
    const ExpressionPtr tree = parse_expression({"test", expected.text});
    EXPECT_EQ(grouped(*tree), expected.grouping);
    const Interval value = evaluate(*tree, MapEnvironment());
    EXPECT_EQ(equal(value, exact(expected.value)), Truth::kTrue) << format_human(value, 20);
  }
}

TEST(Parse, EveryNodeRecordsItsOffset) {
  //                                          0123456789012345678
  const ExpressionPtr tree = parse_expression({"test", "ab * f(x,-1.5) ^ 2"});
  ASSERT_EQ(tree->kind, Kind::kMultiply);
  EXPECT_EQ(tree->position, 3U);
  EXPECT_EQ(tree->operands[0]->position, 0U);
  const Expression& power = *tree->operands[1];
  ASSERT_EQ(power.kind, Kind::kPower);
  EXPECT_EQ(power.position, 15U);
  EXPECT_EQ(power.operands[1]->position, 17U);
  const Expression& call = *power.operands[0];
  ASSERT_EQ(call.kind, Kind::kCall);
  EXPECT_EQ(call.text, "f");
  EXPECT_EQ(call.position, 5U);
  EXPECT_EQ(call.operands[0]->position, 7U);
  EXPECT_EQ(call.operands[1]->kind, Kind::kNegate);
  EXPECT_EQ(call.operands[1]->position, 9U);
  EXPECT_EQ(call.operands[1]->operands[0]->position, 10U);
  EXPECT_EQ(call.operands[1]->operands[0]->text, "1.5");
}

TEST(Parse, OffsetsCountBytes) {
  const ExpressionPtr tree = parse_expression({"test", "a +\n  b"});
  EXPECT_EQ(tree->operands[1]->position, 6U);
}

TEST(Parse, ReadsChainsOfComparisons) {
  const Claim claim = parse_claim({"test", "1 <= i < j == L != 2 > x >= y"});
  EXPECT_THAT(claim.relations, ElementsAre(Relation::kLessEqual, Relation::kLess, Relation::kEqual,
                                           Relation::kNotEqual, Relation::kGreater, Relation::kGreaterEqual));
  ASSERT_EQ(claim.terms.size(), 7U);
  EXPECT_EQ(claim.terms[3]->text, "L");
  EXPECT_EQ(claim.source.text, "1 <= i < j == L != 2 > x >= y");
  EXPECT_EQ(claim.source.where, "test");
  std::string shown;
  for (const Relation relation : claim.relations) shown += to_string(relation) + " ";
  EXPECT_EQ(shown, "<= < == != > >= ");
}

TEST(Parse, KeepsNumbersAsWritten) {
  EXPECT_EQ(parse_expression({"", "0.10"})->text, "0.10");
  EXPECT_EQ(parse_expression({"", "12e+3"})->text, "12e+3");
}

struct BadText {
  const char* text;
  const char* message;
};

const BadText kBadClaims[] = {
    {"", "found the end, expected a number, a name, '-' or '('\n  \n  ^"},
    {"a <", "found the end, expected a number, a name, '-' or '('\n  a <\n     ^"},
    {"a", "found the end, expected an operator or a comparison\n  a\n   ^"},
    {"a < (b", "found the end, expected an operator or ')'\n  a < (b\n        ^"},
    {"f(a < 3", "found '<', expected an operator, ',' or ')'\n  f(a < 3\n      ^"},
    {"f(a, ) < 3", "found ')', expected a number, a name, '-' or '('\n  f(a, ) < 3\n       ^"},
    {"f() < 3", "found ')', expected a number, a name, '-' or '('\n  f() < 3\n    ^"},
    {"a = b", "found '=', expected an operator or a comparison; equality is written ==\n  a = b\n    ^"},
    {"a < = b",
     "found '=', expected a number, a name, '-' or '('; equality is written ==\n  a < = "
     "b\n      ^"},
    {"2x < 1", "found 'x', expected an operator or a comparison\n  2x < 1\n   ^"},
    {"a ** 2 < 3",
     "found '*', expected a number, a name, '-' or '('; a power is written ^\n  a ** 2 < 3\n     ^"},
    {"a < b c", "found 'c', expected an operator, a comparison or the end\n  a < b c\n        ^"},
    {"a < b)", "found ')', expected an operator, a comparison or the end\n  a < b)\n       ^"},
    {"1.e5 < 2", "found '.', expected an operator or a comparison\n  1.e5 < 2\n   ^"},
    {".5 < 2", "found '.', expected a number, a name, '-' or '('\n  .5 < 2\n  ^"},
    {"+1 < 2", "found '+', expected a number, a name, '-' or '('\n  +1 < 2\n  ^"},
    {"a < - -", "found the end, expected a number, a name, '-' or '('\n  a < - -\n         ^"},
    {"a ^ < 2", "found '<', expected a number, a name, '-' or '('\n  a ^ < 2\n      ^"},
    {"1 < 1e1234567890",
     "the exponent is out of range, expected at most nine digits\n  1 < 1e1234567890\n      ^"},
    {"a ≤ b", "found '≤', expected an operator or a comparison; write <=\n  a ≤ b\n    ^"},
    {"a < 2·b", "found '·', expected an operator, a comparison or the end; write *\n  a < 2·b\n       ^"},
    {"η < 3",
     "found 'η', expected a number, a name, '-' or '('; names are written with a-z, A-Z, digits and "
     "_\n  η < 3\n  ^"},
    // The caret counts characters, not bytes: é is two bytes and one column.
    {"a < é + λ",
     "found 'é', expected a number, a name, '-' or '('; names are written with a-z, A-Z, "
     "digits and _\n  a < é + λ\n      ^"},
    // Of several lines, the offending one is shown; a tab takes one column.
    {"a\n\t + ) < 2\nrest", "found ')', expected a number, a name, '-' or '('\n    + ) < 2\n      ^"},
    {"a < \x01",
     "found the control character 0x01, expected a number, a name, '-' or '('\n  a < ?\n   "
     "   ^"}};

TEST(Parse, MessagesPointAtTheOffendingCharacter) {
  for (const BadText& bad : kBadClaims) {
    SCOPED_TRACE(bad.text);
    EXPECT_EQ(refusal({"f.toml: line 3", bad.text}, true), std::string("f.toml: line 3: ") + bad.message);
  }
}

TEST(Parse, ComparisonsBelongInClaimsOnly) {
  EXPECT_EQ(refusal({"x", "a < b"}, false), "x: found '<', expected an operator or the end\n  a < b\n    ^");
  EXPECT_EQ(refusal({"x", "(a < b) < 2"}, true),
            "x: found '<', expected an operator or ')'\n  (a < b) < 2\n     ^");
}

TEST(PointAt, CountsCharactersBeforeTheCaret) {
  EXPECT_EQ(point_at({"w", "λ₁ + x"}, 8, "here"), "w: here\n  λ₁ + x\n       ^");
  EXPECT_EQ(point_at({"w", "ab"}, 99, "past the end"), "w: past the end\n  ab\n    ^");
}

TEST(PointAt, ShowsAWindowOfALongLine) {
  const std::string text = std::string(300, 'a') + "!" + std::string(300, 'b');
  EXPECT_EQ(point_at({"w", text}, 300, "here"), "w: here\n  …" + std::string(55, 'a') + "!" +
                                                    std::string(54, 'b') + "…\n  " + std::string(56, ' ') +
                                                    "^");
  EXPECT_EQ(point_at({"w", text}, 601, "end"),
            "w: end\n  …" + std::string(110, 'b') + "\n  " + std::string(111, ' ') + "^");
}

std::string repeated(const std::string& text, int count) {
  std::string result;
  for (int k = 0; k < count; ++k) result += text;
  return result;
}

TEST(ParseLimits, NestingStopsAtTheLimit) {
  const int limit = static_cast<int>(kMaxNesting);
  const auto nest = [](int n) { return repeated("(", n) + "a" + repeated(")", n); };
  EXPECT_EQ(refusal({"x", nest(limit - 1)}, false), "accepted");
  EXPECT_THAT(refusal({"x", nest(limit)}, false), HasSubstr("x: nested more than 200 deep\n"));
}

TEST(ParseLimits, EveryKindOfNestingIsCounted) {
  for (const char* start : {"(", "-", "f(", "a^", "-(", "max(1,"}) {
    EXPECT_THAT(refusal({"x", repeated(start, 3000)}, false), HasSubstr("x: nested more than 200 deep\n"))
        << start;
  }
}

TEST(ParseLimits, NestingSideBySideIsNotDeep) {
  EXPECT_EQ(refusal({"x", "a^a" + repeated("+(-a)^2", 300)}, false), "accepted");
}

TEST(ParseLimits, LongChainsStopAtTheLimit) {
  const int limit = static_cast<int>(kMaxTreeDepth);
  EXPECT_EQ(refusal({"x", "a" + repeated("+a", limit - 1)}, false), "accepted");
  EXPECT_THAT(refusal({"x", "a" + repeated("*a", limit)}, false),
              HasSubstr("x: too long: more than 1000 operations, one on top of another\n"));
}

TEST(ParseLimits, LongTextsAreRefused) {
  EXPECT_EQ(refusal({"x", std::string(20'001, ' ')}, false),
            "x: found a text of 20001 bytes, expected at most 20000");
}

TEST(ParseLimits, TheDeepestTreesEvaluate) {
  const PrecisionScope precision(20);
  const ExpressionPtr sum =
      parse_expression({"x", "1" + repeated("+1", static_cast<int>(kMaxTreeDepth) - 1)});
  EXPECT_EQ(equal(evaluate(*sum, MapEnvironment()), Interval(1000)), Truth::kTrue);
}

}  // namespace
}  // namespace plumbline
