#include "plumbline/report/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/documents.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;
using test::CellSketch;
using test::document_of;
using testing::HasSubstr;

CellSketch at_depth(std::int64_t depth, const std::string& verdict = "holds", double slack = 0.5) {
  CellSketch cell;
  cell.depth = depth;
  cell.verdict = verdict;
  cell.log10_slack = slack;
  return cell;
}

TEST(Compare, TheSameIsTheSame) {
  const Json document = document_of({at_depth(2), at_depth(3)});
  const Json comparison = compare_results(document, document);
  EXPECT_EQ(comparison.at("schema"), "plumbline.compare/1");
  EXPECT_TRUE(comparison.at("flips").empty());
  EXPECT_TRUE(comparison.at("changes").empty());
  EXPECT_EQ(comparison.at("same"), 2);
  EXPECT_EQ(compare_text(comparison),
            "0 verdicts flipped, 0 of them to violated; 0 changed in numbers, 2 are the same.\n");
}

TEST(Compare, FlipsComeFirstAndTheWorstOfThemBefore) {
  const Json before = document_of({at_depth(2, "violated"), at_depth(3), at_depth(4), at_depth(5)});
  const Json after = document_of(
      {at_depth(2), at_depth(3, "undecided"), at_depth(4, "violated", -0.1), at_depth(5, "holds", 0.4)});
  const Json comparison = compare_results(before, after);
  ASSERT_EQ(comparison.at("flips").size(), 3U);
  EXPECT_EQ(comparison.at("flips").at(0).at("after"), "violated");
  EXPECT_EQ(comparison.at("flips").at(0).at("before"), "holds");
  EXPECT_EQ(comparison.at("flips").at(1).at("after"), "undecided");
  EXPECT_EQ(comparison.at("flips").at(2).at("after"), "holds");
  ASSERT_EQ(comparison.at("changes").size(), 1U);
  EXPECT_EQ(comparison.at("changes").at(0).at("before").at("log10_slack"), 0.5);
  const std::string text = compare_text(comparison);
  EXPECT_LT(text.find("verdict before"), text.find("slack before"));
  EXPECT_THAT(text, HasSubstr("3.162x"));
  EXPECT_THAT(text,
              HasSubstr("3 verdicts flipped, 1 of them to violated; 1 changed in numbers, 0 are the same."));
}

TEST(Compare, CellsAndConclusionsOfOneSide) {
  CellSketch renamed = at_depth(2);
  renamed.name = "other";
  const Json comparison =
      compare_results(document_of({at_depth(2), at_depth(3)}), document_of({renamed, at_depth(7)}));
  EXPECT_EQ(comparison.at("only_before"), Json({"thm on prob, L = 3, m = 64, eta = max"}));
  EXPECT_EQ(comparison.at("only_after"), Json({"thm on prob, L = 7, m = 64, eta = max"}));
  ASSERT_EQ(comparison.at("flips").size(), 2U);  // "rate" went, "other" came
  EXPECT_THAT(compare_text(comparison), HasSubstr("only after: thm on prob, L = 7"));
}

TEST(Compare, ARefusalIsAFlip) {
  const Json comparison = compare_results(document_of({at_depth(2)}), document_of({at_depth(2, "failed")}));
  bool failed = false;
  for (const Json& flip : comparison.at("flips")) failed = failed || flip.at("after") == "failed";
  EXPECT_TRUE(failed);
}

Json trajectory(std::int64_t seed, const std::string& end, double loss) {
  return {{"init", "gaussian"},
          {"problem", "p"},
          {"depth", 2},
          {"width", "9"},
          {"eta", "max"},
          {"seed", seed},
          {"trajectory", {{"end", end}, {"snapshots", {{{"t", 10}, {"relative_loss", loss}}}}}}};
}

Json with_trajectories(const std::vector<Json>& trajectories) {
  Json document = document_of({});
  document["trajectories"] = trajectories;
  return document;
}

TEST(Compare, TrajectoriesAreComparedByEndAndLoss) {
  Json failed = trajectory(3, "horizon", 0.5);
  failed["trajectory"] = nullptr;
  const Json before = with_trajectories({trajectory(0, "horizon", 0.5), trajectory(1, "horizon", 0.5),
                                         trajectory(2, "horizon", 0.5), trajectory(3, "horizon", 0.5),
                                         trajectory(4, "stuck", 1.0)});
  const Json after = with_trajectories({trajectory(0, "horizon", 0.5), trajectory(1, "diverged", 0.5),
                                        trajectory(2, "horizon", 0.25), failed});
  const Json comparison = compare_results(before, after);
  EXPECT_EQ(comparison.at("same"), 1);
  ASSERT_EQ(comparison.at("flips").size(), 2U);
  EXPECT_EQ(comparison.at("flips").at(0).at("after"), "failed");
  EXPECT_EQ(comparison.at("flips").at(1).at("after"), "diverged");
  ASSERT_EQ(comparison.at("changes").size(), 1U);
  EXPECT_EQ(comparison.at("only_before"), Json({"gaussian on p, L = 2, m = 9, eta = max, seed 4"}));
  EXPECT_THAT(compare_text(comparison),
              HasSubstr("relative loss 0.5 at t = 10 before, 0.25 at t = 10 after: gaussian on p, L = 2"));
}

TEST(Compare, CellsThatDifferOnlyInRunsOrStepsAreAllCompared) {
  Json before = document_of({at_depth(2), at_depth(2)});
  before["cells"][1]["check"]["seeds"] = 50;
  Json after = document_of({at_depth(2), at_depth(2, "violated", -0.1)});
  after["cells"][1]["check"]["seeds"] = 50;
  ASSERT_EQ(compare_results(before, after).at("flips").size(), 1U);
  EXPECT_EQ(compare_results(before, after).at("same"), 1);
  std::swap(after["cells"][0], after["cells"][1]);  // each finds its own
  EXPECT_EQ(compare_results(before, after).at("flips").size(), 1U);
  EXPECT_EQ(compare_results(before, after).at("same"), 1);
  after["cells"].erase(0);
  EXPECT_EQ(compare_results(before, after).at("only_before").size(), 1U);
}

TEST(Compare, SeedsAreAbsolute) {
  const auto of_seeds = [](int usual, int cell) {
    Json document = document_of({at_depth(2)});
    document["suite"]["seed"] = usual;
    document["cells"][0]["seed"] = cell;
    return document;
  };
  EXPECT_EQ(compare_results(of_seeds(0, 5), of_seeds(5, 5)).at("same"), 1);
  EXPECT_EQ(compare_results(of_seeds(0, 0), of_seeds(5, 5)).at("only_after"),
            Json({"thm on prob, L = 2, m = 64, eta = max, seed 5"}));
}

}  // namespace
}  // namespace plumbline
