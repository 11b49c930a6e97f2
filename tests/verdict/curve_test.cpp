#include "plumbline/verdict/curve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "plumbline/verdict/curve_json.hpp"
#include "plumbline/verdict/result_json.hpp"
#include "support/checks.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;
using test::CheckSetup;

std::vector<std::int64_t> steps_of(const std::vector<ComparedPoint>& curve) {
  std::vector<std::int64_t> steps;
  for (const ComparedPoint& point : curve) steps.push_back(point.step);
  return steps;
}

TEST(StepGrid, IsEvenOnALogAxis) {
  int up_to_thousand = 0, up_to_million = 0;
  for (std::int64_t t = 0; t <= 1'000'000; ++t) {
    if (!on_step_grid(t)) continue;
    up_to_thousand += t <= 1000 ? 1 : 0;
    ++up_to_million;
  }
  for (std::int64_t t = 0; t <= 10; ++t) EXPECT_TRUE(on_step_grid(t)) << t;
  EXPECT_LE(up_to_thousand, 42);
  EXPECT_LE(up_to_million, 87);
  EXPECT_EQ(up_to_million - up_to_thousand, 45);  // 15 a decade
}

TEST(CurveRecorder, KeepsTheTightestComparisonOfAStep) {
  CurveRecorder recorder;
  recorder.add(0, Interval(1), Interval(9), std::nullopt);
  recorder.add(0, Interval(2), Interval(8), 0.6);
  recorder.add(0, Interval(3), Interval(7), 0.3);
  recorder.add(0, Interval(4), Interval(9), 0.4);
  recorder.add(1, Interval(5), Interval(6), std::nullopt);
  const std::vector<ComparedPoint> curve = recorder.finish();
  ASSERT_EQ(curve.size(), 2U);
  EXPECT_EQ(curve[0].observed_low, 3.0);
  EXPECT_EQ(curve[0].bound_high, 7.0);
  EXPECT_EQ(curve[1].observed_low, 5.0);
}

TEST(CurveRecorder, KeepsTheLastAndTheMarkedStep) {
  CurveRecorder recorder;
  for (std::int64_t t = 0; t <= 998; ++t) recorder.add(t, Interval(t), Interval(1), 0.0);
  ASSERT_FALSE(on_step_grid(998));
  ASSERT_FALSE(on_step_grid(555));
  recorder.mark(555, Interval(-1), Interval(2));
  const std::vector<ComparedPoint> curve = recorder.finish();
  const std::vector<std::int64_t> steps = steps_of(curve);
  EXPECT_TRUE(std::is_sorted(steps.begin(), steps.end()));
  EXPECT_THAT(steps, testing::IsSupersetOf({0, 10, 555, 998}));
  EXPECT_LT(steps.size(), 45U);
  const auto marked = std::find(steps.begin(), steps.end(), 555) - steps.begin();
  EXPECT_EQ(curve[static_cast<std::size_t>(marked)].observed_low, -1.0);
}

TEST(CurveJson, RoundsOutwardToFourDigits) {
  const double third = 1.0 / 3.0;
  const Json json = curve_json({{0, third, third, -third, -third},
                                {1, 0.25, 0.25, 1e308, INFINITY},
                                {2, 5e-324, 5e-324, 0.0, 0.0},
                                {3, 9.9999999, 9.9999999, 0.1, 0.1}});
  EXPECT_EQ(json.at("t"), Json({0, 1, 2, 3}));
  const auto value = [&](const char* side, const char* end, int i) { return json.at(side).at(end).at(i); };
  EXPECT_EQ(value("observed", "lo", 0).dump(), "0.3333");
  EXPECT_EQ(value("observed", "hi", 0).dump(), "0.3334");
  EXPECT_EQ(value("bound", "lo", 0).dump(), "-0.3334");
  EXPECT_EQ(value("bound", "hi", 0).dump(), "-0.3333");
  EXPECT_EQ(value("observed", "lo", 1), 0.25);  // exact
  EXPECT_TRUE(value("bound", "hi", 1).is_null());
  EXPECT_LE(value("observed", "lo", 2).get<double>(), 5e-324);
  EXPECT_GE(value("observed", "hi", 2).get<double>(), 5e-324);
  EXPECT_LE(value("observed", "lo", 3).get<double>(), 9.9999999);
  EXPECT_GE(value("observed", "hi", 3).get<double>(), 9.9999999);
  EXPECT_TRUE(curve_json({}).is_null());
}

