#include "plumbline/numeric/accuracy.hpp"

#include <gtest/gtest.h>

namespace plumbline {
namespace {

Interval between(const char* lo, const char* hi) {
  return hull(enclose_decimal(lo), enclose_decimal(hi));
}

TEST(Accuracy, ComparesTheWidthWithTheSmallerEnd) {
  const PrecisionScope scope(40);
  EXPECT_TRUE(has_relative_accuracy(between("1", "1.0009995"), 3));
  EXPECT_FALSE(has_relative_accuracy(between("1", "1.0010005"), 3));
  EXPECT_TRUE(has_relative_accuracy(between("-1.0009995", "-1"), 3));
  EXPECT_FALSE(has_relative_accuracy(between("-1.0010005", "-1"), 3));
}

TEST(Accuracy, SeesGoalsBeyondDouble) {
  const PrecisionScope scope(600);
  const Interval third = Interval(1) / 3;
  EXPECT_TRUE(has_relative_accuracy(third, 599));
  EXPECT_FALSE(has_relative_accuracy(third, 620));
}

TEST(Accuracy, PointsAlwaysAndZeroCrossingsNever) {
  EXPECT_TRUE(has_relative_accuracy(Interval(0), 10000));
  EXPECT_TRUE(has_relative_accuracy(Interval(3), 10000));
  EXPECT_FALSE(has_relative_accuracy(between("-1e-30", "1e-30"), 1));
  EXPECT_FALSE(has_relative_accuracy(between("0", "1e-30"), 1));
  EXPECT_FALSE(has_relative_accuracy(indeterminate(), 1));
}

}  // namespace
}  // namespace plumbline
