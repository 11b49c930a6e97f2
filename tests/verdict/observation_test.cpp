// What claims can say of a run: every observable, through quantifiers, lets and earlier steps, on reduced and
// dense networks.
#include "plumbline/verdict/observation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/verdict/run_under_check.hpp"
#include "problem/temp_folder.hpp"
#include "support/checks.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::bundled_problem;
using test::CheckSetup;
using test::conclusion_of;
using test::run_check;
using test::theorem_from_tree;
using test::theorem_of;
using test::TheoremSketch;
using testing::HasSubstr;

const std::vector<std::string> kLayers = {"t >= 0", "1 <= i <= j <= L"};
const std::vector<std::string> kProperLayers = {"t >= 0", "1 <= i <= j <= L", "j - i < L - 1"};

TheoremSketch claiming(const std::vector<TheoremSketch::Claimed>& conclusions,
                       const std::string& tables = "") {
  TheoremSketch sketch;
  sketch.hypotheses = {{"step size", "eta <= d_y/(2*L*norm_X^2)", {}}};
  sketch.conclusions = conclusions;
  sketch.tables = tables;
  return sketch;
}

// What a run must be prepared for.

ObservationNeeds needs_of(const std::string& claim, const std::string& tables = "") {
  return observation_needs(theorem_of(claiming({{"c", claim, {"t >= 0", "1 <= i <= j <= L"}}}, tables)));
}

TEST(ObservationNeeds, FollowTheClaim) {
  const auto expect = [](const ObservationNeeds& needs, bool first, bool initial) {
    EXPECT_EQ(needs.whole_first_layer, first);
    EXPECT_EQ(needs.initial_weights, initial);
  };
  expect(needs_of("loss(t) >= 0*i*j"), false, false);
  expect(needs_of("travel(i, t) >= 0*j"), false, true);
  expect(needs_of("sigma_max(j, i, t) >= 0"), true, false);
  expect(needs_of("sigma_min(j, 1, t) >= 0*i"), true, false);
  expect(needs_of("sigma_min(j, 1.0, t) >= 0*i"), true, false);  // another way to write 1
  expect(needs_of("sigma_min(L, 2, t) >= 0*i*j"), false, false);
  expect(needs_of("sigma_max_X(j, i, t) >= 0"), false, false);
  expect(needs_of("1 + abs(2*sigma_max(j, i + 1, t)) >= 0"), true, false);  // i + 1 may be anything
}

TEST(ObservationNeeds, OfNeighboursAndOfTheTarget) {
  const ObservationNeeds balance = needs_of("balance(2, t) >= 0*i*j");
  EXPECT_TRUE(balance.dense);
  EXPECT_TRUE(balance.whole_first_layer);  // whichever layers
  EXPECT_FALSE(balance.initial_balance);
  EXPECT_TRUE(needs_of("balance_drift(2, t) >= 0*i*j").initial_balance);
  EXPECT_TRUE(needs_of("grad_energy(i, t) >= 0*j").gradient_sums);
  EXPECT_FALSE(needs_of("grad(i, t) >= 0*j").gradient_sums);
  for (const char* claim : {"distance(t) >= 0*i*j", "margin(t) >= 0*i*j"}) {
    EXPECT_TRUE(needs_of(claim).target);
    EXPECT_FALSE(needs_of(claim).dense);
  }
}

TEST(ObservationNeeds, FollowTheLetsOfTheClaim) {
  const std::string lets = "[let]\na = 'travel(2, 0)'\nb = 'a + 1'\nc = 'sigma_max(1, 1, 0)'\n";
  EXPECT_TRUE(needs_of("loss(t) >= b - 9 + 0*i*j", lets).initial_weights);
  EXPECT_FALSE(needs_of("loss(t) >= b - 9 + 0*i*j", lets).whole_first_layer);
  EXPECT_TRUE(needs_of("loss(t) >= 0*c*i*j", lets).whole_first_layer);
  EXPECT_FALSE(needs_of("loss(t) >= 0*i*j", lets).whole_first_layer);  // defined, and not used
}

// The invariants of the proof of Theorem 4.1, at its own width.

