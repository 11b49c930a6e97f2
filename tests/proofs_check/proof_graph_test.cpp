// Steps that stand on steps: names across files, circles, places in a drawing.
#include "proofs_check/proof_graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "plumbline/numeric/error.hpp"
#include "problem/temp_folder.hpp"
#include "proofs_check/layered_layout.hpp"
#include "proofs_check/steps.hpp"

namespace plumbline::proofs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ProofStep named(const std::string& name, const std::vector<std::string>& uses) {
  ProofStep step = test::step_of("1 <= 2", {});
  step.name = name;
  step.uses = uses;
  return step;
}

ProofFile file_of(const std::string& id, const std::vector<ProofStep>& steps) {
  ProofFile file;
  file.id = id;
  file.steps = steps;
  return file;
}

TEST(ProofGraph, NamesAreResolvedWithinAndAcrossFiles) {
  ProofFile second = file_of("second", {named("a", {"first/a", "on paper", "first/a"})});
  second.outside.push_back({"on paper", "there", "that", {"first/b"}});
  const ProofGraph graph = graph_of({file_of("first", {named("a", {}), named("b", {"a"})}), second});
  ASSERT_EQ(graph.nodes.size(), 4U);
  EXPECT_THAT(graph.nodes[1].uses, ElementsAre(0));
  EXPECT_THAT(graph.nodes[2].uses, ElementsAre(0, 3));  // each once
  EXPECT_TRUE(graph.nodes[3].outside);
  EXPECT_THAT(graph.nodes[3].uses, ElementsAre(1));
  EXPECT_EQ(graph.name_of(3), "on paper");
}

TEST(ProofGraph, BringsTheFilesThatAreNamed) {
  const ProofGraph graph =
      graph_of({file_of("mine", {named("a", {"hxp2020-4.1-sharp-constant/beta-tail"})})});
  EXPECT_EQ(graph.asked, 1U);
  EXPECT_GT(graph.files.size(), 2U);  // and what that file stands on
  EXPECT_EQ(graph.files[1].id, "hxp2020-4.1-sharp-constant");
}

TEST(ProofGraph, RefusesUnknownNamesAndCircles) {
  const auto refusal = [](const std::vector<ProofStep>& steps) {
    return message_of([&] { graph_of({file_of("p", steps)}); });
  };
  EXPECT_EQ(refusal({named("a", {}), named("b", {"a"}), named("c", {"a", "b"})}), "no error");
  EXPECT_EQ(refusal({named("a", {"z"})}),
            "p: step 'a': found uses 'z', expected a step of this file or FILE/STEP");
  EXPECT_THAT(refusal({named("a", {"hxp2020-4.1-constant/z"})}), HasSubstr("hxp2020-4.1-constant/z"));
  EXPECT_NE(refusal({named("a", {"no-such-file/z"})}), "no error");
  EXPECT_EQ(refusal({named("a", {"a"})}), "found steps that stand on each other: p/a uses p/a");
  EXPECT_EQ(refusal({named("start", {"a"}), named("a", {"b"}), named("b", {"c"}), named("c", {"a"})}),
            "found steps that stand on each other: p/a uses p/b uses p/c uses p/a");
}

TEST(LayeredLayout, ArrowsRunRightwardsAndBoxesDoNotOverlap) {
  const std::vector<double> widths(8, 100.0);
  const std::vector<std::pair<std::size_t, std::size_t>> edges = {{0, 1}, {1, 2}, {2, 3}, {0, 3}, {4, 2},
                                                                  {5, 3}, {6, 1}, {0, 7}, {4, 7}};
  const LayoutSizes sizes;
  const Layout layout = layered_layout(widths, edges, sizes);
  for (const auto& [from, to] : edges)
    EXPECT_GE(layout.boxes[to].x, layout.boxes[from].x + layout.boxes[from].width + sizes.layer_gap);
  for (std::size_t i = 0; i < widths.size(); ++i) {
    EXPECT_GE(layout.boxes[i].y, 0.0);
    EXPECT_LE(layout.boxes[i].y + sizes.box_height, layout.height);
    EXPECT_LE(layout.boxes[i].x + layout.boxes[i].width, layout.width);
    for (std::size_t j = 0; j < i; ++j) {
      if (layout.boxes[i].x == layout.boxes[j].x) {
        EXPECT_GE(std::abs(layout.boxes[i].y - layout.boxes[j].y), sizes.box_height) << i << " " << j;
      }
    }
  }
  // An arrow starts at its box, ends at its box, and has a place in every layer between.
  for (std::size_t e = 0; e < edges.size(); ++e) {
    const PlacedBox& from = layout.boxes[edges[e].first];
    const PlacedBox& to = layout.boxes[edges[e].second];
    EXPECT_EQ(layout.arrows[e].front().x, from.x + from.width);
    EXPECT_NEAR(layout.arrows[e].back().y, to.y + sizes.box_height / 2.0, 1e-9);
  }
  EXPECT_EQ(layout.arrows[3].size(), 6U);  // 0 → 3 passes two layers
  // What stands on nothing is next to what stands on it.
  EXPECT_EQ(layout.boxes[5].x, layout.boxes[2].x);
}

TEST(LayeredLayout, LeavesNoEmptyBand) {
  // Two parts with nothing between them.
  const Layout layout =
      layered_layout(std::vector<double>(8, 50.0), {{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}, {6, 7}});
  std::vector<double> tops;
  for (const PlacedBox& box : layout.boxes) tops.push_back(box.y);
  std::sort(tops.begin(), tops.end());
  const LayoutSizes sizes;
  EXPECT_NEAR(tops.front(), sizes.margin, 1e-9);
  for (std::size_t i = 1; i < tops.size(); ++i)
    EXPECT_LE(tops[i] - tops[i - 1], sizes.box_height + sizes.row_gap + 1e-9);
}

TEST(LayeredLayout, RefusesACircleAndTakesNothing) {
  EXPECT_THROW(layered_layout({1.0, 1.0}, {{0, 1}, {1, 0}}), InternalError);
  EXPECT_TRUE(layered_layout({}, {}).boxes.empty());
}

}  // namespace
}  // namespace plumbline::proofs
