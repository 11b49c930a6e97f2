// A tree is accepted for its own step and box, and for nothing else.
#include "proofs_check/replay_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proofs_check/steps.hpp"

namespace plumbline::proofs {
namespace {

using test::step_of;
using testing::HasSubstr;

ProofStep example() {
  return step_of("x*log(x) + 0.1*y^2 >= -0.37", {{"x", {"0.001", "10"}}, {"y", {"-1", "1"}}});
}

TEST(Replay, AcceptsTheTreeOfItsStep) {
  const ProofStep step = example();
  const StepResult result = prove(step);
  ASSERT_EQ(result.verdict, StepVerdict::kProved);
  EXPECT_GT(result.tree.size(), 5U);
  EXPECT_EQ(objection_to(result.tree, step, ranges_of(step)), "");
}

TEST(Replay, RefusesATreeWithAWordMissingOrAdded) {
  const ProofStep step = example();
  const ProofTree tree = prove(step).tree;
  for (std::size_t i = 0; i < tree.size(); ++i) {
    ProofTree shorter = tree;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(objection_to(shorter, step, ranges_of(step)), "") << i << " " << tree[i];
  }
  ProofTree longer = tree;
  longer.emplace_back("value");
  EXPECT_THAT(objection_to(longer, step, ranges_of(step)), HasSubstr("left over"));
  EXPECT_THAT(objection_to({}, step, ranges_of(step)), HasSubstr("ends before"));
}

TEST(Replay, RefusesWordsThatAreNotTrue) {
  const ProofStep step = example();
  const Ranges ranges = ranges_of(step);
  for (const char* word :
       {"value", "mean-value", "outside", "low:x", "high:x", "low:z", "cut:x:0x1p10", "cut:x", "trust me"}) {
    EXPECT_NE(objection_to({word, "value", "value"}, step, ranges), "") << word;
  }
}

TEST(Replay, RefusesTheTreeForAStrongerClaimOrALargerBox) {
  const ProofTree tree = prove(example()).tree;
  const ProofStep stronger =
      step_of("x*log(x) + 0.1*y^2 >= -0.36", {{"x", {"0.001", "10"}}, {"y", {"-1", "1"}}});
  EXPECT_NE(objection_to(tree, stronger, ranges_of(stronger)), "");
  const ProofStep larger = step_of("x*log(x) + 0.1*y^2 >= -0.37", {{"x", {"-1", "10"}}, {"y", {"-1", "1"}}});
  EXPECT_NE(objection_to(tree, larger, ranges_of(larger)), "");
}

TEST(Replay, RefusesABoxThatLeavesOutPartOfTheRanges) {
  const ProofStep step = step_of("x >= 0.5", {{"x", {"0", "1"}}});  // false below
  EXPECT_EQ(objection_to({"value"}, step, {{0.5, 1.0}}), "the box does not cover the ranges of the step");
  const ProofStep unbounded = step_of("x <= 2", {{"x", {"0", "inf"}}});
  EXPECT_NE(objection_to({"value"}, unbounded, {{0.0, 2.0}}), "");
  EXPECT_NE(objection_to({"value"}, unbounded, {}), "");
}

TEST(Replay, AFaceIsNotTakenUnderConditions) {
  // x >= 0.5 follows from the condition, not from the lower end of x, where the condition is false.
  const ProofStep step = step_of("x <= 0.5", {{"x", {"0", "1"}}}, {"x <= 0.5"});
  EXPECT_NE(objection_to({"low:x", "value"}, step, ranges_of(step)), "");
}

}  // namespace
}  // namespace plumbline::proofs
