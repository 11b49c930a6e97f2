#include "plumbline/report/report_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <regex>

#include "plumbline/report/cell_summary.hpp"
#include "plumbline/report/ci_report.hpp"
#include "plumbline/report/one_check.hpp"
#include "plumbline/report/suite_report.hpp"
#include "plumbline/report/terminal.hpp"
#include "report/documents.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;
using test::CellSketch;
using test::document_of;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

CellSketch violated() {
  CellSketch cell;
  cell.verdict = "violated";
  cell.log10_slack = -0.2;
  return cell;
}

TEST(ReportPage, AViolationIsImpossibleToMiss) {
  const auto document = document_of({CellSketch(), violated(), CellSketch()});
  const std::string page = report_page(document);
  const std::size_t first = page.find("VIOLATED in 1 of 3 cells");
  ASSERT_NE(first, std::string::npos);
  EXPECT_LT(first, page.find("<h2"));  // in the sentence, before anything else
  EXPECT_THAT(page, AllOf(HasSubstr("<p class=\"sentence violated\">"),
                          HasSubstr("<section class=\"alarm\"><h2>✗ VIOLATED"),
                          HasSubstr("<details class=\"violated\">"), HasSubstr("plumb replay case.toml")));
  EXPECT_THAT(suite_text(document), HasSubstr("VIOLATED in 1 of 3 cells"));
  EXPECT_THAT(worst_cell_text(document),
              AllOf(HasSubstr("(violated, rate: slack 0.631x)"), HasSubstr("plumb replay")));
  EXPECT_THAT(suite_junit(document), HasSubstr("<failure type=\"violated\""));
  EXPECT_THAT(suite_markdown(document), HasSubstr("**VIOLATED in 1 of 3 cells"));
  EXPECT_THAT(suite_annotations(document), HasSubstr("::error "));
  EXPECT_THAT(report_page(document_of({CellSketch()})), Not(HasSubstr("class=\"alarm\"")));
}

TEST(ReportPage, NothingCheckedIsNoSuccess) {
  const auto document = document_of({});
  EXPECT_THAT(report_page(document), AllOf(HasSubstr("<p class=\"sentence undecided\">Nothing was checked."),
                                           Not(HasSubstr("Nothing violated"))));
  EXPECT_THAT(suite_junit(document), HasSubstr("<error type=\"empty\" message=\"nothing was checked\"/>"));
  EXPECT_EQ(worst_cell_text(document), "");
}

