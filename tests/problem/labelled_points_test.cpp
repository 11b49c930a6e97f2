#include "plumbline/problem/labelled_points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "support/exact_rational.hpp"

namespace plumbline {
namespace {

using testing::ElementsAre;

Problem problem_of(const Eigen::MatrixXd& x, const Eigen::MatrixXd& y) {
  Problem problem;
  problem.id = "points";
  problem.X = x;
  problem.Y = y;
  return problem;
}

TEST(LabelledPoints, LabelsAreThePlacesOfTheTargetColumns) {
  const Eigen::MatrixXd x = (Eigen::MatrixXd(1, 5) << 1, 2, 3, 4, 5).finished();
  const Eigen::MatrixXd y = (Eigen::MatrixXd(2, 5) << 0, 1, 0, 0, 1,  //
                             2, 0, 1, 2, 0)
                                .finished();
  const LabelledPoints points = label_points(problem_of(x, y));
  EXPECT_THAT(points.labels, ElementsAre(2, 3, 1, 2, 3));
  EXPECT_EQ(points.classes, 3);
  EXPECT_EQ(points.conflicts, 0);
  EXPECT_THAT(points.samples, ElementsAre(0, 1, 2, 3, 4));
  EXPECT_EQ(equal(separation(points), Interval(4)), Truth::kTrue);
}

TEST(LabelledPoints, EqualInputsAreOnePoint) {
  // −0 and 0 are the same input. The third sample contradicts the first, the fifth the second; the fourth
  // does not.
  const Eigen::MatrixXd x = (Eigen::MatrixXd(1, 5) << 0.0, 3.0, -0.0, 0.0, 3.0).finished();
  const Eigen::MatrixXd y = (Eigen::MatrixXd(1, 5) << 7, 8, 8, 7, 9).finished();
  const LabelledPoints points = label_points(problem_of(x, y));
  EXPECT_THAT(points.samples, ElementsAre(0, 1));
  EXPECT_EQ(points.conflicts, 2);
  EXPECT_EQ(points.classes, 3);
  EXPECT_EQ(equal(separation(points), Interval(1)), Truth::kTrue);
}

TEST(LabelledPoints, OnePointIsSeparated) {
  const LabelledPoints points =
      label_points(problem_of(Eigen::MatrixXd::Ones(2, 3), Eigen::MatrixXd::Ones(1, 3)));
  EXPECT_EQ(points.samples.size(), 1U);
  EXPECT_EQ(equal(separation(points), Interval(1)), Truth::kTrue);
}

/// Against every pair in rational arithmetic.
void expect_exact_distances(const Eigen::MatrixXd& x) {
  const LabelledPoints points = label_points(problem_of(x, Eigen::MatrixXd::Zero(1, x.cols())));
  std::optional<test::Rational> longest, shortest;
  for (Eigen::Index a = 0; a < x.cols(); ++a) {
    for (Eigen::Index b = a + 1; b < x.cols(); ++b) {
      test::Rational sum = 0;
      for (Eigen::Index i = 0; i < x.rows(); ++i) {
        const test::Rational difference = test::to_rational(x(i, a)) - test::to_rational(x(i, b));
        sum += difference * difference;
      }
      if (!longest || sum > *longest) longest = sum;
      if (!shortest || sum < *shortest) shortest = sum;
    }
  }
  const PrecisionScope precision(1500);
  EXPECT_TRUE(test::contains(enclose(points.longest_squared), *longest));
  EXPECT_TRUE(test::contains(enclose(points.shortest_squared), *shortest));
  const Interval shortest_squared = enclose(points.shortest_squared);
  EXPECT_EQ(equal(shortest_squared, shortest_squared), Truth::kTrue);  // a point
}

TEST(LabelledPoints, DistancesAreExact) {
  std::mt19937_64 engine(8);
  expect_exact_distances(test::random_doubles(engine, 3, 12, 0));
  expect_exact_distances(test::random_integers(engine, 2, 8, 1000));
  expect_exact_distances(test::random_doubles(engine, 2, 10, 200));
}

TEST(LabelledPoints, DistancesBeyondDoubleAndTiesOfDoubleAreExact) {
  expect_exact_distances((Eigen::MatrixXd(1, 3) << 0x1p-600, 0x1p-601, 0x1p-602).finished());
  expect_exact_distances((Eigen::MatrixXd(1, 3) << 0x1p600, 0.0, -0x1p600).finished());
  // 1 + 2^-60 rounds to 1: double cannot tell these distances from each other.
  expect_exact_distances((Eigen::MatrixXd(2, 3) << 1, 0, 2, 0x1p-30, 0, 0).finished());
}

}  // namespace
}  // namespace plumbline
