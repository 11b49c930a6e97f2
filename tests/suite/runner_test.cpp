#include "plumbline/suite/runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <set>
#include <thread>

#include "plumbline/verdict/resolve.hpp"
#include "suite/small_suites.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::data_path;
using test::mixed_suite;
using test::small_suite;
using test::small_sweep;
using test::SuiteBench;
using testing::ElementsAre;
using testing::HasSubstr;
using Json = nlohmann::ordered_json;

RunOptions on_threads(unsigned threads) {
  RunOptions options;
  options.threads = threads;
  return options;
}

RunOptions of_shard(std::int64_t index, std::int64_t count) {
  RunOptions options;
  options.shard = {index, count};
  return options;
}

RunOptions fail_fast() {
  RunOptions options;
  options.fail_fast = true;
  return options;
}

TEST(PlanCells, GoesThroughTheGridInItsOwnOrder) {
  const SuiteBench bench(small_suite());
  const SuiteGrid& grid = bench.suite.grids.at(0);
  ASSERT_EQ(bench.plan.cells.size(), 16U);
  std::size_t index = 0;
  for (const std::string& problem : grid.problems) {
    for (const std::int64_t depth : grid.depths) {
      for (const std::string& width : grid.widths) {
        for (const std::string& eta : grid.etas) {
          const Json& config = bench.plan.cells[index++].config;
          EXPECT_EQ(config.at("problem"), problem);
          EXPECT_EQ(config.at("depth"), depth);
          EXPECT_EQ(config.at("width"), width);
          EXPECT_EQ(config.at("eta"), eta);
        }
      }
    }
  }
}

TEST(RunPlan, ATheoremOfASweepGoesBesideTheRunsOfItsInitialisation) {
  Suite suite = small_sweep();
  suite.trajectories.front().theorem = data_path("theorems/hxp2020-4.1.toml");
  const SuiteBench bench(suite);
  bench.run("s");
  const SuiteBench plain(small_sweep());
  plain.run("s");
  const Json with = bench.document("s").at("trajectories");
  const Json without = plain.document("s").at("trajectories");
  ASSERT_EQ(with.size(), without.size());
  for (std::size_t i = 0; i < with.size(); ++i) {
    Json trajectory = with.at(i).at("trajectory");
    EXPECT_EQ(trajectory.contains("theorem"), with.at(i).at("init") == "orthogonal");
    if (trajectory.contains("theorem")) {
      EXPECT_EQ(trajectory.at("theorem").at("id"), "hxp2020-4.1");
      const Theorem theorem = test::theorem_from_tree("data/theorems/hxp2020-4.1.toml");
      const ResolvedSetting at = resolve_setting(
          theorem, bench.inputs.prepared(suite.trajectories.front().problems.front()),
          with.at(i).at("depth").get<std::int64_t>(), parse_width("threshold"), parse_step("max"), {});
      EXPECT_EQ(trajectory.at("theorem").at("min_width"), at.setting.width.str());
      trajectory.erase("theorem");
    }
    EXPECT_EQ(trajectory, without.at(i).at("trajectory"));
  }
}

TEST(RunPlan, ATheoremOfNoInitialisationOfItsSweepIsRefused) {
  Suite suite = small_sweep();
  suite.trajectories.front().theorem = data_path("theorems/wu2019-zas.toml");
  EXPECT_THAT(
      message_of([&] { const SuiteInputs inputs(suite); }),
      HasSubstr("which speaks of init 'zero-asymmetric', expected one that speaks of an init of this grid "
                "(orthogonal, gaussian)"));
}

std::set<std::string> ids_of(const SuiteBench& bench) {
  std::set<std::string> ids;
  for (const Cell& cell : bench.plan.cells) ids.insert(cell.id);
  return ids;
}

