#include "plumbline/problem/transform.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <filesystem>
#include <numeric>

#include "plumbline/problem/csv.hpp"
#include "problem/temp_folder.hpp"

namespace plumbline {
namespace {

using ::testing::ElementsAre;
using Rational = boost::multiprecision::cpp_rational;

// ---- one_hot

OneHot classes_of(std::string_view text) {
  return one_hot(*parse_csv(text, "f.csv"), 0);
}
std::string refusal(std::string_view text) {
  return message_of([&] { classes_of(text); });
}

TEST(OneHotTest, NumbersAreSortedAsNumbers) {
  const OneHot result = classes_of("c\n10\n9\n10.0\n-1\n1e1\n");
  EXPECT_THAT(result.classes, ElementsAre("-1", "9", "10"));
  Eigen::MatrixXd expected(3, 5);
  expected << 0, 0, 0, 1, 0,  //
      0, 1, 0, 0, 0,          //
      1, 0, 1, 0, 1;
  EXPECT_EQ(result.Y, expected);
}

TEST(OneHotTest, TextIsSortedAsBytes) {
  EXPECT_THAT(classes_of("c\n10\n9\nb\nB\n10.0\n").classes, ElementsAre("10", "10.0", "9", "B", "b"));
}

TEST(OneHotTest, ZeroHasNoSign) {
  EXPECT_THAT(classes_of("c\n-0\n0\n1\n").classes, ElementsAre("0", "1"));
}

TEST(OneHotTest, RefusesWhatIsNoClass) {
  EXPECT_EQ(refusal("c,d\na,1\n,1\n"), "f.csv: line 3, column 'c': the field is empty, expected a class");
  EXPECT_EQ(refusal("c\n1\nnan\n"),
            "f.csv: line 3, column 'c': found \"nan\", expected a class: a finite number or text in UTF-8");
  EXPECT_EQ(refusal("c\na\n\xFF\n"),
            "f.csv: line 3, column 'c': found \"\\xFF\", expected a class: a finite number or text in UTF-8");
  EXPECT_EQ(refusal("c\n1\n1.0\n"), "f.csv: column 'c': found the single class '1', expected at least two");
}

TEST(OneHotTest, RefusesATargetMatrixBeyondTheLimit) {
  std::string text = "c\n";
  for (int i = 0; i < 12000; ++i) text += std::to_string(i) + "\n";
  EXPECT_EQ(refusal(text),
            "f.csv: column 'c': found 12000 classes of 12000 samples, expected at most 134217728 classes × "
            "samples");
}

// ---- standardize

/// The exact condition of correct rounding: with D_i = n x_i - Σx and T = Σ D_i², the real number
/// z_i = sign(D_i) √(n D_i²/T) lies between the two midpoints next to the double `z`.
bool is_correctly_rounded(const std::vector<Rational>& x, std::size_t i, double z) {
  const Rational n = x.size();
  const Rational sum = std::accumulate(x.begin(), x.end(), Rational(0));
  Rational squares = 0;
  for (const Rational& value : x) squares += (n * value - sum) * (n * value - sum);
  const Rational d = n * x[i] - sum;
  if (d == 0) return z == 0.0;
  if ((d < 0) != (z < 0.0)) return false;
  const double magnitude = std::abs(z);
  const Rational below = (Rational(magnitude) + Rational(std::nextafter(magnitude, 0.0))) / 2;
  const Rational above = (Rational(magnitude) + Rational(std::nextafter(magnitude, INFINITY))) / 2;
  const Rational square = n * d * d / squares;
  return below * below <= square && square <= above * above;
}

::testing::AssertionResult all_correctly_rounded(const std::vector<double>& row, const Eigen::MatrixXd& z) {
  const std::vector<Rational> exact(row.begin(), row.end());
  for (std::size_t i = 0; i < row.size(); ++i) {
    const double value = z(0, static_cast<Eigen::Index>(i));
    if (!is_correctly_rounded(exact, i, value)) {
      return ::testing::AssertionFailure() << "entry " << i << ": " << value << " is not the nearest double";
    }
  }
  return ::testing::AssertionSuccess();
}

Eigen::MatrixXd standardized(const std::vector<double>& row) {
  Eigen::MatrixXd X = Eigen::Map<const Eigen::RowVectorXd>(row.data(), static_cast<Eigen::Index>(row.size()));
  standardize(X);
  return X;
}

TEST(Standardize, ExactCases) {
  EXPECT_EQ(standardized({0, 2}), (Eigen::MatrixXd(1, 2) << -1, 1).finished());
  EXPECT_EQ(
      standardized({1, 2, 3, 6}),  // mean 3, variance 14/4
      (Eigen::MatrixXd(1, 4) << -2 / std::sqrt(3.5), -1 / std::sqrt(3.5), 0, 3 / std::sqrt(3.5)).finished());
  // One of 1025 apart: the others lie at ±2^-5 exactly.
  std::vector<double> row(1025, 1.0);
  row[7] = 2.0;
  const Eigen::MatrixXd z = standardized(row);
  EXPECT_EQ(z(0, 7), 32.0);
  EXPECT_EQ(z(0, 0), -0x1p-5);
}

TEST(Standardize, RoundsCorrectlyOverAnyRangeOfExponents) {
  const std::vector<std::vector<double>> rows = {
      {1e100, 1e-100, -1e100},  // 60 digits lose the middle one
      {0x1p1023, -0x1p-1074, 0x1p-1074, 5.0},
      {1e16, 1e16 + 2, 1e16 + 4, 1e16 + 8},  // nearly constant
      {0.1, 0.2, 0.3, 0.7, 0.1},
  };
  for (const std::vector<double>& row : rows) EXPECT_TRUE(all_correctly_rounded(row, standardized(row)));
}

TEST(Standardize, OracleSeesOneUnitInTheLastPlace) {
  const std::vector<double> row = {0.1, 0.2, 0.3, 0.7};
  Eigen::MatrixXd z = standardized(row);
  ASSERT_TRUE(all_correctly_rounded(row, z));
  z(0, 2) = std::nextafter(z(0, 2), 1.0);
  EXPECT_FALSE(all_correctly_rounded(row, z));
}

RC_GTEST_PROP(StandardizeProperty, RoundsCorrectly, (const std::vector<std::uint64_t>& patterns)) {
  std::vector<double> row;
  for (const std::uint64_t bits : patterns) {
    if (const auto value = std::bit_cast<double>(bits); std::isfinite(value) && row.size() < 12)
      row.push_back(value);
  }
  RC_PRE((row.size() >= 2 && row.front() != row.back()));
  RC_ASSERT(static_cast<bool>(all_correctly_rounded(row, standardized(row))));
}

TEST(Standardize, ConstantRowsAreFoundFirst) {
  Eigen::MatrixXd X(3, 2);
  X << 1, 2, 5, 5, 0, -0.0;
  EXPECT_EQ(find_constant_row(X), 1);
  EXPECT_EQ(find_constant_row(X.bottomRows(1)), 0);
  EXPECT_EQ(find_constant_row(X.topRows(1)), -1);
  EXPECT_THROW(standardize(X), InternalError);
}

// ---- intercept

TEST(Intercept, IsTheLastRowAndOne) {
  Eigen::MatrixXd X(1, 2);
  X << 3, 4;
  EXPECT_EQ(with_intercept(X), (Eigen::MatrixXd(2, 2) << 3, 4, 1, 1).finished());
}

}  // namespace
}  // namespace plumbline
