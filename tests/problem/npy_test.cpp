#include "plumbline/problem/npy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "problem/npy_bytes.hpp"
#include "problem/temp_folder.hpp"

namespace plumbline {
namespace {

Eigen::MatrixXd values(const std::string& bytes) {
  return parse_npy(bytes, "f.npy").values;
}
std::string refusal(const std::string& bytes) {
  return message_of([&] { parse_npy(bytes, "f.npy"); });
}

const std::vector<double> kSix = {1, 2, 3, 4, 5, 6};

TEST(Npy, ReadsRowsThenColumnsOrTheOtherWayRound) {
  Eigen::MatrixXd by_rows(2, 3);
  by_rows << 1, 2, 3, 4, 5, 6;
  Eigen::MatrixXd by_columns(2, 3);
  by_columns << 1, 3, 5, 2, 4, 6;
  EXPECT_EQ(values(npy_bytes("<f8", "(2, 3)", kSix)), by_rows);
  EXPECT_EQ(values(npy_bytes("<f8", "(2, 3)", kSix, true)), by_columns);
}

TEST(Npy, ReadsEveryVersion) {
  for (const int version : {1, 2, 3}) {
    EXPECT_EQ(values(npy_bytes("<f8", "(3, 2)", kSix, false, version)).rows(), 3) << version;
  }
  EXPECT_EQ(refusal(npy_bytes("<f8", "(3, 2)", kSix, false, 4)),
            "f.npy: found .npy version 4.0, expected 1.0, 2.0 or 3.0");
}

TEST(Npy, OneDimensionIsOneColumn) {
  const Eigen::MatrixXd column = values(npy_bytes("<f8", "(6,)", kSix));
  EXPECT_EQ(column.rows(), 6);
  EXPECT_EQ(column.cols(), 1);
  EXPECT_EQ(column(5, 0), 6.0);
}

template <class Number>
void expect_extremes(const std::string& type) {
  const Number low = std::numeric_limits<Number>::lowest();
  const Number high = std::numeric_limits<Number>::max();
  const Eigen::MatrixXd read = values(npy_bytes<Number>(type, "(3,)", {low, Number{1}, high}));
  EXPECT_EQ(read(0), static_cast<double>(low)) << type;
  EXPECT_EQ(read(1), 1.0) << type;
  EXPECT_EQ(read(2), static_cast<double>(high)) << type;
}

TEST(Npy, ReadsEveryElementType) {
  expect_extremes<double>("<f8");
  expect_extremes<float>("<f4");
  expect_extremes<std::int64_t>("<i8");
  expect_extremes<std::uint64_t>("<u8");
  expect_extremes<std::int32_t>("<i4");
  expect_extremes<std::uint32_t>("<u4");
  expect_extremes<std::int16_t>("<i2");
  expect_extremes<std::uint16_t>("<u2");
  expect_extremes<std::int8_t>("|i1");
  expect_extremes<std::uint8_t>("|u1");
}

TEST(Npy, RefusesOtherTypesAndShapes) {
  EXPECT_EQ(
      refusal(npy_bytes(">f8", "(2, 3)", kSix)),
      "f.npy: found elements of type \">f8\", expected one of '<f4', '<f8', '<i2', '<i4', '<i8', '<u2', "
      "'<u4', '<u8', '|i1', '|u1'");
  EXPECT_NE(refusal(npy_bytes("<c16", "(3,)", kSix)), "no error");
  EXPECT_NE(refusal(npy_bytes("|O", "(6,)", kSix)), "no error");
  EXPECT_EQ(refusal(npy_bytes("<f8", "(1, 2, 3)", kSix)),
            "f.npy: found an array of 3 dimensions, expected 1 or 2");
  EXPECT_EQ(refusal(npy_bytes("<f8", "()", std::vector<double>{1.0})),
            "f.npy: found an array of 0 dimensions, expected 1 or 2");
  EXPECT_EQ(refusal(npy_bytes("<f8", "(0, 3)", std::vector<double>{})),
            "f.npy: found an array of shape (0, 3), expected at least one element");
}

TEST(Npy, RefusesStructuredArrays) {
  std::string bytes = npy_bytes("<f8", "(6,)", kSix);
  bytes.replace(bytes.find("'<f8'"), 5, "[    ");
  EXPECT_EQ(refusal(bytes), "f.npy: found a structured array, expected an array of plain numbers");
}

TEST(Npy, RefusesTooFewOrTooManyBytes) {
  const std::string whole = npy_bytes("<f8", "(2, 3)", kSix);
  ASSERT_EQ(refusal(whole), "no error");
  EXPECT_EQ(refusal(whole.substr(0, whole.size() - 1)),
            "f.npy: found 47 bytes of data, expected 2 × 3 elements of 8 bytes");
  EXPECT_EQ(refusal(whole + "x"), "f.npy: found 49 bytes of data, expected 2 × 3 elements of 8 bytes");
  EXPECT_EQ(refusal(whole.substr(0, 40)), "f.npy: the file ends inside the .npy header");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_NE(refusal(whole.substr(0, length)), "no error") << length;
  }
}

TEST(Npy, RefusesArraysBeyondTheLimit) {
  const auto beyond = [](const std::string& shape) { return refusal(npy_bytes<double>("<f8", shape, {})); };
  EXPECT_EQ(beyond("(2, 67108865)"),
            "f.npy: found an array of 2 × 67108865 elements, expected at most 134217728");
  EXPECT_EQ(beyond("(2, 67108864)"),
            "f.npy: found 0 bytes of data, expected 2 × 67108864 elements of 8 bytes");
  // A product that overflows 64 bits must not pass.
  EXPECT_EQ(beyond("(4294967296, 4294967296)"),
            "f.npy: found an array of 4294967296 × 4294967296 elements, expected at most 134217728");
}

TEST(Npy, RefusesOtherFiles) {
  EXPECT_EQ(refusal("PK\x03\x04 an archive of arrays"),
            "f.npy: found a file that starts with \"PK\\x03\\x04 a\", expected a .npy file");
  std::string bytes = npy_bytes("<f8", "(6,)", kSix);
  bytes.replace(bytes.find("shape"), 5, "descr");
  EXPECT_THAT(refusal(bytes), ::testing::StartsWith("f.npy: found the array header \"{'descr': '<f8'"));
}

TEST(Npy, TableNamesAndPlaces) {
  const auto table =
      make_table(parse_npy(npy_bytes<double>("<f8", "(2, 2)", {1, 2, 3, NAN}), "f.npy"), "col");
  EXPECT_THAT(table->names(), ::testing::ElementsAre("col0", "col1"));
  EXPECT_EQ(table->text(1, 0), "3");
  EXPECT_EQ(message_of([&] { finite_number(*table, 1, 1); }),
            "f.npy: element [1, 1] (counted from 0): found \"nan\", expected a finite number");
}

RC_GTEST_PROP(NpyProperty, BitsComeBackInEitherOrder,
              (const std::vector<std::uint64_t>& patterns, bool fortran)) {
  RC_PRE(!patterns.empty());
  const std::size_t columns = 2;
  std::vector<double> elements;
  for (const std::uint64_t bits : patterns)
    elements.insert(elements.end(), columns, std::bit_cast<double>(bits));
  const std::size_t rows = patterns.size();
  const std::string shape = "(" + std::to_string(rows) + ", 2)";
  const Eigen::MatrixXd read = values(npy_bytes("<f8", shape, elements, fortran));
  for (std::size_t i = 0; i < elements.size(); ++i) {
    const std::size_t row = fortran ? i % rows : i / columns;
    const std::size_t column = fortran ? i / rows : i % columns;
    const double value = read(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(column));
    RC_ASSERT(std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(elements[i]));
  }
}

RC_GTEST_PROP(NpyProperty, ChangedHeadersAreReadOrRefused, (std::uint16_t place, char byte)) {
  std::string bytes = npy_bytes("<f8", "(2, 3)", kSix);
  bytes[place % bytes.size()] = byte;
  const std::string message = refusal(bytes);
  RC_ASSERT((message == "no error" || message.starts_with("f.npy: ")));
}

}  // namespace
}  // namespace plumbline
