#include "plumbline/report/suite_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "plumbline/report/ci_report.hpp"
#include "plumbline/report/report_page.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;
using testing::Not;

struct Cell {
  Cell(std::string how, Json slack = 0.5) : verdict(std::move(how)), log10_slack(std::move(slack)) {}
  Cell() : Cell("holds") {}
  std::string verdict;
  Json log10_slack;
  std::string name = "linear rate";
  std::string message;
};

Json cell_of(const Cell& cell) {
  Json conclusion = {{"name", cell.name},
                     {"verdict", cell.verdict},
                     {"conclusion_alone", cell.verdict == "vacuous" ? "violated" : cell.verdict},
                     {"steps", 46},
                     {"failures", 3},
                     {"worst",
                      {{"seed", 1},
                       {"t", 5},
                       {"observed", {{"lo", "1"}, {"hi", "1"}}},
                       {"relation", "<="},
                       {"bound", {{"lo", "2"}, {"hi", "2"}}},
                       {"log10_slack", cell.log10_slack}}},
                     {"messages", Json::array()}};
  if (!cell.message.empty()) conclusion["messages"].push_back(cell.message);
  const Json hypothesis = {{"name", "width"}, {"verdict", cell.verdict == "vacuous" ? "violated" : "holds"}};
  return {{"theorem", "thm"},
          {"problem", "prob"},
          {"depth", 8},
          {"width", "threshold"},
          {"eta", "0.5max"},
          {"check",
           {{"width", "14552831"},
            {"seeds", 20},
            {"verdict", cell.verdict},
            {"hypotheses", {hypothesis}},
            {"conclusions", {conclusion}}}},
          {"error", nullptr}};
}

Json refused_cell(const std::string& message) {
  Json cell = cell_of({});
  cell["check"] = nullptr;
  cell["error"] = message;
  return cell;
}

Json document_of(const std::vector<Json>& cells, const std::string& title = "A suite") {
  return {{"schema", "plumbline.suite/1"},
          {"suite", {{"id", "s"}, {"title", title}, {"seeds", 20}}},
          {"cells", cells}};
}

std::string unescaped(std::string text) {
  const std::vector<std::pair<std::string, std::string>> entities = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&#39;", "'"}, {"&amp;", "&"}};
  for (const auto& [entity, character] : entities) {
    for (std::size_t at = 0; (at = text.find(entity, at)) != std::string::npos; ++at)
      text.replace(at, entity.size(), character);
  }
  return text;
}

/// The texts of the cells of the table of all conclusions, row by row (the header is no td).
std::vector<std::vector<std::string>> html_rows(const std::string& page) {
  std::vector<std::vector<std::string>> rows;
  const std::regex cell("<td[^>]*>([^<]*)</td>");
  const std::size_t begin = page.find("<tbody>", page.find("<table class=\"rows\">"));
  const std::size_t end_of_table = page.find("</tbody>", begin);
  for (std::size_t at = begin; (at = page.find("<tr", at)) < end_of_table; ++at) {
    const std::string row = page.substr(at, page.find("</tr>", at) - at);
    rows.emplace_back();
    for (std::sregex_iterator found(row.begin(), row.end(), cell), end; found != end; ++found) {
      rows.back().push_back(unescaped((*found)[1]));
    }
  }
  return rows;
}

/// Fields of CSV text as RFC 4180 reads them.
std::vector<std::vector<std::string>> csv_rows(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      rows.back().emplace_back();
    } else if (c == '\n' && !quoted) {
      if (i + 1 < text.size()) rows.push_back({""});
    } else {
      rows.back().back() += c;
    }
  }
  EXPECT_FALSE(quoted);
  return rows;
}

// The sentence and the counts.

