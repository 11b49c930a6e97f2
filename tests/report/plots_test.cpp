#include "plumbline/report/plots.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <regex>
#include <set>

#include "plumbline/report/report_page.hpp"
#include "report/documents.hpp"

namespace plumbline {
namespace {

using test::CellSketch;
using test::document_of;
using test::markup_fault;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++found;
  return found;
}

CellSketch at(std::int64_t depth, const std::string& width, const std::string& m, const std::string& verdict,
              const std::string& alone, double slack) {
  CellSketch cell;
  cell.depth = depth;
  cell.width = width;
  cell.m = m;
  cell.verdict = verdict;
  cell.alone = alone;
  cell.log10_slack = slack;
  return cell;
}

/// Widths 16, 64 and 2000 and the threshold 1000 at two depths; the conclusion is true from 64 and from 16
/// on.
std::vector<CellSketch> ladder() {
  return {at(8, "threshold", "1000", "holds", "holds", 0.5), at(8, "2000", "2000", "holds", "holds", 0.6),
          at(8, "16", "16", "vacuous", "violated", -0.4),    at(8, "64", "64", "vacuous", "holds", 0.1),
          at(2, "threshold", "1000", "holds", "holds", 0.5), at(2, "2000", "2000", "holds", "holds", 4.0),
          at(2, "16", "16", "vacuous", "holds", 0.2),        at(2, "64", "64", "vacuous", "holds", 0.3)};
}

TEST(Looseness, IsBetweenTheWidthsThatTellApart) {
  const auto document = document_of(ladder());
  const auto ladders = width_ladders(document, summarise_cells(document));
  ASSERT_EQ(ladders.size(), 2U);
  EXPECT_EQ(ladders[0].depth, 8);
  EXPECT_EQ(ladders[0].theorem_width, "1000");
  EXPECT_EQ(ladders[0].holds_from, "64");
  EXPECT_EQ(ladders[0].fails_up_to, "16");
  EXPECT_EQ(factor_sentence(ladders[0]), "at least 15.62x, less than 62.5x");
  EXPECT_EQ(ladders[1].holds_from, "16");
  EXPECT_EQ(factor_sentence(ladders[1]), "at least 62.5x (no tested width is too small)");
}

TEST(Looseness, AFalseOrUndecidedConclusionAboveEndsTheStretch) {
  std::vector<CellSketch> cells = ladder();
  cells[0] = at(8, "threshold", "1000", "undecided", "undecided", 0.0);
  auto document = document_of(cells);
  auto ladders = width_ladders(document, summarise_cells(document));
  EXPECT_EQ(ladders[0].holds_from, "2000");  // not from 64 on
  EXPECT_EQ(ladders[0].fails_up_to, "16");   // undecided is not false
  cells[1] = at(8, "2000", "2000", "violated", "violated", -1.0);
  document = document_of(cells);
  ladders = width_ladders(document, summarise_cells(document));
  EXPECT_EQ(factor_sentence(ladders[0]), "the conclusions are not true at the largest width");
}

TEST(Looseness, SaysNothingWhereAnotherHypothesisIsFalse) {
  auto document = document_of(ladder());
  auto other = document["cells"][0]["check"]["hypotheses"][0];
  other["on_width"] = false;
  other["verdict"] = "violated";
  document["cells"][0]["check"]["hypotheses"].push_back(other);
  const auto ladders = width_ladders(document, summarise_cells(document));
  EXPECT_EQ(factor_sentence(ladders[0]), "a hypothesis that has nothing to do with the width is false");
  EXPECT_THAT(factor_sentence(ladders[1]), HasSubstr("at least"));
}

TEST(Looseness, FactorsAreRoundedToTheSafeSide) {
  WidthLadder ladder;
  ladder.log10_at_least = std::log10(3.00009);
  ladder.log10_below = std::log10(4.00001);
  EXPECT_EQ(factor_sentence(ladder), "at least 3x, less than 4.001x");
  EXPECT_EQ(factor_text(19.5), "3.162e+19x");
  EXPECT_EQ(factor_text(-400.25), "5.623e-401x");
}

TEST(Looseness, IsNoneWithoutANarrowerWidth) {
  const auto sentence = [](const std::vector<CellSketch>& cells) {
    const auto document = document_of(cells);
    return factor_sentence(width_ladders(document, summarise_cells(document)).at(0));
  };
  EXPECT_EQ(sentence({at(8, "2*threshold", "2000", "holds", "holds", 0.5)}),
            "no width below the theorem's was tested");
  EXPECT_EQ(sentence({at(8, "threshold", "1000", "holds", "holds", 0.5)}),
            "no width below the theorem's was tested");
  EXPECT_EQ(sentence({at(8, "2*threshold", "2000", "holds", "holds", 0.5),
                      at(8, "64", "64", "vacuous", "undecided", 0.0)}),
            "no tested width below the theorem's is known to be enough");
  const std::string page = report_page(document_of({at(8, "2*threshold", "2000", "holds", "holds", 0.5)}));
  EXPECT_THAT(page, testing::Not(HasSubstr("too large by a factor")));
  EXPECT_THAT(page, testing::Not(HasSubstr("at least 0.5x")));
}

TEST(Looseness, CountsPairsOfProblemAndDepthOnce) {
  auto cells = ladder();
  auto document = document_of(cells);
  for (std::size_t i = 0; i < 8; ++i) {
    auto again = document["cells"][i];
    again["eta"] = "0.5max";
    document["cells"].push_back(again);
  }
  EXPECT_THAT(report_page(document), HasSubstr("For each of 2 pairs of problem and depth"));
}

TEST(Looseness, LogarithmsOfLongDecimals) {
  EXPECT_NEAR(log10_of_decimal("1" + std::string(500, '0')), 500.0, 1e-12);
  EXPECT_NEAR(log10_of_decimal("64"), 1.806179973983887, 1e-15);
}

TEST(CellState, IsHypothesesTimesConclusion) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> table = {
      {{"holds", "holds"}, "holds"},
      {{"violated", "violated"}, "violated"},
      {{"vacuous", "holds"}, "beyond"},
      {{"vacuous", "violated"}, "outside"},
      {{"vacuous", "undecided"}, "undecided"},
      {{"vacuous", "vacuous"}, "premise"},
      {{"undecided", "undecided"}, "undecided"},
      {{"failed", ""}, "refused"}};
  for (const auto& [verdicts, word] : table) {
    CellSketch cell;
    cell.verdict = verdicts[0];
    cell.alone = verdicts[1];
    EXPECT_EQ(to_string(summarise_cells(document_of({cell})).at(0).state), word);
  }
}

