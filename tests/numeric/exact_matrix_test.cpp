#include "plumbline/numeric/exact_matrix.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "plumbline/numeric/error.hpp"
#include "support/exact_rational.hpp"

namespace plumbline {
namespace {

using plumbline::test::contains;
using plumbline::test::random_doubles;
using plumbline::test::Rational;
using plumbline::test::RationalMatrix;
using plumbline::test::to_rational;

/// The integers are read digit by digit: nothing of the class's own conversions.
Rational to_rational(const fmpz* n) {
  char* text = fmpz_get_str(nullptr, 10, n);
  const boost::multiprecision::cpp_int integer(text);
  flint_free(text);
  return Rational(integer);
}

RationalMatrix to_rational(const ExactMatrix& a) {
  RationalMatrix result(static_cast<std::size_t>(a.rows()), static_cast<std::size_t>(a.cols()));
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) {
      result(static_cast<std::size_t>(i), static_cast<std::size_t>(j)) =
          to_rational(a.raw(i, j)) * plumbline::test::power_of_two(a.exponent());
    }
  }
  return result;
}

Rational to_rational(const ExactNumber& a) {
  return to_rational(a.numerator.raw()) / to_rational(a.denominator.raw()) *
         plumbline::test::power_of_two(a.exponent);
}

TEST(ExactMatrix, HoldsEveryFiniteDoubleExactly) {
  Eigen::MatrixXd a(2, 4);
  a << 5e-324, -2.2250738585072009e-308, 1.7976931348623157e308, 0.0, -0.0, 0.1, -3.0, 1e-300;
  EXPECT_EQ(to_rational(ExactMatrix(a)), RationalMatrix(a));
}

TEST(ExactMatrix, UsesTheSmallestIntegers) {
  Eigen::MatrixXd a(1, 2);
  a << 48.0, 80.0;  // 3·2^4, 5·2^4
  const ExactMatrix exact_a(a);
  EXPECT_EQ(exact_a.exponent(), 4);
  EXPECT_EQ(fmpz_get_si(exact_a.raw(0, 0)), 3);
  EXPECT_EQ(fmpz_get_si(exact_a.raw(0, 1)), 5);
}

TEST(ExactMatrix, RefusesWhatIsNotFinite) {
  for (const double bad : {std::nan(""), HUGE_VAL, -HUGE_VAL}) {
    Eigen::MatrixXd a = Eigen::MatrixXd::Zero(2, 2);
    a(1, 0) = bad;
    EXPECT_THROW(ExactMatrix{a}, InternalError);
  }
}

TEST(ExactMatrix, ArithmeticIsThatOfRationals) {
  std::mt19937_64 engine(1);
  for (int repetition = 0; repetition < 50; ++repetition) {
    const Eigen::MatrixXd a = random_doubles(engine, 3, 4, 60);
    const Eigen::MatrixXd b = random_doubles(engine, 4, 2, 60);
    const Eigen::MatrixXd c = random_doubles(engine, 3, 4, 200);
    const RationalMatrix ra(a);
    const RationalMatrix rb(b);
    const RationalMatrix rc(c);
    const ExactMatrix ea(a);
    EXPECT_EQ(to_rational(ea * ExactMatrix(b)), ra * rb);
    EXPECT_EQ(to_rational(ea - ExactMatrix(c)), ra - rc);
    EXPECT_EQ(to_rational(transpose(ea)), transpose(ra));
    EXPECT_EQ(to_rational(smaller_gram(ea)), ra * transpose(ra));
    EXPECT_EQ(to_rational(smaller_gram(transpose(ea))), ra * transpose(ra));
    EXPECT_EQ(to_rational(frobenius_squared(ea)), frobenius_squared(ra));
    EXPECT_EQ(to_rational(trace(ea * transpose(ea))), frobenius_squared(ra));
    EXPECT_EQ(to_rational(select_rows(ea, {2, 0}))(0, 3), ra(2, 3));
    EXPECT_EQ(to_rational(identity(3) - identity(3)), RationalMatrix(3, 3));
  }
}

TEST(ExactMatrix, RefusesShapesThatDoNotFit) {
  const ExactMatrix a(2, 3);
  EXPECT_THROW(a * a, InternalError);
  EXPECT_THROW(a - transpose(a), InternalError);
  EXPECT_THROW(trace(a), InternalError);
  EXPECT_THROW(solve(a, a), InternalError);
  EXPECT_THROW(solve(identity(2), ExactMatrix(3, 1)), InternalError);
  EXPECT_THROW(select_rows(a, {2}), InternalError);
}

