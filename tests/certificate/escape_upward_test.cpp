#include "plumbline/certificate/escape_upward.hpp"

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>

#include "plumbline/numeric/random_stream.hpp"

namespace plumbline {
namespace {

using Rational = boost::multiprecision::cpp_rational;

Rational two_to(std::int64_t e) {
  const Rational power(boost::multiprecision::cpp_int(1) << static_cast<unsigned>(std::abs(e)));
  return e >= 0 ? power : 1 / power;
}
Rational exactly(const Upward& x) {
  return Rational(x.mantissa()) * two_to(x.exponent());
}

void expect_just_above(const Rational& exact_value, const Upward& bound) {
  EXPECT_GE(exactly(bound), exact_value);
  EXPECT_LE(exactly(bound), exact_value * (1 + two_to(-50)));
}

/// Mantissas of all kinds: random bits, 1/2, the largest below 1.
Upward draw(RandomStream& stream, std::int64_t spread) {
  const std::uint64_t kind = stream.bits() % 4;
  double mantissa = 0.5 + stream.uniform() / 2;
  if (kind == 0) mantissa = 0.5;
  if (kind == 1) mantissa = 1.0 - 0x1p-53;
  const auto range = static_cast<std::uint64_t>(2 * spread + 1);
  return Upward(mantissa, static_cast<std::int64_t>(stream.bits() % range) - spread);
}

TEST(EscapeUpward, SumsAndProductsAreJustAboveTheExactOnes) {
  RandomStream stream(1, 0, 0);
  for (int i = 0; i < 3000; ++i) {
    const Upward a = draw(stream, 90);
    const Upward b = draw(stream, 90);
    expect_just_above(exactly(a) * exactly(b), a * b);
    expect_just_above(exactly(a) + exactly(b), a + b);
  }
}

TEST(EscapeUpward, PlainDoublesFallBelowTheExactOnes) {
  // What the test above is worth: rounding to nearest violates it about every second time.
  RandomStream stream(1, 0, 0);
  int below = 0;
  for (int i = 0; i < 1000; ++i) {
    const double a = stream.uniform();
    const double b = stream.uniform();
    below += Rational(a * b) < Rational(a) * Rational(b) ? 1 : 0;
  }
  EXPECT_GT(below, 300);
}

TEST(EscapeUpward, ExponentsGoFarBeyondDouble) {
  Upward x(1.0);
  for (int i = 0; i < 100000; ++i) x *= Upward(0.5);
  EXPECT_LT(x.approx_log2(), -99999.0);
  EXPECT_GT(x.approx_log2(), -100001.0);
  expect_just_above(exactly(x) + exactly(x), x + x);
  EXPECT_TRUE(x < Upward(0x1p-1000));
  EXPECT_FALSE(Upward(0x1p-1000) < x);
  const PrecisionScope scope(30);
  EXPECT_EQ(upper(x.point()), lower(x.point()));
  EXPECT_EQ(upper(log_of(x.point()) / log_of(Interval(2))).convert_to<double>(), x.approx_log2());
}

TEST(EscapeUpward, ZeroIsNeutral) {
  const Upward zero;
  const Upward x(3.0);
  EXPECT_TRUE((zero * x).is_zero());
  EXPECT_EQ(exactly(zero + x), exactly(x));
  EXPECT_EQ(exactly(x + zero), exactly(x));
  EXPECT_TRUE(zero < x);
  EXPECT_FALSE(x < zero);
  EXPECT_FALSE(zero < zero);
}

TEST(EscapeUpward, TakesTheUpperEndOfAnInterval) {
  const PrecisionScope scope(40);
  const Interval third = Interval(1) / 3;
  const Upward bound = Upward::upper_end(third);
  EXPECT_GE(exactly(bound), Rational(1, 3));
  EXPECT_LE(exactly(bound), Rational(1, 3) * (1 + two_to(-51)));
  EXPECT_EQ(exactly(Upward::upper_end(Interval(12))), 12);
}

TEST(EscapeUpward, RefusesWhatIsNoBound) {
  EXPECT_THROW(Upward(-1.0), InternalError);
  EXPECT_THROW(Upward(std::nan("")), InternalError);
  EXPECT_THROW(Upward(1.0 / 0.0), InternalError);
  const PrecisionScope scope(30);
  EXPECT_THROW(Upward::upper_end(indeterminate()), InternalError);
}

}  // namespace
}  // namespace plumbline
