// What runs say of constants whose proof is open.
#include "plumbline/verdict/open_constants.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/checks.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::bundled_problem;
using test::CheckSetup;
using test::conclusion_of;
using test::theorem_of;
using test::TheoremSketch;
using testing::Contains;
using testing::HasSubstr;

/// An end encloses `value`, and tightly.
void expect_end(const std::optional<Interval>& end, double value) {
  ASSERT_TRUE(end);
  EXPECT_TRUE(contains(*end, Real(value))) << format_human(*end, 17);
  EXPECT_LT(relative_width(*end), 1e-9);
}

// The search, against conditions whose ends are known.

TEST(ConstantSearch, FindsBothEnds) {
  ConstantSearch search(1.0);
  search.add([](double c) { return c < 0.3; });
  search.add([](double c) { return c > 7.0; });
  search.add([](double c) { return c < 0.2 || c > 9.0; });  // nothing new
  expect_end(search.range().least, 0.3);
  expect_end(search.range().most, 7.0);
  EXPECT_FALSE(search.range().empty);
}

TEST(ConstantSearch, LeavesAStatedValueThatIsExcluded) {
  ConstantSearch up(1.0);
  up.add([](double c) { return c < 5.0; });
  expect_end(up.range().least, 5.0);
  EXPECT_FALSE(up.range().most);
  ConstantSearch down(1.0);
  down.add([](double c) { return c > 0.01; });
  expect_end(down.range().most, 0.01);
}

TEST(ConstantSearch, NoticesThatNothingIsLeft) {
  ConstantSearch search(1.0);
  search.add([](double c) { return c < 5.0; });
  search.add([](double c) { return c > 0.5; });
  EXPECT_TRUE(search.range().empty);
}

// Whole checks. r = 4 and d_x = 6, so each end below is exact.

CheckResult check(const TheoremSketch& sketch, const std::string& width = "1000") {
  test::CheckSetup setup;
  setup.width = width;
  setup.eta = "0.01";
  setup.steps = 3;
  setup.seeds = 10;
  return test::run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
}

TheoremSketch about(const std::string& claim, const std::string& proof = "open") {
  TheoremSketch sketch;
  sketch.tables = "[constants]\nO = { value = '2', proof = '" + proof + "' }\n";
  sketch.conclusions = {{"claim", claim, {"t >= 0"}}};
  return sketch;
}

TEST(OpenConstants, AConclusionGivesTheSmallestValueAndNoVerdict) {
  const CheckResult result = check(about("O*(t + 1) >= r"));
  EXPECT_EQ(result.verdict, Verdict::kUndecided);
  EXPECT_EQ(result.conclusions.at(0).alone, Verdict::kViolated);  // with the stated 2
  EXPECT_THAT(result.conclusions.at(0).messages,
              Contains("it fails, which refutes the value of an open constant, not the theorem"));
  ASSERT_EQ(result.open_constants.size(), 1U);
  EXPECT_EQ(result.open_constants[0].name, "O");
  expect_end(result.open_constants[0].least, 4.0);
  EXPECT_FALSE(result.open_constants[0].most);
}

TEST(OpenConstants, AConclusionThatHoldsGivesItsSlack) {
  const CheckResult result = check(about("O*d_x >= r - t"));
  EXPECT_EQ(result.verdict, Verdict::kHolds);
  expect_end(result.open_constants.at(0).least, 4.0 / 6.0);
}

TEST(OpenConstants, AreFollowedPastTheStepThatRefutesTheStatedValue) {
  expect_end(check(about("O >= t + 2")).open_constants.at(0).least,
             5.0);  // at t = 3; the stated 2 fails at 1
}