TEST(Claims, TheProofsInvariantsHoldAtTheThreshold) {
  TheoremSketch sketch = claiming(
      {{"sigma_min", "0.9*m^((j - i + 1)/2) <= sigma_min(j, i, t)", kProperLayers},
       {"sigma_max", "sigma_max(j, i, t) <= 1.1*m^((j - i + 1)/2)", kProperLayers},
       {"on data", "0.9 <= sigma_min_X(j, i, t)/m^((j - i + 1)/2)", kProperLayers},
       {"on data from above", "sigma_max_X(j, i, t)/m^((j - i + 1)/2) <= 1.1", kProperLayers},
       {"travel", "travel(i, t) <= 8*sqrt(B*d_y)*norm_X/(L*sigma_r^2)", {"t >= 0", "i >= 1"}},
       {"gradient", "grad(i, t) <= 1.21*norm_X*sqrt(2*(loss(t) - loss_opt))/sqrt(d_y)", {"t >= 0", "i >= 1"}},
       {"largest of P", "lambda_max_P(t) <= 1.1^4*L*norm_X^2/d_y", {"t >= 0"}},
       {"smallest of P", "0.9^4*L*sigma_r^2/d_y <= lambda_min_P(t)", {"t >= 0"}},
       {"descent", "loss(t) <= loss(t - 1)", {"t >= 1"}}},
      "[parameters]\ndelta = 0.01\n[constants]\nC = '3*(8/log(1.1))^2'\n"
      "[let]\nB = '3*(1 + log(r/delta)/d_y + norm_W^2)*frob_X^2'\n");
  sketch.hypotheses.push_back({"width", "m >= C*srank*kappa^2*(d_y*(1 + norm_W^2) + log(r/delta))", {}});
  for (const char* id : {"spectrum-kappa1", "spectrum-kappa4"}) {
    CheckSetup setup;
    setup.depth = 4;
    setup.seeds = 2;
    setup.steps = 15;
    const CheckResult result = run_check(theorem_of(sketch), bundled_problem(id), setup);
    for (const ConclusionResult& claim : result.conclusions) {
      EXPECT_EQ(claim.verdict, Verdict::kHolds) << id << " " << claim.name;
      EXPECT_EQ(claim.steps, 15);
    }
  }
}

TEST(Claims, FalseInvariantsAreViolatedWithTheirPlace) {
  TheoremSketch sketch =
      claiming({{"too isometric", "sigma_max(j, i, t) <= (1 + 1e-9)*m^((j - i + 1)/2)", kProperLayers},
                {"no travel", "travel(i, t) <= 1e-9", {"t >= 0", "i >= 1"}},
                {"too flat", "lambda_max_P(t) <= L*norm_X^2/d_y/2", {"t >= 0"}}});
  CheckSetup setup;
  setup.depth = 4;
  setup.width = "100";
  setup.seeds = 2;
  setup.steps = 15;
  const CheckResult result = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
  for (const ConclusionResult& claim : result.conclusions) {
    EXPECT_EQ(claim.verdict, Verdict::kViolated) << claim.name;
    EXPECT_EQ(claim.failures, 2) << claim.name;
    ASSERT_TRUE(claim.worst) << claim.name;
    EXPECT_EQ(less(claim.worst->bound, claim.worst->observed), Truth::kTrue) << claim.name;
  }
  EXPECT_EQ(conclusion_of(result, "no travel").worst->at.at("t"), 1);  // not at t = 0, where it is 0
  EXPECT_EQ(conclusion_of(result, "too isometric").worst->at.size(), 3U);
  EXPECT_EQ(conclusion_of(result, "too flat").worst->at.at("t"), 0);
}

TEST(Claims, EveryObservableWorksOnADenseNetwork) {
  const TheoremSketch sketch = [] {
    TheoremSketch s = claiming({{"ordered", "0 <= sigma_min(j, i, t) <= sigma_max(j, i, t)", kLayers},
                                {"on data", "sigma_max_X(j, i, t) <= 1.0000001*sigma_max(j, i, t)", kLayers},
                                {"travel", "travel(i, t) >= 0", {"t >= 0", "i >= 1"}},
                                {"moves", "travel(i, t) > 0", {"t >= 1", "i >= 1"}},
                                {"gradient", "grad(i, t) > 0", {"t >= 0", "i >= 1"}},
                                {"P", "0 <= lambda_min_P(t) < lambda_max_P(t)", {"t >= 0"}},
                                {"stays", "travel(i, t) <= 0", {"t >= 0", "i >= 1"}}});
    s.init = "gaussian";
    return s;
  }();
  CheckSetup setup;
  setup.width = "6";
  setup.eta = "0.1max";
  setup.seeds = 2;
  setup.steps = 8;
  const CheckResult result = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
  EXPECT_EQ(result.network, "dense");
  for (const ConclusionResult& claim : result.conclusions) {
    EXPECT_EQ(claim.verdict, claim.name == "stays" ? Verdict::kViolated : Verdict::kHolds) << claim.name;
  }
}