TEST(PlanCells, AnIdStandsForEverythingTheResultDependsOn) {
  const SuiteBench first(mixed_suite());
  const std::set<std::string> ids = ids_of(first);
  EXPECT_EQ(ids.size(), 28U);
  EXPECT_EQ(ids_of(SuiteBench(mixed_suite())), ids);
  const auto shares = [&](const std::function<void(Suite&)>& change) {
    Suite suite = mixed_suite();
    change(suite);
    const std::set<std::string> others = ids_of(SuiteBench(suite));
    return std::any_of(ids.begin(), ids.end(), [&](const auto& id) { return others.contains(id); });
  };
  EXPECT_FALSE(shares([](Suite& s) {
    s.grids[0].seeds = 3;
    s.trajectories[0].snapshots = {10, 70};
  }));
  EXPECT_FALSE(shares([](Suite& s) {
    s.confidence = 0.9;
    s.trajectories[0].floor = 1e-12;
  }));
  EXPECT_FALSE(shares([](Suite& s) {
    s.grids[0].rigor = "enclosed";
    s.trajectories[0].seed_axis = {1};
  }));
  EXPECT_TRUE(shares([](Suite& s) { s.title = "another"; }));
}

TEST(PlanCells, AnIdChangesWithTheTextOfTheTheorem) {
  const TempFolder folder;
  test::TheoremSketch sketch;
  Suite suite = small_suite();
  suite.grids[0].theorems = {folder.write("t.toml", theorem_text(sketch)).string()};
  const std::set<std::string> before = ids_of(SuiteBench(suite));
  folder.write("t.toml", theorem_text(sketch) + "\n# a remark\n");
  const std::set<std::string> after = ids_of(SuiteBench(suite));
  for (const std::string& id : before) EXPECT_FALSE(after.contains(id));
}

TEST(RunningOrder, IsAPermutationOfItsOwnForEverySeed) {
  std::vector<std::size_t> order = running_order(100, 3);
  EXPECT_EQ(running_order(100, 3), order);
  EXPECT_NE(running_order(100, 4), order);
  std::sort(order.begin(), order.end());
  for (std::size_t i = 0; i < order.size(); ++i) EXPECT_EQ(order[i], i);
  EXPECT_TRUE(running_order(0, 1).empty());
}

TEST(RunPlan, VerdictsAreThoseOfTheChecks) {
  const SuiteBench bench(small_suite());
  const RunReport report = bench.run("s", on_threads(2));
  EXPECT_EQ(report.ran, 16);
  EXPECT_EQ(report.left, 0);
  const Json document = bench.document("s");
  ASSERT_EQ(document.at("cells").size(), 16U);
  for (const Json& cell : document.at("cells")) {
    EXPECT_EQ(cell.at("check").at("depth"), cell.at("depth"));
    EXPECT_EQ(cell.at("check").at("verdict"), cell.at("width") == "threshold" ? "holds" : "vacuous");
  }
}

TEST(RunPlan, GridsHaveTheirOwnSeedsStepsAndRigor) {
  Suite suite = small_suite();
  SuiteGrid& first = suite.grids[0];
  first.problems = {data_path("problems/spectrum-kappa1.toml")};
  first.depths = {3};
  first.widths = {"64"};
  first.etas = {"max"};
  suite.grids.push_back(first);
  suite.grids[1].seeds = 3;
  suite.grids[1].steps = 6;
  suite.grids[1].seed_axis = {7, 8};
  suite.grids[1].rigor = "enclosed";
  const SuiteBench bench(suite);
  bench.run("s");
  const Json cells = bench.document("s").at("cells");
  ASSERT_EQ(cells.size(), 3U);
  EXPECT_EQ(cells[0].at("check").at("seeds"), 2);
  EXPECT_EQ(cells[0].at("check").at("steps"), 5);
  EXPECT_EQ(cells[0].at("check").at("conclusions")[0].at("how"), "sampled");
  for (const std::size_t i : {1U, 2U}) {
    EXPECT_EQ(cells[i].at("check").at("seeds"), 3);
    EXPECT_EQ(cells[i].at("check").at("seed"), 6 + i);
    EXPECT_NE(cells[i].at("check").at("conclusions")[0].at("how"), "sampled");
  }
}

