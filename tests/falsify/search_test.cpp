// The search finds what is false, shrinks it, and never confirms what is true.
#include "plumbline/falsify/search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/falsify/search_json.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::theorem_from_tree;
using test::theorem_of;
using test::TheoremSketch;

SearchRequest request_of(std::int64_t budget, unsigned threads = 2) {
  SearchRequest request;
  request.budget = budget;
  request.threads = threads;
  request.shrink_seconds = 1000.0;  // small cases end long before: the result does not depend on the time
  return request;
}

/// The initial loss exceeds its mean in about every other run.
TheoremSketch loss_below_its_mean(const std::string& probability) {
  TheoremSketch sketch;
  sketch.probability = probability;
  sketch.hypotheses = {{"width", "m >= d_x + d_y", {}}, {"step size", "eta <= d_y/(2*L*norm_X^2)", {}}};
  sketch.conclusions = {{"start", "loss(0) - loss_opt <= (frob_X^2 + frob_Y^2)/2", {}}};
  return sketch;
}

TEST(Search, FindsThePlantedFaultsFromTheTheoremFileAloneAndShrinksThem) {
  // Among them one input, whitened inputs with a symmetric target, a diagonal network, a claim about t ==
  // L*L.
  for (const char* mutant : {"rate-times-six", "step-times-eight", "bartlett-every-symmetric-target",
                             "shamir-near-identity-learns-all", "diagonal-scale-grows"}) {
    const Theorem theorem = theorem_from_tree(std::string("tests/mutants/") + mutant + ".toml");
    const SearchResult result = search_counterexample(theorem, request_of(2000));
    ASSERT_TRUE(result.counterexample) << mutant;
    const Confirmed& found = *result.counterexample;
    EXPECT_EQ(found.trial.depth, 2) << mutant;
    const CheckResult& check = *found.result.check;
    for (const HypothesisResult& hypothesis : check.hypotheses)
      EXPECT_EQ(hypothesis.truth, Truth::kTrue) << mutant << ": " << hypothesis.name;
    EXPECT_EQ(check.conclusions[found.conclusion].verdict, Verdict::kViolated) << mutant;
    EXPECT_GT(check.conclusions[found.conclusion].confirmed, 0) << mutant;
  }
}

TEST(Search, WhatIsTrueIsNotFalsified) {
  for (const char* file : {"data/theorems/hxp2020-4.1.toml", "tests/twins/rate-times-two.toml"}) {
    const SearchResult result = search_counterexample(theorem_from_tree(file), request_of(400));
    EXPECT_FALSE(result.counterexample) << file;
    EXPECT_EQ(result.tried, 400);
    EXPECT_GT(result.ran, 200) << file;  // the hypotheses are solved for, not hoped for
    ASSERT_TRUE(result.closest_conclusion()) << file;
    EXPECT_GT(result.closest[*result.closest_conclusion()]->margin.score, 0.0) << file;
    EXPECT_FALSE(result.history.empty());
  }
}

TEST(Search, TheDocumentDoesNotDependOnTheThreads) {
  const Theorem theorem = theorem_from_tree("data/theorems/hxp2020-4.1.toml");
  const auto document = [&](unsigned threads) {
    const SearchRequest request = request_of(330, threads);  // with descents
    return search_json(theorem, "x", request, search_counterexample(theorem, request), "").dump();
  };
  EXPECT_EQ(document(1), document(3));
}

TEST(Search, ComesCloserThanItsFirstTrials) {
  const Theorem theorem = theorem_from_tree("data/theorems/hxp2020-4.1.toml");
  const SearchResult result = search_counterexample(theorem, request_of(500));
  ASSERT_GT(result.history.size(), 2U);
  EXPECT_LT(result.history.back().second, result.history.front().second);
  for (std::size_t i = 1; i < result.history.size(); ++i)
    EXPECT_LT(result.history[i].second, result.history[i - 1].second);
}

