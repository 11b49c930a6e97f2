// Searches and ablations as text and as a page.
#include "plumbline/report/falsify_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/report/page_style.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Json survivor() {
  return Json::parse(
      R"json({"schema": "plumbline.falsify/1", "theorem": "a<b", "verdict": "undecided", "tried": 64,
    "inside_hypotheses": 60, "too_costly": 3, "unconfirmed": 0, "stopped": false, "seed": 0, "case": null,
    "counterexample": null, "violation": null, "closest": "L = 2, width 1", "closest_log10_slack": 0.30102999566, "closest_score": 0.602,
    "conclusions": [{"name": "rate", "closest": "L = 2, width 1", "log10_slack": 0.301, "score": 0.602}],
    "history": [{"tried": 32, "score": 0.9}, {"tried": 64, "score": 0.602}],
    "map": [{"depth": "2", "kappa": "1 to 1.01", "trials": 60, "least_score": 0.602},
            {"depth": "3", "kappa": "4 to 32", "trials": 4, "least_score": null}]})json");
}

Json refuted() {
  Json document = survivor();
  document["verdict"] = "violated";
  document["counterexample"] = "L = 2";
  document["case"] = "c.toml";
  document["violation"] =
      Json::parse(R"json({"setting": "L = 2", "conclusion": "rate", "runs": 5, "failures": 4,
    "confirmed": 4, "observed": "2", "relation": "<=", "bound": "1"})json");
  return document;
}

Json ablation() {
  return Json::parse(R"json({"schema": "plumbline.ablation/1", "theorem": "t", "id": "t", "rows": [
    {"what": "hypothesis 'step'", "change": "dropped", "outcome": "violated", "violated": true, "factor": 1.0,
     "tried": 64, "closest_log10_slack": null, "setting": "L = 2", "violation": null}]})json");
}

TEST(FalsifyReport, ASurvivorIsNeverCalledProved) {
  const std::string text = search_text(survivor());
  EXPECT_THAT(text,
              HasSubstr("a<b: not falsified in 64 trials, 60 of them inside the hypotheses, 3 too costly "
                        "(this proves nothing)\n"));
  EXPECT_THAT(text, HasSubstr("closest that holds: bound/observed = 2, score 0.602, at L = 2, width 1\n"));
  EXPECT_THAT(text, HasSubstr("2  0.602 (60)"));
  EXPECT_THAT(text, Not(HasSubstr("holds\n")));
}

TEST(FalsifyReport, WhatIsNotReachedWasNotTested) {
  Json document = survivor();
  document["inside_hypotheses"] = 0;
  EXPECT_THAT(search_text(document), HasSubstr("nothing was tested"));
}

TEST(FalsifyReport, ACounterexampleComesWithItsNumbersAndItsCase) {
  const std::string text = search_text(refuted());
  EXPECT_THAT(text,
              HasSubstr("a<b: violated\n  L = 2\n  rate: 4 of 5 runs failed, 4 confirmed in ball arithmetic; "
                        "worst: observed 2 <= bound 1\n  replay: plumb replay c.toml\n"));
}

TEST(FalsifyReport, AnAblationIsATable) {
  const std::string text = ablation_text(ablation());
  EXPECT_THAT(text, HasSubstr("hypothesis 'step'  dropped  violated  64\n"));
  EXPECT_THAT(text, HasSubstr("hypothesis 'step', dropped: L = 2\n"));
}

TEST(FalsifyReport, ThePageHoldsCurveMapAndTable) {
  const std::string page = falsify_html(survivor());
  EXPECT_THAT(page, HasSubstr("a&lt;b"));
  EXPECT_THAT(page, HasSubstr("<polyline points=\"300.0,"));
  EXPECT_THAT(page, HasSubstr("<td>1 to 1.01</td><td>60</td><td>0.602</td>"));
  EXPECT_THAT(page, HasSubstr("class=\"sentence undecided\""));
  EXPECT_THAT(page, Not(HasSubstr("What is needed")));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(falsify_html(refuted()), HasSubstr("class=\"sentence violated\""));
  EXPECT_THAT(falsify_html(ablation()), HasSubstr("<td>dropped</td><td>violated</td>"));
}

TEST(FalsifyReport, TheCurveStaysInItsPictureWhateverTheScores) {
  const auto page_of = [](const std::vector<double>& scores) {
    Json document = survivor();
    document["history"] = Json::array();
    for (std::size_t i = 0; i < scores.size(); ++i) {
      document["history"].push_back({{"tried", 8 * (i + 1)}, {"score", scores[i]}});
    }
    return falsify_html(document);
  };
  // Score 0 above, the least score at the bottom of the picture.
  EXPECT_THAT(page_of({-0.5, -2.0}),
              AllOf(HasSubstr("<line x1=\"0\" y1=\"10.0\""),
                    HasSubstr("points=\"75.0,45.0 75.0,45.0 150.0,45.0 150.0,150.0 600,150.0\"")));
  EXPECT_THAT(page_of({1.0, 0.5}),
              AllOf(HasSubstr("<line x1=\"0\" y1=\"150.0\""),
                    HasSubstr("points=\"75.0,10.0 75.0,10.0 150.0,10.0 150.0,80.0 600,80.0\"")));
  EXPECT_THAT(page_of({1.0, -1.0}), HasSubstr("<line x1=\"0\" y1=\"80.0\""));
  EXPECT_THAT(page_of({0.0}), HasSubstr("points=\"75.0,150.0 75.0,150.0 600,150.0\""));
  EXPECT_THAT(page_of({1e300}), HasSubstr("points=\"75.0,10.0 "));
  EXPECT_THAT(page_of({}), Not(HasSubstr("<polyline")));
}

TEST(FalsifyReport, LooksLikeEveryOtherPage) {
  EXPECT_THAT(falsify_html(survivor()), HasSubstr(std::string(kPageStyle)));
}

}  // namespace
}  // namespace plumbline
