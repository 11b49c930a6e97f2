#include "plumbline/report/ci_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "plumbline/report/report_page.hpp"
#include "plumbline/report/suite_report.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Json interval(const char* lo, const char* hi) {
  return {{"lo", lo}, {"hi", hi}};
}

Json cell_of(const std::string& verdict, double slack, const std::string& theorem = "thm") {
  const Json worst = {{"seed", 4},
                      {"t", 7},
                      {"observed", interval("2.5", "2.6")},
                      {"relation", "<="},
                      {"bound", interval("1", "1")},
                      {"log10_slack", slack}};
  const Json conclusion = {{"name", "rate & <more>"},
                           {"verdict", verdict},
                           {"conclusion_alone", "holds"},
                           {"steps", 7},
                           {"failures", verdict == "violated" ? 3 : 0},
                           {"worst", worst},
                           {"messages", {"a | note"}}};
  const Json width = {{"name", "width"}, {"verdict", verdict == "vacuous" ? "violated" : "holds"}};
  return {{"theorem", theorem},
          {"problem", "prob"},
          {"depth", 8},
          {"width", "64"},
          {"eta", "max"},
          {"check",
           {{"width", "64"},
            {"seeds", 5},
            {"verdict", verdict},
            {"hypotheses", {width}},
            {"conclusions", {conclusion}}}},
          {"error", nullptr}};
}

Json refused(const std::string& message) {
  Json cell = cell_of("holds", 0.0, "other");
  cell["check"] = nullptr;
  cell["error"] = message;
  return cell;
}

Json document() {
  return {{"schema", "plumbline.suite/1"},
          {"suite", {{"title", "A suite"}}},
          {"cells",
           {cell_of("holds", 0.9), cell_of("violated", -0.4), cell_of("vacuous", 2.0),
            cell_of("undecided", 0.0), cell_of("holds", 0.1), refused("width: found 0")}}};
}

/// Tags nest and attributes are quoted: enough to catch what escaping gets wrong.
void expect_well_formed(const std::string& xml) {
  const std::regex tag(R"(<(/?)([a-z]+)((?: [a-z]+="[^"<>]*")*)(/?)>)");
  const std::string body = xml.substr(xml.find("?>") + 2);
  std::vector<std::string> open;
  std::string rest = body;
  std::smatch match;
  while (std::regex_search(rest, match, tag)) {
    EXPECT_EQ(match.prefix().str().find_first_of("<>"), std::string::npos) << match.prefix();
    if (match[1] == "/") {
      ASSERT_FALSE(open.empty());
      EXPECT_EQ(open.back(), match[2]);
      open.pop_back();
    } else if (match[4] != "/") {
      open.push_back(match[2]);
    }
    rest = match.suffix();
  }
  EXPECT_TRUE(open.empty());
  EXPECT_EQ(rest.find_first_of("<>"), std::string::npos) << rest;
}