TEST(CheckCurve, IsThatOfTheWorstCasesRun) {
  CheckSetup setup;
  setup.seeds = 4;
  setup.steps = 40;
  const Theorem theorem = test::theorem_from_tree("data/theorems/hxp2020-4.1.toml");
  const CheckResult result = run_check(theorem, test::bundled_problem("spectrum-kappa4"), setup);
  const ConclusionResult& rate = test::conclusion_of(result, "linear rate");
  ASSERT_TRUE(rate.worst);
  const std::vector<std::int64_t> steps = steps_of(rate.curve);
  EXPECT_EQ(steps.front(), 0);
  EXPECT_EQ(steps.back(), 40);
  const auto place = std::find(steps.begin(), steps.end(), rate.worst->at.at("t"));
  ASSERT_NE(place, steps.end());
  const ComparedPoint& worst = rate.curve[static_cast<std::size_t>(place - steps.begin())];
  EXPECT_EQ(worst.observed_low, lower_double(rate.worst->observed));
  EXPECT_EQ(worst.bound_high, upper_double(rate.worst->bound));
  EXPECT_EQ(test::conclusion_of(result, "initial loss").curve.size(), 1U);

  // The same run alone gives the same curve: it is run number worst.seed, whatever the others were.
  setup.seeds = rate.worst->seed + 1;
  const CheckResult fewer = run_check(theorem, test::bundled_problem("spectrum-kappa4"), setup);
  const ConclusionResult& again = test::conclusion_of(fewer, "linear rate");
  ASSERT_EQ(again.worst->seed, rate.worst->seed);
  EXPECT_EQ(curve_json(again.curve), curve_json(rate.curve));

  setup.seeds = 4;
  setup.threads = 3;
  const CheckResult threaded = run_check(theorem, test::bundled_problem("spectrum-kappa4"), setup);
  EXPECT_EQ(check_json(threaded), check_json(result));
}

TEST(CheckCurve, EndsWhereTheClaimFails) {
  CheckSetup setup;
  setup.depth = 8;
  setup.eta = "0.1max";
  setup.seeds = 3;
  const CheckResult result = run_check(test::theorem_from_tree("tests/mutants/rate-times-six.toml"),
                                       test::bundled_problem("spectrum-kappa1"), setup);
  const ConclusionResult& rate = result.conclusions.at(0);
  ASSERT_EQ(rate.verdict, Verdict::kViolated);
  ASSERT_FALSE(rate.curve.empty());
  EXPECT_EQ(rate.curve.back().step, rate.worst->at.at("t"));
  EXPECT_GT(rate.curve.back().observed_low, rate.curve.back().bound_high);
}

TEST(CheckJson, SaysWhatWasClaimedAndAtWhichValues) {
  CheckSetup setup;
  setup.seeds = 2;
  setup.steps = 5;
  setup.parameters = {{"delta", "0.02"}};
  const Json json = check_json(run_check(test::theorem_from_tree("data/theorems/hxp2020-4.1.toml"),
                                         test::bundled_problem("spectrum-kappa1"), setup));
  EXPECT_EQ(json.at("parameters"), Json({{"delta", "0.02"}}));
  EXPECT_EQ(json.at("min_width"), json.at("width"));  // at the threshold
  EXPECT_EQ(json.at("rigor"), "sampled");
  EXPECT_EQ(json.at("steps_chosen"), false);
  std::vector<std::string> names;
  for (const Json& d : json.at("definitions")) names.push_back(d.at("name"));
  EXPECT_THAT(names, testing::ElementsAre("delta", "C", "B"));
  EXPECT_EQ(json.at("definitions").at(0).at("text"), "0.02");
  EXPECT_EQ(json.at("definitions").at(1).at("proof"), "hxp2020-4.1-constant");
  const Json& rate = json.at("conclusions").at(1);
  EXPECT_EQ(rate.at("for_all"), Json({"t >= 0"}));
  EXPECT_EQ(rate.at("probability"), "1 - delta");
  EXPECT_EQ(json.at("hypotheses").at(0).at("on_width"), true);
  EXPECT_EQ(json.at("hypotheses").at(2).at("on_width"), false);
}

TEST(CheckJson, ADefinitionThatSpeaksOfTheStartHasNoValueAtTheSetting) {
  test::TheoremSketch sketch;
  sketch.tables = "[let]\nstart = \"loss(0) - loss_opt\"\ntwice = \"2*start\"\nplain = \"2*L\"\n";
  sketch.conclusions = {{"c", "loss(t) <= loss_opt + twice*plain", {"t >= 0"}}};
  CheckSetup setup;
  setup.width = "64";
  setup.eta = "0.01";
  setup.seeds = 1;
  setup.steps = 2;
  const Json json =
      check_json(run_check(test::theorem_of(sketch), test::bundled_problem("spectrum-kappa1"), setup));
  EXPECT_TRUE(json.at("definitions").at(0).at("value").is_null());
  EXPECT_TRUE(json.at("definitions").at(1).at("value").is_null());
  EXPECT_EQ(json.at("definitions").at(2).at("value").at("lo"), "6");
}

TEST(CheckJson, ACertificateHasItsContraction) {
  CheckSetup setup;
  setup.seeds = 2;
  setup.rigor = Rigor::kProved;
  const CheckResult result = run_check(test::theorem_from_tree("data/theorems/hxp2020-4.1.toml"),
                                       test::bundled_problem("spectrum-kappa1"), setup);
  const ConclusionResult& rate = test::conclusion_of(result, "linear rate");
  ASSERT_TRUE(rate.proved_from);
  ASSERT_TRUE(rate.contraction);
  EXPECT_EQ(less(*rate.contraction, Interval(1)), Truth::kTrue);
  EXPECT_FALSE(test::conclusion_of(result, "initial loss").contraction);
}

}  // namespace
}  // namespace plumbline