TEST(GridMaps, SortNumbersBySizeAndThresholdsBehindThem) {
  const auto document = document_of(ladder());
  const auto cells = summarise_cells(document);
  const std::vector<std::string> links(cells.size(), "#c0");
  const auto maps = grid_maps(cells, width_ladders(document, cells), links);
  ASSERT_EQ(maps.size(), 1U);
  const CellMap& states = maps[0].states;
  EXPECT_THAT(states.columns, ElementsAre("16", "64", "2000", "threshold"));
  EXPECT_THAT(states.rows, ElementsAre("2", "8"));
  ASSERT_EQ(states.contours.size(), 2U);
  EXPECT_THAT(states.contours[0].place, ElementsAre(2.0, 2.0));  // 1000 is between 64 and 2000
  EXPECT_THAT(states.contours[1].place, ElementsAre(0.0, 1.0));  // true from 16 on, and from 64 on
  EXPECT_EQ(states.cells.size(), 8U);
  EXPECT_EQ(states.cells[2].row, 1U);
  EXPECT_EQ(states.cells[2].column, 0U);
  EXPECT_EQ(states.cells[2].look.mark, look_of(CellState::kOutside).mark);
}

TEST(Looks, AreToldApartWithoutColourAndWithout) {
  std::set<std::string> marks, fills;
  for (std::size_t i = 0; i < kCellStates; ++i) {
    const CellLook look = look_of(static_cast<CellState>(i));
    marks.insert(look.mark);
    fills.insert(look.fill);
    EXPECT_THAT(map_marks(), testing::Contains(look.mark));
  }
  EXPECT_EQ(marks.size(), kCellStates);
  EXPECT_EQ(fills.size(), kCellStates);
  EXPECT_EQ(look_of_slack(-0.001).mark, "cross");
  EXPECT_NE(look_of_slack(-0.001).fill, look_of_slack(0.001).fill);
}

