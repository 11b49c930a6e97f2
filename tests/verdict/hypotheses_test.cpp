#include "plumbline/verdict/hypotheses.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "plumbline/numeric/error.hpp"
#include "problem/temp_folder.hpp"
#include "support/exact_rational.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::bundled_problem;
using test::Rational;
using test::spectrum_problem;
using test::theorem_from_tree;
using test::theorem_of;
using test::TheoremSketch;

/// Singular values 2 and 1: ‖X‖ = 2, κ = 4, ‖X‖_F = √5; d_x = 3, d_y = 2, r = n = 2.
const PreparedProblem& two_and_one() {
  static const PreparedProblem problem(spectrum_problem({2.0, 1.0}, {3, 2}));
  return problem;
}

Theorem with_hypotheses(const std::vector<std::string>& claims, const std::string& tables = "") {
  TheoremSketch sketch;
  sketch.tables = tables;
  for (const std::string& claim : claims) {
    sketch.hypotheses.push_back({"h" + std::to_string(sketch.hypotheses.size() + 1), claim, {}});
  }
  return theorem_of(sketch);
}

Setting setting_of(std::int64_t depth, const Integer& width = 1, double eta = 1.0) {
  Setting setting;
  setting.depth = depth;
  setting.width = width;
  setting.eta = exact(eta);
  return setting;
}

HypothesisResult decided(const std::string& claim, const std::string& tables = "") {
  return evaluate_hypotheses(with_hypotheses({claim}, tables), two_and_one(), setting_of(2)).at(0);
}

// Deciding.

TEST(Hypotheses, ReportTheDecisiveRelationAndBothSides) {
  const HypothesisResult result = decided("0 < r <= d_y/2");
  EXPECT_EQ(result.name, "h1");
  EXPECT_EQ(result.text, "0 < r <= d_y/2");
  EXPECT_EQ(result.truth, Truth::kFalse);
  EXPECT_EQ(result.relation, "<=");
  EXPECT_EQ(lower(result.left), 2);
  EXPECT_EQ(upper(result.right), 1);
  EXPECT_EQ(result.digits, 50U);
}

TEST(Hypotheses, PrecisionRisesUntilTheSidesPart) {
  const std::string tiny = "[parameters]\ntiny = '1e-300'\n";
  const HypothesisResult above = decided("frob_X*(1 + tiny) > frob_X", tiny);  // √5 against √5(1 + 1e-300)
  EXPECT_EQ(above.truth, Truth::kTrue);
  EXPECT_EQ(above.digits, 400U);
  const HypothesisResult below = decided("frob_X*(1 - tiny) >= frob_X", tiny);
  EXPECT_EQ(below.truth, Truth::kFalse);
  EXPECT_EQ(below.digits, 400U);
}

TEST(Hypotheses, BeyondTheLastPrecisionStaysUndecided) {
  const HypothesisResult result = decided("frob_X*(1 + tiny) > frob_X", "[parameters]\ntiny = '1e-900'\n");
  EXPECT_EQ(result.truth, Truth::kUnknown);
  EXPECT_EQ(result.digits, 800U);
}

TEST(Hypotheses, EqualIntegersAreEqual) {
  EXPECT_EQ(decided("r == 2").truth, Truth::kTrue);
  EXPECT_EQ(decided("m >= L - 1").truth, Truth::kTrue);
  EXPECT_EQ(decided("d_x > 3").truth, Truth::kFalse);
  EXPECT_EQ(decided("d_x != 3").truth, Truth::kFalse);
}

TEST(Hypotheses, EqualIrrationalSidesAreDecidedByTheirFormOrNotAtAll) {
  EXPECT_EQ(decided("frob_X*norm_W <= frob_X*norm_W").truth, Truth::kTrue);
  EXPECT_EQ(decided("frob_X*norm_W < frob_X*norm_W").truth, Truth::kFalse);
  // The same number in another form: no precision separates the sides, and no rule knows they are equal.
  EXPECT_EQ(decided("frob_X*norm_W <= norm_W*frob_X").truth, Truth::kUnknown);
}

TEST(Hypotheses, WithoutAValueNothingIsDecided) {
  EXPECT_EQ(decided("log(1 - r) <= 3").truth, Truth::kUnknown);
  EXPECT_EQ(decided("1/(r - 2) >= 0").truth, Truth::kUnknown);
}

TEST(Hypotheses, AboutARunAreRefused) {
  // A hypothesis at step 0 is legal in a file, but there is no run here to look at.
  EXPECT_EQ(message_of([] { decided("loss(0) <= 1"); }),
            "theorem sketch: 'loss' can only be observed along a run");
}

// What depends on what.