TEST(ReportPage, ShowsTheNumbersOfTheDocument) {
  auto document = document_of({CellSketch()});
  document["cells"][0]["check"]["definitions"] = {{{"kind", "constant"},
                                                   {"name", "C"},
                                                   {"text", "3*(8/log(1.1))^2"},
                                                   {"proof", "a-check"},
                                                   {"value", {{"lo", "21135.9"}, {"hi", "21136.1"}}}}};
  const std::string page = report_page(document);
  for (const char* part :
       {"<td>4.25</td>", "<td>8</td>", "<td>3.162x</td>", "seed 2, t = 1", "[0, 0.5] (each end at 0.999)",
        "<td>0.064x</td>", "rigorous, 50 digits", "proved by a-check", "21136",
        "plumb check thm prob --depth 2 --width 64 --eta max --seeds 5 --steps 5"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
  EXPECT_THAT(page, HasSubstr("<mo>≥</mo><mn>1000</mn>"));  // the hypothesis as a formula
}

TEST(ReportPage, AnUndecidedClaimKeepsItsReason) {
  CellSketch cell;
  cell.verdict = "undecided";
  auto document = document_of({cell});
  document["cells"][0]["check"]["conclusions"][0]["messages"] = {"double cannot tell 1 from 1"};
  for (const std::string& view : {report_page(document), suite_junit(document), suite_markdown(document),
                                  suite_text(document), suite_csv(document)}) {
    EXPECT_THAT(view, HasSubstr("double cannot tell 1 from 1"));
  }
}

TEST(ReportPage, AFormulaThatDoesNotParseIsText) {
  auto document = document_of({CellSketch()});
  document["cells"][0]["check"]["conclusions"][0]["claim"] = "<script>alert(1)</script> <= (";
  const std::string page = report_page(document);
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt; &lt;= ("));
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
}

TEST(ReportPage, HostileNamesStayInTheirCellOfTheMarkdown) {
  for (const std::string& name : {std::string("<script>alert(1)</script>"), std::string("a | b\n| c |"),
                                  std::string("![x](y) `z` *w*")}) {
    CellSketch cell = violated();
    cell.theorem = cell.problem = cell.name = name;
    const std::string text = suite_markdown(document_of({cell}));
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 7) << text;  // one row
    EXPECT_FALSE(std::regex_search(text, std::regex("[^\\\\][<`*\\[](script|x|z|w)"))) << text;
    const std::string row = text.substr(text.rfind("\n|") + 1);
    EXPECT_EQ(std::count(row.begin(), row.end(), '|') - 3 * std::count(name.begin(), name.end(), '|'), 8)
        << row;
  }
}

TEST(ReportPage, SeedsAndRigorAreNamedWhereTheyAreNotUsual) {
  auto document = document_of({CellSketch(), CellSketch(), CellSketch()});
  document["suite"]["seed"] = 4;
  document["cells"][0]["seed"] = 4;
  document["cells"][0]["rigor"] = "sampled";
  document["cells"][1]["seed"] = 5;
  document["cells"][2]["rigor"] = "proved";
  const auto cells = summarise_cells(document);
  EXPECT_EQ(cells[0].more, "");
  EXPECT_EQ(cells[1].more, "seed 5");
  EXPECT_EQ(cells[2].more, "proved");
}

TEST(ReportPage, SmallestConstantsAreRoundedUpAndSpeakOnlyWhereHypothesesHold) {
  CellSketch open = CellSketch();
  open.depth = 3;
  open.verdict = "undecided";
  open.log10_slack = 0.1;
  auto document = document_of({CellSketch(), open});
  const auto shows_of_page = [&](const std::string& constant) {
    return report_page(document).find("<td>" + constant + "</td>") != std::string::npos;
  };
  // 10^-0.1 = 0.79432..., 10^-0.5 = 0.31622...: to the nearest these are 0.7943 and 0.3162.
  EXPECT_TRUE(shows_of_page("0.7944x"));
  EXPECT_FALSE(shows_of_page("0.7943x"));
  document["cells"][1]["check"]["hypotheses"][0]["verdict"] = "undecided";
  EXPECT_FALSE(shows_of_page("0.7944x"));
  EXPECT_TRUE(shows_of_page("0.3163x"));
}

TEST(StrengthSentence, CountsByEvidenceAndSaysWhatProbabilitiesRestOn) {
  EXPECT_EQ(strength_sentence(document_of({violated()})), "");
  Json document = document_of(std::vector<CellSketch>(3));
  const std::vector<const char*> how = {"sampled", "enclosed", "proved"};
  for (std::size_t i = 0; i < how.size(); ++i) {
    Json& conclusion = document.at("cells").at(i).at("check").at("conclusions").at(0);
    conclusion["how"] = how[i];
    conclusion["steps"] = 100 * (i + 1);
    conclusion["failure_probability"] = {{"lo", "0.0"},
                                         {"hi", i == 1 ? "0.004" : "0.9"},
                                         {"confidence", 0.999},
                                         {"claimed_at_most", {{"lo", "0.01"}, {"hi", "0.01"}}}};
  }
  const std::string sentence = strength_sentence(document);
  EXPECT_THAT(sentence, HasSubstr("1 sampled (evidence from runs in double, no proof), 1 enclosed (rigorous "
                                  "at the steps that were run), 1 proved (for every t, for these seeds)"));
  EXPECT_THAT(sentence, HasSubstr("go up to t = 200."));
  EXPECT_THAT(sentence, HasSubstr("3 are claimed with a probability"));
  EXPECT_THAT(sentence, HasSubstr("enough to show it in 1."));
  // The double nearest to 0.01 is larger than what is claimed.
  document.at("cells").at(1).at("check").at("conclusions").at(0).at("failure_probability")["hi"] =
      "0.0100000000000000000001";
  EXPECT_THAT(strength_sentence(document), HasSubstr("enough to show it in 0."));
  for (Json& cell : document.at("cells")) {  // claimed surely
    cell.at("check").at("conclusions").at(0).at("failure_probability")["claimed_at_most"] = "0";
  }
  EXPECT_THAT(strength_sentence(document), Not(HasSubstr("probability")));
  EXPECT_THAT(report_page(document), HasSubstr("<b>How sure.</b> Of the conclusions that hold, 1 sampled"));
}

TEST(ReportPage, ARateThatIsTooSlowShowsWhereItsRunsEnd) {
  CellSketch at_threshold;
  at_threshold.m = "1000";
  Json document = document_of({at_threshold});
  Json& conclusion = document.at("cells").at(0).at("check").at("conclusions").at(0);
  conclusion["curve"] = {{"t", {0, 1, 50}},
                         {"observed", {{"lo", {4.0, 1.0, 0.001}}, {"hi", {4.0, 1.0, 0.002}}}},
                         {"bound", {{"lo", {4.0, 3.2, 2.0}}, {"hi", {4.0, 3.2, 2.1}}}}};
  EXPECT_THAT(report_page(document), HasSubstr("<td>3.162x</td><td>1000x</td>"));
  conclusion.at("worst")["relation"] = "==";  // has no direction
  EXPECT_THAT(report_page(document), HasSubstr("<td>3.162x</td><td>-</td>"));
  conclusion.at("worst")["relation"] = "<=";
  conclusion["curve"]["observed"]["hi"].back() = nullptr;  // beyond double: no number
  EXPECT_THAT(report_page(document), HasSubstr("<td>3.162x</td><td>-</td>"));
}

TEST(ReportPage, WithoutCellsThereAreNoEmptySections) {
  Json document = document_of({});
  const std::string page = report_page(document);
  for (const char* id : {"id=\"conclusions\"", "id=\"cells\"", "id=\"precision\""}) {
    EXPECT_THAT(page, Not(HasSubstr(id)));
    EXPECT_THAT(report_page(document_of({CellSketch{}})), HasSubstr(id));
  }
}

TEST(ReportPage, CommandsAskForTheSameRunsAtTheSameLevel) {
  auto cell = document_of({CellSketch()})["cells"][0];
  EXPECT_THAT(commands_of(cell), AllOf(HasSubstr(" --seeds 5 "), Not(HasSubstr("--confidence"))));
  cell["check"]["seeds_budget"] = 400;
  EXPECT_THAT(commands_of(cell), HasSubstr(" --seeds auto --max-seeds 400 "));
  cell["check"]["confidence"] = 0.9;
  EXPECT_THAT(commands_of(cell), HasSubstr(" --confidence 0.9"));
  cell["claims"] = 1;  // its own
  EXPECT_THAT(commands_of(cell), HasSubstr(" --confidence 0.9"));
  cell["claims"] = 8;
  EXPECT_THAT(commands_of(cell), HasSubstr(" --confidence 0.9875"));
  cell["check"]["conclusions"][0]["failure_probability"]["claimed_at_most"] = "0";  // claimed surely: no test
  EXPECT_THAT(commands_of(cell), HasSubstr(" --confidence 0.9"));
  EXPECT_THAT(commands_of(cell), Not(HasSubstr("0.9875")));
}

TEST(ReportPage, TheCommandOfARefusedNetworkThatIsWrittenDownTakesNoSetting) {
  CellSketch refused;
  refused.verdict = "failed";
  auto cell = document_of({refused})["cells"][0];
  EXPECT_EQ(commands_of(cell), "plumb check thm prob --depth 2 --width 64 --eta max");
  cell["untrained"] = true;
  EXPECT_EQ(commands_of(cell), "plumb check thm prob");
}

TEST(ReportPage, TheLegendSaysWhatItCountsAsUndecided) {
  CellSketch cell;
  cell.verdict = "vacuous";
  cell.alone = "undecided";
  const std::string page = report_page(document_of({cell}));
  EXPECT_THAT(
      page,
      AllOf(HasSubstr("1 vacuous (a hypothesis or premise is false), 0 undecided"),
            HasSubstr(
                "or, where a hypothesis is false and the cell counts as vacuous, of the conclusions alone")));
}

TEST(ReportPage, ADocumentOfAnEarlierReleaseIsShown) {
  auto document = document_of({CellSketch()});  // without missing, trajectories and transitions
  ASSERT_FALSE(document.contains("missing") || document.contains("trajectories"));
  const std::string sentence = "Nothing violated in 1 cells: 1 hold";
  for (const std::string& view : {report_page(document), suite_text(document), suite_markdown(document)}) {
    EXPECT_THAT(view, AllOf(HasSubstr(sentence), Not(HasSubstr("no result yet"))));
  }
  EXPECT_THAT(suite_junit(document), HasSubstr("tests=\"1\" failures=\"0\" errors=\"0\""));
  EXPECT_EQ(outcome_word(outcome_of(document)), "holds");
}

TEST(ReportPage, CommandsCannotBeBrokenByNames) {
  CellSketch cell;
  cell.theorem = "a'; rm -rf / #";
  cell.problem = "-x $(y) `z`";
  EXPECT_THAT(worst_cell_text(document_of({cell})),
              HasSubstr("plumb check 'a'\\''; rm -rf / #' '-x $(y) `z`' --depth 2"));
}

TEST(ReportPage, CellsPastTheBudgetAreNamedAndTheWorstStay) {
  std::vector<CellSketch> cells(20);
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i].depth = static_cast<std::int64_t>(i) + 2;
  cells[13] = violated();
  const auto document = document_of(cells);
  const std::string page = report_page(document, 10'000);
  EXPECT_THAT(page, AllOf(HasSubstr("of 20 cells, the worst ones"), HasSubstr("id=\"c13\""),
                          HasSubstr("href=\"#c13\""), HasSubstr("href=\"#r19\""),
                          HasSubstr("<tr id=\"r19\">"), Not(HasSubstr("id=\"c19\""))));
  EXPECT_THAT(report_page(document), Not(HasSubstr("the worst ones")));
}

TEST(ReportPage, AThousandCellsStayUnderFiveMegabytes) {
  std::vector<CellSketch> cells;
  for (int i = 0; i < 1000; ++i) {
    CellSketch cell;
    cell.depth = 2 + i / 40;
    cell.width = cell.m = std::to_string(10 + 10 * (i % 40));
    cells.push_back(cell);
  }
  const auto document = document_of(cells);
  const auto start = std::clock();
  const std::string page = report_page(document);
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 2.0);
  EXPECT_LT(page.size(), 5'000'000U);
  EXPECT_THAT(page, AllOf(HasSubstr("id=\"c0\""), HasSubstr("id=\"c999\"")));  // none left out
}

TEST(ReportPage, OneCheckIsASuiteOfOneCell) {
  auto check = document_of({violated()})["cells"][0]["check"];
  check["depth"] = 2;
  check["confidence"] = 0.999;
  const auto suite = suite_of_check(check, {"thm", "prob", "threshold", "0.5max"});
  EXPECT_THAT(report_page(suite),
              AllOf(HasSubstr("<h1>thm on prob</h1>"), HasSubstr("VIOLATED in 1 of 1 cells"),
                    HasSubstr("--width threshold --eta 0.5max")));
}

TEST(Terminal, VerdictsAreColouredAndNothingElseControlsIt) {
  EXPECT_EQ(coloured("a on b: violated\n"), "a on b: \x1b[1;31mviolated\x1b[0m\n");
  EXPECT_EQ(coloured("x FALSE undecided"), "x \x1b[1;31mFALSE\x1b[0m \x1b[33mundecided\x1b[0m");
  EXPECT_EQ(coloured("unviolated violated-x non-violated"), "unviolated violated-x non-violated");
  EXPECT_EQ(coloured("\x1b[2J evil\x07\r\n"), "?[2J evil??\n");
}

}  // namespace
}  // namespace plumbline
