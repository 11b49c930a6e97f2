#include "plumbline/numeric/special_functions.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <arb_hypgeom.h>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <chrono>
#include <cmath>

#include "plumbline/numeric/ball.hpp"
#include "support/exact_rational.hpp"

namespace plumbline {
namespace {

using plumbline::test::contains;
using plumbline::test::Rational;

Interval between(const char* lo, const char* hi) {
  return hull(enclose_decimal(lo), enclose_decimal(hi));
}
Interval decimal(const char* text) {
  return enclose_decimal(text);
}

/// The distribution functions by Arb's own hypergeometric code, which shares only the arithmetic with ours.
Interval arb_beta_cdf(const Real& x, const Real& a, const Real& b) {
  Ball result;
  arb_hypgeom_beta_lower(result.raw(), Ball(a).raw(), Ball(b).raw(), Ball(x).raw(), 1, 1500);
  return enclose(result);
}
Interval arb_chi2_cdf(const Real& x, const Real& k) {
  Ball result;
  arb_hypgeom_gamma_lower(result.raw(), Ball(Real(k / 2)).raw(), Ball(Real(x / 2)).raw(), 1, 1500);
  return enclose(result);
}

/// F(lo) ≤ p ≤ F(hi), and not by more than a few units of the last place away.
template <class Cdf>
void expect_encloses_quantile(const Interval& quantile, const Interval& p, const Cdf& cdf) {
  ASSERT_TRUE(is_finite(quantile));
  EXPECT_EQ(less_equal(cdf(lower(quantile)), Interval(upper(p))), Truth::kTrue);
  EXPECT_EQ(less_equal(Interval(lower(p)), cdf(upper(quantile))), Truth::kTrue);
  const Real nudge = upper(quantile) * pow(Real(10), -42);
  EXPECT_EQ(less(Interval(upper(p)), cdf(upper(quantile) + nudge)), Truth::kTrue);
  EXPECT_EQ(less(cdf(lower(quantile) - nudge), Interval(lower(p))), Truth::kTrue);
}

struct BetaCase {
  const char* p;
  const char* a;
  const char* b;
};

class BetaQuantile : public ::testing::TestWithParam<BetaCase> {};

TEST_P(BetaQuantile, AgreesWithArbsHypergeometricFunction) {
  const PrecisionScope scope(50);
  const Interval p = decimal(GetParam().p);
  const Interval a = decimal(GetParam().a);
  const Interval b = decimal(GetParam().b);
  const Interval quantile = beta_quantile(p, a, b);
  expect_encloses_quantile(quantile, p, [&](const Real& x) { return arb_beta_cdf(x, lower(a), lower(b)); });
}

INSTANTIATE_TEST_SUITE_P(Body, BetaQuantile,
                         ::testing::Values(BetaCase{"0.5", "2", "3"}, BetaCase{"0.01", "5", "495"},
                                           BetaCase{"0.99", "5", "495"}, BetaCase{"0.25", "0.5", "0.5"},
                                           BetaCase{"0.75", "495", "5"}, BetaCase{"0.5", "0.125", "7"}));
INSTANTIATE_TEST_SUITE_P(Tails, BetaQuantile,
                         ::testing::Values(BetaCase{"1e-30", "5", "495"}, BetaCase{"1e-30", "0.5", "0.5"},
                                           BetaCase{"1e-30", "495", "5"}, BetaCase{"1e-300", "2", "3"}));
INSTANTIATE_TEST_SUITE_P(Large, BetaQuantile,
                         ::testing::Values(BetaCase{"0.3", "1e6", "1e6"}, BetaCase{"0.99", "5", "5e17"},
                                           BetaCase{"0.01", "1e4", "5e17"}, BetaCase{"0.999", "5e8", "5"}));

TEST(BetaQuantiles, UpperTailKeepsItsAccuracy) {
  const PrecisionScope scope(50);
  const Interval p = Interval(1) - decimal("1e-15");
  const Interval quantile = beta_quantile(p, Interval(5), Interval(100));
  EXPECT_LT(relative_width(quantile), 1e-35);  // p itself is known to 1e-50/1e-15
  EXPECT_EQ(less_equal(arb_beta_cdf(lower(quantile), Real(5), Real(100)), Interval(upper(p))), Truth::kTrue);
  EXPECT_EQ(less_equal(Interval(lower(p)), arb_beta_cdf(upper(quantile), Real(5), Real(100))), Truth::kTrue);
}

TEST(BetaQuantiles, ClosedFormsAreContained) {
  const PrecisionScope scope(40);
  const Interval p = exact(0.0625);
  EXPECT_TRUE(contains(beta_quantile(p, Interval(1), Interval(1)), Rational(1, 16)));        // uniform
  EXPECT_TRUE(contains(beta_quantile(p, Interval(4), Interval(1)), Rational(1, 2)));         // x^4 = 1/16
  EXPECT_TRUE(contains(beta_quantile(p, Interval(1), Interval(1) / 2), Rational(31, 256)));  // 1 − √(1−x) = p
  EXPECT_TRUE(contains(beta_quantile(exact(0.5), Interval(7), Interval(7)), Rational(1, 2)));
  // The arcsine law: x = sin²(πp/2) = 1/2 at p = 1/2 and 3/4 at p = 2/3.
  EXPECT_TRUE(contains(beta_quantile(Interval(2) / 3, exact(0.5), exact(0.5)), Rational(3, 4)));
  for (const Interval& quantile :
       {beta_quantile(p, Interval(4), Interval(1)), beta_quantile(Interval(2) / 3, exact(0.5), exact(0.5))}) {
    EXPECT_LT(relative_width(quantile), 1e-37);
  }
}

TEST(BetaQuantiles, AskedAgainAreTheSameBitsAndFree) {
  using Clock = std::chrono::steady_clock;
  const auto ends = [](const Interval& x) { return lower(x).str(0, {}) + " " + upper(x).str(0, {}); };
  const auto ask = [](unsigned digits, const char* shape) {
    const PrecisionScope scope(digits);
    return beta_quantile(decimal("0.99"), decimal(shape), decimal("200"));
  };
  const auto start = Clock::now();
  const std::string first = ends(ask(70, "150"));
  const auto computed = Clock::now();
  for (int i = 0; i < 10; ++i) EXPECT_EQ(ends(ask(70, "150")), first);
  const auto asked_again = Clock::now();
  EXPECT_LT(asked_again - computed, computed - start);
  // Nothing else is taken for it, and after more than are kept it is computed anew.
  EXPECT_NE(ends(ask(80, "150")), first);
  EXPECT_NE(ends(ask(70, "151")), first);
  for (int i = 0; i < 300; ++i) {
    const PrecisionScope scope(20);
    EXPECT_TRUE(is_finite(beta_quantile(exact(0.5), Interval(2 + i), Interval(3))));
  }
  EXPECT_EQ(ends(ask(70, "150")), first);
}

TEST(BetaQuantiles, EndsOfTheUnitIntervalArePoints) {
  EXPECT_EQ(equal(beta_quantile(Interval(0), Interval(2), Interval(3)), Interval(0)), Truth::kTrue);
  EXPECT_EQ(equal(beta_quantile(Interval(1), Interval(2), Interval(3)), Interval(1)), Truth::kTrue);
}

TEST(BetaQuantiles, IntervalArgumentsContainTheirPoints) {
  const PrecisionScope scope(30);
  const Interval p = between("0.2", "0.3");
  const Interval a = between("2", "2.5");
  const Interval b = between("3", "4");
  const Interval box = beta_quantile(p, a, b);
  for (const Interval& p_end : {Interval(lower(p)), Interval(upper(p))}) {
    for (const Interval& a_end : {Interval(lower(a)), Interval(upper(a))}) {
      for (const Interval& b_end : {Interval(lower(b)), Interval(upper(b))}) {
        const Interval corner = beta_quantile(p_end, a_end, b_end);
        EXPECT_EQ(hull(box, corner) - box, box - box);
        EXPECT_TRUE(plumbline::contains(box, lower(corner)) && plumbline::contains(box, upper(corner)));
      }
    }
  }
  EXPECT_LT(relative_width(box), 1.0);
}

TEST(BetaQuantiles, UndefinedOrOutOfReachIsTheWholeLine) {
  const Interval two(2);
  EXPECT_FALSE(is_finite(beta_quantile(between("-0.1", "0.5"), two, two)));
  EXPECT_FALSE(is_finite(beta_quantile(between("0.5", "1.1"), two, two)));
  EXPECT_FALSE(is_finite(beta_quantile(decimal("0.5"), between("0", "1"), two)));
  EXPECT_FALSE(is_finite(beta_quantile(decimal("0.5"), two, between("-1", "1"))));
  EXPECT_FALSE(is_finite(beta_quantile(decimal("0.5"), two, indeterminate())));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(is_finite(beta_quantile(decimal("0.5"), decimal("1e18"), decimal("1e18"))));
  EXPECT_FALSE(is_finite(beta_quantile(decimal("0.5"), decimal("5"), decimal("1e10000000"))));
  EXPECT_FALSE(is_finite(beta_quantile(decimal("0.5"), decimal("1e-300"), decimal("1e-300"))));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

// Beyond 64 bits Arb's own function gives up; the tail of a Beta(5, b) with huge b is that of a χ²/(2b).
TEST(BetaQuantiles, WidthsFarBeyondAnyInteger) {
  const PrecisionScope scope(30);
  const Interval b = decimal("1e40");
  const Interval quantile = beta_quantile(decimal("0.01"), Interval(5), b);
  const Interval limit = chi2_quantile(decimal("0.01"), Interval(10)) / (Interval(2) * b);
  EXPECT_LT(relative_width(quantile), 1e-27);
  EXPECT_LT(relative_width(hull(quantile, limit)), 1e-25);
}

RC_GTEST_PROP(BetaQuantiles, AgreeWithBoostInDouble, ()) {
  const double p = *rc::gen::inRange(1, 1000) / 1024.0;
  const double a = *rc::gen::inRange(1, 400) / 8.0;
  const double b = *rc::gen::inRange(1, 400) / 8.0;
  const double expected = boost::math::ibeta_inv(a, b, p);
  const PrecisionScope scope(20);
  const double ours = approx_midpoint(beta_quantile(exact(p), exact(a), exact(b)));
  RC_ASSERT(std::abs(ours - expected) <= 1e-10 * expected);
}

struct Chi2Case {
  const char* p;
  const char* k;
};

class Chi2Quantile : public ::testing::TestWithParam<Chi2Case> {};

TEST_P(Chi2Quantile, AgreesWithArbsIncompleteGamma) {
  const PrecisionScope scope(50);
  const Interval p = decimal(GetParam().p);
  const Interval k = decimal(GetParam().k);
  expect_encloses_quantile(chi2_quantile(p, k), p, [&](const Real& x) { return arb_chi2_cdf(x, lower(k)); });
}

INSTANTIATE_TEST_SUITE_P(BodyAndTails, Chi2Quantile,
                         ::testing::Values(Chi2Case{"0.5", "1"}, Chi2Case{"0.99", "10"},
                                           Chi2Case{"0.01", "999"}, Chi2Case{"1e-30", "10"},
                                           Chi2Case{"1e-300", "3"}, Chi2Case{"0.75", "0.25"},
                                           Chi2Case{"0.999", "10000"}));

TEST(Chi2Quantiles, ClosedFormOfTwoDegrees) {
  const PrecisionScope scope(50);
  for (const char* text : {"0.5", "1e-30", "0.999999999999999"}) {
    const Interval p = decimal(text);
    const Interval truth = -Interval(2) * log_of(Interval(1) - p);  // F(x) = 1 − e^(−x/2)
    const Interval ours = chi2_quantile(p, Interval(2));
    EXPECT_EQ(less(ours, truth), Truth::kUnknown) << text;
    EXPECT_EQ(less(truth, ours), Truth::kUnknown) << text;
    EXPECT_LT(relative_width(ours), 1e-34) << text;
  }
}

TEST(Chi2Quantiles, LargeDegreesEndInTime) {
  const PrecisionScope scope(50);
  // Cornish–Fisher at the median: k − 2/3 + 4/(27k) − … (Abramowitz & Stegun 26.4.14)
  EXPECT_NEAR(approx_midpoint(chi2_quantile(exact(0.5), decimal("1e6")) - decimal("1e6")), -2.0 / 3, 1e-6);
  EXPECT_FALSE(is_finite(chi2_quantile(exact(0.5), decimal("1e18"))));
  EXPECT_FALSE(is_finite(chi2_quantile(exact(0.5), decimal("1e1000000"))));
}

TEST(Chi2Quantiles, UndefinedIsTheWholeLine) {
  EXPECT_EQ(equal(chi2_quantile(Interval(0), Interval(3)), Interval(0)), Truth::kTrue);
  EXPECT_FALSE(is_finite(chi2_quantile(Interval(1), Interval(3))));
  EXPECT_FALSE(is_finite(chi2_quantile(between("0.5", "1"), Interval(3))));
  EXPECT_FALSE(is_finite(chi2_quantile(exact(0.5), between("0", "3"))));
  EXPECT_FALSE(is_finite(chi2_quantile(indeterminate(), Interval(3))));
}

TEST(Chi2Quantiles, IntervalArgumentsContainTheirPoints) {
  const PrecisionScope scope(30);
  const Interval box = chi2_quantile(between("0.2", "0.3"), between("4", "5"));
  for (const char* p : {"0.2", "0.25", "0.3"}) {
    for (const char* k : {"4", "4.5", "5"}) {
      EXPECT_TRUE(plumbline::contains(box, lower(chi2_quantile(decimal(p), decimal(k))))) << p << " " << k;
    }
  }
  EXPECT_LT(relative_width(box), 1.0);
}

TEST(Gamma, KnownValues) {
  const PrecisionScope scope(50);
  const Interval pi = square(gamma_of(exact(0.5)));
  EXPECT_EQ(format_lower(pi, 30), "3.14159265358979323846264338327");
  EXPECT_TRUE(contains(gamma_of(Interval(11)), Rational(3628800)));
  EXPECT_TRUE(contains(exp_of(lgamma_of(Interval(11))), Rational(3628800)));
  EXPECT_TRUE(contains(square(gamma_of(exact(-0.5))) / pi, Rational(4)));  // Γ(−1/2) = −2√π
  EXPECT_EQ(less(gamma_of(exact(-0.5)), Interval(0)), Truth::kTrue);
  EXPECT_LT(relative_width(lgamma_of(decimal("1e300"))), 1e-48);
}

TEST(Gamma, PolesAndWhatMayBeAPoleGiveTheWholeLine) {
  for (const char* pole : {"0", "-1", "-7"}) {
    EXPECT_FALSE(is_finite(gamma_of(decimal(pole)))) << pole;
    EXPECT_FALSE(is_finite(lgamma_of(decimal(pole)))) << pole;
  }
  EXPECT_FALSE(is_finite(gamma_of(between("-1.5", "-0.5"))));
  EXPECT_FALSE(is_finite(gamma_of(between("0", "1"))));
  EXPECT_FALSE(is_finite(gamma_of(indeterminate())));
  EXPECT_FALSE(is_finite(lgamma_of(exact(-0.5))));
}

// The minimum of Γ on x > 0 lies where digamma changes sign; the code states it to 17 digits.
TEST(Gamma, TheConstantsOfItsMinimumAreRight) {
  Ball left;
  Ball right;
  arb_set_str(left.raw(), "1.4616321449683623", 200);
  arb_set_str(right.raw(), "1.4616321449683624", 200);
  Ball digamma;
  arb_digamma(digamma.raw(), left.raw(), 200);
  EXPECT_TRUE(arb_is_negative(digamma.raw()));
  arb_digamma(digamma.raw(), right.raw(), 200);
  EXPECT_TRUE(arb_is_positive(digamma.raw()));
  Ball minimum;
  arb_set_str(minimum.raw(), "1.46163214496836234126265954232572 +/- 1e-30", 200);
  Ball at_minimum;
  const PrecisionScope scope(50);
  arb_gamma(at_minimum.raw(), minimum.raw(), 200);
  EXPECT_EQ(less(decimal("0.8856031944108887"), enclose(at_minimum)), Truth::kTrue);
  arb_lgamma(at_minimum.raw(), minimum.raw(), 200);
  EXPECT_EQ(less(decimal("-0.1214862905358497"), enclose(at_minimum)), Truth::kTrue);
}

RC_GTEST_PROP(Gamma, IntervalsContainTheirPointsTightly, ()) {
  const PrecisionScope scope(30);
  const double x = *rc::gen::inRange(1, 4000) / 512.0;
  const double y = *rc::gen::inRange(1, 4000) / 512.0;
  const Interval box = hull(exact(x), exact(y));
  const double inside = x + (y - x) * (*rc::gen::inRange(0, 65) / 64.0);
  for (const auto f : {gamma_of, lgamma_of}) {
    const Interval values = f(box);
    const Interval point = f(exact(inside));
    RC_ASSERT(plumbline::contains(values, lower(point)));
    RC_ASSERT(plumbline::contains(values, upper(point)));
  }
  const double expected = boost::math::tgamma(inside);
  RC_ASSERT(std::abs(approx_midpoint(gamma_of(exact(inside))) - expected) <= 1e-13 * expected);
}

TEST(Gamma, WideIntervalsAreTight) {
  const PrecisionScope scope(30);
  const Interval around_minimum = gamma_of(between("1", "2"));
  EXPECT_NEAR(lower_double(around_minimum), 0.8856031944108887, 1e-15);
  EXPECT_NEAR(upper_double(around_minimum), 1.0, 1e-15);
  EXPECT_NEAR(upper_double(gamma_of(between("3", "5"))), 24.0, 1e-12);
  EXPECT_NEAR(lower_double(gamma_of(between("3", "5"))), 2.0, 1e-12);
  EXPECT_NEAR(lower_double(gamma_of(between("0.25", "0.5"))), std::sqrt(std::acos(-1.0)), 1e-12);
}

}  // namespace
}  // namespace plumbline
