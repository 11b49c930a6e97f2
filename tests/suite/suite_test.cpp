#include "plumbline/suite/suite.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "problem/temp_folder.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const std::string kRoot = PLUMBLINE_ROOT;
const std::string kTheorem = kRoot + "/data/theorems/hxp2020-4.1.toml";
const std::string kKappa1 = kRoot + "/data/problems/spectrum-kappa1.toml";
const std::string kKappa4 = kRoot + "/data/problems/spectrum-kappa4.toml";

const std::string kSmallest =
    "id = 's'\ntheorems = ['a']\nproblems = ['p']\ndepths = [2]\nwidths = ['threshold']\n";

/// The smallest suite with a line put in place of the one that starts with the same key.
std::string with_line(const std::string& line) {
  const std::string key = line.substr(0, line.find(' '));
  std::string text = kSmallest;
  const std::size_t begin = text.find(key + " =");
  if (begin == std::string::npos) return text + line + "\n";
  return text.replace(begin, text.find('\n', begin) - begin, line);
}

std::string refusal(const std::string& text) {
  const TempFolder folder;
  const auto file = folder.write("s.toml", text);
  return folder.shortened(message_of([&] { read_suite(file); }));
}

// Reading.

TEST(ReadSuite, TakesEveryKeyAndTheDefaults) {
  const TempFolder folder;
  const Suite smallest = read_suite(folder.write("s.toml", kSmallest));
  EXPECT_EQ(smallest.id, "s");
  EXPECT_EQ(smallest.title, "");
  EXPECT_THAT(smallest.grids.at(0).etas, ElementsAre("max"));
  EXPECT_EQ(smallest.grids.at(0).seeds, 5);
  EXPECT_EQ(smallest.seed, 0U);
  EXPECT_FALSE(smallest.grids.at(0).steps);
  const Suite full = read_suite(
      folder.write("f.toml",
                   "id = 'f'\ntitle = 'T'\ntheorems = ['a', 'b']\nproblems = ['p', 'q']\ndepths = [2, 32]\n"
                   "widths = ['threshold', 64, '1e9', '2*threshold']\netas = ['max', 0.125, '0.5max', "
                   "1]\nseeds = 3\nseed = 4\nsteps = 0\n"));
  EXPECT_EQ(full.title, "T");
  EXPECT_THAT(full.grids.at(0).theorems, ElementsAre("a", "b"));
  EXPECT_THAT(full.grids.at(0).problems, ElementsAre("p", "q"));
  EXPECT_THAT(full.grids.at(0).depths, ElementsAre(2, 32));
  EXPECT_THAT(full.grids.at(0).widths, ElementsAre("threshold", "64", "1e9", "2*threshold"));
  EXPECT_THAT(full.grids.at(0).etas, ElementsAre("max", "0.125", "0.5max", "1"));
  EXPECT_EQ(full.grids.at(0).seeds, 3);
  EXPECT_EQ(full.seed, 4U);
  EXPECT_EQ(full.grids.at(0).steps, std::optional<std::int64_t>(0));
}

struct BadSuite {
  std::string text, message;
};

