#include "plumbline/problem/number_text.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace plumbline {
namespace {

TEST(ParseDouble, RoundsToNearest) {
  EXPECT_EQ(parse_double("0.1"), 0.1);
  EXPECT_EQ(parse_double("+3"), 3.0);
  EXPECT_EQ(parse_double(".5"), 0.5);
  EXPECT_EQ(parse_double("5."), 5.0);
  EXPECT_EQ(parse_double("1E+2"), 100.0);
  EXPECT_EQ(parse_double("4.9e-324"), 0x1p-1074);
  // 2^53 + 1 lies in the middle of two doubles: to even; one more digit decides.
  EXPECT_EQ(parse_double("9007199254740993"), 0x1p53);
  EXPECT_EQ(parse_double("9007199254740993.0000000000000000000000000000001"), 0x1p53 + 2);
  EXPECT_TRUE(std::signbit(*parse_double("-0")));
}

TEST(ParseDouble, WantsTheWholeText) {
  for (const char* text : {"", "+", "-", ".", "1e", "1,5", "1 2", " 1", "1 ", "0x10", "++1", "+-1", "--1",
                           "12a", "1_000", "1e5.0", "1.2.3", "٣"}) {
    EXPECT_EQ(parse_double(text), std::nullopt) << text;
  }
}

TEST(ParseDouble, RefusesWhatADoubleCannotHold) {
  for (const char* text : {"1e400", "-1e400", "1e-400", "2e-324", "1.7976931348623159e308"}) {
    EXPECT_EQ(parse_double(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_double("1.7976931348623157e308"), 0x1.fffffffffffffp1023);
  EXPECT_EQ(parse_double("0e999"), 0.0);
}

TEST(ParseDouble, ReadsNotANumberAsSuch) {
  EXPECT_TRUE(std::isnan(*parse_double("NaN")));
  EXPECT_EQ(parse_double("-Infinity"), -INFINITY);
}

TEST(TrimBlanks, CutsBothEnds) {
  EXPECT_EQ(trim_blanks(" \ta b\t "), "a b");
  EXPECT_EQ(trim_blanks(" \t"), "");
  EXPECT_EQ(trim_blanks(""), "");
}

}  // namespace
}  // namespace plumbline
