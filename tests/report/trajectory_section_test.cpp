#include "plumbline/report/trajectory_section.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/report/plots.hpp"
#include "plumbline/report/report_page.hpp"
#include "plumbline/report/trajectory_report.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Json trajectory(const std::string& init, int depth, const std::string& width, const Json& loss,
                const std::string& end) {
  const Json snapshots = {{{"t", 10}, {"relative_loss", loss}, {"low", loss}, {"high", loss}}};
  return {{"init", init},
          {"problem", "p"},
          {"depth", depth},
          {"width", width},
          {"eta", "max"},
          {"seed", 0},
          {"trajectory", {{"end", end}, {"snapshots", snapshots}}},
          {"error", nullptr}};
}

/// Two depths, two widths; the wider network has converged, at depth 8 neither has.
Json document(const std::string& init = "gaussian") {
  const Json depths = {{{"depth", 2}, {"above", "9"}, {"at_most", "10"}},
                       {{"depth", 8}, {"above", "10"}, {"at_most", nullptr}}};
  return {{"schema", "plumbline.suite/1"},
          {"suite", {{"id", "s"}, {"title", "t"}}},
          {"cells", Json::array()},
          {"trajectories",
           {trajectory(init, 8, "10", 0.5, "horizon"), trajectory(init, 8, "9", nullptr, "diverged"),
            trajectory(init, 2, "10", 1e-9, "converged"), trajectory(init, 2, "9", 1e-3, "horizon")}},
          {"transitions",
           {{{"init", init},
             {"problem", "p"},
             {"eta", "max"},
             {"seed", 0},
             {"t", 10},
             {"level", 1e-6},
             {"depths", depths},
             {"from_depth", 4},
             {"exponent", {{"lo", 0.25}, {"hi", nullptr}}},
             {"misfit", 0.125}}}}};
}

/// The document with the smallest width of a theorem at the depths 2 and 8.
Json with_theorem(const Json& shallow, const Json& deep) {
  Json json = document();
  for (Json& cell : json.at("trajectories")) {
    cell.at("trajectory")["theorem"] = {{"id", "thm"}, {"min_width", cell.at("depth") == 2 ? shallow : deep}};
  }
  return json;
}

TEST(TrajectorySection, SaysTheGrowthAndWhatHasConverged) {
  const std::string section = trajectory_section(document());
  EXPECT_THAT(
      section,
      HasSubstr(
          "gaussian on p at t = 10: as L^b with b in [0.25, unbounded], as a straight line in L with no b"));
  EXPECT_THAT(section, HasSubstr("to a relative loss of at most 1e-06"));
  EXPECT_THAT(section, HasSubstr("at L ≥ 4, one run a cell"));
  Json straight = document();
  straight.at("transitions").at(0)["slope"] = {{"lo", 4.0}, {"hi", 4.25}};
  EXPECT_THAT(trajectory_section(straight), HasSubstr("<td>b in [4.00, 4.25] units a layer</td>"));
  Json without = document();
  without.at("transitions") = Json::array();
  EXPECT_EQ(growth_sentence(without), "");
  EXPECT_THAT(trajectory_section(without), Not(HasSubstr("Growth")));
}

TEST(LossMaps, DrawTheRegionOfTheTheoremThatASweepNames) {
  EXPECT_EQ(loss_maps(document()).front().map.contours.size(), 1U);
  EXPECT_EQ(loss_maps(document()).front().region, "");
  const LossMap inside = loss_maps(with_theorem("10", nullptr)).front();
  ASSERT_EQ(inside.map.contours.size(), 2U);
  EXPECT_THAT(inside.map.contours.back().place, ElementsAre(std::optional(1.0), std::optional(2.0)));
  EXPECT_EQ(inside.region, "thm asks for a width m of about 10^1.00 to no width.");
  const LossMap beyond = loss_maps(with_theorem("286457000", "286457000")).front();
  EXPECT_THAT(beyond.map.contours.back().place, ElementsAre(std::optional(2.0), std::optional(2.0)));
  EXPECT_EQ(beyond.region,
            "thm asks for a width m of about 10^8.46: its region lies right of the whole map.");
  EXPECT_THAT(trajectory_section(with_theorem("286457000", "286457000")),
              HasSubstr("<figcaption>thm asks for a width m of about 10^8.46"));
  EXPECT_THAT(trajectory_section(document()), Not(HasSubstr("<figcaption>")));
}

TEST(LossMaps, PutEveryCellInItsPlaceAndDrawTheTransition) {
  const std::vector<LossMap> maps = loss_maps(document());
  ASSERT_EQ(maps.size(), 1U);
  const CellMap& map = maps.front().map;
  EXPECT_THAT(map.rows, ElementsAre("2", "8"));
  EXPECT_THAT(map.columns, ElementsAre("9", "10"));  // by size, not as text
  ASSERT_EQ(map.cells.size(), 4U);
  const MapCell& converged = map.cells[2];
  EXPECT_EQ(converged.row, 0U);
  EXPECT_EQ(converged.column, 1U);
  EXPECT_THAT(converged.title, HasSubstr("1e-09, converged"));
  EXPECT_EQ(map.cells[1].look.mark, "cross");  // diverged
  ASSERT_EQ(map.contours.size(), 1U);
  EXPECT_EQ(map.contours[0].place[0], 1.0);  // between 9 and 10
  EXPECT_EQ(map.contours[0].place[1], 2.0);  // right of all
}

TEST(LossMaps, ColoursTellLossesApart) {
  const auto legend = loss_legend();
  for (std::size_t i = 1; i < legend.size(); ++i) {
    const CellLook &a = legend[i - 1].second, &b = legend[i].second;
    EXPECT_TRUE(a.fill != b.fill || a.mark != b.mark) << legend[i].first;
  }
}

TEST(TrajectorySection, SaysHowTheyEndedAndHowTheTransitionGrows) {
  EXPECT_EQ(trajectories_sentence(document()),
            "4 trajectories: 1 proved to converge, 2 run to the last snapshot, 1 diverged.");
  const std::string html = trajectory_section(document());
  EXPECT_THAT(html, HasSubstr("[0.25, unbounded]"));
  EXPECT_THAT(html, HasSubstr("<svg"));
  const std::string page = report_page(document());
  EXPECT_THAT(page, HasSubstr("4 trajectories: 1 proved to converge"));
  EXPECT_THAT(page, Not(HasSubstr("Nothing was checked")));
}

TEST(TrajectorySection, NamesCannotBecomeMarkup) {
  const std::string page = report_page(document("<script>alert(1)</script>\"'"));
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
}

TEST(TrajectorySection, IsNothingWithoutTrajectories) {
  Json none = document();
  none["trajectories"] = Json::array();
  EXPECT_EQ(trajectory_section(none), "");
  EXPECT_EQ(trajectories_sentence(none), "");
  none.erase("trajectories");
  EXPECT_EQ(trajectory_section(none), "");
}

TEST(TrajectorySection, MapsAreFilesToo) {
  const auto files = svg_files(document());
  ASSERT_EQ(files.count("loss-gaussian-p-max-seed0-t10.svg"), 1U);
  EXPECT_THAT(files.at("loss-gaussian-p-max-seed0-t10.svg"), HasSubstr("transition width"));
}

}  // namespace
}  // namespace plumbline