TEST(DependsOn, LooksThroughLetsConstantsAndAlpha) {
  const Theorem theorem = with_hypotheses(
      {"m >= 1", "wide >= 1", "wider >= 1", "alpha <= 1", "step <= 1", "C >= 1", "d_x >= L"},
      "[constants]\nD = '2'\nC = '3*D'\n[let]\nwide = 'm*C'\nwider = 'wide + d_x'\nstep = 'eta*norm_X'\n");
  const auto on = [&](const std::string& symbol) {
    std::string found;
    for (const Hypothesis& h : theorem.hypotheses) found += depends_on(theorem, h.claim, symbol) ? '1' : '0';
    return found;
  };
  EXPECT_EQ(on("m"), "1111000");
  EXPECT_EQ(on("eta"), "0000100");
  EXPECT_EQ(on("L"), "0000001");
}

// The smallest width.

/// Every hypothesis that depends on m is surely true at m and some is not at m − 1.
void expect_smallest(const Theorem& theorem, const PreparedProblem& problem, const Setting& at) {
  Setting setting = at;
  setting.width = smallest_width(theorem, problem, setting);
  const auto true_at = [&](const Integer& width) {
    setting.width = width;
    Truth truth = Truth::kTrue;
    const auto results = evaluate_hypotheses(theorem, problem, setting);
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (depends_on(theorem, theorem.hypotheses[i].claim, "m")) truth = truth && results[i].truth;
    }
    return truth;
  };
  const Integer smallest = setting.width;
  EXPECT_EQ(true_at(smallest), Truth::kTrue) << smallest;
  EXPECT_EQ(true_at(smallest - 1), Truth::kFalse) << smallest;
}

TEST(SmallestWidth, IsMinimalOnEveryKindOfProblem) {
  const Theorem theorem = theorem_from_tree("data/theorems/hxp2020-4.1.toml");
  for (const char* id : {"spectrum-kappa1", "spectrum-kappa4", "linnerud", "iris"}) {
    SCOPED_TRACE(id);
    expect_smallest(theorem, bundled_problem(id), setting_of(2));
    Setting bold = setting_of(64);
    bold.parameters["delta"] = "1e-12";
    expect_smallest(theorem, bundled_problem(id), bold);
  }
}

TEST(SmallestWidth, IsTheFormulaRoundedUp) {
  // κ = 1, srank = 4, d_y = 3, ‖W*‖ = 1, r = 4: m ≥ 4C(6 + ln 400), C = 3(8/ln 1.1)².
  const Theorem theorem = theorem_from_tree("data/theorems/hxp2020-4.1.toml");
  const double c = 3.0 * std::pow(8.0 / std::log(1.1), 2);
  const Integer width = smallest_width(theorem, bundled_problem("spectrum-kappa1"), setting_of(2));
  EXPECT_EQ(width, Integer(static_cast<std::int64_t>(std::ceil(4.0 * c * (6.0 + std::log(400.0))))));
}