TEST(MapSvg, HasASquareALinkAndATooltipForEveryCell) {
  const auto document = document_of(ladder());
  const auto cells = summarise_cells(document);
  std::vector<std::string> links;
  for (const CellSummary& cell : cells) links.push_back("#c" + std::to_string(cell.index));
  const auto maps = grid_maps(cells, width_ladders(document, cells), links);
  for (const CellMap& map : {maps[0].states, maps[0].slack}) {
    const std::string svg = map_svg(map);
    EXPECT_EQ(markup_fault(svg), "");
    EXPECT_EQ(count(svg, "<a href=\"#c"), 8U);
    EXPECT_EQ(count(svg, "class=\"contour"), 2U);
    EXPECT_THAT(
        svg,
        HasSubstr("<title>thm on prob, L = 8, m = 16, eta = max: outside; slack 0.3981x (rate)</title>"));
    EXPECT_THAT(svg, HasSubstr("depth L (layers)"));
    EXPECT_THAT(svg, HasSubstr("width m (units)"));
  }
  EXPECT_THAT(map_svg(maps[0].slack), HasSubstr(">1e4<"));
}

TEST(MapSvg, ManyCellsShrinkAndLabelsThin) {
  CellMap map;
  for (int i = 0; i < 100; ++i) {
    map.rows.push_back(std::to_string(i));
    map.columns.push_back(std::to_string(10 * i));
  }
  const std::string svg = map_svg(map);
  EXPECT_LT(count(svg, "<text"), 80U);
  EXPECT_THAT(svg, Not(HasSubstr("<use")));
}

TEST(SequentialColour, GetsLighterEvenly) {
  const auto lightness = [](double share) {
    const std::string colour = sequential_colour(share);
    const auto channel = [&](std::size_t at) { return std::stoi(colour.substr(at, 2), nullptr, 16); };
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  };
  for (int i = 0; i < 20; ++i) EXPECT_LT(lightness(i / 20.0), lightness((i + 1) / 20.0)) << i;
  EXPECT_EQ(sequential_colour(-3.0), sequential_colour(0.0));
  EXPECT_EQ(sequential_colour(7.0), sequential_colour(1.0));
}

CurvePlot small_plot() {
  return {"a title",
          "loss",
          {0, 1, 10, 100},
          {{"observed", "observed", {100, 10, 1, 0.1}, {100, 10, 1, 0.1}}},
          10,
          "tightest at t = 10"};
}

/// The corners of the path of that class.
std::string path_of(const std::string& svg, const std::string& style) {
  const std::regex path("<path class=\"" + style + "\" d=\"([^\"]*)\"");
  std::smatch match;
  EXPECT_TRUE(std::regex_search(svg, match, path)) << svg;
  return match[1];
}