TEST(VerdictSentence, CountsEveryKind) {
  const VerdictCounts counts =
      count_verdicts(document_of({cell_of({"holds"}), cell_of({"holds"}), cell_of({"vacuous"}),
                                  cell_of({"undecided"}), cell_of({"violated"}), refused_cell("no")}));
  EXPECT_EQ(counts.holds, 2);
  EXPECT_EQ(counts.vacuous, 1);
  EXPECT_EQ(counts.undecided, 1);
  EXPECT_EQ(counts.violated, 1);
  EXPECT_EQ(counts.failed, 1);
  EXPECT_EQ(counts.total(), 6);
  EXPECT_EQ(verdict_sentence(counts),
            "VIOLATED in 1 of 6 cells: 2 hold, 1 vacuous (a hypothesis or premise is false), 1 undecided, 1 "
            "failed.");
}

TEST(VerdictSentence, WithoutAViolation) {
  EXPECT_EQ(verdict_sentence(count_verdicts(document_of({cell_of({"holds"}), refused_cell("no")}))),
            "Nothing violated in 2 cells: 1 hold, 0 vacuous (a hypothesis or premise is false), 0 undecided, "
            "1 failed.");
}

TEST(VerdictSentence, NothingCheckedIsNotASuccess) {
  const Json empty = document_of({});
  EXPECT_EQ(verdict_sentence(count_verdicts(empty)), "Nothing was checked.");
  EXPECT_THAT(report_page(empty), HasSubstr("Nothing was checked."));
  EXPECT_THAT(report_page(empty), Not(HasSubstr("Nothing violated")));
  EXPECT_THAT(suite_text(empty), HasSubstr("Nothing was checked."));
  EXPECT_EQ(csv_rows(suite_csv(empty)).size(), 1U);  // the header
}

TEST(VerdictSentence, AnUnknownVerdictNeverCountsAsGood) {
  EXPECT_EQ(count_verdicts(document_of({cell_of({"Holds"})})).failed, 1);
}

TEST(SuiteHtml, TheStateIsTheWorstOfTheCells) {
  const auto state = [](const std::vector<Json>& cells) {
    const std::string page = report_page(document_of(cells));
    const std::string start = "<p class=\"sentence ";
    const std::size_t at = page.find(start) + start.size();
    return page.substr(at, page.find('"', at) - at);
  };
  EXPECT_EQ(state({cell_of({"holds"}), cell_of({"violated"}), refused_cell("no")}), "violated");
  EXPECT_EQ(state({cell_of({"holds"}), refused_cell("no")}), "undecided");
  EXPECT_EQ(state({cell_of({"holds"}), cell_of({"undecided"})}), "undecided");
  EXPECT_EQ(state({cell_of({"holds"}), cell_of({"vacuous"})}), "holds");
}

TEST(Outcome, AnInternalFaultIsNoRefusal) {
  Json cell = refused_cell("numbers differ");
  cell["internal"] = true;
  const Json document = document_of({cell, refused_cell("too wide")});
  EXPECT_EQ(outcome_of(document).refused, 2);
  EXPECT_EQ(outcome_of(document).internal, 1);
  EXPECT_THAT(suite_junit(document),
              HasSubstr("<error type=\"internal\" message=\"failed: internal fault: numbers differ\"/>"));
  EXPECT_THAT(suite_junit(document), HasSubstr("<error type=\"refused\" message=\"failed: too wide\"/>"));
  for (const std::string& view : {report_page(document), suite_text(document), suite_csv(document),
                                  suite_markdown(document), suite_annotations(document)}) {
    EXPECT_THAT(view, HasSubstr("internal fault: numbers differ"));
    EXPECT_THAT(view, Not(HasSubstr("internal fault: too wide")));
  }
}

TEST(Outcome, WhatIsMissingIsInEveryView) {
  Json document = document_of({cell_of({"holds"})});
  EXPECT_EQ(outcome_word(outcome_of(document)), "holds");
  document["missing"] = 7;
  EXPECT_EQ(outcome_word(outcome_of(document)), "undecided");
  for (const std::string& view : {report_page(document), suite_markdown(document), suite_junit(document),
                                  suite_annotations(document), suite_text(document)}) {
    EXPECT_THAT(view, HasSubstr("7 cells have no result yet"));
  }
  EXPECT_THAT(suite_junit(document), HasSubstr("<error type=\"missing\""));
  EXPECT_THAT(report_page(document), HasSubstr("<p class=\"sentence undecided\">"));
}

