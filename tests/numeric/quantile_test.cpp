#include "plumbline/numeric/quantile.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace plumbline {
namespace {

constexpr slong kGoalBits = 120;

/// F(v) = 1/(1 + e^-v); its p-quantile is log(p/(1−p)).
std::optional<Ball> logistic(const Real& v, slong bits) {
  Ball f{Real(-v)};
  arb_exp(f.raw(), f.raw(), bits);
  arb_add_ui(f.raw(), f.raw(), 1, bits);
  arb_inv(f.raw(), f.raw(), bits);
  return f;
}

bool at_most(const std::optional<Ball>& f, const Real& p) {
  return arb_le(f->raw(), Ball(p).raw()) != 0;
}
bool at_least(const std::optional<Ball>& f, const Real& p) {
  return arb_ge(f->raw(), Ball(p).raw()) != 0;
}

/// The certificate itself, evaluated anew, and the promised distance.
void expect_encloses(const DistributionFunction& cdf, const Real& p, const Real& start, const Real& step) {
  const auto ends = enclose_quantile(cdf, p, start, step, kGoalBits);
  ASSERT_TRUE(ends);
  EXPECT_TRUE(at_most(cdf(ends->first, 4000), p));
  EXPECT_TRUE(at_least(cdf(ends->second, 4000), p));
  EXPECT_LE(ends->first, ends->second);
  EXPECT_LE(ends->second - ends->first, ldexp(Real(1), -kGoalBits));
}

TEST(EncloseQuantile, FindsTheLogisticFromAnyStart) {
  const PrecisionScope scope(70);
  for (const char* p : {"0.5", "0.75", "1e-30", "0.999999999999999", "1e-300"}) {
    for (const double start : {-1000.0, -1.0, 0.0, 3.0, 500.0}) {
      for (const double step : {1e-6, 1.0, 300.0}) {
        expect_encloses(logistic, Real(p), Real(start), Real(step));
      }
    }
  }
}

TEST(EncloseQuantile, TheEndsAreOnTheTwoSidesOfTheTruth) {
  const PrecisionScope scope(70);
  const auto ends = enclose_quantile(logistic, Real(0.25), Real(5), Real(1), kGoalBits);
  ASSERT_TRUE(ends);
  const Real truth = -log(Real(3));
  EXPECT_LT(ends->first, truth);
  EXPECT_GT(ends->second, truth);
}

// An error of about 2^-k makes points near the root undecidable; the pair around them must still be on the
// two sides of it.
TEST(EncloseQuantile, UndecidedPointsAreSurrounded) {
  const PrecisionScope scope(70);
  for (int k = kGoalBits; k < kGoalBits + 20; ++k) {
    for (const double p : {0.5, 0.3, 0.9, 0.01}) {
      const auto blurred = [k](const Real& v, slong bits) {
        auto f = logistic(v, bits);
        mag_add_ui_2exp_si(arb_radref(f->raw()), arb_radref(f->raw()), 1, -k);
        return f;
      };
      const auto ends = enclose_quantile(blurred, Real(p), Real(0.25), Real(1), kGoalBits);
      if (!ends) continue;  // too blurred
      EXPECT_TRUE(at_most(logistic(ends->first, 4000), Real(p)));
      EXPECT_TRUE(at_least(logistic(ends->second, 4000), Real(p)));
      EXPECT_LT(ends->first, ends->second);
    }
  }
}

TEST(EncloseQuantile, AKinkOrAFlatPieceDoesNotStallIt) {
  const PrecisionScope scope(70);
  // Piecewise linear with slopes 1e-9, then 0.9, then 1e-9.
  const auto kinked = [](const Real& v, slong) -> std::optional<Ball> {
    const Real slow("1e-9");
    if (v < 0) return Ball(Real(0.05 + (v < -1e6 ? Real(-0.049) : Real(slow * v))));
    if (v < 1) return Ball(Real(0.05 + 0.9 * v));
    return Ball(Real(0.95 + (v > 1e6 ? Real(0.049) : Real(slow * (v - 1)))));
  };
  for (const char* p : {"0.05000001", "0.5", "0.94999999", "0.0499999", "0.9500001"}) {
    expect_encloses(kinked, Real(p), Real(0.3), Real(0.01));
  }
  // Flat at exactly p: every point of the flat piece is a quantile, so any certified pair will do.
  const auto flat = [](const Real& v, slong) -> std::optional<Ball> {
    return Ball(v < -1 ? Real(0.25) : v > 1 ? Real(0.75) : Real(0.5));
  };
  const auto ends = enclose_quantile(flat, Real(0.5), Real(9), Real(1), kGoalBits);
  ASSERT_TRUE(ends);
  EXPECT_TRUE(at_most(flat(ends->first, 0), Real(0.5)));
  EXPECT_TRUE(at_least(flat(ends->second, 0), Real(0.5)));
}

TEST(EncloseQuantile, SaysNothingWhereFCannotBeDecided) {
  const PrecisionScope scope(30);
  const auto refuses = [](const Real&, slong) { return std::optional<Ball>(); };
  const auto vague = [](const Real& v, slong bits) {  // an error of 1/1000 that no precision removes
    auto f = logistic(v, bits);
    mag_add_ui_2exp_si(arb_radref(f->raw()), arb_radref(f->raw()), 1, -10);
    return f;
  };
  const auto never_reaches = [](const Real&, slong) { return std::optional<Ball>(Ball(Real(0.25))); };
  const auto nan = [](const Real&, slong) {
    Ball f;
    arb_indeterminate(f.raw());
    return std::optional<Ball>(f);
  };
  for (const DistributionFunction& cdf : {DistributionFunction(refuses), DistributionFunction(vague),
                                          DistributionFunction(never_reaches), DistributionFunction(nan)}) {
    EXPECT_FALSE(enclose_quantile(cdf, Real(0.5), Real(3), Real(1), kGoalBits));
  }
}

}  // namespace
}  // namespace plumbline