TEST(Claims, DoNotObserveDefinitionsThatTheyDoNotUse) {
  TheoremSketch sketch;
  sketch.tables = "[let]\nstart = \"frob(1, 1, 0)\"\n";
  sketch.conclusions = {{"falls", "loss(t) <= loss(0)", {"t >= 0"}}};
  CheckSetup setup;
  setup.width = "1000";
  setup.eta = "0.001";
  setup.steps = 3;
  EXPECT_EQ(run_check(theorem_of(sketch), bundled_problem("spectrum-kappa1"), setup).verdict,
            Verdict::kHolds);
}

TEST(Claims, ThatNeedAllWeightsAreDescribedAndPricedAsDense) {
  const Theorem theorem = theorem_of(claiming({{"balance", "balance(1, t) >= 0", {"t >= 0"}}}));
  const Theorem reduced = theorem_of(claiming({{"loss", "loss(t) >= 0", {"t >= 0"}}}));
  const PreparedProblem& problem = bundled_problem("spectrum-kappa4");
  CheckSetup setup;
  setup.width = "100";
  setup.steps = 2;
  EXPECT_EQ(run_check(theorem, problem, setup).network, "dense");
  EXPECT_EQ(run_check(reduced, problem, setup).network, "reduced, width 7");
  Setting setting;
  setting.depth = 3;
  setting.width = 100;
  EXPECT_GT(operations_per_step(theorem, problem, setting),
            100.0 * operations_per_step(reduced, problem, setting));
}

TEST(Claims, PartialProductsAreIsometriesAtTheStart) {
  const TheoremSketch sketch = claiming({{"isometry",
                                          "abs(sigma_max(j, i, 0)/m^((j - i + 1)/2) - 1) <= 1e-12",
                                          {"1 <= i <= j <= L", "j - i < L - 1"}},
                                         {"from below",
                                          "abs(sigma_min(j, i, 0)/m^((j - i + 1)/2) - 1) <= 1e-12",
                                          {"1 <= i <= j <= L", "j - i < L - 1"}},
                                         {"but one", "abs(sigma_min(L, 1, 0)/m^(L/2) - 1) <= 1e-12", {}}});
  const PreparedProblem narrow(test::spectrum_problem({2.0, 1.75, 1.5, 1.0}, {5, 3}));
  for (const char* width : {"6", "50", "1e12"}) {  // 6 < r + d_y = 7: dense
    CheckSetup setup;
    setup.depth = 4;
    setup.width = width;
    setup.seeds = 3;
    setup.steps = 0;
    const CheckResult result = run_check(theorem_of(sketch), narrow, setup);
    EXPECT_EQ(result.network, std::string(width) == "6" ? "dense" : "reduced, width 7");
    EXPECT_EQ(conclusion_of(result, "isometry").verdict, Verdict::kHolds) << width;
    EXPECT_EQ(conclusion_of(result, "from below").verdict, Verdict::kHolds) << width;
    EXPECT_EQ(conclusion_of(result, "but one").verdict, Verdict::kViolated) << width;
  }
}

// Lets and other steps.

TEST(Claims, LetsMaySpeakOfTheStart) {
  const TheoremSketch sketch = claiming({{"near the start", "sigma_max(1, 1, t) <= 1.1*begin", {"t >= 0"}},
                                         {"below the start", "loss(t) <= first", {"t >= 0"}},
                                         {"far below", "loss(t) <= 1e-30*first", {"t >= 0"}}},
                                        "[let]\nbegin = 'sigma_max(1, 1, 0)'\nfirst = 'loss(0) + 1e-9'\n");
  CheckSetup setup;
  setup.width = "100000";
  setup.seeds = 2;
  setup.steps = 10;
  const CheckResult result = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
  EXPECT_EQ(conclusion_of(result, "near the start").verdict, Verdict::kHolds);
  EXPECT_EQ(conclusion_of(result, "below the start").verdict, Verdict::kHolds);
  EXPECT_EQ(conclusion_of(result, "far below").verdict, Verdict::kViolated);
}