TEST(Junit, ATestsuiteIsATheoremAndATestcaseAConclusion) {
  const std::string xml = suite_junit(document());
  expect_well_formed(xml);
  EXPECT_THAT(xml,
              HasSubstr("<testsuite name=\"thm\" tests=\"5\" failures=\"1\" errors=\"0\" skipped=\"2\">"));
  EXPECT_THAT(xml,
              HasSubstr("<testsuite name=\"other\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">"));
  EXPECT_THAT(
      xml,
      HasSubstr(
          "<testcase classname=\"thm.prob\" name=\"rate &amp; &lt;more&gt; at L = 8, m = 64, eta = max\"/>"));
  EXPECT_THAT(
      xml,
      HasSubstr(
          "<failure type=\"violated\" message=\"violated: observed [2.5, 2.6] against &lt;= [1, 1] at run "
          "4, t = 7; 3 of 5 runs failed; a | note\"/>"));
  EXPECT_THAT(xml, HasSubstr("<skipped message=\"vacuous: outside the hypotheses (width); holds by itself"));
  EXPECT_THAT(xml, HasSubstr("<skipped message=\"undecided: observed"));
  EXPECT_THAT(xml, HasSubstr("<error type=\"refused\" message=\"failed: width: found 0\"/>"));
}

TEST(Junit, AConclusionWhosePremisesAreNeverTrueSaysSo) {
  Json suite = document();
  Json cell = cell_of("vacuous", 0.0);
  cell["check"]["hypotheses"][0]["verdict"] = "holds";
  cell["check"]["conclusions"][0]["conclusion_alone"] = "vacuous";
  suite["cells"] = {cell};
  EXPECT_THAT(suite_junit(suite), HasSubstr("<skipped message=\"vacuous: no premise met; a | note\"/>"));
}

TEST(Junit, AnyTextStaysWellFormed) {
  Json suite = document();
  suite["cells"][0]["theorem"] = "\"<&>'\n\x01 κ";
  const std::string xml = suite_junit(suite);
  expect_well_formed(xml);
  EXPECT_THAT(xml, AllOf(HasSubstr("κ"), HasSubstr("&#10;"), Not(HasSubstr("\x01"))));
}

Json trajectory(const std::string& width, bool failed) {
  const Json done = {{"end", "horizon"}, {"snapshots", Json::array()}};
  return {{"init", "gaussian"},
          {"problem", "p"},
          {"depth", 2},
          {"width", width},
          {"eta", "max"},
          {"seed", 3},
          {"trajectory", failed ? Json(nullptr) : done},
          {"error", failed ? Json("no such width") : Json(nullptr)}};
}

Json sweep(const std::vector<Json>& trajectories) {
  return {{"schema", "plumbline.suite/1"},
          {"suite", {{"id", "sw"}, {"title", ""}}},
          {"cells", Json::array()},
          {"trajectories", trajectories}};
}

TEST(Junit, ATestsuiteIsAnInitialisationAndATestcaseATrajectory) {
  const std::string xml = suite_junit(sweep({trajectory("9", false), trajectory("10", true)}));
  expect_well_formed(xml);
  EXPECT_THAT(
      xml, AllOf(HasSubstr("<testsuite name=\"gaussian\" tests=\"2\" failures=\"0\" errors=\"1\""),
                 HasSubstr("<testcase classname=\"gaussian.p\" name=\"L = 2, m = 9, eta = max, seed 3\"/>"),
                 HasSubstr("m = 10, eta = max, seed 3\"><error type=\"refused\" message=\"failed: no such "
                           "width\"/>"),
                 Not(HasSubstr("nothing was checked"))));
}

TEST(Views, AgreeOnTrajectoriesThatRanFailedOrAreNone) {
  struct Expected {
    std::vector<Json> trajectories;
    std::string sentence, word;
    bool error;
  };
  for (const Expected& one : std::vector<Expected>{
           {{trajectory("9", false)}, "1 trajectories: 1 run to the last snapshot.", "holds", false},
           {{trajectory("9", false), trajectory("10", true)},
            "2 trajectories: 1 run to the last snapshot, 1 failed.",
            "undecided",
            true},
           {{}, "Nothing was checked.", "undecided", true}}) {
    const Json suite = sweep(one.trajectories);
    EXPECT_EQ(suite_sentence(suite), one.sentence);
    EXPECT_EQ(outcome_word(outcome_of(suite)), one.word);
    EXPECT_THAT(suite_markdown(suite), HasSubstr("**" + one.sentence + "**"));
    EXPECT_THAT(report_page(suite), HasSubstr("<p class=\"sentence " + one.word + "\">" + one.sentence));
    EXPECT_EQ(suite_junit(suite).find("<error") != std::string::npos, one.error);
    EXPECT_EQ(suite_junit(suite).find("type=\"empty\"") != std::string::npos, one.trajectories.empty());
  }
  const Json failed = sweep({trajectory("10", true)});
  EXPECT_THAT(suite_markdown(failed),
              HasSubstr("- **failed**: gaussian on p, L = 2, m = 10, eta = max, seed 3: no such width\n"));
  EXPECT_EQ(suite_annotations(failed),
            "::error title=gaussian on p%3A failed::L = 2, m = 10, eta = max, seed 3: no such width\n");
}

TEST(Markdown, IsHeadedByTheIdWhereThereIsNoTitle) {
  EXPECT_THAT(suite_markdown(sweep({})), testing::StartsWith("## Plumbline: sw\n"));
}

TEST(Markdown, ShowsNoControlCharacters) {
  Json suite = document();
  suite["cells"][0]["theorem"] = "a\x1b[31m\tb";
  EXPECT_THAT(suite_markdown(suite), AllOf(HasSubstr("a?\\[31m b"), Not(HasSubstr("\x1b"))));
}

TEST(Markdown, PutsTheWorstFirst) {
  const std::string text = suite_markdown(document());
  const std::vector<std::string> order = {"**violated**", "**failed**", "| undecided",
                                          "| 0.1 |",      "| 0.9 |",    "| vacuous"};
  std::size_t from = text.find("|---|");
  for (const std::string& part : order) {
    const std::size_t at = text.find(part, from);
    EXPECT_NE(at, std::string::npos) << part;
    from = at;
  }
  EXPECT_THAT(text,
              AllOf(HasSubstr("**VIOLATED in 1 of 6 cells"), HasSubstr("a \\| note"), HasSubstr("\\<more>")));
}

TEST(Markdown, IsCutWithANote) {
  Json suite = document();
  const Json many = suite["cells"][0];
  for (int i = 0; i < 5000; ++i) suite["cells"].push_back(many);
  const std::string text = suite_markdown(suite);
  EXPECT_LE(text.size(), 200'000U);
  EXPECT_GT(text.size(), 150'000U);
  EXPECT_THAT(text, HasSubstr("rows are left out here; results.json"));
  EXPECT_THAT(text, HasSubstr("**violated**"));  // the worst is never cut
  EXPECT_THAT(suite_markdown(document()), Not(HasSubstr("left out")));
}

TEST(Annotations, SpeakOfViolationsAndRefusalsAlone) {
  EXPECT_EQ(suite_annotations(document()),
            "::error title=thm%2C rate & <more> on prob%3A violated::L = 8, m = 64, eta = max: observed "
            "[2.5, 2.6] against <= "
            "[1, 1] at run 4, t = 7; 3 of 5 runs failed; a | note\n"
            "::error title=other on prob%3A failed::L = 8, m = 64, eta = max: width: found 0\n");
  Json suite = document();
  suite["cells"] = {cell_of("holds", 0.5)};
  EXPECT_EQ(suite_annotations(suite), "");
}

}  // namespace
}  // namespace plumbline
