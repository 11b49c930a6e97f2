// The search finds what is false, shrinks it, and never confirms what is true.
#include "plumbline/falsify/search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "plumbline/falsify/search_json.hpp"
#include "plumbline/falsify/trial_source.hpp"
#include "plumbline/numeric/error.hpp"
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
    EXPECT_GT(result.unconfirmed + result.not_tested, 20) << probability;  // runs did fail
    EXPECT_GT(result.not_tested, 0) << probability;  // most of them were not looked into
    EXPECT_LE(result.unconfirmed, 16) << probability;
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
  StopFlag stop;
  request.stop = &stop;
  int batches = 0;
  request.progress = [&](std::int64_t, std::int64_t, std::optional<double>) {
    if (++batches == 2) stop.raise();
  };
  const SearchResult stopped = search_counterexample(theorem, request);
  EXPECT_TRUE(stopped.stopped);
  EXPECT_LT(stopped.tried, 1000);
  request.stop = nullptr;
  request.seconds = 0.0;
  EXPECT_TRUE(search_counterexample(theorem, request).stopped);
}

TEST(Search, LooksAtTheClockBeforeEveryTrial) {
  const Theorem theorem = theorem_from_tree("tests/mutants/rate-times-six.toml");
  const SearchResult found = search_counterexample(theorem, request_of(500));
  SearchRequest request = request_of(100);
  request.starts.assign(64, found.counterexample->trial);
  request.seconds = 0.0;
  const SearchResult result = search_counterexample(theorem, request);
  EXPECT_EQ(result.tried, 0);
  EXPECT_TRUE(result.stopped);
}

TEST(Search, EndsInTheMiddleOfATrialAndCountsWhatItDidNotTest) {
  const Theorem theorem = theorem_of(loss_below_its_mean("0.1"));
  StopFlag stop;
  const TrialRunner runner(theorem, &stop);
  SearchRequest request = request_of(64);
  request.stop = &stop;
  const SearchResult all = search_counterexample(theorem, request);
  ASSERT_GT(all.not_tested, 0);
  EXPECT_FALSE(all.stopped);
  // All starts that fail are offered, whatever their number.
  const TrialSource source(runner, 0);
  for (std::uint64_t i = 0; i < 40; ++i) {
    RandomStream stream(7, 7, i);
    request.starts.push_back(source.draw(stream));
  }
  request.budget = 1;
  const SearchResult started = search_counterexample(theorem, request);
  EXPECT_GT(started.unconfirmed, 4);
  EXPECT_EQ(started.not_tested, 0);
  // Raised while the first of them is confirmed: what is left is counted, and no run goes on.
  const Theorem certain = theorem_of(loss_below_its_mean("0.95"));
  request.budget = 1000;
  request.accept = [&](const Confirmed&) {
    stop.raise();
    return false;
  };
  const SearchResult ended = search_counterexample(certain, request);
  EXPECT_FALSE(ended.counterexample);
  EXPECT_TRUE(ended.stopped);
  EXPECT_EQ(ended.unconfirmed, 1);
  EXPECT_GT(ended.not_tested, 0);
  EXPECT_THROW(runner.try_out(request.starts.front(), 1e9), Stopped);
  CheckRequest check;
  check.rigor = Rigor::kEnclosed;
  EXPECT_THROW(runner.check(request.starts.front(), check), Stopped);
}

TEST(Search, EveryTheoremTestsAtSeedsOfItsOwn) {
  std::set<std::uint64_t> seeds;
  for (const char* probability : {"0.95", "0.96"}) {
    const Theorem theorem = theorem_of(loss_below_its_mean(probability));
    SearchRequest request = request_of(256);
    request.shrink_seconds = 0.0;
    const SearchResult result = search_counterexample(theorem, request);
    ASSERT_TRUE(result.counterexample);
    EXPECT_GE(result.counterexample->result.check->seed, kFreshSeeds);
    seeds.insert(result.counterexample->result.check->seed);
  }
  EXPECT_GT(*seeds.rbegin() - *seeds.begin(), 1000U);
}

TEST(Search, NoTheoremIsToldAnInternalError) {
  int refused = 0;
  for (const char* folder : {"data/theorems", "tests/mutants"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(PLUMBLINE_ROOT) / folder)) {
      if (entry.path().extension() != ".toml" || entry.path().stem() == "settings") continue;
      const Theorem theorem = read_theorem(entry.path());
      SearchRequest request = request_of(1);
      request.shrink_seconds = 0.0;
      if (theorem.network != "memorizing") {
        EXPECT_NO_THROW(search_counterexample(theorem, request)) << entry.path();
        continue;
      }
      ++refused;
      EXPECT_THROW(search_counterexample(theorem, request), InputError) << entry.path();
    }
  }
  EXPECT_GT(refused, 3);
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