std::string refusal(const std::string& claim, const std::vector<std::string>& for_all) {
  CheckSetup setup;
  setup.width = "50";
  setup.seeds = 2;
  setup.steps = 3;
  return message_of([&] {
    run_check(theorem_of(claiming({{"c", claim, for_all}})), bundled_problem("spectrum-kappa4"), setup);
  });
}

TEST(Claims, StepsThatARunDoesNotKnowAreRefused) {
  EXPECT_EQ(refusal("loss(t) <= 2*loss(t - 1) + loss(0)", {"t >= 1"}), "no error");
  EXPECT_EQ(refusal("travel(2, t) >= travel(2, 0)", {"t >= 0"}), "no error");
  EXPECT_EQ(refusal("travel(i, t) >= travel(i, 0)", {"t >= 0", "i >= 1"}), "no error");
  EXPECT_THAT(refusal("loss(t + 1) <= loss(t)", {"t >= 0"}),
              HasSubstr("loss at step 1: only the current step t"));
  EXPECT_THAT(refusal("loss(t - 1) <= loss(t)", {"t >= 0"}), HasSubstr("loss at step -1"));
  EXPECT_THAT(refusal("travel(2, t) >= travel(2, t - 1)", {"t >= 2"}), HasSubstr("travel at step 1"));
  EXPECT_EQ(refusal("travel(2, t) >= travel(2, 0)", {"t >= 1"}), "no error");
  EXPECT_THAT(refusal("travel(L + 1, t) >= 0", {"t >= 0"}), HasSubstr("found 4, expected 1 to L = 3"));
  EXPECT_THAT(refusal("sigma_max(1, 2, t) >= 0", {"t >= 0"}), HasSubstr("expected j >= i"));
}

TEST(Claims, TheWholeFirstLayerNeedsAWidthThatHoldsTheInputs) {
  const PreparedProblem wide_input(test::spectrum_problem({2.0, 1.0}, {12, 2}));
  CheckSetup setup;
  setup.width = "8";
  setup.steps = 1;
  const Theorem whole = theorem_of(claiming({{"c", "sigma_max(1, 1, t) >= 0", {"t >= 0"}}}));
  EXPECT_THAT(message_of([&] { run_check(whole, wide_input, setup); }), HasSubstr("need width >= d_x = 12"));
  const Theorem on_data = theorem_of(claiming({{"c", "sigma_max_X(1, 1, t) >= 0", {"t >= 0"}}}));
  EXPECT_EQ(run_check(on_data, wide_input, setup).verdict, Verdict::kHolds);
}

TEST(Claims, MixedConditionsOnLayersAndSteps) {
  const TheoremSketch sketch = claiming({{"late layers", "travel(i, t) > 0", {"t >= i", "i >= 1"}},
                                         {"all at once", "travel(i, t) > 0", {"t >= i - 1", "i >= 1"}}});
  CheckSetup setup;
  setup.width = "50";
  setup.seeds = 1;
  setup.steps = 5;
  const CheckResult result = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
  EXPECT_EQ(conclusion_of(result, "late layers").verdict, Verdict::kHolds);
  const ConclusionResult& at_zero = conclusion_of(result, "all at once");  // fails at i = 1, t = 0
  EXPECT_EQ(at_zero.verdict, Verdict::kViolated);
  EXPECT_EQ(at_zero.worst->at, (Binding{{"i", 1}, {"t", 0}}));
}

TEST(Claims, TheObservedSideIsTheOneWithAnObservable) {
  const TheoremSketch sketch =
      claiming({{"left", "loss(t) >= 0", {"t >= 0"}}, {"right", "0 <= loss(t)", {"t >= 0"}}});
  CheckSetup setup;
  setup.width = "50";
  setup.steps = 1;
  const CheckResult result = run_check(theorem_of(sketch), bundled_problem("spectrum-kappa4"), setup);
  for (const ConclusionResult& claim : result.conclusions) {
    ASSERT_TRUE(claim.worst);
    EXPECT_EQ(claim.worst->relation, ">=") << claim.name;
    EXPECT_EQ(upper(claim.worst->bound), 0) << claim.name;
    EXPECT_GT(lower(claim.worst->observed), 0) << claim.name;
  }
}

}  // namespace
}  // namespace plumbline