TEST(RunPlan, TheConfidenceCoversAllClaimsTogether) {
  Suite suite = small_suite();  // 16 cells of a theorem with two probability claims
  suite.confidence = 0.9;
  const SuiteBench bench(suite);
  bench.run("s", on_threads(2));
  for (const Json& cell : bench.document("s").at("cells")) {
    for (const Json& conclusion : cell.at("check").at("conclusions")) {
      EXPECT_NEAR(conclusion.at("failure_probability").at("confidence").get<double>(), 1.0 - 0.1 / 32, 1e-12);
    }
  }
}

TEST(RunPlan, TheDocumentIsTheSameForThreadsShardsAndInterruptions) {
  const SuiteBench bench(mixed_suite());
  bench.run("one");
  const std::string expected = bench.document("one").dump();
  EXPECT_EQ(Json::parse(expected).at("missing"), 0);

  bench.run("seven", on_threads(7));
  EXPECT_EQ(bench.document("seven").dump(), expected);

  const RunReport first = bench.run("a", of_shard(1, 2));
  const RunReport second = bench.run("b", of_shard(2, 2));
  EXPECT_EQ(first.ran, 14);
  EXPECT_EQ(second.ran, 14);
  EXPECT_EQ(bench.document("a").at("missing"), 14);
  for (const Json& transition : bench.document("a").at("transitions")) {  // only whole rows of the grid
    for (const Json& depth : transition.at("depths")) {
      const Json trajectories = bench.document("a").at("trajectories");
      EXPECT_EQ(std::count_if(trajectories.begin(), trajectories.end(),
                              [&](const Json& cell) {
                                return cell.at("init") == transition.at("init") &&
                                       cell.at("depth") == depth.at("depth");
                              }),
                3);
    }
  }
  EXPECT_NE(bench.document("a").dump(), expected);
  Store whole =
      Store::open_or_create(bench.file("whole"), bench.plan.suite, Store::open(bench.file("a")).cells());
  EXPECT_EQ(whole.take_over(Store::open(bench.file("a"))), 14);
  EXPECT_EQ(whole.take_over(Store::open(bench.file("b"))), 14);
  EXPECT_EQ(whole.take_over(Store::open(bench.file("b"))), 0);
  EXPECT_EQ(bench.document("whole").dump(), expected);

  StopFlag stop;
  RunOptions five;
  five.on_result = [&, ran = 0](const Cell&, const CellResult&) mutable {
    if (++ran == 5) stop.raise();
  };
  {
    Store store = open_store(bench.file("stopped"), bench.plan, Start::kResume);
    const RunReport report = run_plan(bench.plan, bench.inputs, store, five, stop);
    EXPECT_EQ(report.ran, 5);
    EXPECT_EQ(report.left, 23);
    EXPECT_EQ(store.finished_count(), 5);
  }
  EXPECT_EQ(bench.run("stopped").ran, 23);
  EXPECT_EQ(bench.document("stopped").dump(), expected);
}

TEST(RunPlan, AStopFlagEndsRunningCellsAndKeepsNothingOfThem) {
  Suite suite = small_sweep();
  suite.trajectories[0].snapshots = {1'000'000};
  suite.trajectories[0].widths = {"40"};
  suite.trajectories[0].inits = {"gaussian"};
  suite.trajectories[0].etas = {"1e-9"};  // nothing ends these early
  const SuiteBench bench(suite);
  StopFlag stop;
  Store store = open_store(bench.file("s"), bench.plan, Start::kFresh);
  std::thread raise([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    stop.raise();
  });
  const RunReport report = run_plan(bench.plan, bench.inputs, store, on_threads(2), stop);
  raise.join();
  EXPECT_EQ(report.ran, 0);
  EXPECT_EQ(report.left, 2);
  EXPECT_EQ(store.finished_count(), 0);
}

