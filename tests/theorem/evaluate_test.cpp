#include "plumbline/theorem/evaluate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/functions.hpp"
#include "plumbline/theorem/parse.hpp"
#include "theorem/map_environment.hpp"

namespace plumbline {
namespace {

using testing::HasSubstr;
using Call = MapEnvironment::Call;

Interval value_of(const std::string& text, const Environment& environment = MapEnvironment()) {
  return evaluate(*parse_expression({"test", text}), environment);
}

/// The message of the InputError that `action` throws.
template <class Action>
std::string refusal(Action action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

class Evaluate : public testing::Test {
 protected:
  Evaluate() {
    environment.symbols = {{"x", between("1", "2")}, {"z", between("-1", "1")}, {"L", Interval(4)}};
  }
  const PrecisionScope precision{40};
  MapEnvironment environment;
};

struct Reference {
  const char* text;
  const char* lo;  ///< 30 digits, rounded down
  const char* hi;
};

TEST_F(Evaluate, FunctionsMatchIndependentValues) {
  // Computed with 60 digits of decimal arithmetic in another language, or exact.
  const Reference references[] = {
      {"exp(2)", "7.38905609893065022723042746057", "7.38905609893065022723042746058"},
      {"log(1/3)", "-1.09861228866810969139524523693", "-1.09861228866810969139524523692"},
      {"3*(8/log(1.1))^2", "21135.9927353945379689182977395", "21135.9927353945379689182977396"},
      {"sqrt(2)", "1.41421356237309504880168872420", "1.41421356237309504880168872421"},
      {"2^0.5", "1.41421356237309504880168872420", "1.41421356237309504880168872421"},
      {"abs(-3)", "3", "3"},
      {"min(2, 1, 3)", "1", "1"},
      {"max(2, 1, 3)", "3", "3"},
      {"gamma(5)", "24", "24"},
      {"lgamma(3)", "0.693147180559945309417232121458", "0.693147180559945309417232121459"},
      {"digamma(1)", "-0.577215664901532860606512090083", "-0.577215664901532860606512090082"},
      {"exp_tail(0)", "0.5", "0.5"},
      {"exp_tail(1)", "0.718281828459045235360287471352", "0.718281828459045235360287471353"},
      {"exp_tail(0.5)", "0.594885082800512587394603151256", "0.594885082800512587394603151257"},
      {"chi2_quantile(0.5, 2)", "1.38629436111989061883446424291", "1.38629436111989061883446424292"},
      {"beta_quantile(0.25, 1, 1)", "0.25", "0.25"},
      {"beta_quantile(0.25, 2, 1)", "0.5", "0.5"},
  };
  for (const Reference& reference : references) {
    const Interval value = value_of(reference.text);
    const Interval expected = between(reference.lo, reference.hi);
    // Overlapping a reference of 30 digits, and itself narrower than 1e-25.
    EXPECT_NE(less(value, expected), Truth::kTrue) << reference.text << " = " << format_human(value, 35);
    EXPECT_NE(less(expected, value), Truth::kTrue) << reference.text << " = " << format_human(value, 35);
    EXPECT_LT(relative_width(value), 1e-25) << reference.text;
  }
}

TEST_F(Evaluate, EveryFunctionOfTheTableHasABody) {
  EXPECT_EQ(functions().size(), 12U);
  for (const auto& [name, arguments] : functions()) EXPECT_NE(function_body(name), nullptr) << name;
  EXPECT_THROW(function_body("sin"), InternalError);
}

TEST_F(Evaluate, UndefinedOperationsGiveTheWholeLine) {
  for (const char* text :
       {"1/0", "1/z", "log(0)", "log(-1)", "log(z)", "sqrt(-1)", "z^-1", "z^0.5", "(-1)^0.5", "0^-1"}) {
    EXPECT_TRUE(is_whole_line(value_of(text, environment))) << text;
  }
}

TEST_F(Evaluate, TheWholeLineIsAbsorbing) {
  for (const char* text :
       {"(1/z)^0", "0*(1/z)", "min(1, max(0, 1/z))", "exp(1/z)", "abs(1/z)", "sqrt(1/z)", "-(1/z)",
        "1/exp(1/z)", "max(1/z, 2)", "1/(1/z)", "1/z + 1", "1 - 1/z", "(1/z)^2"}) {
    EXPECT_TRUE(is_whole_line(value_of(text, environment))) << text;
  }
}

TEST_F(Evaluate, InfiniteEndsNeverGiveNaN) {
  environment.symbols["huge"] = exp_of(exp_of(exp_of(Interval(4))));  // [largest number, ∞]
  EXPECT_FALSE(is_finite(environment.symbols["huge"]));
  const Real infinity = upper(environment.symbols["huge"]);
  environment.symbols["infinite"] = make_interval(infinity, infinity);
  for (const char* text :
       {"0*huge", "huge - huge", "huge/huge", "huge^0.5", "0/huge", "z*huge", "huge^-1",
        "infinite - infinite", "0*infinite", "infinite/infinite", "infinite + -infinite"}) {
    EXPECT_EQ(mpfi_nan_p(value_of(text, environment).backend().data()), 0) << text;
  }
}

TEST_F(Evaluate, SqrtTakesItsOperandForNonnegative) {
  const Interval value = value_of("sqrt(z)", environment);
  EXPECT_EQ(lower_double(value), 0.0);
  EXPECT_EQ(upper_double(value), 1.0);
}

TEST_F(Evaluate, ObservablesGetExactIntegers) {
  environment.observables[Call{"sigma_max", {3, 2, 17}}] = Interval(5);
  EXPECT_EQ(equal(value_of("sigma_max(L - 1, 2*1, 34/2)", environment), Interval(5)), Truth::kTrue);
  EXPECT_THAT(refusal([&] { value_of("sigma_max(x, 1, 0)", environment); }),
              HasSubstr("argument 1 of 'sigma_max' is 1..2, expected an exact integer"));
  EXPECT_THAT(refusal([&] { value_of("loss(1/2)", environment); }), HasSubstr("expected an exact integer"));
  EXPECT_THAT(refusal([&] { value_of("loss(1/0)", environment); }), HasSubstr("expected an exact integer"));
}

TEST_F(Evaluate, MessagesOfClaimsPointAtTheArgument) {
  const Claim claim = parse_claim({"f.toml: line 7", "loss(x) <= 1"});
  EXPECT_EQ(
      refusal([&] { evaluate_claim(claim, environment, {}); }),
      "f.toml: line 7: argument 1 of 'loss' is 1..2, expected an exact integer\n  loss(x) <= 1\n       ^");
}

TEST_F(Evaluate, WrongNumbersOfArgumentsAreRefused) {
  EXPECT_EQ(refusal([&] { value_of("exp(1, 2)"); }), "'exp' takes 1 argument, found 2");
  EXPECT_EQ(refusal([&] { value_of("max(1)"); }), "'max' takes at least 2 arguments, found 1");
}

TEST_F(Evaluate, NamesWithoutAValueAreRefused) {
  EXPECT_EQ(refusal([&] { value_of("nothing + 1"); }), "no value for nothing");
}

TEST_F(Evaluate, QuantifiedVariablesMayComeFromTheEnvironment) {
  environment.symbols["t"] = Interval(3);
  environment.observables[Call{"loss", {3}}] = Interval(9);
  EXPECT_EQ(equal(value_of("loss(t) + t", environment), Interval(12)), Truth::kTrue);
}

TEST_F(Evaluate, DecimalsAreEnclosedNotRounded) {
  const Interval tenth = value_of("0.1");
  EXPECT_GT(relative_width(tenth), 0.0);
  EXPECT_EQ(less(value_of("10*0.1 - 1"), Interval(0)), Truth::kUnknown);
  EXPECT_EQ(less(value_of("0.1"), value_of("0.10000000000000000001")), Truth::kTrue);
}

// ---- claims -------------------------------------------------------------------------------------------

constexpr const char* kRateClaim =
    "loss(t) - loss_opt <= (1 - eta*L*lambda_r/(2*d_y))^t*(loss(0) - loss_opt)";

class Claims : public testing::Test {
 protected:
  Claims() {
    environment.symbols = {{"x", between("1", "2")},     {"y", between("1", "2")},
                           {"z", between("-1", "1")},    {"eta", enclose_decimal("0.01")},
                           {"L", Interval(20)},          {"lambda_r", enclose_decimal("1.5")},
                           {"d_y", Interval(10)},        {"loss_opt", enclose_decimal("0.5")},
                           {"p", enclose_decimal("0.1")}};
    environment.observables[Call{"loss", {0}}] = between("10", "12");
    environment.observables[Call{"loss", {1}}] = between("9", "9.1");
    environment.observables[Call{"loss", {2}}] = between("10", "12");
    environment.observables[Call{"loss", {3}}] = between("50", "51");
  }
  Truth truth_of(const std::string& text, const std::map<std::string, std::int64_t>& bound = {}) {
    return evaluate_claim(parse_claim({"test", text}), environment, bound).truth;
  }
  std::size_t decisive_of(const std::string& text) {
    return evaluate_claim(parse_claim({"test", text}), environment, {}).decisive;
  }
  const PrecisionScope precision{40};
  MapEnvironment environment;
};

TEST_F(Claims, EveryRelationIsThreeValued) {
  EXPECT_EQ(truth_of("1 < 2"), Truth::kTrue);
  EXPECT_EQ(truth_of("2 < 1"), Truth::kFalse);
  EXPECT_EQ(truth_of("2 < 2"), Truth::kFalse);
  EXPECT_EQ(truth_of("2 <= 2"), Truth::kTrue);
  EXPECT_EQ(truth_of("3 <= 2"), Truth::kFalse);
  EXPECT_EQ(truth_of("2 > 1"), Truth::kTrue);
  EXPECT_EQ(truth_of("2 > 2"), Truth::kFalse);
  EXPECT_EQ(truth_of("2 >= 2"), Truth::kTrue);
  EXPECT_EQ(truth_of("1 >= 2"), Truth::kFalse);
  EXPECT_EQ(truth_of("2 == 2.0"), Truth::kTrue);
  EXPECT_EQ(truth_of("2 == 3"), Truth::kFalse);
  EXPECT_EQ(truth_of("2 != 3"), Truth::kTrue);
  EXPECT_EQ(truth_of("2 != 2"), Truth::kFalse);
  for (const char* overlapping : {"x < y", "x <= y", "x > y", "x >= y", "x == y", "x != y"}) {
    EXPECT_EQ(truth_of(overlapping), Truth::kUnknown) << overlapping;
  }
}

TEST_F(Claims, TouchingEnclosuresDecideWhatTheyCan) {
  EXPECT_EQ(truth_of("x <= 2"), Truth::kTrue);
  EXPECT_EQ(truth_of("x < 2"), Truth::kUnknown);
  EXPECT_EQ(truth_of("x > 2"), Truth::kFalse);
  EXPECT_EQ(truth_of("x >= 2"), Truth::kUnknown);
}

TEST_F(Claims, ChainsAreConjunctions) {
  EXPECT_EQ(truth_of("0 < p < 1"), Truth::kTrue);
  EXPECT_EQ(truth_of("0 < p < 0.05"), Truth::kFalse);
  EXPECT_EQ(truth_of("0 < x < 1.5"), Truth::kUnknown);
  EXPECT_EQ(truth_of("x < 1.5 < 1"), Truth::kFalse);  // unknown, then false
  EXPECT_EQ(truth_of("1 <= i <= j <= L", {{"i", 2}, {"j", 20}}), Truth::kTrue);
  EXPECT_EQ(truth_of("1 <= i <= j <= L", {{"i", 2}, {"j", 1}}), Truth::kFalse);
}

TEST_F(Claims, RateClaimIsTrueAtStepZeroThoughTheLossIsWide) {
  EXPECT_EQ(truth_of(kRateClaim, {{"t", 0}}), Truth::kTrue);
  // The enclosures alone leave it open: the same claim with another observable in place of loss(0).
  EXPECT_EQ(truth_of("loss(t) - loss_opt <= (1 - eta*L*lambda_r/(2*d_y))^t*(loss(2) - loss_opt)", {{"t", 0}}),
            Truth::kUnknown);
}

TEST_F(Claims, RateClaimAtLaterStepsIsDecidedByTheEnclosures) {
  EXPECT_EQ(truth_of(kRateClaim, {{"t", 1}}), Truth::kTrue);     // 8.6 <= 0.985*9.5
  EXPECT_EQ(truth_of(kRateClaim, {{"t", 2}}), Truth::kUnknown);  // loss(2) and loss(0) overlap but differ
  EXPECT_EQ(truth_of(kRateClaim, {{"t", 3}}), Truth::kFalse);
}

TEST_F(Claims, StrictComparisonOfAValueWithItselfIsFalse) {
  EXPECT_EQ(truth_of("loss(t) - loss_opt < (1 - eta)^t*(loss(0) - loss_opt)", {{"t", 0}}), Truth::kFalse);
  EXPECT_EQ(truth_of("loss(t) > loss(0)", {{"t", 0}}), Truth::kFalse);
  EXPECT_EQ(truth_of("loss(t) != loss(0)", {{"t", 0}}), Truth::kFalse);
  EXPECT_EQ(truth_of("loss(t) == loss(0)", {{"t", 0}}), Truth::kTrue);
  EXPECT_EQ(truth_of("loss(t) >= loss(0)", {{"t", 0}}), Truth::kTrue);
}

TEST_F(Claims, DifferentObservablesWithTheSameEnclosureStayUnknown) {
  for (const char* text :
       {"loss(0) <= loss(2)", "loss(0) < loss(2)", "loss(0) == loss(2)", "x <= y", "x == y"}) {
    EXPECT_EQ(truth_of(text), Truth::kUnknown) << text;
  }
}

TEST_F(Claims, FoldingSettlesEqualityCases) {
  for (const char* text : {"x^0*y <= y",
                           "x^t*y <= y",
                           "x^1 == x",
                           "x^(t+1) == x",
                           "x^(2-1) == x",
                           "x^(2*t) * y == y",
                           "1*x == x",
                           "x*1 == x",
                           "x/1 == x",
                           "0 + x == x",
                           "x + 0 == x",
                           "x - 0 == x",
                           "x + t == x",
                           "x + 0*y == x",
                           "x + y*0 == x",
                           "x + 0/y == x",
                           "x + t/2 == x",
                           "loss(t+1) == loss(1)",
                           "loss(1 - 1) <= loss(t)",
                           "exp(x*1) <= exp(x)",
                           "max(x, y + 0) == max(x, y)",
                           "(-x)^1 == -x",
                           "x*0.50 == x*0.5",
                           "x^(4/2) == x^2",
                           "-(-1)*x == x",
                           "x*1.0 == x"}) {
    EXPECT_EQ(truth_of(text, {{"t", 0}}), Truth::kTrue) << text;
  }
}

TEST_F(Claims, FoldingDoesNotEquateWhatDiffers) {
  for (const char* text : {"x^2 == x", "x - y == y - x", "x/y == y/x", "x + y == x", "-x == x - 3",
                           "x^1.5 == x", "exp(x) == exp(y)", "x*0.5 == x*0.50001", "loss(0) == loss(2)",
                           "0 - z == z", "-z == z", "1/x == x", "1^x == x", "y^x == x^y"}) {
    EXPECT_EQ(truth_of(text, {{"t", 0}}), Truth::kUnknown) << text;
  }
}

TEST_F(Claims, UndefinedSidesAreNeverEqual) {
  for (const char* text : {"1/z <= 1/z", "0*(1/z) == 0", "(1/z)^0 == 1", "log(-1) == log(-1)",
                           "x + 0*log(z) <= x", "1/z < 1/z"}) {
    EXPECT_EQ(truth_of(text), Truth::kUnknown) << text;
  }
}

TEST_F(Claims, DecisiveIsTheFirstFalseThenTheFirstUnknownThenTheTightest) {
  EXPECT_EQ(decisive_of("0 <= x <= 1.5 <= 1"), 2U);        // true, unknown, false
  EXPECT_EQ(decisive_of("2 <= 1 <= 0"), 0U);               // the first of two false
  EXPECT_EQ(decisive_of("0 <= x <= 1.5 <= y"), 1U);        // the first of two unknown
  EXPECT_EQ(decisive_of("0 <= x <= 1.5 <= 9"), 1U);        // unknown beats true
  EXPECT_EQ(decisive_of("1 <= 10 <= 11 <= 100"), 1U);      // ratios 10, 1.1, 9.09
  EXPECT_EQ(decisive_of("100 >= 11 >= 10 >= 1"), 1U);      // the same from above
  EXPECT_EQ(decisive_of("-100 <= -11 <= -10 <= -1"), 1U);  // slacks 0.89, 0.09, 0.9
  EXPECT_EQ(decisive_of("-1 <= 1 <= 1.5 <= 100"), 1U);     // 2, 0.33, 0.985
  EXPECT_EQ(decisive_of("1 <= 2 == 2 <= 2.0001"), 1U);     // equality has no slack
  EXPECT_EQ(decisive_of("0 <= 0 <= 5"), 0U);
  EXPECT_EQ(decisive_of("1 != 5 <= 6"), 1U);
}

TEST_F(Claims, DecisiveRelationShowsItsSides) {
  const ClaimValue value = evaluate_claim(parse_claim({"test", "1 <= 10 <= 11 <= 100"}), environment, {});
  EXPECT_EQ(equal(value.left, Interval(10)), Truth::kTrue);
  EXPECT_EQ(equal(value.right, Interval(11)), Truth::kTrue);
}

TEST_F(Claims, OnlyQuantifiedVariablesCanBeBound) {
  EXPECT_THROW(truth_of("x <= 1", {{"x", 1}}), InternalError);
}

// ---- the evaluator's memory ---------------------------------------------------------------------------

TEST_F(Claims, EvaluatorAsksOnlyForWhatVaries) {
  ClaimEvaluator evaluator(parse_claim({"test", kRateClaim}), environment);
  EXPECT_EQ(evaluator.evaluate({{"t", 0}}).truth, Truth::kTrue);
  environment.symbol_calls = 0;
  environment.observe_calls.clear();
  EXPECT_EQ(evaluator.evaluate({{"t", 1}}).truth, Truth::kTrue);
  EXPECT_EQ(evaluator.evaluate({{"t", 3}}).truth, Truth::kFalse);
  EXPECT_EQ(environment.symbol_calls, 0);
  EXPECT_EQ(environment.observe_calls, (std::vector<Call>{{"loss", {1}}, {"loss", {3}}}));
}

TEST_F(Claims, EvaluatorAgreesWithASingleEvaluation) {
  const Claim claim = parse_claim({"test", "loss(t)*x <= (1 - eta)^(t*i)*loss(0)*j"});
  ClaimEvaluator evaluator(claim, environment);
  for (std::int64_t t : {2, 0, 3, 1}) {
    for (std::int64_t j : {1, 100}) {
      const std::map<std::string, std::int64_t> bound{{"t", t}, {"i", 3}, {"j", j}};
      const ClaimValue kept = evaluator.evaluate(bound);
      const ClaimValue fresh = evaluate_claim(claim, environment, bound);
      EXPECT_EQ(kept.truth, fresh.truth);
      EXPECT_EQ(format_human(kept.right, 30), format_human(fresh.right, 30));
      EXPECT_EQ(format_human(kept.left, 30), format_human(fresh.left, 30));
    }
  }
}

TEST_F(Claims, EvaluatorFollowsThePrecision) {
  ClaimEvaluator evaluator(parse_claim({"test", "log(d_y)/3 <= 1"}), environment);
  const double coarse = relative_width(evaluator.evaluate({}).left);
  const PrecisionScope finer(200);
  EXPECT_LT(coarse, 1e-38);
  EXPECT_LT(relative_width(evaluator.evaluate({}).left), 1e-190);
}

TEST_F(Claims, EvaluatorsCanBeMoved) {
  std::vector<ClaimEvaluator> evaluators;
  for (const char* text : {kRateClaim, "loss(x) <= 1", "x <= 2"}) {
    evaluators.emplace_back(parse_claim({"place of " + std::string(text), text}), environment);
  }
  EXPECT_EQ(evaluators[0].evaluate({{"t", 0}}).truth, Truth::kTrue);
  EXPECT_EQ(evaluators[2].evaluate({}).truth, Truth::kTrue);
  EXPECT_THAT(refusal([&] { evaluators[1].evaluate({}); }), HasSubstr("place of loss(x) <= 1: argument 1"));
}

}  // namespace
}  // namespace plumbline
