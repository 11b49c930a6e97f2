#include "plumbline/problem/precise_reduction.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/prepared_problems.hpp"
#include "support/small_problems.hpp"

namespace plumbline {
namespace {

void expect_equal(const Interval& value, const ExactNumber& exact, double relative) {
  const Interval expected = enclose(exact);
  const Interval difference = value - expected;
  EXPECT_TRUE(contains_zero(difference));
  EXPECT_LT(upper_double(abs_of(difference) / expected), relative);
}

/// What a change of bases cannot alter, against exact integer arithmetic on the data as given.
void expect_invariants(const PreparedProblem& prepared, unsigned digits) {
  const PrecisionScope precision(digits);
  const auto reduction = precise_reduction(prepared.reduced());
  ASSERT_TRUE(reduction);
  const double relative = std::pow(10.0, 12.0 - digits);
  const ExactMatrix x(prepared.problem().X);
  const ExactMatrix y(prepared.problem().Y);
  const BallMatrix& a = reduction->inputs;
  expect_equal(square(frobenius(a)), frobenius_squared(x), relative);
  expect_equal(square(frobenius(a * transpose(a))), frobenius_squared(smaller_gram(x)), relative);
  expect_equal(square(frobenius(reduction->targets * transpose(a))), frobenius_squared(y * transpose(x)),
               relative);

  const BallMatrix stored(Eigen::MatrixXd(prepared.reduced().singular_values.asDiagonal()));
  EXPECT_LE(lower_double(frobenius(a - stored)), prepared.reduced().input_error);
  EXPECT_LE(lower_double(frobenius(reduction->targets - BallMatrix(prepared.reduced().targets))),
            prepared.reduced().target_error);
}

TEST(PreciseReduction, KeepsTheInvariantsOfTheDataToAsManyDigitsAsAsked) {
  for (const unsigned digits : {50U, 300U}) {
    expect_invariants(test::bundled_problem("linnerud"), digits);         // 3 × 20: left vectors
    expect_invariants(test::bundled_problem("hxp-gaussian"), digits);     // 1024 × 16: right vectors
    expect_invariants(test::bundled_problem("spectrum-kappa1"), digits);  // equal singular values
  }
}

TEST(PreciseReduction, DoublesThatAreTheDataStayAsTheyAre) {
  const PrecisionScope precision(50);
  ReducedProblem problem = test::small_problem(5, 2, 3, 3.0);
  problem.exact.reset();
  problem.input_error = problem.target_error = 0.0;
  const auto reduction = precise_reduction(problem);
  ASSERT_TRUE(reduction);
  EXPECT_EQ(upper_double(frobenius(reduction->targets - BallMatrix(problem.targets))), 0.0);
  problem.target_error = 1e-16;  // some other data are meant: unknown to any further digit
  EXPECT_FALSE(precise_reduction(problem));
}

}  // namespace
}  // namespace plumbline