TEST(RunPlan, ARefusedCellKeepsItsMessageAndStopsNoOther) {
  const TempFolder folder;
  test::TheoremSketch sketch;  // no hypothesis limits the step
  sketch.hypotheses = {{"width", "m >= d_x", {}}};
  Suite suite = small_suite();
  SuiteGrid& grid = suite.grids[0];
  grid.theorems = {folder.write("sketch.toml", theorem_text(sketch)).string()};
  grid.problems = {data_path("problems/spectrum-kappa1.toml")};
  grid.depths = {2};
  grid.widths = {"64"};
  grid.etas = {"0.1", "max", "0.2"};
  const SuiteBench bench(suite);
  EXPECT_EQ(bench.run("s").ran, 3);
  const Json cells = bench.document("s").at("cells");
  EXPECT_TRUE(cells.at(0).at("error").is_null());
  EXPECT_TRUE(cells.at(1).at("check").is_null());
  EXPECT_EQ(cells.at(1).at("error"),
            "theorem sketch: eta = max, but no hypothesis limits the step; give a number");
  EXPECT_FALSE(cells.at(2).at("check").is_null());

  RunOptions again;
  again.only = {"failed"};
  std::vector<std::string> ran;
  again.on_result = [&](const Cell& cell, const CellResult&) { ran.push_back(cell.config.at("eta")); };
  bench.run("s", again);
  EXPECT_THAT(ran, ElementsAre("max"));
  EXPECT_EQ(bench.document("s").at("cells"), cells);

  const RunReport hasty = bench.run("hasty", fail_fast());
  EXPECT_GE(hasty.ran, 1);
  const Json seen = bench.document("hasty").at("cells");
  EXPECT_FALSE(seen.back().at("error").is_null() && seen.size() == 3U);
}

TEST(RunPlan, TheDocumentTellsAnInternalFaultFromARefusal) {
  const SuiteBench bench(small_suite());
  Store store = open_store(bench.file("s"), bench.plan, Start::kFresh);
  store.put(bench.plan.cells[0].id, {"failed", {{"error", "a fault"}, {"internal", true}}}, 0.0,
            Json::object());
  store.put(bench.plan.cells[1].id, {"failed", {{"error", "a refusal"}, {"internal", false}}}, 0.0,
            Json::object());
  const Json cells = results_document(store).at("cells");
  EXPECT_EQ(cells.at(0).at("internal"), true);
  EXPECT_FALSE(cells.at(1).contains("internal"));
}

TEST(RunPlan, ANetworkThatIsWrittenDownTakesTheUsualWidthsAndSteps) {
  Suite suite;
  suite.id = "written-down";
  suite.grids.resize(1);
  SuiteGrid& grid = suite.grids.front();
  grid.theorems = {test::data_path("theorems/park2021-1.toml")};
  grid.problems = {test::data_path("problems/iris-sepal-width.toml")};
  grid.depths = {3};
  grid.widths = {"threshold"};
  grid.etas = {"max"};
  grid.seeds = 1;
  const SuiteBench bench(suite);
  bench.run("s");
  const Json cell = bench.document("s").at("cells").at(0);
  ASSERT_FALSE(cell.at("check").is_null()) << cell.at("error");
  EXPECT_EQ(cell.at("check").at("verdict"), "vacuous");  // as plumb check without a setting
  EXPECT_EQ(cell.at("check").at("depth"), 2);
}

TEST(RunPlan, TheDocumentTellsOfHowManyClaimsACellsAre) {
  const SuiteBench bench(small_suite());  // 16 cells of a theorem with two probability claims
  bench.run("s");
  for (const Json& cell : bench.document("s").at("cells")) EXPECT_EQ(cell.at("claims"), 32);
}

TEST(RunPlan, EqualCellsAreRunOnceAndShownAtEveryPlace) {
  Suite suite = small_sweep();
  suite.trajectories.push_back(suite.trajectories.front());
  const SuiteBench bench(suite);
  EXPECT_EQ(bench.run("s").ran, 12);
  const Json cells = bench.document("s").at("trajectories");
  ASSERT_EQ(cells.size(), 24U);
  EXPECT_EQ(cells[0], cells[12]);
}

