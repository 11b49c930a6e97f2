#include "plumbline/suite/suite.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "problem/temp_folder.hpp"

namespace plumbline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

const std::string kRoot = PLUMBLINE_ROOT;

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
            "DIR/s.toml: line 4: key 'depths': found 1, expected integers of at least 2"},
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
            "'title', 'theorems', 'problems', 'depths', 'widths', 'etas', 'seeds', 'steps', 'rigor', 'seed', "
            "'confidence'"},
           {with_line("confidence = 1.5"),
            "DIR/s.toml: line 6: key 'confidence': found the number 1.5, expected a number between 0 and 1"},
           {"id = 's'\n[[grid]]\ntheorems = ['a']\n",
            "DIR/s.toml: line 2: table 'grid[1]': key 'problems' is missing"},
           {"id = 's'\nseeds = 3\n[[grid]]\ntheorems = ['a']\n",
            "DIR/s.toml: line 2: key 'seeds': unknown key (did you mean 'seed'?), expected one of 'id', "
            "'title', 'grid', 'trajectories', 'seed', 'confidence'"},
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

TEST(ReadSuite, RangesAreWrittenOut) {
  const TempFolder folder;
  const Suite suite = read_suite(folder.write(
      "r.toml",
      "id = 'r'\ntheorems = ['a']\nproblems = ['p']\ndepths = [2, { from = 4, to = 10, by = 3 }]\n"
      "widths = ['threshold', { from = 10, to = 1000, count = 5, spacing = 'log' }]\n"
      "etas = { from = 0.5, to = 2, count = 3, spacing = 'log' }\nseed = { from = 1, to = 3 }\n"));
  const SuiteGrid& grid = suite.grids.at(0);
  EXPECT_THAT(grid.depths, ElementsAre(2, 4, 7, 10));
  EXPECT_THAT(grid.widths, ElementsAre("threshold", "10", "32", "100", "316", "1000"));
  EXPECT_THAT(grid.etas, ElementsAre("0.5", "1", "2"));
  EXPECT_THAT(grid.seed_axis, ElementsAre(1, 2, 3));
  const Suite narrow = read_suite(
      folder.write("n.toml", with_line("widths = { from = 1, to = 3, count = 9, spacing = 'log' }")));
  EXPECT_THAT(narrow.grids.at(0).widths, ElementsAre("1", "2", "3"));  // each integer once
}

TEST(ReadSuite, RefusesRangesThatSayNothing) {
  for (const auto& [range, message] : {
           BadSuite{"{ from = 4, to = 2 }",
                    "key 'depths.to': found the integer 2, expected at least 'from' = 4"},
           {"{ from = 2, to = 9, count = 1 }",
            "key 'depths.count': found the integer 1, expected 2 to 100000"},
           {"{ from = 2, to = 9, by = 0 }",
            "key 'depths.by': found the integer 0, expected a positive number"},
           {"{ from = 2, to = 9, by = 1, count = 3 }",
            "key 'depths.by': found beside 'count', expected one of the two"},
           {"{ from = 2, to = 9, spacing = 'log' }", "spacing \"log\" needs a 'count'"},
           {"{ from = 2, to = 9, count = 3, spacing = 'cubic' }",
            "key 'depths.spacing': found text \"cubic\", expected \"linear\" or \"log\""},
           {"{ from = 1, to = 3 }", "key 'depths': found 1, expected integers of at least 2"},
           {"{ from = 2, to = 1e9 }", "more than 100000 places"},
           {"{ from = 2 }", "key 'to' is missing"},
           {"{ from = 2, to = 3, step = 1 }", "key 'depths.step': unknown key"},
       }) {
    EXPECT_THAT(refusal(with_line("depths = " + range)), HasSubstr(message)) << range;
  }
}

const std::string kTrajectories =
    "id = 't'\n[[trajectories]]\ninits = ['orthogonal']\nproblems = ['p']\ndepths = [2]\nwidths = [10]\n"
    "snapshots = [100, 10]\n";

TEST(ReadSuite, TakesGridsOfTrajectories) {
  const TempFolder folder;
  const Suite suite = read_suite(folder.write("t.toml", kTrajectories));
  EXPECT_TRUE(suite.grids.empty());
  const TrajectoryGrid& grid = suite.trajectories.at(0);
  EXPECT_THAT(grid.inits, ElementsAre("orthogonal"));
  EXPECT_THAT(grid.snapshots, ElementsAre(10, 100));
  EXPECT_THAT(grid.etas, ElementsAre("max"));
  EXPECT_EQ(grid.floor, 1e-16);
  EXPECT_EQ(grid.resolution, 0.05);
}

TEST(ReadSuite, RefusesWrongTrajectories) {
  const auto with = [](const std::string& from, const std::string& to) {
    std::string text = kTrajectories;
    return text.replace(text.find(from), from.size(), to);
  };
  for (const auto& [text, message] : {
           BadSuite{with("'orthogonal'", "'residual'"), "init: found 'residual'"},
           {with("[10]\n", "['threshold']\n"), "expected an integer: trajectories have no theorem"},
           {with("[100, 10]", "[0]"), "key 'trajectories[1].snapshots': found 0"},
           {with("[100, 10]", "[2000000]"), "expected steps up to 1000000"},
           {kTrajectories + "floor = 1.5\n", "expected a number between 0 and 1"},
           {kTrajectories + "resolution = 0\n", "expected a positive number of decades"},
           {kTrajectories + "theorems = ['a']\n", "key 'trajectories[1].theorems': unknown key"},
       }) {
    EXPECT_THAT(refusal(text), HasSubstr(message)) << text;
  }
}

}  // namespace
}  // namespace plumbline