TEST(OpenConstants, AFailureUnderAPremiseThatHangsOnOneIsNoViolation) {
  // The same premise twice: written out, and by name.
  TheoremSketch inline_premise;
  inline_premise.tables = "[constants]\nA = { value = '2', proof = 'open' }\n";
  inline_premise.conclusions = {{"claim", "t <= 2", {"t >= 0"}, "given = ['loss(t) <= A*loss(0)']"}};
  TheoremSketch named = inline_premise;
  named.tables += "[[premise]]\nname = 'small'\nfor_all = ['t >= 0']\nclaim = 'loss(t) <= A*loss(0)'\n";
  named.conclusions = {{"claim", "t <= 2", {"t >= 0"}, "given = ['small']"}};
  for (const TheoremSketch& sketch : {inline_premise, named}) {
    CheckSetup setup;
    setup.width = "1000";
    setup.eta = "0.05";
    setup.steps = 5;
    const CheckResult result = test::run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
    EXPECT_EQ(conclusion_of(result, "claim").verdict, Verdict::kUndecided);
    EXPECT_GT(conclusion_of(result, "claim").failures, 0);
  }
  // By name the premise is known at the stated value alone: nothing is said of other values.
  const CheckResult result = [&] {
    CheckSetup setup;
    setup.width = "1000";
    setup.eta = "0.05";
    setup.steps = 5;
    return test::run_check(theorem_of(named), bundled_problem("spectrum-kappa4"), setup);
  }();
  ASSERT_EQ(result.open_constants.size(), 1U);
  EXPECT_FALSE(result.open_constants[0].least || result.open_constants[0].most);
}

TEST(OpenConstants, AProvedConstantIsNoneAndItsFailureAVerdict) {
  const CheckResult result = check(about("O*(t + 1) >= r", "a-check"));
  EXPECT_EQ(result.verdict, Verdict::kViolated);
  EXPECT_TRUE(result.open_constants.empty());
}

TEST(OpenConstants, AFailingConclusionExcludesWhereTheHypothesesAreTrue) {
  TheoremSketch sketch = about("t < 0");
  sketch.hypotheses = {{"width", "m >= O*d_x", {}}};
  const CheckResult result = check(sketch, "600");
  EXPECT_EQ(result.verdict, Verdict::kUndecided);
  expect_end(result.open_constants.at(0).least, 100.0);
  EXPECT_EQ(check(sketch, "6").verdict, Verdict::kVacuous);  // 6 >= 2*6 is false
  expect_end(check(sketch, "6").open_constants.at(0).least, 1.0);
}

TEST(OpenConstants, AConclusionThatHoldsExcludesNothingOfAHypothesis) {
  TheoremSketch sketch = about("t >= 0");
  sketch.hypotheses = {{"width", "m >= O*d_x", {}}};
  const CheckResult result = check(sketch, "600");
  EXPECT_EQ(result.verdict, Verdict::kHolds);
  EXPECT_FALSE(result.open_constants.at(0).least);
  EXPECT_FALSE(result.open_constants.at(0).most);
}

TEST(OpenConstants, AProbabilitySparesAsManyRunsAsItAllows) {
  // Claimed with probability 1/2: at confidence 0.999 no number of failures of 5 runs refutes it.
  TheoremSketch sketch = about("O*(t + 1) >= r");
  sketch.probability = "0.5";
  test::CheckSetup setup;
  setup.width = "1000";
  setup.eta = "0.01";
  setup.steps = 3;
  setup.seeds = 5;
  const CheckResult few = test::run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
  EXPECT_FALSE(few.open_constants.at(0).least);
  setup.seeds = 20;
  const CheckResult many = test::run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
  expect_end(many.open_constants.at(0).least, 4.0);
}

TEST(OpenConstants, InAProbabilityTheFailuresDecide) {
  // 10 runs, all of them failures, claimed to fail with probability at most e^(-O): refuted while e^(-10 O) <
  // 0.001.
  TheoremSketch sketch = about("t < 0");
  sketch.probability = "1 - exp(-O)";
  const CheckResult result = check(sketch);
  EXPECT_EQ(result.verdict, Verdict::kUndecided);
  ASSERT_TRUE(result.open_constants.at(0).most);
  EXPECT_NEAR(approx_midpoint(*result.open_constants[0].most), std::log(1000.0) / 10.0, 1e-9);
  EXPECT_FALSE(result.open_constants[0].least);
}

}  // namespace
}  // namespace plumbline