TEST(RunPlan, ReportsProgressCellByCell) {
  const SuiteBench bench(small_sweep());
  std::vector<std::int64_t> seen;
  double left = -1.0;
  RunOptions options = on_threads(3);
  options.progress = [&](const Progress& progress) {
    EXPECT_EQ(progress.total, 12);
    EXPECT_GE(progress.seconds_left, 0.0);
    seen.push_back(progress.done);
    left = progress.seconds_left;
  };
  bench.run("s", options);
  EXPECT_THAT(seen, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
  EXPECT_LT(left, 1e-6);
}

TEST(SuiteInputsOfASuite, WhatCannotBeReadIsRefusedBeforeAnythingRuns) {
  Suite suite = small_suite();
  suite.grids.at(0).problems.push_back(data_path("no-such-problem.toml"));
  EXPECT_THAT(message_of([&] { SuiteInputs inputs(suite); }),
              HasSubstr("no-such-problem.toml: no such file"));
}

TEST(MakePlan, KnowsWhatEveryBundledSuiteCosts) {
  for (const char* name : {"standard", "catalogue", "figure1", "figure1-small", "figure1-gaussian"}) {
    const Suite suite =
        read_suite(std::filesystem::path(PLUMBLINE_ROOT) / "data/suites" / (std::string(name) + ".toml"));
    const SuiteInputs inputs(suite);
    const Plan plan = make_plan(suite, inputs);
    EXPECT_GT(plan.cells.size(), 30U) << name;
    for (const Cell& cell : plan.cells) EXPECT_GT(cell.operations, 0.0) << name << ": " << cell.config.dump();
  }
}

TEST(OpenStore, NeverReplacesAnUnfinishedRunUnasked) {
  const SuiteBench bench(small_sweep());
  bench.run("s", of_shard(1, 3));
  const auto open = [&](Start start) {
    return open_store(bench.file("s"), bench.plan, start).finished_count();
  };
  EXPECT_THAT(message_of([&] { open(Start::kFresh); }),
              HasSubstr("holds 4 of 12 cells of an unfinished run; --resume goes on with it, --restart"));
  EXPECT_EQ(open(Start::kResume), 4);
  bench.run("s");
  EXPECT_EQ(open(Start::kResume), 12);
  EXPECT_EQ(open(Start::kFresh), 0);  // a finished run gives the same bytes again
  EXPECT_EQ(open(Start::kFresh), 0);
  bench.run("s", of_shard(1, 3));
  EXPECT_EQ(open(Start::kRestart), 0);
  EXPECT_EQ(open(Start::kAgain), 0);
  EXPECT_THAT(message_of([&] { open_store(bench.file("none"), bench.plan, Start::kAgain); }),
              HasSubstr("none: not found"));
  Suite other = small_sweep();
  other.trajectories[0].snapshots = {10};
  const SuiteBench another(other);
  EXPECT_THAT(message_of([&] { open_store(bench.file("s"), another.plan, Start::kResume); }),
              HasSubstr("holds another suite"));
}

TEST(ParseShard, TakesIOfN) {
  EXPECT_EQ(parse_shard("2/3").index, 2);
  EXPECT_EQ(parse_shard("2/3").count, 3);
  for (const char* text : {"", "2", "0/3", "4/3", "1/0", "1/3x", "a/3", "1/", "/3", "-1/3"}) {
    EXPECT_THAT(message_of([&] { parse_shard(text); }), HasSubstr("expected I/N with 1 <= I <= N")) << text;
  }
}

TEST(ParseVerdicts, TakesAList) {
  EXPECT_THAT(parse_verdicts("violated,failed"), ElementsAre("failed", "violated"));
  for (const char* text : {"", "bad", "violated,", "violated;failed"}) {
    EXPECT_THAT(message_of([&] { parse_verdicts(text); }), HasSubstr("expected verdicts such as")) << text;
  }
}

}  // namespace
}  // namespace plumbline
