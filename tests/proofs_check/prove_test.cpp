#include "proofs_check/prove.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "plumbline/numeric/error.hpp"
#include "proofs_check/jet.hpp"
#include "proofs_check/replay_tree.hpp"
#include "proofs_check/steps.hpp"

namespace plumbline::proofs {
namespace {

using test::step_of;

StepVerdict verdict_of_step(const ProofStep& step) {
  return prove(step).verdict;
}

TEST(Prove, InequalitiesThatAreTightAtAnEndOfTheirRange) {
  for (const ProofStep& step : {
           step_of("log(1 + x) <= x", {{"x", {"0", "inf"}}}),
           step_of("sqrt(1 - 2*v) <= 1 - v", {{"v", {"0", "0.1"}}}),
           step_of("exp(x) >= 1 + x", {{"x", {"0", "50"}}}),
           step_of("x^3 >= x", {{"x", {"1", "inf"}}}),
           step_of("exp_tail(x) >= 0.5", {{"x", {"0", "20"}}}),
           step_of("1 - x >= 0", {{"x", {"-3", "1"}}}),
       }) {
    const StepResult result = prove(step);
    EXPECT_EQ(result.verdict, StepVerdict::kProved) << step.claim.source.text << " " << result.remark;
    EXPECT_EQ(objection_to(result.tree, step, ranges_of(step)), "") << step.claim.source.text;
  }
}

TEST(Prove, InsideTheBoxByCutting) {
  for (const ProofStep& step : {
           step_of("x*log(x) >= -0.37", {{"x", {"0.001", "10"}}}),  // -1/e
           step_of("x^2 + y^2 - x*y + 0.01 > 0", {{"x", {"-1", "1"}}, {"y", {"-1", "1"}}}),
           step_of("lgamma(a + 0.5) - lgamma(a) <= 0.5*log(a - 0.1)", {{"a", {"0.5", "100"}}}),
           step_of("exp(-x)*x <= 0.368", {{"x", {"0", "30"}}}),
       }) {
    const StepResult result = prove(step);
    EXPECT_EQ(result.verdict, StepVerdict::kProved) << step.claim.source.text << " " << result.remark;
    EXPECT_GT(result.boxes, 1);
    EXPECT_EQ(objection_to(result.tree, step, ranges_of(step)), "") << step.claim.source.text;
  }
}

TEST(Prove, RefutesWithAPointWhereItIsSurelyFalse) {
  const StepResult result = prove(step_of("x*log(x) >= -0.36", {{"x", {"0.001", "10"}}}));
  ASSERT_EQ(result.verdict, StepVerdict::kRefuted);
  const double x = std::stod(result.counterexample.at("x"));
  EXPECT_LT(x * std::log(x), -0.36);
  EXPECT_TRUE(result.tree.empty());
  EXPECT_EQ(verdict_of_step(step_of("2 + 2 >= 5", {})), StepVerdict::kRefuted);
}

TEST(Prove, ATightPointInsideStaysUndecidedAndSaysWhere) {
  const StepResult result = prove(step_of("x^2 - 2*sqrt(2)*x + 2 >= 0", {{"x", {"0", "3"}}}));
  EXPECT_EQ(result.verdict, StepVerdict::kUndecided);
  ASSERT_EQ(result.left_over.size(), 1U);
  EXPECT_NEAR(result.left_over[0].lo, std::sqrt(2.0), 1e-2);
  EXPECT_FALSE(result.remark.empty());
}

TEST(Prove, StrictAndWeakAreTwoThings) {
  EXPECT_EQ(verdict_of_step(step_of("x >= 0", {{"x", {"0", "1"}}})), StepVerdict::kProved);
  EXPECT_NE(verdict_of_step(step_of("x > 0", {{"x", {"0", "1"}}})), StepVerdict::kProved);
  EXPECT_EQ(verdict_of_step(step_of("1 < 1", {})), StepVerdict::kRefuted);
  EXPECT_EQ(verdict_of_step(step_of("1 <= 1", {})), StepVerdict::kProved);
}

TEST(Prove, IntegersAreNotReals) {
  const ProofStep integers = step_of("(n - 0.5)^2 >= 0.2", {{"n", {"0", "1000", "integer"}}});
  const StepResult result = prove(integers);
  EXPECT_EQ(result.verdict, StepVerdict::kProved);
  EXPECT_EQ(objection_to(result.tree, integers, ranges_of(integers)), "");
  EXPECT_EQ(verdict_of_step(step_of("(n - 0.5)^2 >= 0.2", {{"n", {"0", "1000"}}})), StepVerdict::kRefuted);
}

TEST(Prove, ConditionsCutAwayWhatTheyExclude) {
  const std::map<std::string, std::vector<std::string>> square = {{"x", {"0", "1"}}, {"y", {"0", "1"}}};
  const ProofStep inside = step_of("x + y >= 0.99", square, {"x^2 + y^2 >= 1"});
  const StepResult result = prove(inside);
  EXPECT_EQ(result.verdict, StepVerdict::kProved) << result.remark;
  EXPECT_EQ(objection_to(result.tree, inside, ranges_of(inside)), "");
  EXPECT_EQ(verdict_of_step(step_of("x + y >= 0.99", square)), StepVerdict::kRefuted);
  // Refuted only by points that satisfy the condition.
  const StepResult refuted = prove(step_of("x + y >= 1.2", square, {"x^2 + y^2 >= 1"}));
  ASSERT_EQ(refuted.verdict, StepVerdict::kRefuted);
  const double x = std::stod(refuted.counterexample.at("x"));
  const double y = std::stod(refuted.counterexample.at("y"));
  EXPECT_GE(x * x + y * y, 1.0);
  EXPECT_LT(x + y, 1.2);
}

TEST(Prove, ARootOfWhatMayBeNegativeIsUndefined) {
  // The enclosure of the root is that of its nonnegative part: true wherever it is defined, which is not
  // everywhere.
  const ProofStep step = step_of("sqrt(x) >= -1", {{"x", {"-1", "1"}}});
  EXPECT_NE(verdict_of_step(step), StepVerdict::kProved);
  EXPECT_NE(objection_to({"value"}, step, ranges_of(step)), "");
  EXPECT_EQ(verdict_of_step(step_of("sqrt(x) >= -1", {{"x", {"0", "1"}}})), StepVerdict::kProved);
}

TEST(Prove, AConditionOfInequalityExcludesOnlyTheEqual) {
  // x != 2 holds on all of [0, 1], where the claim is false.
  const ProofStep step = step_of("x >= 3", {{"x", {"0", "1"}}}, {"x != 2"});
  EXPECT_EQ(verdict_of_step(step), StepVerdict::kRefuted);
  EXPECT_NE(objection_to({"outside"}, step, ranges_of(step)), "");
}

TEST(Prove, ARoundedEndIsNoCounterexample) {
  // The box reaches below 0.1 and 1/3 by a rounding; the claims do not speak of what lies there.
  EXPECT_NE(verdict_of_step(step_of("x >= 0.1", {{"x", {"0.1", "1"}}})), StepVerdict::kRefuted);
  EXPECT_NE(verdict_of_step(step_of("3*x >= 1", {{"x", {"1/3", "1"}}})), StepVerdict::kRefuted);
  EXPECT_EQ(verdict_of_step(step_of("x >= 0.125", {{"x", {"0.125", "1"}}})), StepVerdict::kProved);
  EXPECT_EQ(verdict_of_step(step_of("x >= 0.2", {{"x", {"0.1", "1"}}})), StepVerdict::kRefuted);
}

TEST(Prove, EndsBeyondDoubleAreRefused) {
  EXPECT_THROW(prove(step_of("exp(x) > 0", {{"x", {"-1e400", "-1e399"}}})), InputError);
  EXPECT_THROW(prove(step_of("x > 0", {{"x", {"1", "1e400"}}})), InputError);
}

TEST(Prove, AnUndefinedExpressionProvesNothing) {
  EXPECT_NE(verdict_of_step(step_of("log(x) <= x", {{"x", {"-1", "1"}}})), StepVerdict::kProved);
  EXPECT_NE(verdict_of_step(step_of("1/x >= 0", {{"x", {"0", "1"}}})), StepVerdict::kProved);
  EXPECT_THROW(prove(step_of("x <= 2", {{"x", {"1", "0"}}})), InputError);
  EXPECT_THROW(prove(step_of("x <= 2", {{"x", {"log(-1)", "0"}}})), InputError);
}

TEST(Jet, SlopesEncloseDifferenceQuotients) {
  const PrecisionScope precision(40);
  const std::vector<std::string> expressions = {"exp(x*y)",      "log(x + 2*y)",      "sqrt(x/y)",
                                                "lgamma(x + y)", "exp_tail(x*y)",     "x^3 - y^-2",
                                                "x^y",           "-(x - y)*x/(1 + y)"};
  for (const std::string& text : expressions) {
    const ExpressionPtr expression = parse_expression({"a test", text});
    const auto at = [&](double x, double y) {
      return evaluate_jet(*expression, {{"x", "y"}, {exact(x), exact(y)}, {}});
    };
    const Jet whole = evaluate_jet(
        *expression,
        {{"x", "y"}, {make_interval(Real(1), Real(1.5)), make_interval(Real(2), Real(2.5))}, {}});
    const double step = 1.0 / 1024;
    for (const double x : {1.0, 1.25, 1.49}) {
      for (const double y : {2.0, 2.4}) {
        const Interval dx = (at(x + step, y).value - at(x, y).value) / exact(step);
        const Interval dy = (at(x, y + step).value - at(x, y).value) / exact(step);
        // By the mean value theorem both are slopes somewhere in the box.
        EXPECT_NE((less(dx, whole.slopes[0]) || less(whole.slopes[0], dx)), Truth::kTrue) << text;
        EXPECT_NE((less(dy, whole.slopes[1]) || less(whole.slopes[1], dy)), Truth::kTrue) << text;
      }
    }
  }
}

TEST(Jet, WhatDoesNotMoveHasSlopeZeroEvenWhereTheFactorIsUnknown) {
  const PrecisionScope precision(30);
  const ExpressionPtr expression = parse_expression({"a test", "sqrt(x) + y"});
  const Jet jet = evaluate_jet(*expression, {{"x", "y"}, {make_interval(Real(0), Real(1)), Interval(1)}, {}});
  EXPECT_EQ(equal(jet.slopes[1], Interval(1)), Truth::kTrue);
  EXPECT_FALSE(is_finite(jet.slopes[0]));
}

}  // namespace
}  // namespace plumbline::proofs
