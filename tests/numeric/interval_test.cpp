#include "plumbline/numeric/interval.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "plumbline/numeric/error.hpp"
#include "support/exact_rational.hpp"

namespace plumbline {
namespace {

using plumbline::test::contains;
using plumbline::test::Rational;
using plumbline::test::to_rational;

/// A double with a few bits and a moderate exponent, zero included.
double draw_dyadic() {
  return std::ldexp(*rc::gen::inRange(-1000000, 1000001), *rc::gen::inRange(-40, 20));
}

/// An interval with a rational point inside it.
struct Draw {
  Interval interval;
  Rational point;
};

Draw draw_interval() {
  const double a = draw_dyadic();
  const double b = draw_dyadic();
  const double lo = std::min(a, b);
  const double hi = std::max(a, b);
  const Rational share(*rc::gen::inRange(0, 1001), 1000);
  const Rational point = to_rational(lo) + share * (to_rational(hi) - to_rational(lo));
  return {hull(exact(lo), exact(hi)), point};
}

Interval not_a_number() {
  Interval a;
  mpfr_set_nan(&a.backend().data()->left);
  mpfr_set_nan(&a.backend().data()->right);
  return a;
}

Interval between(const char* lo, const char* hi) {
  return hull(enclose_decimal(lo), enclose_decimal(hi));
}

Rational rational_power(const Rational& x, std::int64_t n) {
  Rational result = 1;
  for (std::int64_t i = 0; i < std::abs(n); ++i) result *= x;
  return n < 0 ? Rational(1 / result) : result;
}

/// Decimal text (with or without exponent) as the exact rational it denotes.
Rational decimal(const std::string& text) {
  const std::size_t e = text.find('e');
  std::string digits = text.substr(0, e);
  long exponent = e == std::string::npos ? 0 : std::stol(text.substr(e + 1));
  if (const std::size_t dot = digits.find('.'); dot != std::string::npos) {
    exponent -= static_cast<long>(digits.size() - dot - 1);
    digits.erase(dot, 1);
  }
  const bool negative = digits[0] == '-';
  const std::size_t first = digits.find_first_not_of("-0");
  boost::multiprecision::cpp_int integer(first == std::string::npos ? "0" : digits.substr(first));
  const boost::multiprecision::cpp_int ten_power = boost::multiprecision::pow(
      boost::multiprecision::cpp_int(10), static_cast<unsigned>(std::abs(exponent)));
  const Rational magnitude = exponent < 0 ? Rational(integer, ten_power) : Rational(integer * ten_power);
  return negative ? Rational(-magnitude) : magnitude;
}

RC_GTEST_PROP(Interval, ArithmeticContainsTheExactResult, ()) {
  const PrecisionScope scope(*rc::gen::inRange(16U, 60U));
  const Draw a = draw_interval();
  const Draw b = draw_interval();
  RC_ASSERT(contains(a.interval + b.interval, Rational(a.point + b.point)));
  RC_ASSERT(contains(a.interval - b.interval, Rational(a.point - b.point)));
  RC_ASSERT(contains(a.interval * b.interval, Rational(a.point * b.point)));
  RC_ASSERT(contains(square(a.interval), Rational(a.point * a.point)));
  RC_ASSERT(contains(abs_of(a.interval), Rational(abs(a.point))));
  RC_ASSERT(contains(min_of(a.interval, b.interval), std::min(a.point, b.point)));
  RC_ASSERT(contains(max_of(a.interval, b.interval), std::max(a.point, b.point)));
  if (!contains_zero(b.interval)) RC_ASSERT(contains(a.interval / b.interval, Rational(a.point / b.point)));
}

RC_GTEST_PROP(Interval, IntegerPowerContainsTheExactResult, ()) {
  const PrecisionScope scope(20);
  const Draw a = draw_interval();
  const std::int64_t n = *rc::gen::inRange(-7, 8);
  const Interval result = power(a.interval, n);
  if (n < 0 && contains_zero(a.interval)) {
    RC_ASSERT(!is_finite(result));
  } else {
    RC_ASSERT(contains(result, rational_power(a.point, n)));
    RC_ASSERT(contains(power(a.interval, Interval(n)), rational_power(a.point, n)));
  }
}

RC_GTEST_PROP(Interval, OutwardPrintingReadsBackAsContaining, ()) {
  const PrecisionScope scope(40);
  const Draw a = draw_interval();
  const Interval third = a.interval / Interval(3);
  const unsigned digits = *rc::gen::inRange(1U, 60U);
  const std::string lo = format_lower(third, digits);
  const std::string hi = format_upper(third, digits);
  RC_ASSERT(decimal(lo) <= to_rational(lower(third)));
  RC_ASSERT(decimal(hi) >= to_rational(upper(third)));
  const Interval read = hull(enclose_decimal(lo), enclose_decimal(hi));
  RC_ASSERT(contains(read, Rational(a.point / 3)));
}

struct PowerCase {
  const char* lo;
  const char* hi;
  std::int64_t n;
  const char* expected_lo;
  const char* expected_hi;
};

// Every case is exact in binary, so tightness means equal ends.
TEST(IntervalPower, IsTightForEverySign) {
  const std::vector<PowerCase> cases = {{"2", "3", 2, "4", "9"},
                                        {"2", "3", 3, "8", "27"},
                                        {"-3", "-2", 2, "4", "9"},
                                        {"-3", "-2", 3, "-27", "-8"},
                                        {"-3", "2", 2, "0", "9"},
                                        {"-2", "3", 2, "0", "9"},
                                        {"-3", "2", 3, "-27", "8"},
                                        {"0", "3", 3, "0", "27"},
                                        {"-3", "0", 2, "0", "9"},
                                        {"-3", "0", 3, "-27", "0"},
                                        {"2", "4", -1, "0.25", "0.5"},
                                        {"2", "4", -2, "0.0625", "0.25"},
                                        {"-4", "-2", -1, "-0.5", "-0.25"},
                                        {"-4", "-2", -2, "0.0625", "0.25"},
                                        {"-3", "2", 0, "1", "1"},
                                        {"0", "0", 5, "0", "0"},
                                        {"-4", "-2", -3, "-0.125", "-0.015625"}};
  for (const PowerCase& c : cases) {
    const Interval result = power(between(c.lo, c.hi), c.n);
    EXPECT_EQ(lower(result), lower(enclose_decimal(c.expected_lo))) << c.lo << ".." << c.hi << "^" << c.n;
    EXPECT_EQ(upper(result), upper(enclose_decimal(c.expected_hi))) << c.lo << ".." << c.hi << "^" << c.n;
  }
}

TEST(IntervalPower, IsTheWholeLineWhereUndefined) {
  EXPECT_FALSE(is_finite(power(between("-1", "2"), -1)));
  EXPECT_FALSE(is_finite(power(between("0", "2"), -2)));
  EXPECT_FALSE(is_finite(power(between("-1", "2"), enclose_decimal("0.5"))));
  EXPECT_FALSE(is_finite(power(not_a_number(), 2)));
  EXPECT_FALSE(is_finite(power(Interval(2), not_a_number())));
}

TEST(IntervalPower, RealExponentAgreesWithRoots) {
  const PrecisionScope scope(50);
  const Interval root = power(Interval(2), enclose_decimal("0.5"));
  EXPECT_EQ(less_equal(square(root), Interval(2)), Truth::kUnknown);  // the exact value is inside
  EXPECT_LT(relative_width(root), 1e-45);
  EXPECT_TRUE(contains(square(power(between("2", "3"), enclose_decimal("0.5"))), Rational(5, 2)));
}

TEST(IntervalCompare, DecidesOnlyWhenSure) {
  const Interval one(1);
  const Interval two(2);
  const Interval wide = between("1", "2");
  EXPECT_EQ(less_equal(one, two), Truth::kTrue);
  EXPECT_EQ(less_equal(two, one), Truth::kFalse);
  EXPECT_EQ(less_equal(one, one), Truth::kTrue);
  EXPECT_EQ(less(one, one), Truth::kFalse);
  EXPECT_EQ(less(one, two), Truth::kTrue);
  EXPECT_EQ(less_equal(wide, two), Truth::kTrue);
  EXPECT_EQ(less(wide, two), Truth::kUnknown);
  EXPECT_EQ(less_equal(two, wide), Truth::kUnknown);
  EXPECT_EQ(equal(one, one), Truth::kTrue);
  EXPECT_EQ(equal(one, two), Truth::kFalse);
  EXPECT_EQ(equal(two, one), Truth::kFalse);
  EXPECT_EQ(equal(wide, wide), Truth::kUnknown);
}

TEST(IntervalCompare, NeverDecidesOnNaN) {
  const Interval nan = not_a_number();
  for (const Interval& other : {Interval(0), nan, indeterminate(), between("-1", "1")}) {
    for (const auto& [a, b] : {std::pair{nan, other}, std::pair{other, nan}}) {
      EXPECT_EQ(less_equal(a, b), Truth::kUnknown);
      EXPECT_EQ(less(a, b), Truth::kUnknown);
      EXPECT_EQ(equal(a, b), Truth::kUnknown);
    }
  }
  EXPECT_TRUE(contains_zero(nan));
  EXPECT_FALSE(is_finite(nan));
  EXPECT_FALSE(plumbline::contains(nan, Real(0)));
  EXPECT_EQ(relative_width(nan), std::numeric_limits<double>::infinity());
  for (const Interval& result : {sqrt_of(nan), log_of(nan), hull(nan, Interval(1)), min_of(nan, Interval(1)),
                                 max_of(Interval(1), nan), power(nan, 3)}) {
    EXPECT_FALSE(is_finite(result));
  }
}

TEST(Truth, FollowsKleenesTables) {
  using enum Truth;
  EXPECT_EQ(!kTrue, kFalse);
  EXPECT_EQ(!kUnknown, kUnknown);
  EXPECT_EQ(kFalse && kUnknown, kFalse);
  EXPECT_EQ(kUnknown && kFalse, kFalse);
  EXPECT_EQ(kTrue && kUnknown, kUnknown);
  EXPECT_EQ(kTrue && kTrue, kTrue);
  EXPECT_EQ(kTrue || kUnknown, kTrue);
  EXPECT_EQ(kUnknown || kTrue, kTrue);
  EXPECT_EQ(kFalse || kUnknown, kUnknown);
  EXPECT_EQ(kFalse || kFalse, kFalse);
}

TEST(Interval, ExactTakesTheDoubleAsItIs) {
  for (const double x : {0.1, -5e-324, 1.7976931348623157e308, 0.0, 1.0 / 3.0}) {
    EXPECT_EQ(to_rational(lower(exact(x))), to_rational(x));
    EXPECT_EQ(to_rational(upper(exact(x))), to_rational(x));
  }
  EXPECT_THROW(exact(std::nan("")), InternalError);
  EXPECT_THROW(exact(HUGE_VAL), InternalError);
  const PrecisionScope low(8);
  EXPECT_THROW(exact(0.1), InternalError);
}

TEST(Interval, EnclosesDecimalsAndIntegers) {
  const PrecisionScope scope(30);
  EXPECT_TRUE(contains(enclose_decimal("0.1"), Rational(1, 10)));
  EXPECT_LT(relative_width(enclose_decimal("0.1")), 1e-29);
  EXPECT_TRUE(contains(enclose_decimal("-1e-30"), decimal("-1e-30")));
  const Integer big = boost::multiprecision::pow(Integer(7), 90);
  EXPECT_TRUE(contains(enclose(big), Rational(big)));
  EXPECT_GT(relative_width(enclose(big)), 0.0);
  EXPECT_EQ(relative_width(enclose(Integer(12345))), 0.0);
  for (const char* bad : {"", "abc", "1.0x", "1,5", "nan", "inf", "-inf", "1e"}) {
    EXPECT_THROW(enclose_decimal(bad), InputError) << bad;
  }
}

TEST(Interval, MakeIntervalRefusesWrongEnds) {
  EXPECT_THROW(make_interval(Real(2), Real(1)), InternalError);
  EXPECT_THROW(make_interval(Real(std::nan("")), Real(1)), InternalError);
  const Interval a = make_interval(Real(1), Real(2));
  EXPECT_EQ(lower(a), Real(1));
  EXPECT_EQ(upper(a), Real(2));
}

TEST(Interval, MakeIntervalRoundsOutwardWhenThePrecisionIsLower) {
  Real third;
  {
    const PrecisionScope high(100);
    third = Real(1) / 3;
  }
  const PrecisionScope low(10);
  const Interval a = make_interval(third, third);
  EXPECT_LT(to_rational(lower(a)), to_rational(third));
  EXPECT_GT(to_rational(upper(a)), to_rational(third));
}

TEST(Interval, RelativeWidthIsRoundedUp) {
  const PrecisionScope scope(50);
  EXPECT_EQ(relative_width(Interval(0)), 0.0);
  EXPECT_EQ(relative_width(between("-1", "1")), std::numeric_limits<double>::infinity());
  EXPECT_EQ(relative_width(between("0", "1")), std::numeric_limits<double>::infinity());
  EXPECT_GE(to_rational(relative_width(between("3", "4"))), Rational(1, 3));
  EXPECT_NEAR(relative_width(between("-4", "-3")), 1.0 / 3.0, 1e-15);
}

TEST(Interval, DoubleEndsAreOutward) {
  const PrecisionScope scope(40);
  const Interval third = Interval(1) / Interval(3);
  EXPECT_LT(to_rational(lower_double(third)), Rational(1, 3));
  EXPECT_GT(to_rational(upper_double(third)), Rational(1, 3));
  EXPECT_EQ(std::nextafter(lower_double(third), 1.0), upper_double(third));
}

TEST(Interval, ElementaryFunctionsContainKnownValues) {
  const PrecisionScope scope(40);
  EXPECT_EQ(relative_width(exp_of(Interval(0))), 0.0);
  EXPECT_TRUE(contains(log_of(exp_of(Interval(2))), Rational(2)));
  EXPECT_TRUE(contains(square(sqrt_of(Interval(2))), Rational(2)));
  EXPECT_FALSE(is_finite(log_of(between("0", "1"))));
  EXPECT_FALSE(is_finite(log_of(between("-2", "-1"))));
  EXPECT_FALSE(is_finite(sqrt_of(between("-2", "-1"))));
  const Interval clipped = sqrt_of(between("-1", "4"));  // the nonnegative part
  EXPECT_EQ(lower(clipped), Real(0));
  EXPECT_EQ(upper(clipped), Real(2));
}

TEST(Interval, PrintsInfinitiesAndHumanText) {
  EXPECT_EQ(format_lower(indeterminate(), 5), "-inf");
  EXPECT_EQ(format_upper(indeterminate(), 5), "inf");
  EXPECT_EQ(format_lower(not_a_number(), 5), "-inf");
  EXPECT_EQ(format_upper(not_a_number(), 5), "inf");
  EXPECT_EQ(format_lower(Interval(0), 5), "0");
  EXPECT_EQ(format_human(between("1", "2"), 3), "1..2");
  EXPECT_EQ(format_human(Interval(2), 3), "2");
  const PrecisionScope scope(40);
  EXPECT_EQ(format_lower(Interval(1) / 3, 4), "0.3333");
  EXPECT_EQ(format_upper(Interval(1) / 3, 4), "0.3334");
  EXPECT_EQ(format_lower(-Interval(1) / 3, 4), "-0.3334");
  EXPECT_EQ(format_human(Interval(1) / 3, 4), "0.3333");
}

TEST(PrecisionScope, RestoresAndResultsKeepTheirPrecision) {
  const unsigned before = Interval::thread_default_precision();
  Interval third;
  {
    const PrecisionScope scope(200);
    {
      const PrecisionScope inner(20);
      EXPECT_EQ(Interval::thread_default_precision(), 20U);
    }
    EXPECT_EQ(Interval::thread_default_precision(), 200U);
    third = Interval(1) / 3;
  }
  EXPECT_EQ(Interval::thread_default_precision(), before);
  const Interval copy = third;
  EXPECT_LT(relative_width(copy), 1e-199);
  EXPECT_GT(relative_width(copy), 0.0);
}

}  // namespace
}  // namespace plumbline