// Every view shows the same numbers.

TEST(SuiteViews, ShowTheNumbersOfTheDocument) {
  const Json document =
      document_of({cell_of({"violated", -1.23456}), cell_of({"vacuous", 12.0}), refused_cell("too wide")});
  const auto rows = html_rows(report_page(document));
  const auto csv = csv_rows(suite_csv(document));
  ASSERT_EQ(rows.size(), 3U);
  ASSERT_EQ(csv.size(), 4U);
  // theorem, problem, L, width, m, step, conclusion, slack, failed, steps, hypotheses, verdict, note
  EXPECT_EQ(rows[0],
            (std::vector<std::string>{"thm", "prob", "8", "threshold", "1.455e+07", "0.5max", "linear rate",
                                      "-1.23", "3 of 20", "46", "none", "violated", ""}));
  EXPECT_EQ(rows[1].at(7), "12");
  EXPECT_EQ(rows[1].at(10), "width");
  EXPECT_EQ(rows[1].at(11), "vacuous (violated by itself)");
  EXPECT_EQ(rows[2].at(11), "failed");
  EXPECT_EQ(rows[2].at(12), "too wide");
  EXPECT_NEAR(std::stod(rows[0].at(4)) / 14552831.0, 1.0, 5e-4);
  EXPECT_NEAR(std::stod(rows[0].at(7)), -1.23456, 5e-3);
  // The CSV has the width in full.
  EXPECT_EQ(csv[1],
            (std::vector<std::string>{"thm", "prob", "8", "threshold", "14552831", "0.5max", "", "",
                                      "linear rate", "violated", "none", "-1.23", "3 of 20", "46", ""}));
  EXPECT_EQ(csv[3].at(14), "too wide");
  for (const auto& row : csv) EXPECT_EQ(row.size(), 15U);
  EXPECT_THAT(suite_text(document), HasSubstr("-1.23"));
  EXPECT_THAT(suite_text(document), HasSubstr("note: thm prob L=8 width=threshold : too wide"));
}

TEST(SuiteViews, CellsThatDifferInSeedOrRigorAreToldApart) {
  Json plain = cell_of({}), seeded = cell_of({}), proved = cell_of({});
  plain["seed"] = 0;
  plain["rigor"] = "sampled";
  seeded["seed"] = 3;
  seeded["rigor"] = "sampled";
  proved["seed"] = 0;
  proved["rigor"] = "proved";
  const Json document = document_of({plain, seeded, proved});
  const auto csv = csv_rows(suite_csv(document));
  EXPECT_EQ(csv[0].at(6), "seed");
  EXPECT_EQ(csv[0].at(7), "rigor");
  EXPECT_EQ(csv[2].at(6), "3");
  EXPECT_EQ(csv[3].at(7), "proved");
  const auto rows = html_rows(report_page(document));
  EXPECT_EQ(rows[0].at(5), "0.5max");
  EXPECT_EQ(rows[1].at(5), "0.5max, seed 3");
  EXPECT_EQ(rows[2].at(5), "0.5max, proved");
  for (const std::string& view : {suite_text(document), suite_markdown(document), suite_junit(document)}) {
    EXPECT_THAT(view, HasSubstr("0.5max, seed 3"));
    EXPECT_THAT(view, HasSubstr("0.5max, proved"));
  }
}

TEST(SuiteViews, OpenConstantsAreListed) {
  Json cell = cell_of({});
  cell["check"]["open_constants"] = {
      {{"name", "O"}, {"least", {{"lo", "0.37"}, {"hi", "0.38"}}}, {"most", nullptr}, {"message", ""}},
      {{"name", "c"}, {"least", nullptr}, {"most", nullptr}, {"message", ""}}};
  const std::string text = suite_text(document_of({cell}));
  EXPECT_THAT(text,
              HasSubstr("constant: thm prob L=8 width=threshold: the runs allow O to be at least 0.38\n"));
  EXPECT_THAT(text, Not(HasSubstr("allow c")));
}

