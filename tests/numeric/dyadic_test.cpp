#include "plumbline/numeric/dyadic.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "plumbline/numeric/error.hpp"
#include "support/exact_rational.hpp"

namespace plumbline {
namespace {

using test::Rational;

/// Through MPFR, with room for every bit.
Rational to_rational(const Dyadic& x) {
  Real real(0, 2000);
  real.precision(2000);
  EXPECT_EQ(arf_get_mpfr(real.backend().data(), x.raw(), MPFR_RNDN), 0);
  return test::to_rational(real);
}

TEST(Dyadic, ArithmeticIsExact) {
  std::mt19937_64 engine(3);
  const Eigen::MatrixXd draws = test::random_doubles(engine, 3, 200, 300);
  for (Eigen::Index k = 0; k < draws.cols(); ++k) {
    const Dyadic a(draws(0, k)), b(draws(1, k)), c(draws(2, k));
    const Rational p = test::to_rational(draws(0, k)), q = test::to_rational(draws(1, k)),
                   r = test::to_rational(draws(2, k));
    EXPECT_EQ(to_rational(a * b + c), p * q + r);
    EXPECT_EQ(to_rational(a * b - c), p * q - r);
    EXPECT_EQ(to_rational(-a), -p);
    EXPECT_EQ(a * b < c, p * q < r);
    EXPECT_EQ(a * b == c, p * q == r);
    EXPECT_EQ(to_rational(a.scaled(-17)), p * test::power_of_two(-17));
    EXPECT_TRUE(test::contains(enclose(a * b + c), p * q + r));
  }
}

TEST(Dyadic, FloorsDownwards) {
  for (const double x : {0.0, 2.0, 2.75, -2.0, -2.25, 0x1p-900, -0x1p-900}) {
    EXPECT_EQ(Dyadic(x).floor(), Dyadic(std::floor(x))) << x;
  }
}

TEST(Dyadic, RoundsToTheNearest) {
  EXPECT_EQ(Dyadic(std::int64_t{13}).rounded(3), Dyadic(std::int64_t{12}));  // 13 = 1101, a tie: to even
  EXPECT_EQ(Dyadic(std::int64_t{15}).rounded(3), Dyadic(std::int64_t{16}));
  EXPECT_EQ(Dyadic(std::int64_t{13}).rounded(4), Dyadic(std::int64_t{13}));
  EXPECT_EQ(Dyadic(0.1).rounded(53), Dyadic(0.1));
  EXPECT_NE(Dyadic(0.1).rounded(51), Dyadic(0.1));  // its last bit is 0, the one before is not
}

TEST(Dyadic, ExponentBoundsItFromAbove) {
  EXPECT_EQ(Dyadic(std::int64_t{1}).exponent(), 1);
  EXPECT_EQ(Dyadic(std::int64_t{-4}).exponent(), 3);
  EXPECT_EQ(Dyadic(0.375).exponent(), -1);
  EXPECT_THROW(Dyadic().exponent(), InternalError);
}

TEST(Dyadic, NothingThatIsNotFinite) {
  EXPECT_THROW(Dyadic(std::numeric_limits<double>::infinity()), InternalError);
  EXPECT_THROW(Dyadic(std::numeric_limits<double>::quiet_NaN()), InternalError);
}

}  // namespace
}  // namespace plumbline
