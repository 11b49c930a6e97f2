#include "plumbline/problem/csv.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>

#include "problem/temp_folder.hpp"

namespace plumbline {
namespace {

using ::testing::ElementsAre;

std::unique_ptr<DataTable> parse(std::string_view text) {
  return parse_csv(text, "f.csv");
}
std::string refusal(std::string_view text) {
  return message_of([&] { parse(text); });
}

TEST(Csv, ReadsHeaderAndRows) {
  const auto table = parse("a,b\n1,2.5\n-3e2,x\n");
  EXPECT_THAT(table->names(), ElementsAre("a", "b"));
  ASSERT_EQ(table->rows(), 2U);
  EXPECT_EQ(table->number(0, 1), 2.5);
  EXPECT_EQ(table->number(1, 0), -300.0);
  EXPECT_EQ(table->number(1, 1), std::nullopt);
  EXPECT_EQ(table->text(1, 1), "x");
  EXPECT_EQ(table->where(1, 1), "f.csv: line 3, column 'b'");
}

TEST(Csv, LineEndsQuotesBlanksAndByteOrderMark) {
  for (const char* end : {"\n", "\r\n", "\r"}) {
    const std::string text =
        fmt::format("\xEF\xBB\xBF\"a\", b {0} 1 ,\t\"2\" {0}\" 3\",\"x, \"\"y\"\"\"{0}{0}  {0}", end);
    const auto table = parse(text);
    EXPECT_THAT(table->names(), ElementsAre("a", "b"));
    ASSERT_EQ(table->rows(), 2U);
    EXPECT_EQ(table->number(0, 0), 1.0);
    EXPECT_EQ(table->number(0, 1), 2.0);
    EXPECT_EQ(table->number(1, 0), 3.0);
    EXPECT_EQ(table->text(1, 1), "x, \"y\"");
    EXPECT_EQ(table->where(1, 0), "f.csv: line 3, column 'a'");
  }
}

TEST(Csv, LastLineNeedsNoEnd) {
  EXPECT_EQ(parse("a\n1\n2")->number(1, 0), 2.0);
}

TEST(Csv, LinesInsideQuotesCount) {
  const auto table = parse("a,b\n\"one\n\ntwo\",1\nx,2\n");
  EXPECT_EQ(table->text(0, 0), "one\n\ntwo");
  EXPECT_EQ(table->where(0, 1), "f.csv: line 2, column 'b'");
  EXPECT_EQ(table->where(1, 1), "f.csv: line 5, column 'b'");
}

TEST(Csv, RefusesMalformedRows) {
  EXPECT_EQ(refusal("a,b\n1,2\n3\n"), "f.csv: line 3: found 1 field, expected 2 as in the header");
  EXPECT_EQ(refusal("a,b\n1,2,3\n"), "f.csv: line 2: found 3 fields, expected 2 as in the header");
  EXPECT_EQ(refusal("a,b\n1,2,\n"), "f.csv: line 2: found 3 fields, expected 2 as in the header");
  EXPECT_EQ(refusal("a,b\n1,2\n3"), "f.csv: line 3: found 1 field, expected 2 as in the header");
  EXPECT_EQ(refusal("a\n1\n\n2\n"), "f.csv: line 3: found an empty line, expected a row");
  EXPECT_EQ(refusal("\na\n1\n"), "f.csv: line 1: found an empty line, expected a header of column names");
  EXPECT_EQ(refusal("a,b\n1,2\n\"3,4\n5,6\n"),
            "f.csv: line 3: found a quote that is never closed, expected a closing \"");
  EXPECT_EQ(refusal("a,b\n1,2\"3\n"),
            "f.csv: line 2: found a stray quote inside a field, expected it doubled and the field quoted");
}

TEST(Csv, RefusesBadHeaders) {
  EXPECT_EQ(refusal("a,b,a\n1,2,3\n"),
            "f.csv: line 1: found the column name 'a' twice, expected distinct names");
  EXPECT_EQ(refusal("a,,b\n1,2,3\n"), "f.csv: line 1: the name of column 2 is empty");
  EXPECT_EQ(refusal("1,2\n3,4\n"), "f.csv: line 1: found only numbers, expected a header of column names");
  EXPECT_EQ(refusal("a,\xE9\n1,2\n"), "f.csv: line 1: found the column name \"\\xE9\", expected UTF-8");
  EXPECT_EQ(refusal("a,b\n"), "f.csv: found a header and no rows, expected at least one sample");
  EXPECT_EQ(refusal("\n\n"), "f.csv: found no header and no rows");
}

TEST(Csv, FiniteNumberNamesThePlace) {
  const auto table = parse("a,b\n1,abc\n,nan\n1e999,-inf\n0x1,1\n");
  const auto message = [&](std::size_t row, std::size_t column) {
    return message_of([&] { finite_number(*table, row, column); });
  };
  EXPECT_EQ(finite_number(*table, 0, 0), 1.0);
  EXPECT_EQ(message(0, 1),
            "f.csv: line 2, column 'b': found \"abc\", expected a decimal number in the range of a double");
  EXPECT_EQ(message(1, 0), "f.csv: line 3, column 'a': the field is empty, expected a number");
  EXPECT_EQ(message(1, 1), "f.csv: line 3, column 'b': found \"nan\", expected a finite number");
  EXPECT_EQ(message(2, 0),
            "f.csv: line 4, column 'a': found \"1e999\", expected a decimal number in the range of a double");
  EXPECT_EQ(message(2, 1), "f.csv: line 4, column 'b': found \"-inf\", expected a finite number");
  EXPECT_EQ(message(3, 0),
            "f.csv: line 5, column 'a': found \"0x1\", expected a decimal number in the range of a double");
}

RC_GTEST_PROP(CsvProperty, EveryFiniteDoubleComesBack, (const std::vector<std::uint64_t>& patterns)) {
  std::string text = "a,b\n";
  std::vector<double> values;
  for (const std::uint64_t bits : patterns) {
    const auto value = std::bit_cast<double>(bits);
    if (!std::isfinite(value)) continue;
    values.push_back(value);
    text += fmt::format("x,{}\n", value);
  }
  RC_PRE(!values.empty());
  const auto table = parse(text);
  RC_ASSERT(table->rows() == values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    RC_ASSERT(std::bit_cast<std::uint64_t>(finite_number(*table, i, 1)) ==
              std::bit_cast<std::uint64_t>(values[i]));
  }
}

RC_GTEST_PROP(CsvProperty, AnyBytesAreReadOrRefused, (const std::vector<char>& bytes)) {
  // The mix makes the characters that matter frequent.
  static constexpr std::string_view kAlphabet = "\",\n\r a1.";
  std::string text = "a,b\n1,2\n";
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    text += code < 128 ? kAlphabet[code % kAlphabet.size()] : byte;
  }
  const std::string message = refusal(text);
  RC_ASSERT((message == "no error" || message.starts_with("f.csv: ")));
}

}  // namespace
}  // namespace plumbline