TEST(SuiteViews, NumbersThatAreNoneAreDashes) {
  Json without_slack = cell_of({"holds", nullptr});
  Json without_worst = cell_of({"undecided"});
  without_worst["check"]["conclusions"][0]["worst"] = nullptr;
  const Json document = document_of({without_slack, without_worst});
  for (const auto& row : html_rows(report_page(document))) EXPECT_EQ(row.at(7), "-");
  EXPECT_EQ(csv_rows(suite_csv(document)).at(1).at(11), "-");
  for (const std::string& view : {report_page(document), suite_csv(document), suite_text(document)}) {
    EXPECT_FALSE(std::regex_search(view, std::regex("\\bnan\\b")));
    EXPECT_THAT(view, Not(HasSubstr("null,")));
  }
}

TEST(SuiteViews, ACellWithoutAComparisonSaysNone) {
  Json cell = cell_of({"undecided"});
  cell["check"]["conclusions"][0]["steps"] = -1;
  EXPECT_EQ(html_rows(report_page(document_of({cell}))).at(0).at(9), "none");
}

// Hostile names.

const std::vector<std::string> kHostile = {
    "<script>alert(1)</script>",       "a \"quoted\", 'name' & more",
    "{{suite}} {{{title}}} {{#rows}}", "ключ — 名前 ✗",
    "line\nbreak\r\nand\ttab",         "</td></tr></table><img src=x onerror=alert(1)>",
    std::string(10'000, 'x')};

TEST(SuiteViews, HostileNamesAreText) {
  for (const std::string& name : kHostile) {
    Cell cell;
    cell.name = name;
    cell.message = name;
    const Json document = document_of({cell_of(cell), refused_cell(name)}, name);
    const std::string page = report_page(document);
    const std::size_t script = page.find("<script");  // our own, the only one
    ASSERT_NE(script, std::string::npos);
    EXPECT_EQ(page.find("<script", script + 1), std::string::npos);
    EXPECT_THAT(page, Not(HasSubstr("<img")));
    EXPECT_THAT(page, Not(HasSubstr("alert(1)</script>")));
    const auto rows = html_rows(page);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].at(6), name);
    EXPECT_EQ(rows[0].at(12), name);
    EXPECT_EQ(rows[1].at(12), name);
    EXPECT_THAT(unescaped(page), HasSubstr("<title>" + name + "</title>"));
    const auto csv = csv_rows(suite_csv(document));
    ASSERT_EQ(csv.size(), 3U);
    EXPECT_EQ(csv[1].at(8), name);
    EXPECT_EQ(csv[2].at(14), name);
  }
}

TEST(SuiteText, KeepsOneRowALine) {
  Cell cell;
  cell.name = "two\nlines \x1b[31m";
  const std::string text = suite_text(document_of({cell_of(cell)}));
  EXPECT_THAT(text, HasSubstr("two?lines ?[31m"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(SuiteHtml, NeedsNothingFromOutside) {
  const std::string page = report_page(document_of({cell_of({})}));
  EXPECT_THAT(page, testing::StartsWith("<!doctype html>"));
  for (const char* outside : {"http", "src=", "<link", "@import", "url("})
    EXPECT_THAT(page, Not(HasSubstr(outside)));
}

TEST(SuiteHtml, ShowsTheSuiteThatWasRunAndFallsBackToItsId) {
  EXPECT_THAT(unescaped(report_page(document_of({}))), HasSubstr("\"seeds\": 20"));
  EXPECT_THAT(report_page(document_of({}, "")), HasSubstr("<h1>s</h1>"));
}

}  // namespace
}  // namespace plumbline