TEST(SmallestWidth, OfSimpleHypotheses) {
  const auto width = [](const std::vector<std::string>& claims, const std::string& tables = "") {
    return smallest_width(with_hypotheses(claims, tables), two_and_one(), setting_of(2));
  };
  EXPECT_EQ(width({}), 1);
  EXPECT_EQ(width({"d_x >= 1"}), 1);  // not about m
  EXPECT_EQ(width({"m >= d_x"}), 3);
  EXPECT_EQ(width({"m > d_x"}), 4);
  EXPECT_EQ(width({"m >= d_x", "m >= 100*kappa", "eta <= 1"}), 400);
  EXPECT_EQ(width({"m >= 2^70"}), Integer(1) << 70U);
  EXPECT_EQ(width({"1/m <= C"}, "[constants]\nC = '1/37'\n"), 38);  // at 37 both sides are 1/37, enclosed
  // At m = 500000 both sides are 1/1000, which the decimal 0.001 only encloses: not surely true there.
  EXPECT_EQ(width({"alpha <= 0.001"}), 500'001);
}

TEST(SmallestWidth, SaysWhichHypothesisCannotBeMet) {
  const auto message = [](const std::vector<std::string>& claims) {
    return message_of([&] { smallest_width(with_hypotheses(claims), two_and_one(), setting_of(3)); });
  };
  EXPECT_EQ(
      message({"m >= 1", "m >= m + 1"}),
      "theorem sketch: found no width up to 1e60 that satisfies hypothesis 'h2' (m >= m + 1) at depth 3");
  EXPECT_EQ(message({"m >= log(1 - r)"}),
            "theorem sketch: found no width up to 1e60 that satisfies hypothesis 'h1' (m >= log(1 - r)) at "
            "depth 3");
}

// The largest step.

std::optional<Interval> step(const std::vector<std::string>& claims, const std::string& tables = "") {
  return largest_step(with_hypotheses(claims, tables), two_and_one(), setting_of(3, 100));
}

void expect_encloses(const std::optional<Interval>& found, const Rational& expected) {
  ASSERT_TRUE(found);
  EXPECT_TRUE(test::contains(*found, expected)) << format_human(*found, 30);
  EXPECT_LT(relative_width(*found), 1e-45);
}

TEST(LargestStep, EnclosesTheFormulaWhereItIsRational) {
  const Theorem theorem = theorem_from_tree("data/theorems/hxp2020-4.1.toml");
  for (const std::int64_t depth : {2, 3, 32, 1000}) {  // d_y/(2 L ‖X‖²) = 3/(8L)
    expect_encloses(largest_step(theorem, bundled_problem("spectrum-kappa4"), setting_of(depth)),
                    Rational(3, 8 * depth));
  }
  expect_encloses(step({"eta <= d_y/(2*L*norm_X^2)"}), Rational(1, 12));
  expect_encloses(step({"eta < d_y/(2*L*norm_X^2)"}), Rational(1, 12));
  expect_encloses(step({"eta <= 1/3", "eta <= 1/7", "d_y/eta >= 8"}), Rational(1, 7));
  expect_encloses(step({"h <= C"}, "[constants]\nC = '1/3'\n[let]\nh = 'eta*norm_X^2'\n"), Rational(1, 12));
  expect_encloses(step({"eta <= 1e-400"}), 1 / Rational(boost::multiprecision::pow(Integer(10), 400)));
  expect_encloses(step({"eta <= 3e400"}), 3 * Rational(boost::multiprecision::pow(Integer(10), 400)));
}

TEST(LargestStep, AgreesWithAReferenceOfFiftyDigits) {
  // λ_max of linnerud from another program (tests/data/reference.json).
  std::ifstream stream(PLUMBLINE_TEST_DATA "/data/reference.json");
  const auto lambda_max = nlohmann::json::parse(stream).at("linnerud").at("lambda_max").get<std::string>();
  const Theorem theorem = theorem_from_tree("data/theorems/hxp2020-4.1.toml");
  const auto found = largest_step(theorem, bundled_problem("linnerud"), setting_of(5));
  ASSERT_TRUE(found);
  const PrecisionScope precision(60);
  const Interval expected = Interval(3) / (Interval(10) * enclose_decimal(lambda_max));
  EXPECT_LT(upper(abs_of(*found / expected - Interval(1))), Real("1e-45"));
}

TEST(LargestStep, ItsLowerDoubleIsAllowedAndTheNextOneIsNot) {
  for (const char* claim :
       {"eta <= 1/3", "eta < 1/3", "eta < 1/4", "eta*frob_X <= 1", "eta <= d_y/(2*L*norm_X^2)"}) {
    const Theorem theorem = with_hypotheses({claim});
    const auto found = largest_step(theorem, two_and_one(), setting_of(3));
    ASSERT_TRUE(found) << claim;
    const auto truth_at = [&](double eta) {
      return evaluate_hypotheses(theorem, two_and_one(), setting_of(3, 1, eta)).at(0).truth;
    };
    const double largest = lower_double(*found);
    EXPECT_EQ(truth_at(largest), Truth::kTrue) << claim;
    EXPECT_EQ(truth_at(std::nextafter(largest, 1.0)), Truth::kFalse) << claim;
    EXPECT_LT(lower(*found), upper(*found)) << claim;
  }
}

TEST(LargestStep, AStrictLimitThatADoubleIsStaysOut) {
  const auto found = step({"eta < 1/4"});
  ASSERT_TRUE(found);
  EXPECT_LT(lower_double(*found), 0.25);
  EXPECT_EQ(upper_double(*found), 0.25);
}

TEST(LargestStep, MayBeWhereAHypothesisLosesItsValue) {
  const auto found = step({"eta*log(1 - eta) <= 1"});  // true up to 1, and without a value from there on
  ASSERT_TRUE(found);
  EXPECT_EQ(upper_double(*found), 1.0);
  EXPECT_LT(relative_width(*found), 1e-45);
}

TEST(LargestStep, NoLimitIsNothing) {
  EXPECT_FALSE(step({}));
  EXPECT_FALSE(step({"m >= 3"}));
  EXPECT_FALSE(step({"eta >= 0.001"}));
}

TEST(LargestStep, NoStepIsAnErrorThatNamesTheHypothesis) {
  EXPECT_EQ(message_of([] {
              step({"eta <= 1", "eta <= 0"});
            }),
            "theorem sketch: found no positive step that satisfies hypothesis 'h2' (eta <= 0) at depth 3");
}

}  // namespace
}  // namespace plumbline
