#include "plumbline/numeric/quadratic_form.hpp"

#include <gtest/gtest.h>

#include "plumbline/numeric/error.hpp"
#include "support/exact_rational.hpp"

namespace plumbline {
namespace {

using plumbline::test::inertia;
using plumbline::test::random_doubles;
using plumbline::test::random_integers;
using plumbline::test::Rational;
using plumbline::test::RationalMatrix;
using plumbline::test::to_rational;

RationalMatrix centre_of(const QuadraticForm& form) {
  const auto size = static_cast<std::size_t>(form.centre.rows());
  RationalMatrix result(size, size);
  const PrecisionScope scope(3000);  // holds every centre below exactly
  const RealMatrix entries = approx(form.centre);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      result(i, j) = to_rational(entries(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)));
    }
  }
  return result;
}

/// centre ⪯ BᵀA⁻¹B ⪯ centre + excess·I, and the traces likewise, all exactly.
void enclose_and_verify(const Eigen::MatrixXd& root, const Eigen::MatrixXd& b, unsigned digits) {
  const RationalMatrix rational_root(root);
  const RationalMatrix a = rational_root * transpose(rational_root);
  const RationalMatrix truth = transpose(RationalMatrix(b)) * plumbline::test::inverse(a) * RationalMatrix(b);
  const ExactMatrix exact_root(root);
  const Real goal = pow(Real(10), -static_cast<int>(digits));
  const QuadraticForm form =
      enclose_quadratic_form(exact_root * transpose(exact_root), ExactMatrix(b), digits,
                             [&](const QuadraticForm& f) { return upper(f.excess) < goal; });
  const Rational excess = to_rational(upper(form.excess));
  ASSERT_GE(excess, 0);
  EXPECT_LT(excess, to_rational(goal));
  RationalMatrix difference = truth - centre_of(form);
  Rational trace = 0;
  for (std::size_t i = 0; i < difference.rows(); ++i) trace += difference(i, i);
  EXPECT_GE(trace, 0);
  EXPECT_LE(trace, excess);
  EXPECT_EQ(inertia(difference).negative, 0U);
  for (std::size_t i = 0; i < difference.rows(); ++i) difference(i, i) -= excess;
  EXPECT_EQ(inertia(difference).positive, 0U);
}

TEST(QuadraticForm, EnclosesTheExactMatrix) {
  std::mt19937_64 engine(21);
  for (int repetition = 0; repetition < 50; ++repetition) {
    const auto n = static_cast<Eigen::Index>(1 + engine() % 5);
    Eigen::MatrixXd root = random_integers(engine, n, n, 4);
    root.diagonal().array() += 40;  // diagonally dominant, so not singular
    enclose_and_verify(root, random_integers(engine, n, 3, 9), 1 + static_cast<unsigned>(engine() % 60));
  }
}

TEST(QuadraticForm, EnclosesIllConditionedOnes) {
  std::mt19937_64 engine(22);
  for (int repetition = 0; repetition < 10; ++repetition) {
    Eigen::MatrixXd root = random_doubles(engine, 3, 3, 3);
    root.row(2) = root.row(0) + root.row(1);
    root(2, 1) = std::nextafter(root(2, 1), 1e9);  // condition number near 10^32, or the row sum was rounded
    if (plumbline::test::rank(RationalMatrix(root)) < 3) continue;
    enclose_and_verify(root, random_doubles(engine, 3, 2, 3), 30);
  }
}

TEST(QuadraticForm, IsSharpAtOnceWhenTheSolutionIsExact) {
  const QuadraticForm form =
      enclose_quadratic_form(identity(3), identity(3), 10, [](const QuadraticForm&) { return true; });
  EXPECT_EQ(centre_of(form), RationalMatrix::identity(3));
  EXPECT_EQ(upper(form.excess), Real(0));
}

TEST(QuadraticForm, SingularMatricesAndImpossibleGoalsAreRefused) {
  const auto any = [](const QuadraticForm&) { return true; };
  const auto none = [](const QuadraticForm&) { return false; };
  Eigen::MatrixXd singular(2, 2);
  singular << 1, 2, 2, 4;
  EXPECT_THROW(enclose_quadratic_form(ExactMatrix(singular), identity(2), 10, any), InternalError);
  EXPECT_THROW(enclose_quadratic_form(identity(2), identity(2), 10, none), InternalError);
}

}  // namespace
}  // namespace plumbline
