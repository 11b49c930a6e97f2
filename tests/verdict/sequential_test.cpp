#include "plumbline/verdict/sequential.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/verdict/probability.hpp"
#include "support/checks.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::bundled_problem;
using test::theorem_of;
using test::TheoremSketch;
using testing::Contains;

TEST(PlannedLooks, DoubleUpToTheBudgetAndSpendLessThanTheLevel) {
  for (const std::int64_t budget : {1, 19, 20, 21, 40, 1000, 100000}) {
    const std::vector<Look> looks = planned_looks(budget, 0.001);
    double spent = 0.0;
    for (std::size_t k = 0; k < looks.size(); ++k) {
      spent += looks[k].level;
      if (k > 0) {
        EXPECT_GT(looks[k].runs, looks[k - 1].runs);
      }
    }
    EXPECT_EQ(looks.back().runs, budget);
    EXPECT_LT(spent, 0.001);
  }
  const std::vector<Look> looks = planned_looks(50, 1.0);
  ASSERT_EQ(looks.size(), 3U);
  EXPECT_EQ(looks[0].runs, 20);
  EXPECT_EQ(looks[1].runs, 40);
  EXPECT_EQ(looks[1].level, 0.25);
}

/// P(some look rejects p = δ), exactly in double: the distribution of the failures over the paths not
/// rejected yet.
double probability_of_rejecting(double delta, std::int64_t budget, double level, bool by_showing) {
  std::vector<double> mass = {1.0};  // of K failures so far
  double rejected = 0.0;
  std::int64_t runs = 0;
  for (const Look& look : planned_looks(budget, level)) {
    for (; runs < look.runs; ++runs) {
      std::vector<double> next(mass.size() + 1, 0.0);
      for (std::size_t k = 0; k < mass.size(); ++k) {
        next[k] += mass[k] * (1.0 - delta);
        next[k + 1] += mass[k] * delta;
      }
      mass = std::move(next);
    }
    for (std::size_t k = 0; k < mass.size(); ++k) {
      if (mass[k] == 0.0) continue;
      const auto failures = static_cast<std::int64_t>(k);
      const Truth rejects = by_showing ? shows(failures, runs, exact(delta), look.level)
                                       : refutes(failures, runs, exact(delta), look.level);
      if (rejects != Truth::kTrue) continue;
      rejected += mass[k];
      mass[k] = 0.0;
    }
  }
  return rejected;
}

TEST(PlannedLooks, BothErrorsStayBelowTheLevelWhereverTheRuleStops) {
  for (const double delta : {0.05, 0.3}) {
    for (const double level : {0.3, 0.05}) {
      const double refuting = probability_of_rejecting(delta, 160, level, false);
      const double showing = probability_of_rejecting(delta, 160, level, true);
      EXPECT_LT(refuting, level);
      EXPECT_LT(showing, level);
      EXPECT_GT(refuting + showing, 0.0);
    }
  }
}

CheckResult check(const std::string& claim, const std::string& probability, std::int64_t budget,
                  const std::vector<std::string>& for_all = {}) {
  TheoremSketch sketch;
  sketch.probability = probability;
  sketch.conclusions = {{"claim", claim, for_all}};
  test::CheckSetup setup;
  setup.width = "100";
  setup.eta = "0.01";
  setup.steps = 0;
  setup.seeds = budget;
  setup.sequential = true;
  return test::run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
}

TEST(SequentialCheck, StopsWhenTheClaimIsShown) {
  const CheckResult result = check("loss(0) >= loss_opt", "0.9", 2000);
  EXPECT_EQ(result.verdict, Verdict::kHolds);
  EXPECT_TRUE(result.conclusions.at(0).shown);
  EXPECT_THAT(result.conclusions[0].messages, Contains("the runs show the claimed probability"));
  // 0.9^80 = 2.2e-4 is above 0.001/8, 0.9^160 = 4.8e-8 below 0.001/16.
  EXPECT_EQ(result.seeds, 160);
  EXPECT_EQ(result.seeds_budget, 2000);
  EXPECT_LE(result.conclusions[0].failure_bounds.upper, 0.1);
}

TEST(SequentialCheck, StopsWhenTheClaimIsRefuted) {
  const CheckResult result = check("loss(0) < loss_opt", "0.9", 2000);
  EXPECT_EQ(result.verdict, Verdict::kViolated);
  EXPECT_EQ(result.seeds, 20);
}

TEST(SequentialCheck, EndsWithItsBudgetAndSaysSo) {
  const CheckResult result = check("loss(0) >= loss_opt", "0.99", 50);
  EXPECT_EQ(result.verdict, Verdict::kHolds);
  EXPECT_FALSE(result.conclusions.at(0).shown);
  EXPECT_EQ(result.seeds, 50);
  EXPECT_THAT(result.conclusions[0].messages,
              Contains("the budget of runs ended before the claimed probability was shown"));
}

TEST(SequentialCheck, WhatIsClaimedSurelyNeedsNoMoreThanTheFirstLook) {
  EXPECT_EQ(check("loss(0) >= loss_opt", "surely", 2000).seeds, 20);
}

}  // namespace
}  // namespace plumbline