TEST(CurveSvg, IsStraightForAPowerLawOnLogAxes) {
  CurvePlot plot = small_plot();
  plot.steps = {0, 9, 99, 999};  // at log(1 + t) = 0, 1, 2, 3
  const std::string svg = curve_svg(plot);
  EXPECT_EQ(markup_fault(svg), "");
  int x0 = 0, y0 = 0, dx1 = 0, dy1 = 0, dx2 = 0, dy2 = 0;
  const std::string path = path_of(svg, "line observed");
  ASSERT_EQ(std::sscanf(path.c_str(), "M%d %dl%d %d %d %d", &x0, &y0, &dx1, &dy1, &dx2, &dy2), 6) << path;
  EXPECT_NEAR(dx1, dx2, 1);
  EXPECT_NEAR(dy1, dy2, 1);
  EXPECT_GT(dy1, 0);  // downwards
  for (const char* part : {"tightest at t = 10", ">observed<", ">loss<", "step t"})
    EXPECT_THAT(svg, HasSubstr(part));
}

TEST(CurveSvg, AWideBandIsFilledAndAThinOneIsALine) {
  CurvePlot plot = small_plot();
  EXPECT_THAT(curve_svg(plot), Not(HasSubstr("class=\"band")));
  plot.bands[0].high = {200, 20, 2, 0.2};
  EXPECT_THAT(curve_svg(plot), HasSubstr("class=\"band observed\""));
}

TEST(CurveSvg, LeavesGapsWhereThereIsNoNumber) {
  CurvePlot plot = small_plot();
  plot.bands[0].low[1] = std::numeric_limits<double>::quiet_NaN();
  const std::string svg = curve_svg(plot);
  EXPECT_EQ(count(svg, "<circle"), 1U);  // the point before the gap
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  plot.bands[0].low = plot.bands[0].high = {0, -1, 0, 0};
  EXPECT_THAT(curve_svg(plot), HasSubstr("no positive value to show"));
}

TEST(CurveSvg, NonPositiveValuesLieOnTheLowerEdge) {
  CurvePlot plot = small_plot();
  plot.bands[0].low = {100, 10, 1, 0};
  const std::string svg = curve_svg(plot);
  EXPECT_THAT(svg, HasSubstr("class=\"band observed\""));
  EXPECT_EQ(markup_fault(svg), "");
}

TEST(CurvePlot, ComesFromTheDocument) {
  const auto document = document_of({CellSketch()});
  const auto& conclusion = document["cells"][0]["check"]["conclusions"][0];
  const auto plot = curve_plot(conclusion, "title");
  ASSERT_TRUE(plot);
  EXPECT_THAT(plot->steps, ElementsAre(0, 1, 5));
  EXPECT_THAT(plot->bands.at(0).high, ElementsAre(10.0, 4.5, 1.5));
  EXPECT_EQ(plot->marked, 1);
  auto layered = conclusion;
  layered["worst"]["i"] = 2;
  const auto ratio = curve_plot(layered, "title");
  EXPECT_THAT(ratio->bands.at(0).high, ElementsAre(1.0, 4.5 / 8.0, 0.25));
  EXPECT_THAT(ratio->bands.at(1).low, ElementsAre(1.0, 1.0, 1.0));
  layered["curve"] = nullptr;
  EXPECT_FALSE(curve_plot(layered, "title"));
}

TEST(SvgFiles, StandAloneAndCannotLeaveTheirFolder) {
  CellSketch hostile;
  hostile.theorem = "../../<script>\"'&" + std::string(10'000, 'x');
  std::vector<CellSketch> cells = ladder();
  cells.push_back(hostile);
  const auto files = svg_files(document_of(cells));
  EXPECT_EQ(files.size(), 2U * 2U + 9U);
  for (const auto& [name, svg] : files) {
    EXPECT_EQ(name.find('/'), std::string::npos);
    EXPECT_LT(name.size(), 130U);
    EXPECT_TRUE(name.ends_with(".svg"));
    EXPECT_EQ(markup_fault(svg), "") << name;
    EXPECT_THAT(svg, HasSubstr("xmlns=\"http://www.w3.org/2000/svg\""));
    EXPECT_THAT(svg, Not(HasSubstr("<script>")));
    if (name.starts_with("map-")) {
      EXPECT_THAT(svg, HasSubstr(meaning(CellState::kViolated)));
    }
  }
}

}  // namespace
}  // namespace plumbline
