#include "plumbline/verdict/probability.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <string>

#include "plumbline/numeric/error.hpp"
#include "support/exact_rational.hpp"

namespace plumbline {
namespace {

using test::Rational;

// Showing.

TEST(Shows, IsTheClopperPearsonUpperBoundLyingBelow) {
  for (const std::int64_t runs : {1, 20, 299}) {
    for (const std::int64_t failures : {std::int64_t{0}, runs / 10, runs}) {
      const double upper = clopper_pearson(failures, failures, runs, 0.95).upper;
      if (upper < 1.0) {
        EXPECT_EQ(shows(failures, runs, exact(upper * 1.0001), 0.05), Truth::kTrue);
      }
      EXPECT_EQ(shows(failures, runs, exact(upper * 0.9999), 0.05), Truth::kFalse);
    }
  }
}

TEST(Shows, NoFailureShowsOnePercentFrom299RunsOn) {
  EXPECT_EQ(shows(0, 299, enclose_decimal("0.01"), 0.05), Truth::kTrue);
  EXPECT_EQ(shows(0, 298, enclose_decimal("0.01"), 0.05), Truth::kFalse);
}

// Clopper–Pearson bounds.

TEST(ClopperPearson, ClosedFormsAtTheEnds) {
  for (const double confidence : {0.5, 0.95, 0.999}) {
    for (const std::int64_t runs : {1, 2, 20, 299}) {
      const double nth_root = std::pow(1.0 - confidence, 1.0 / static_cast<double>(runs));
      const FailureBounds none = clopper_pearson(0, 0, runs, confidence);
      EXPECT_EQ(none.lower, 0.0);
      EXPECT_NEAR(none.upper, 1.0 - nth_root, 1e-14);
      const FailureBounds all = clopper_pearson(runs, runs, runs, confidence);
      EXPECT_NEAR(all.lower, nth_root, 1e-14);
      EXPECT_EQ(all.upper, 1.0);
      EXPECT_EQ(all.confidence, confidence);
    }
  }
}

TEST(ClopperPearson, PublishedTable) {
  // The exact 95 % intervals of R's binom.test: 97.5 % on each side.
  const FailureBounds one = clopper_pearson(1, 1, 10, 0.975);
  EXPECT_NEAR(one.lower, 0.002528579, 5e-10);
  EXPECT_NEAR(one.upper, 0.4450161, 5e-8);
  const FailureBounds half = clopper_pearson(5, 5, 10, 0.975);
  EXPECT_NEAR(half.lower, 0.1870860, 5e-8);
  EXPECT_NEAR(half.upper, 0.8129140, 5e-8);
}

TEST(ClopperPearson, NoFailureShowsOnePercentFrom299RunsOn) {
  EXPECT_LE(clopper_pearson(0, 0, 299, 0.95).upper, 0.01);
  EXPECT_GT(clopper_pearson(0, 0, 298, 0.95).upper, 0.01);
}

TEST(ClopperPearson, UndecidedRunsWidenBothWays) {
  const FailureBounds decided = clopper_pearson(2, 2, 20, 0.95);
  const FailureBounds open = clopper_pearson(2, 5, 20, 0.95);
  EXPECT_EQ(open.lower, decided.lower);
  EXPECT_EQ(open.upper, clopper_pearson(5, 5, 20, 0.95).upper);
  EXPECT_GT(open.upper, decided.upper);
}

TEST(ClopperPearson, RefusesCountsThatCannotBe) {
  EXPECT_THROW(clopper_pearson(-1, 0, 10, 0.95), InternalError);
  EXPECT_THROW(clopper_pearson(3, 2, 10, 0.95), InternalError);
  EXPECT_THROW(clopper_pearson(3, 11, 10, 0.95), InternalError);
  EXPECT_THROW(clopper_pearson(0, 0, 0, 0.95), InternalError);
  EXPECT_THROW(clopper_pearson(0, 0, 10, 1.0), InternalError);
  EXPECT_THROW(clopper_pearson(0, 0, 10, 0.0), InternalError);
  EXPECT_THROW(clopper_pearson(0, 0, 10, NAN), InternalError);
}

RC_GTEST_PROP(ClopperPearson, BoundsAreOrderedAndMonotone, ()) {
  const auto runs = *rc::gen::inRange<std::int64_t>(1, 500);
  const auto failures = *rc::gen::inRange<std::int64_t>(0, runs + 1);
  const double confidence = *rc::gen::element(0.6, 0.95, 0.9995);
  const FailureBounds bounds = clopper_pearson(failures, failures, runs, confidence);
  const double share = static_cast<double>(failures) / static_cast<double>(runs);
  RC_ASSERT(0.0 <= bounds.lower && bounds.lower <= share && share <= bounds.upper && bounds.upper <= 1.0);
  if (failures < runs) {
    const FailureBounds more = clopper_pearson(failures + 1, failures + 1, runs, confidence);
    RC_ASSERT(more.lower > bounds.lower && more.upper >= bounds.upper);
  }
  const FailureBounds surer = clopper_pearson(failures, failures, runs, 0.5 + confidence / 2.0);
  RC_ASSERT(surer.lower <= bounds.lower && surer.upper >= bounds.upper);
  const FailureBounds longer = clopper_pearson(failures, failures, 2 * runs, confidence);
  RC_ASSERT(longer.lower <= bounds.lower && longer.upper <= bounds.upper);
}

// The exact test.

struct Delta {
  std::string decimal;
  int numerator, denominator;
};

/// P(Bin(runs, numerator/denominator) ≥ k)·denominator^runs for k = 0 … runs, exact.
std::vector<Integer> tail_numerators(int runs, const Delta& delta) {
  std::vector<Integer> tails(static_cast<std::size_t>(runs) + 1);
  Integer binomial = 1;  // C(runs, k), from k = runs down
  Integer tail = 0;
  for (int k = runs; k >= 0; --k) {
    tail += binomial * boost::multiprecision::pow(Integer(delta.numerator), static_cast<unsigned>(k)) *
            boost::multiprecision::pow(Integer(delta.denominator - delta.numerator),
                                       static_cast<unsigned>(runs - k));
    tails[static_cast<std::size_t>(k)] = tail;
    binomial = binomial * k / (runs - k + 1);
  }
  return tails;
}

TEST(Refutes, IsTheExactBinomialTestAndTheClopperPearsonCriterion) {
  int refuted = 0;
  int kept = 0;
  for (const Delta& delta :
       {Delta{"0.01", 1, 100}, {"0.001", 1, 1000}, {"0.1", 1, 10}, {"0.5", 1, 2}, {"0.9", 9, 10}}) {
    const PrecisionScope precision(40);
    const Interval enclosed = enclose_decimal(delta.decimal);
    for (int runs = 1; runs <= 40; ++runs) {
      const std::vector<Integer> tails = tail_numerators(runs, delta);
      const Integer whole =
          boost::multiprecision::pow(Integer(delta.denominator), static_cast<unsigned>(runs));
      for (const double level : {0.05, 0.001, 0.0005, 0x1p-40}) {
        const Rational exact_level = test::to_rational(level);
        for (int k = 0; k <= runs; ++k) {
          const bool expected = k > 0 && tails[static_cast<std::size_t>(k)] * denominator(exact_level) <
                                             numerator(exact_level) * whole;
          const Truth truth = refutes(k, runs, enclosed, level);
          ASSERT_EQ(truth, expected ? Truth::kTrue : Truth::kFalse)
              << k << " of " << runs << ", delta " << delta.decimal << ", level " << level;
          const double bound = clopper_pearson(k, k, runs, 1.0 - level).lower;
          ASSERT_EQ(bound > delta.numerator / static_cast<double>(delta.denominator), expected)
              << k << " of " << runs << ", delta " << delta.decimal << ", level " << level;
          ++(expected ? refuted : kept);
        }
      }
    }
  }
  EXPECT_GT(refuted, 3000);  // both answers were met often
  EXPECT_GT(kept, 3000);
}

TEST(Refutes, OneUnluckySeedNeverDoes) {
  const PrecisionScope precision(40);
  const Interval delta = enclose_decimal("0.01");
  EXPECT_EQ(refutes(1, 20, delta, 0.001), Truth::kFalse);
  EXPECT_EQ(refutes(1, 1, delta, 0.001), Truth::kFalse);  // not even when it is the only one
  EXPECT_EQ(refutes(2, 20, delta, 0.001), Truth::kFalse);
  EXPECT_EQ(refutes(4, 20, delta, 0.001), Truth::kTrue);
}

TEST(Refutes, AllFailedDoesWhenTheRunsAreEnough) {
  const PrecisionScope precision(40);
  EXPECT_EQ(refutes(20, 20, enclose_decimal("0.01"), 0.001), Truth::kTrue);
  EXPECT_EQ(refutes(20, 20, enclose_decimal("0.9"), 0.001), Truth::kFalse);  // 0.9^20 = 0.12
}

TEST(Refutes, ImpossibleProbabilitiesAreCutToThePossible) {
  const PrecisionScope precision(40);
  EXPECT_EQ(refutes(1, 5, Interval(0), 1e-12), Truth::kTrue);  // claimed surely: one failure is enough
  EXPECT_EQ(refutes(1, 5, Interval(-3), 1e-12), Truth::kTrue);
  EXPECT_EQ(refutes(5, 5, Interval(1), 0.9), Truth::kFalse);  // nothing is claimed
  EXPECT_EQ(refutes(5, 5, Interval(7), 0.9), Truth::kFalse);
  EXPECT_EQ(refutes(0, 5, Interval(0), 0.9), Truth::kFalse);
}

TEST(Refutes, AClaimWithoutAValueIsLeftOpen) {
  EXPECT_EQ(refutes(5, 5, indeterminate(), 0.001), Truth::kUnknown);
  EXPECT_EQ(refutes(0, 5, indeterminate(), 0.001), Truth::kFalse);  // nothing failed
}

TEST(Refutes, StaysExactAndFastAtMostRuns) {
  const PrecisionScope precision(40);
  const Interval delta = enclose_decimal("0.01");
  EXPECT_EQ(refutes(1000, 100'000, delta, 0.001), Truth::kFalse);
  // The 0.999 quantile of Bin(100000, 0.01): mean 1000, deviation 31.5.
  const double mean = 1000.0;
  const double deviation = std::sqrt(990.0);
  const auto edge = static_cast<std::int64_t>(mean + 3.09 * deviation);
  EXPECT_EQ(refutes(edge - 10, 100'000, delta, 0.001), Truth::kFalse);
  EXPECT_EQ(refutes(edge + 15, 100'000, delta, 0.001), Truth::kTrue);
}

RC_GTEST_PROP(Refutes, IsMonotone, ()) {
  const auto runs = *rc::gen::inRange<std::int64_t>(1, 60);
  const auto failures = *rc::gen::inRange<std::int64_t>(0, runs);
  const double delta = *rc::gen::element(0.001, 0.05, 0.3, 0.7);
  const double level = *rc::gen::element(0.05, 0.001, 1e-6);
  const auto is = [&](std::int64_t k, std::int64_t n, double d, double a) {
    const Truth truth = refutes(k, n, exact(d), a);
    RC_ASSERT(truth != Truth::kUnknown);
    return truth == Truth::kTrue;
  };
  if (is(failures, runs, delta, level)) {
    RC_ASSERT(is(failures + 1, runs, delta, level));    // more failures
    RC_ASSERT(is(failures, runs, delta / 2.0, level));  // a bolder claim
    RC_ASSERT(is(failures, runs, delta, level * 2.0));  // less is asked for
  } else {
    RC_ASSERT(!is(failures, runs + 1, delta, level));  // another run that did not fail
  }
}

}  // namespace
}  // namespace plumbline