TEST(ReadSuite, RefusesWithOneClearMessage) {
  const std::string width =
      "expected a positive integer up to 1e60 such as 64 or 1e9, 'threshold' or 'K*threshold'";
  const std::string step = "expected a positive number, 'max' or a multiple such as '0.5max'";
  for (const auto& [text, message] : {
           BadSuite{with_line("id = 3"),
                    "DIR/s.toml: line 1: key 'id': found the integer 3, expected text in quotes"},
           {with_line("theorems = []"),
            "DIR/s.toml: line 2: key 'theorems': found a list of 0, expected at least one entry"},
           {with_line("theorems = 'a'"),
            "DIR/s.toml: line 2: key 'theorems': found text \"a\", expected a list [ … ]"},
           {with_line("problems = [1]"),
            "DIR/s.toml: line 3: key 'problems[1]': found the integer 1, expected text in quotes"},
           {with_line("depths = [2, 1]"),
            "DIR/s.toml: line 4: key 'depths': found 1, expected depths of at least 2"},
           {with_line("depths = [2.0]"),
            "DIR/s.toml: line 4: key 'depths[1]': found the number 2.0, expected an integer"},
           {with_line("depths = []"),
            "DIR/s.toml: line 4: key 'depths': found a list of 0, expected at least one entry"},
           {with_line("widths = [64, 0]"), "DIR/s.toml: line 5: key 'widths[2]': width: found '0', " + width},
           {with_line("widths = [-3]"), "DIR/s.toml: line 5: key 'widths[1]': width: found '-3', " + width},
           {with_line("widths = ['big']"),
            "DIR/s.toml: line 5: key 'widths[1]': width: found 'big', " + width},
           {with_line("widths = [1e9]"),
            "DIR/s.toml: line 5: key 'widths[1]': found the number 1e9, expected text in quotes"},
           {with_line("etas = ['fast']"), "DIR/s.toml: line 6: key 'etas[1]': eta: found 'fast', " + step},
           {with_line("etas = [0.1, -1]"), "DIR/s.toml: line 6: key 'etas[2]': eta: found '-1', " + step},
           {with_line("etas = [nan]"),
            "DIR/s.toml: line 6: key 'etas[1]': found the number nan, expected a finite number"},
           {with_line("etas = [true]"), "DIR/s.toml: line 6: key 'etas[1]': found true, expected a number"},
           {with_line("etas = []"),
            "DIR/s.toml: line 6: key 'etas': found a list of 0, expected at least one entry"},
           {with_line("seeds = 0"),
            "DIR/s.toml: line 6: key 'seeds': found the integer 0, expected 1 to 100000"},
           {with_line("seeds = 1_000_000_000"),
            "DIR/s.toml: line 6: key 'seeds': found the integer 1000000000, expected 1 to 100000"},
           {with_line("seeds = 2.5"),
            "DIR/s.toml: line 6: key 'seeds': found the number 2.5, expected an integer"},
           {with_line("seed = -1"),
            "DIR/s.toml: line 6: key 'seed': found the integer -1, expected at least 0"},
           {with_line("steps = -1"),
            "DIR/s.toml: line 6: key 'steps': found the integer -1, expected 0 to 1000000"},
           {with_line("steps = 'max'"),
            "DIR/s.toml: line 6: key 'steps': found text \"max\", expected an integer"},
           {with_line("sedes = 3"),
            "DIR/s.toml: line 6: key 'sedes': unknown key (did you mean 'seeds'?), expected one of 'id', "
            "'title', 'theorems', 'problems', 'depths', 'widths', 'etas', 'seeds', 'steps', 'seed', "
            "'confidence'"},
           {with_line("confidence = 1.5"),
            "DIR/s.toml: line 6: key 'confidence': found the number 1.5, expected a number between 0 and 1"},
           {"id = 's'\n[[grid]]\ntheorems = ['a']\n",
            "DIR/s.toml: line 2: table 'grid[1]': key 'problems' is missing"},
           {"id = 's'\nseeds = 3\n[[grid]]\ntheorems = ['a']\n",
            "DIR/s.toml: line 2: key 'seeds': unknown key (did you mean 'seed'?), expected one of 'id', "
            "'title', 'grid', 'seed', 'confidence'"},
           {"title = 'no id'\n", "DIR/s.toml: key 'id' is missing"},
           {"id = 's'\ntheorems = ['a']\n", "DIR/s.toml: key 'problems' is missing"},
       }) {
    EXPECT_EQ(refusal(text), message) << text;
  }
  EXPECT_THAT(refusal("id = \n"), StartsWith("DIR/s.toml: line 1, column 6: "));
}

TEST(ReadSuite, TheBundledSuiteIsValid) {
  EXPECT_EQ(read_suite(kRoot + "/data/suites/standard.toml").id, "standard");
  EXPECT_EQ(read_suite(kRoot + "/data/suites/catalogue.toml").id, "catalogue");
}

// Running.

Suite small_suite() {
  Suite suite;
  suite.id = "small";
  suite.grids.resize(1);
  suite.grids.at(0).theorems = {kTheorem};
  suite.grids.at(0).problems = {kKappa4, kKappa1};
  suite.grids.at(0).depths = {3, 2};
  suite.grids.at(0).widths = {"threshold", "64"};
  suite.grids.at(0).etas = {"max", "0.5max"};
  suite.grids.at(0).seeds = 2;
  suite.grids.at(0).steps = 5;
  return suite;
}

TEST(RunSuite, GoesThroughTheGridInItsOwnOrder) {
  const Suite suite = small_suite();
  const std::vector<SuiteCell> cells = run_suite(suite, 2, {});
  ASSERT_EQ(cells.size(), 16U);
  std::size_t index = 0;
  for (const std::string& problem : suite.grids.at(0).problems) {
    for (const std::int64_t depth : suite.grids.at(0).depths) {
      for (const std::string& width : suite.grids.at(0).widths) {
        for (const std::string& eta : suite.grids.at(0).etas) {
          const SuiteCell& cell = cells[index++];
          EXPECT_EQ(cell.problem, problem);
          EXPECT_EQ(cell.depth, depth);
          EXPECT_EQ(cell.width, width);
          EXPECT_EQ(cell.eta, eta);
          ASSERT_TRUE(cell.result) << cell.error;
          EXPECT_EQ(cell.result->depth, depth);
          EXPECT_EQ(cell.result->verdict, width == "threshold" ? Verdict::kHolds : Verdict::kVacuous);
        }
      }
    }
  }
}

