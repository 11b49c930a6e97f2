#include "plumbline/verdict/floor_claim.hpp"

#include <gtest/gtest.h>

#include "plumbline/verdict/check.hpp"
#include "support/checks.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"
#include "theorem/map_environment.hpp"

namespace plumbline {
namespace {

Conclusion conclusion_of(const std::string& claim, const std::string& given,
                         const std::vector<std::string>& for_all = {"t >= 0"}) {
  test::TheoremSketch sketch;
  sketch.tables = "[parameters]\nb = 0.4\nh = 100\n";
  sketch.conclusions = {{"c", claim, for_all, given}};
  return test::theorem_of(sketch).conclusions.at(0);
}

TEST(FloorClaim, IsFoundInEveryWayItIsWritten) {
  for (const char* claim : {"loss(t) - loss_opt > b", "loss(t) - loss_opt >= b*lambda_max"}) {
    for (const char* given : {"given = ['t <= h']", "given = ['t < exp(h*L)']"}) {
      EXPECT_TRUE(floor_claim(conclusion_of(claim, given))) << claim << " " << given;
    }
  }
}

TEST(FloorClaim, NothingElseIsTakenForOne) {
  for (const char* claim : {"loss(t) > b", "loss(t) - loss_opt < b", "loss(t) - loss_opt > b*loss(0)",
                            "loss(t) - loss_opt > b/(t + 1)", "loss(0) - loss_opt > b + 0*t",
                            "loss(t) - loss_opt > b > 0", "b < loss(t) - loss_opt"}) {
    EXPECT_FALSE(floor_claim(conclusion_of(claim, "given = ['t <= h']"))) << claim;
  }
  for (const char* given :
       {"", "given = ['t >= h']", "given = ['h >= t']", "given = ['t <= h', 't <= 2*h']",
        "given = ['t <= h*loss(0)']", "given = ['t <= t + h']", "given = ['0 <= t <= h']"}) {
    EXPECT_FALSE(floor_claim(conclusion_of("loss(t) - loss_opt > b", given))) << given;
  }
  EXPECT_FALSE(
      floor_claim(conclusion_of("loss(t) - loss_opt > b + 0*i", "given = ['t <= h']", {"t >= 0", "i >= 1"})));
}

TEST(FloorClaim, IsSettledByAHigherFloorForAsManySteps) {
  const PrecisionScope precision(40);
  const auto claim = floor_claim(conclusion_of("loss(t) - loss_opt > b", "given = ['t <= h']"));
  MapEnvironment environment;
  environment.symbols = {{"b", exact(0.5)}, {"h", exact(100)}};
  const auto settled = [&](double excess, double steps) {
    return settles(*claim, {0, exact(excess), exact(steps)}, environment);
  };
  EXPECT_EQ(settled(0.51, 100), Truth::kTrue);
  EXPECT_EQ(settled(0.5, 100), Truth::kFalse);
  EXPECT_EQ(settled(0.51, 99), Truth::kFalse);
}

/// One check of shamir2018-random, a run of one number a layer, under --rigor proved.
CheckResult shamir(std::int64_t depth, std::int64_t steps, const std::string& file,
                   const std::string& eta = "1", const std::string& problem = "scalar-one") {
  test::CheckSetup setup;
  setup.depth = depth;
  setup.width = "1";
  setup.eta = eta;
  setup.seeds = 3;
  setup.steps = steps;
  setup.rigor = Rigor::kProved;
  return test::run_check(test::theorem_from_tree(file), test::bundled_problem(problem), setup);
}

TEST(FloorClaim, AnEscapeBoundProvesAllStepsOfShamirsTheorem) {
  const CheckResult result = shamir(60, 3, "data/theorems/shamir2018-random.toml");
  EXPECT_EQ(result.conclusions.at(0).verdict, Verdict::kHolds);
  EXPECT_EQ(result.conclusions.at(0).how, Evidence::kProved);
  EXPECT_EQ(result.conclusions.at(0).proved_from, 0);
}

TEST(FloorClaim, IsProvedFromALaterStepWhereTheFirstOneEndsNearZero) {
  // Run 2 of 3; the products of the others shrink too slowly.
  const CheckResult result =
      shamir(300, 2, "data/theorems/shamir2018-near-identity.toml", "max", "scalar-minus-one");
  const ConclusionResult& conclusion = result.conclusions.at(0);
  EXPECT_EQ(conclusion.verdict, Verdict::kHolds);
  EXPECT_EQ(conclusion.how, Evidence::kEnclosed);
  EXPECT_EQ(conclusion.proved_from, 1);
}

TEST(FloorClaim, AHorizonBeyondTheBoundIsNotProved) {
  const CheckResult result = shamir(8, 3, "data/theorems/shamir2018-random.toml");
  EXPECT_NE(result.conclusions.at(0).how, Evidence::kProved);
}

}  // namespace
}  // namespace plumbline
