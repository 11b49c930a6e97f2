// The test tools themselves, on cases that can be checked by hand.
#include "support/exact_rational.hpp"

#include <gtest/gtest.h>

namespace plumbline::test {
namespace {

RationalMatrix matrix(std::initializer_list<std::initializer_list<double>> rows) {
  Eigen::MatrixXd a(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(rows.begin()->size()));
  Eigen::Index i = 0;
  for (const auto& row : rows) {
    Eigen::Index j = 0;
    for (const double x : row) a(i, j++) = x;
    ++i;
  }
  return RationalMatrix(a);
}

TEST(ExactRational, ConvertsDoublesAndRealsExactly) {
  EXPECT_EQ(to_rational(0.75), Rational(3, 4));
  EXPECT_EQ(to_rational(-5e-324) * power_of_two(1074), Rational(-1));
  EXPECT_NE(to_rational(0.1), Rational(1, 10));
  EXPECT_EQ(to_rational(Real(-0.375)), Rational(-3, 8));
  EXPECT_EQ(to_rational(Real(0)), Rational(0));
}

TEST(ExactRational, InertiaOfKnownMatrices) {
  const Inertia hyperbolic = inertia(matrix({{0, 1}, {1, 0}}));
  EXPECT_EQ(hyperbolic.positive, 1U);
  EXPECT_EQ(hyperbolic.negative, 1U);
  const Inertia cancelling = inertia(matrix({{0, 1}, {1, -2}}));  // 2a_ki + a_ii = 0: the second congruence
  EXPECT_EQ(cancelling.positive, 1U);
  EXPECT_EQ(cancelling.negative, 1U);
  const Inertia singular = inertia(matrix({{1, 2, 3}, {2, 4, 6}, {3, 6, 9}}));
  EXPECT_EQ(singular.positive, 1U);
  EXPECT_EQ(singular.zero, 2U);
}

TEST(ExactRational, EigenvalueInSeesBothEnds) {
  const RationalMatrix a = matrix({{2, 1}, {1, 2}});  // eigenvalues 3 and 1
  EXPECT_TRUE(eigenvalue_in(a, 0, 3, 3));
  EXPECT_TRUE(eigenvalue_in(a, 1, Rational(1, 2), 1));
  EXPECT_FALSE(eigenvalue_in(a, 0, 1, Rational(29, 10)));
  EXPECT_FALSE(eigenvalue_in(a, 0, Rational(31, 10), 4));
  EXPECT_FALSE(eigenvalue_in(a, 1, Rational(3, 2), 3));
}

TEST(ExactRational, PseudoInverseSatisfiesPenrose) {
  const RationalMatrix a = matrix({{1, 2, 3, 4}, {2, 4, 6, 8}, {0, 1, -1, 2}});
  const RationalMatrix p = pseudo_inverse(a);
  EXPECT_EQ(rank(a), 2U);
  EXPECT_EQ(a * p * a, a);
  EXPECT_EQ(p * a * p, p);
  EXPECT_EQ(transpose(a * p), a * p);
  EXPECT_EQ(transpose(p * a), p * a);
}

}  // namespace
}  // namespace plumbline::test