TEST(RunSuite, GridsFollowOneAnotherWithTheirOwnSeedsAndSteps) {
  const TempFolder folder;
  const std::string cell = "theorems = ['" + kTheorem + "']\nproblems = ['" + kKappa1 + "']\nwidths = [64]\n";
  const Suite suite = read_suite(folder.write("g.toml", "id = 'g'\n[[grid]]\n" + cell +
                                                            "depths = [3]\nseeds = 2\nsteps = 4\n[[grid]]\n" +
                                                            cell + "depths = [2]\nseeds = 3\nsteps = 6\n"));
  const std::vector<SuiteCell> cells = run_suite(suite, 2, {});
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].result.value().depth, 3);
  EXPECT_EQ(cells[0].result.value().seeds, 2);
  EXPECT_EQ(cells[0].result.value().steps_requested, 4);
  EXPECT_EQ(cells[1].result.value().depth, 2);
  EXPECT_EQ(cells[1].result.value().seeds, 3);
  EXPECT_EQ(cells[1].result.value().steps_requested, 6);
}

TEST(RunSuite, ItsConfidenceCoversAllClaimsTogether) {
  Suite suite = small_suite();  // 16 cells of a theorem with two probability claims
  suite.confidence = 0.9;
  for (const SuiteCell& cell : run_suite(suite, 2, {})) {
    for (const ConclusionResult& conclusion : cell.result.value().conclusions) {
      EXPECT_NEAR(conclusion.failure_bounds.confidence, 1.0 - 0.1 / 32, 1e-12);
    }
  }
}

TEST(RunSuite, IsTheSameForAnyNumberOfThreads) {
  const Suite suite = small_suite();
  const std::string one = suite_json(suite, run_suite(suite, 1, {})).dump();
  EXPECT_EQ(suite_json(suite, run_suite(suite, 2, {})).dump(), one);
  EXPECT_EQ(suite_json(suite, run_suite(suite, 7, {})).dump(), one);
}

TEST(RunSuite, ARefusedCellKeepsItsMessageAndStopsNoOther) {
  const TempFolder folder;
  test::TheoremSketch sketch;  // no hypothesis limits the step
  sketch.hypotheses = {{"width", "m >= d_x", {}}};
  Suite suite = small_suite();
  suite.grids.at(0).theorems = {folder.write("sketch.toml", theorem_text(sketch)).string()};
  suite.grids.at(0).problems = {kKappa1};
  suite.grids.at(0).depths = {2};
  suite.grids.at(0).widths = {"64"};
  suite.grids.at(0).etas = {"0.1", "max", "0.2"};
  const std::vector<SuiteCell> cells = run_suite(suite, 2, {});
  ASSERT_EQ(cells.size(), 3U);
  EXPECT_TRUE(cells[0].result);
  EXPECT_FALSE(cells[1].result);
  EXPECT_EQ(cells[1].error, "theorem sketch: eta = max, but no hypothesis limits the step; give a number");
  EXPECT_TRUE(cells[2].result);
  const auto json = suite_json(suite, cells);
  EXPECT_TRUE(json.at("cells").at(0).at("error").is_null());
  EXPECT_TRUE(json.at("cells").at(1).at("check").is_null());
  EXPECT_EQ(json.at("cells").at(1).at("error"), cells[1].error);
  EXPECT_FALSE(json.at("cells").at(2).at("check").is_null());
}

TEST(RunSuite, WhatCannotBeReadStopsItBeforeAnythingRuns) {
  Suite suite = small_suite();
  suite.grids.at(0).problems.push_back(kRoot + "/no-such-problem.toml");
  bool ran = false;
  const auto message =
      message_of([&] { run_suite(suite, 1, [&](std::int64_t, std::int64_t) { ran = true; }); });
  EXPECT_THAT(message, HasSubstr("no-such-problem.toml: no such file"));
  EXPECT_FALSE(ran);
}

TEST(RunSuite, ReportsProgressCellByCell) {
  Suite suite = small_suite();
  suite.grids.at(0).problems = {kKappa1};
  suite.grids.at(0).etas = {"max"};
  std::vector<std::int64_t> seen;
  run_suite(suite, 3, [&](std::int64_t done, std::int64_t total) {
    EXPECT_EQ(total, 4);
    seen.push_back(done);
  });
  EXPECT_THAT(seen, ElementsAre(1, 2, 3, 4));
}

TEST(SuiteJson, HoldsTheSuiteAsItWasRun) {
  Suite suite = small_suite();
  suite.grids.at(0).problems = {kKappa1};
  suite.grids.at(0).depths = {2};
  suite.grids.at(0).widths = {"64"};
  suite.grids.at(0).etas = {"max"};
  const auto json = suite_json(suite, run_suite(suite, 1, {}));
  EXPECT_EQ(json.at("schema"), "plumbline.suite/1");
  EXPECT_EQ(json.at("suite").at("id"), "small");
  EXPECT_EQ(json.at("suite").at("grids").at(0).at("seeds"), 2);
  EXPECT_EQ(json.at("suite").at("grids").at(0).at("steps"), 5);
  EXPECT_EQ(json.at("cells").at(0).at("check").at("schema"), "plumbline.check/1");
  suite.grids.at(0).steps.reset();
  EXPECT_TRUE(suite_json(suite, {}).at("suite").at("grids").at(0).at("steps").is_null());
  EXPECT_TRUE(suite_json(suite, {}).at("cells").empty());
}

}  // namespace
}  // namespace plumbline