// Sizes 2, 6 and 20 take FLINT's three different methods.
TEST(ExactMatrix, SolutionsSubstituteBackExactly) {
  std::mt19937_64 engine(2);
  for (const Eigen::Index n : {2, 6, 20}) {
    for (int repetition = 0; repetition < 10; ++repetition) {
      const Eigen::MatrixXd a = random_doubles(engine, n, n, 20);
      const Eigen::MatrixXd b = random_doubles(engine, n, 2, 30);
      const ExactQuotient x = solve(ExactMatrix(a), ExactMatrix(b));
      ASSERT_GT(fmpz_sgn(x.denominator.raw()), 0);
      RationalMatrix scaled = RationalMatrix(a) * to_rational(x.numerator);
      const Rational denominator = to_rational(x.denominator.raw());
      for (std::size_t i = 0; i < scaled.rows(); ++i) {
        for (std::size_t j = 0; j < scaled.cols(); ++j) scaled(i, j) /= denominator;
      }
      EXPECT_EQ(scaled, RationalMatrix(b));
    }
  }
}

TEST(ExactMatrix, SingularMatricesAreRefused) {
  Eigen::MatrixXd a(2, 2);
  a << 0.1, 0.3, 0.2, 0.6;
  a.col(1) = 3 * a.col(0);
  a(1, 1) = 2 * a(0, 1);
  EXPECT_THROW(solve(ExactMatrix(a), ExactMatrix(2, 1)), InternalError);
  a(1, 1) = std::nextafter(a(1, 1), 1.0);  // the nearest matrix that is not singular
  EXPECT_NO_THROW(solve(ExactMatrix(a), ExactMatrix(2, 1)));
}

TEST(ExactNumber, SubtractsAndEnclosesExactly) {
  std::mt19937_64 engine(3);
  const PrecisionScope scope(25);
  for (int repetition = 0; repetition < 100; ++repetition) {
    ExactNumber a = frobenius_squared(ExactMatrix(random_doubles(engine, 1, 2, 90)));
    ExactNumber b = frobenius_squared(ExactMatrix(random_doubles(engine, 2, 1, 90)));
    fmpz_set_ui(a.denominator.raw(), 1 + engine() % 1000);
    fmpz_set_ui(b.denominator.raw(), 1 + engine() % 1000);
    const ExactNumber difference = a - b;
    EXPECT_EQ(to_rational(difference), to_rational(a) - to_rational(b));
    EXPECT_EQ(sign(difference), to_rational(a) > to_rational(b) ? 1 : -1);
    EXPECT_TRUE(contains(enclose(difference), to_rational(difference)));
    EXPECT_LT(relative_width(enclose(difference)), 1e-24);
    EXPECT_EQ(sign(a - a), 0);
    EXPECT_EQ(upper(enclose(a - a)), Real(0));
  }
}

TEST(ExactMatrix, ApproximationsRoundOnce) {
  std::mt19937_64 engine(4);
  const PrecisionScope scope(30);
  const Eigen::MatrixXd a = random_doubles(engine, 3, 3, 100);
  const RealMatrix real = approx(ExactMatrix(a));
  for (Eigen::Index i = 0; i < a.size(); ++i) EXPECT_EQ(real(i), Real(a(i)));
  const Eigen::MatrixXd scaled = approx_scaled(ExactMatrix(a));
  const double largest = scaled.cwiseAbs().maxCoeff();
  EXPECT_GE(largest, 0.5);
  EXPECT_LE(largest, 1.0);
  EXPECT_TRUE((scaled / largest).isApprox(a / a.cwiseAbs().maxCoeff(), 1e-15));
  Eigen::MatrixXd extreme(1, 2);
  extreme << 1e300, 1e-300;
  EXPECT_EQ(approx_scaled(ExactMatrix(extreme))(0, 1), 0.0);
}

TEST(ExactMatrix, RoundToExactKeepsTheLargestToFullPrecision) {
  const PrecisionScope scope(30);
  RealMatrix a(1, 3);
  a << Real(1) / 3, Real("-1e-20") / 3, Real(0);
  const auto rounded = round_to_exact(a);
  ASSERT_TRUE(rounded);
  const RationalMatrix exact_values = to_rational(*rounded);
  EXPECT_EQ(exact_values(0, 0), to_rational(a(0)));
  EXPECT_LT(abs(exact_values(0, 1) - to_rational(a(1))), to_rational(1e-30));
  EXPECT_EQ(exact_values(0, 2), Rational(0));
  EXPECT_EQ(to_rational(*round_to_exact(RealMatrix::Zero(2, 2))), RationalMatrix(2, 2));
  a(1) = std::numeric_limits<Real>::quiet_NaN();
  EXPECT_FALSE(round_to_exact(a));
  a(1) = std::numeric_limits<Real>::infinity();
  EXPECT_FALSE(round_to_exact(a));
}

}  // namespace
}  // namespace plumbline
