#include "plumbline/verdict/result_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "support/checks.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;
using test::bundled_problem;

std::vector<std::string> keys_of(const Json& json) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  return keys;
}

/// Both ends as decimals that enclose x.
void expect_holds(const Json& interval, double x) {
  const PrecisionScope precision(60);
  EXPECT_TRUE(contains(hull(enclose_decimal(interval.at("lo").get<std::string>()),
                            enclose_decimal(interval.at("hi").get<std::string>())),
                       Real(x)))
      << interval;
}

CheckResult small_result() {
  CheckResult result;
  result.theorem = "t";
  result.problem = "p";
  result.depth = 3;
  result.width = Integer("123456789012345678901234567890");
  result.eta = 0.1;
  ConclusionResult conclusion;
  conclusion.name = "c";
  conclusion.failure_bounds = clopper_pearson(1, 2, 20, 0.999);
  conclusion.worst = WorstCase{4, {{"t", 17}, {"i", 2}}, Interval(3), Interval(30), "<=", 1.0};
  result.conclusions.push_back(conclusion);
  return result;
}

TEST(CheckJson, HasTheKeysThatScriptsRelyOn) {
  test::CheckSetup setup;
  setup.seeds = 2;
  const Json json = check_json(test::run_check(test::theorem_from_tree("data/theorems/hxp2020-4.1.toml"),
                                               bundled_problem("spectrum-kappa1"), setup));
  EXPECT_EQ(json.at("schema"), "plumbline.check/1");
  for (const char* key : {"theorem", "problem", "depth", "width", "eta", "seeds", "seed", "steps", "network",
                          "verdict", "hypotheses", "conclusions"}) {
    EXPECT_TRUE(json.contains(key)) << key;
  }
  EXPECT_EQ(json.at("width"), "1013807");
  EXPECT_EQ(json.at("verdict"), "holds");
  for (const Json& h : json.at("hypotheses")) {
    EXPECT_THAT(keys_of(h), testing::IsSupersetOf({"name", "verdict", "lhs", "rhs", "relation"}));
    EXPECT_EQ(h.at("verdict"), "holds");
  }
  for (const Json& c : json.at("conclusions")) {
    for (const char* key : {"name", "verdict", "conclusion_alone", "how", "steps", "failures", "undecided",
                            "failure_probability", "worst", "messages"}) {
      EXPECT_TRUE(c.contains(key)) << key;
    }
    EXPECT_THAT(keys_of(c.at("failure_probability")), testing::IsSupersetOf({"lo", "hi", "confidence"}));
    EXPECT_THAT(keys_of(c.at("worst")), testing::IsSupersetOf({"seed", "t", "observed", "bound", "slack"}));
    EXPECT_EQ(c.at("how"), "sampled");
  }
  EXPECT_EQ(json.at("conclusions").at(0).at("worst").at("t"), 0);  // "initial loss" quantifies no t
}

TEST(CheckJson, NumbersAreExactOrEnclosed) {
  const Json json = check_json(small_result());
  EXPECT_EQ(json.at("width"), "123456789012345678901234567890");
  EXPECT_EQ(json.at("eta").at("lo"), "0.1");
  EXPECT_EQ(json.at("eta").at("hi"), "0.1");
  const Json& conclusion = json.at("conclusions").at(0);
  const FailureBounds bounds = clopper_pearson(1, 2, 20, 0.999);
  EXPECT_EQ(std::stod(conclusion.at("failure_probability").at("lo").get<std::string>()), bounds.lower);
  EXPECT_EQ(std::stod(conclusion.at("failure_probability").at("hi").get<std::string>()), bounds.upper);
  EXPECT_EQ(conclusion.at("failure_probability").at("claimed_at_most"), "0");
  const Json& worst = conclusion.at("worst");
  expect_holds(worst.at("observed"), 3.0);
  expect_holds(worst.at("bound"), 30.0);
  EXPECT_EQ(worst.at("t"), 17);
  EXPECT_EQ(worst.at("i"), 2);
  EXPECT_EQ(worst.at("slack"), 10.0);
  EXPECT_EQ(worst.at("log10_slack"), 1.0);
}

TEST(CheckJson, WhatIsNoNumberIsNullOrText) {
  CheckResult result = small_result();
  WorstCase& worst = *result.conclusions.at(0).worst;
  worst.observed = indeterminate();
  for (const std::optional<double>& slack :
       {std::optional<double>(400.0), std::optional<double>(-400.0), std::optional<double>()}) {
    worst.log10_slack = slack;
    const Json json = check_json(result);
    EXPECT_EQ(json.at("conclusions").at(0).at("worst").at("observed").at("lo"), "-inf");
    EXPECT_EQ(json.at("conclusions").at(0).at("worst").at("observed").at("hi"), "inf");
    EXPECT_TRUE(json.at("conclusions").at(0).at("worst").at("slack").is_null());  // 10^±400 fits no double
    EXPECT_EQ(Json::parse(json.dump()), json);  // a bare inf or nan would not parse
  }
  result.conclusions.at(0).worst.reset();
  EXPECT_TRUE(check_json(result).at("conclusions").at(0).at("worst").is_null());
}

TEST(CheckJson, AResultThatWasNeverFilledInSaysUndecided) {
  const Json json = check_json(small_result());
  EXPECT_EQ(json.at("verdict"), "undecided");
  EXPECT_EQ(json.at("conclusions").at(0).at("verdict"), "undecided");
  EXPECT_EQ(json.at("conclusions").at(0).at("how"), "sampled");
}

TEST(BoundJson, HasTheKeysThatScriptsRelyOn) {
  const Theorem theorem = test::theorem_from_tree("data/theorems/hxp2020-4.1.toml");
  const PreparedProblem& problem = bundled_problem("spectrum-kappa1");
  BoundResult bound{theorem.id,
                    "spectrum-kappa1",
                    resolve_setting(theorem, problem, 3, parse_width("threshold"), parse_step("max"), {}),
                    {}};
  bound.hypotheses = evaluate_hypotheses(theorem, problem, bound.at.setting);
  const Json json = bound_json(bound);
  EXPECT_EQ(json.at("schema"), "plumbline.bound/1");
  EXPECT_EQ(json.at("min_width"), "1013807");
  expect_holds(json.at("max_eta"), 0.5);
  ASSERT_EQ(json.at("hypotheses").size(), 4U);
  expect_holds(json.at("hypotheses").at(0).at("lhs"), 1013807.0);
  EXPECT_EQ(json.at("hypotheses").at(0).at("verdict"), "holds");
}

TEST(BoundJson, WhatIsNotLimitedIsNull) {
  test::TheoremSketch sketch;
  sketch.hypotheses = {{"never", "m >= m + 1", {}}};
  const Theorem theorem = test::theorem_of(sketch);
  const BoundResult bound{theorem.id,
                          "p",
                          resolve_setting(theorem, bundled_problem("spectrum-kappa1"), 3, parse_width("64"),
                                          parse_step("0.1"), {}),
                          {}};
  EXPECT_TRUE(bound_json(bound).at("min_width").is_null());
  EXPECT_TRUE(bound_json(bound).at("max_eta").is_null());
}

}  // namespace
}  // namespace plumbline
