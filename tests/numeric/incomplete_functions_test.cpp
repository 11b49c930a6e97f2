#include "plumbline/numeric/incomplete_functions.hpp"

#include <gtest/gtest.h>

#include <arb_hypgeom.h>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <random>

namespace plumbline {
namespace {

/// Whether the two enclosures of one number meet, and ours is as sharp as `bits` promises.
void expect_same(const std::optional<Ball>& ours, const Ball& theirs, slong bits) {
  ASSERT_TRUE(ours);
  EXPECT_TRUE(arb_overlaps(ours->raw(), theirs.raw()));
  EXPECT_GT(arb_rel_accuracy_bits(ours->raw()), bits - 40);
}

/// log of a dyadic argument, so that Arb's functions take the same point as ours: v is rounded, so they take
/// the ball exp(v).
Ball exp_ball(const Real& v) {
  Ball result(v);
  arb_exp(result.raw(), result.raw(), 2000);
  return result;
}

Ball arb_beta(const Real& v, const Real& a, const Real& b) {
  Ball x = exp_ball(-v);  // x = 1/(1 + e^-v)
  arb_add_ui(x.raw(), x.raw(), 1, 2000);
  arb_inv(x.raw(), x.raw(), 2000);
  arb_hypgeom_beta_lower(x.raw(), Ball(a).raw(), Ball(b).raw(), x.raw(), 1, 2000);
  return x;
}

Ball arb_gamma_p(const Real& v, const Real& s) {
  Ball z = exp_ball(v);
  arb_hypgeom_gamma_lower(z.raw(), Ball(s).raw(), z.raw(), 1, 2000);
  return z;
}

TEST(IncompleteBeta, AgreesWithArb) {
  std::mt19937_64 engine(61);
  std::uniform_real_distribution<double> spread(-3.0, 3.0);
  for (int repetition = 0; repetition < 60; ++repetition) {
    const Real a = std::exp(spread(engine));
    const Real b = std::exp(2 * spread(engine));
    const Real v = spread(engine) + std::log(static_cast<double>(a / b));
    for (const slong bits : {60, 200}) {
      // above 1/2 the complement is summed, which keeps absolute accuracy only
      const auto ours = regularised_beta(v, a, b, bits);
      ASSERT_TRUE(ours);
      const Ball theirs = arb_beta(v, a, b);
      EXPECT_TRUE(arb_overlaps(ours->raw(), theirs.raw())) << a << " " << b << " " << v;
      EXPECT_LT(mag_get_d_log2_approx(arb_radref(ours->raw())), -static_cast<double>(bits) + 40);
    }
  }
}

TEST(IncompleteGamma, AgreesWithArb) {
  std::mt19937_64 engine(62);
  std::uniform_real_distribution<double> spread(-3.0, 3.0);
  for (int repetition = 0; repetition < 60; ++repetition) {
    const Real s = std::exp(2 * spread(engine));
    const Real v = spread(engine) / 2 + std::log(static_cast<double>(s));
    for (const slong bits : {60, 200}) expect_same(regularised_gamma(v, s, bits), arb_gamma_p(v, s), bits);
  }
}

TEST(IncompleteFunctions, KeepRelativeAccuracyInTheLowerTail) {
  expect_same(regularised_beta(Real(-2000), Real(3), Real(7), 200), arb_beta(Real(-2000), Real(3), Real(7)),
              200);
  expect_same(regularised_gamma(Real(-2000), Real(3), 200), arb_gamma_p(Real(-2000), Real(3)), 200);
}

// For b = 1 at x = 1/2 every term is a power of 2 and no operation rounds, so what is left of the series
// after the last term must show in the enclosure: I_(1/2)(1, 1) = 1/2.
TEST(IncompleteBeta, EnclosesTheTailOfTheSeries) {
  for (const slong bits : {30, 53, 100}) {
    const auto half = regularised_beta(Real(0), Real(1), Real(1), bits);
    ASSERT_TRUE(half);
    EXPECT_TRUE(arb_contains(half->raw(), Ball(Real(0.5)).raw())) << bits;
    EXPECT_GT(arb_rel_accuracy_bits(half->raw()), bits - 10);
  }
}

TEST(IncompleteFunctions, RefuseWhatTakesTooManyTerms) {
  EXPECT_FALSE(regularised_beta(Real(0), Real("1e12"), Real("1e12"), 200));
  EXPECT_FALSE(regularised_beta(Real(0), Real(5), Real("1e10"), 200));  // far up the tail
  EXPECT_FALSE(regularised_beta(Real(0), Real(5), Real("1e1000000"), 200));
  EXPECT_FALSE(regularised_gamma(Real(40), Real("1e17"), 200));
  EXPECT_FALSE(regularised_gamma(Real(1e300), Real(1), 200));
  const auto huge = regularised_beta(Real(-80), Real(5), Real("1e36"), 200);
  ASSERT_TRUE(huge);
  EXPECT_GT(arb_rel_accuracy_bits(huge->raw()), 180);  // although logarithms of size 10^36 cancel
}

}  // namespace
}  // namespace plumbline