TEST(Search, AFewUnluckyRunsRefuteNoProbability) {
  for (const char* probability : {"0.1", "0.3"}) {
    const SearchResult result =
        search_counterexample(theorem_of(loss_below_its_mean(probability)), request_of(256));
    EXPECT_FALSE(result.counterexample) << probability;
    EXPECT_GT(result.unconfirmed, 20) << probability;  // runs did fail
  }
  EXPECT_TRUE(search_counterexample(theorem_of(loss_below_its_mean("0.95")), request_of(256)).counterexample);
}

TEST(Search, TellsTheFirstFailureAtOnceAndEveryImprovement) {
  const Theorem theorem = theorem_from_tree("tests/mutants/rate-times-six.toml");
  SearchRequest request = request_of(500);
  std::vector<Trial> told;
  request.found = [&](const Confirmed& found) { told.push_back(found.trial); };
  const SearchResult result = search_counterexample(theorem, request);
  ASSERT_GT(told.size(), 1U);
  EXPECT_TRUE(told.back() == result.counterexample->trial);
  // Without time for shrinking the first one is what remains.
  request.shrink_seconds = 0.0;
  request.found = {};
  EXPECT_TRUE(search_counterexample(theorem, request).counterexample->trial == told.front());
}

TEST(Search, EndsWhenItIsToldTo) {
  const Theorem theorem = theorem_from_tree("data/theorems/hxp2020-4.1.toml");
  SearchRequest request = request_of(100000);
  int asked = 0;
  request.stop = [&] { return ++asked > 2; };
  const SearchResult stopped = search_counterexample(theorem, request);
  EXPECT_TRUE(stopped.stopped);
  EXPECT_LT(stopped.tried, 1000);
  request.stop = {};
  request.seconds = 0.0;
  EXPECT_TRUE(search_counterexample(theorem, request).stopped);
}

TEST(Search, TriesItsStartsFirst) {
  const Theorem theorem = theorem_from_tree("tests/mutants/rate-times-six.toml");
  const SearchResult found = search_counterexample(theorem, request_of(500));
  SearchRequest request = request_of(1);
  request.starts = {found.counterexample->trial};
  const SearchResult again = search_counterexample(theorem, request);
  EXPECT_EQ(again.tried, 1);
  ASSERT_TRUE(again.counterexample);
  EXPECT_TRUE(again.counterexample->trial == found.counterexample->trial);
}

TEST(Search, LooksOnForACounterexampleThatIsWanted) {
  const Theorem theorem = theorem_from_tree("tests/mutants/rate-times-six.toml");
  SearchRequest request = request_of(500);
  request.accept = [](const Confirmed& found) { return found.trial.depth >= 5; };
  const SearchResult result = search_counterexample(theorem, request);
  ASSERT_TRUE(result.counterexample);
  EXPECT_EQ(result.counterexample->trial.depth, 5);
}

TEST(Search, HypothesesThatNothingMeetsAreSaidToBeNotReached) {
  TheoremSketch sketch;
  sketch.hypotheses = {{"never", "m <= 0", {}}};
  const SearchResult result = search_counterexample(theorem_of(sketch), request_of(64));
  EXPECT_EQ(result.ran, 0);
  EXPECT_FALSE(result.closest_conclusion());
}

TEST(MarginMap, KeepsTheLeastOfEachRange) {
  MarginMap map;
  map.add(2, 1.0, 0.5);
  map.add(2, 1.0, 0.25);
  map.add(2, 1.0, std::nullopt);
  map.add(90, 1e6, 1.0);
  ASSERT_EQ(map.cells.size(), 2U);
  const auto& first = map.cells.begin()->second;
  EXPECT_EQ(first.trials, 3);
  EXPECT_EQ(first.least, 0.25);
  EXPECT_EQ(map.cells.rbegin()->first,
            std::pair(MarginMap::depths().size() - 1, MarginMap::kappas().size() - 1));
}

}  // namespace
}  // namespace plumbline
