// plumb sweep and merge as a user and a scheduler meet them: resumed, sharded, killed, signalled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <thread>
#include <tuple>

#include "plumbline/suite/store.hpp"
#include "problem/temp_folder.hpp"
#include "support/run_command.hpp"

namespace plumbline {
namespace {

using test::CommandResult;
using test::run_plumb;
using test::RunningPlumb;
using test::RunningProgram;
using testing::HasSubstr;

/// Eight cells that no certificate ends, each a good tenth of a second, and eight short ones.
const std::string kSweep = R"(
id = "s"
[[trajectories]]
inits = ["gaussian"]
problems = ["spectrum-kappa4"]
depths = [20, 21]
widths = [8, 9, 10, 12]
etas = [1e-9]
snapshots = [100, 10000]
[[trajectories]]
inits = ["orthogonal", "gaussian"]
problems = ["spectrum-kappa4"]
depths = [2, 5]
widths = [12, 40]
snapshots = [100, 10000]
)";
constexpr std::int64_t kCells = 16;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

StoredCell first_cell(const Store& store) {
  std::optional<StoredCell> first;
  store.for_each_cell([&](StoredCell cell) {
    if (!first) first = std::move(cell);
  });
  return first.value();
}

class Sweep : public testing::Test {
 protected:
  std::string out(const std::string& name) const { return (folder_.path() / name).string(); }
  std::vector<std::string> call(const std::string& name, const std::vector<std::string>& flags = {}) const {
    std::vector<std::string> arguments = {"sweep", file_, "--out", out(name)};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return arguments;
  }
  /// Everything that must not depend on how the cells were run.
  std::string bytes(const std::string& name) const {
    std::string all;
    for (const char* view : {"results.json", "results.csv", "trajectories.csv"}) {
      all += text_of(std::filesystem::path(out(name)) / view);
    }
    return all;
  }
  std::int64_t stored(const std::string& name) const {
    return Store::open(std::filesystem::path(out(name)) / kStoreName).finished_count();
  }
  /// Waits until the running command has stored something.
  void wait_for_first_cell(const std::string& name, const RunningProgram& running) const {
    const std::filesystem::path store = std::filesystem::path(out(name)) / kStoreName;
    while (running.is_running()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      try {
        if (std::filesystem::exists(store) && stored(name) > 0) return;
      } catch (const InputError&) {
        continue;  // it is being made
      }
    }
  }

  TempFolder folder_;
  std::string file_ = folder_.write("s.toml", kSweep).string();
};

TEST_F(Sweep, GivesTheSameBytesForThreadsShardsAndAKillMidway) {
  const CommandResult one = run_plumb(call("one", {"--threads", "1"}));
  EXPECT_EQ(one.exit_code, 0) << one.err;
  EXPECT_THAT(one.out, HasSubstr("gaussian"));
  const std::string expected = bytes("one");
  EXPECT_THAT(expected, HasSubstr("plumbline.trajectory/1"));

  EXPECT_EQ(run_plumb(call("two", {"--threads", "2"})).exit_code, 0);
  EXPECT_EQ(bytes("two"), expected);

  const CommandResult first = run_plumb(call("a", {"--shard", "1/2"}));
  EXPECT_EQ(first.exit_code, 0);
  EXPECT_THAT(first.err, HasSubstr("8 cells have no result yet"));
  EXPECT_EQ(run_plumb(call("b", {"--shard", "2/2"})).exit_code, 0);
  EXPECT_NE(bytes("b"), expected);
  const CommandResult half = run_plumb({"merge", out("a"), "--out", out("ab")});
  EXPECT_EQ(half.exit_code, 2);  // a whole that is none
  EXPECT_THAT(half.err, HasSubstr("8 cells have no result yet"));
  EXPECT_THAT(text_of(out("ab") + "/report.html"), HasSubstr("8 cells have no result yet"));
  EXPECT_EQ(run_plumb({"merge", out("b"), "--out", out("ab")}).exit_code, 0);
  EXPECT_EQ(bytes("ab"), expected);

  RunningPlumb killed(call("killed", {"--threads", "2"}));
  wait_for_first_cell("killed", killed);
  killed.send(SIGKILL);
  EXPECT_EQ(killed.wait().exit_code, 128 + SIGKILL);
  const std::int64_t kept = stored("killed");
  EXPECT_GT(kept, 0);
  EXPECT_LT(kept, kCells);
  const CommandResult looked_at = run_plumb({"report", out("killed")});
  EXPECT_EQ(looked_at.exit_code, 2);  // what is there can be looked at, and is not all
  EXPECT_THAT(looked_at.out, HasSubstr("init        cells"));  // which ones were faster is chance
  EXPECT_THAT(looked_at.err, HasSubstr(std::to_string(kCells - kept) + " cells have no result yet"));
  EXPECT_EQ(run_plumb(call("killed")).exit_code, 2);  // and is not lost by accident
  EXPECT_EQ(run_plumb(call("killed", {"--resume"})).exit_code, 0);
  EXPECT_EQ(bytes("killed"), expected);
}

#ifdef PLUMB_MPI_COMMAND
/// The call under mpirun, on three ranks; each runs `before` first, in a shell.
std::vector<std::string> on_three_ranks(const std::string& before,
                                        const std::vector<std::string>& arguments) {
  std::vector<std::string> call = {MPIRUN_COMMAND,
                                   "--allow-run-as-root",
                                   "--oversubscribe",
                                   "-n",
                                   "3",
                                   "/bin/sh",
                                   "-c",
                                   before + "; exec \"$@\"",
                                   "sh",
                                   PLUMB_MPI_COMMAND};
  call.insert(call.end(), arguments.begin(), arguments.end());
  return test::with_system_folders(call);
}

/// Each rank leaves its process number in the folder.
std::string leave_number(const std::filesystem::path& folder) {
  return "echo $$ > " + folder.string() + "/rank$OMPI_COMM_WORLD_RANK";
}

TEST_F(Sweep, GivesTheSameBytesOnThreeRanksOneOfThemKilled) {
  EXPECT_EQ(run_plumb(call("one", {"--threads", "1"})).exit_code, 0);
  const std::string expected = bytes("one");

  const CommandResult whole = test::run_program(on_three_ranks(leave_number(folder_.path()), call("ranks")));
  EXPECT_EQ(whole.exit_code, 0) << whole.err;
  EXPECT_EQ(bytes("ranks"), expected);

  RunningProgram killed(on_three_ranks(leave_number(folder_.path()), call("killed")));
  wait_for_first_cell("killed", killed);
  ASSERT_EQ(kill(std::stoi(text_of(folder_.path() / "rank2")), SIGKILL), 0);
  EXPECT_NE(killed.wait().exit_code, 0);
  const std::int64_t kept = stored("killed");
  EXPECT_GT(kept, 0);
  EXPECT_LT(kept, kCells);
  const CommandResult rest =
      test::run_program(on_three_ranks(leave_number(folder_.path()), call("killed", {"--resume"})));
  EXPECT_EQ(rest.exit_code, 0) << rest.err;
  EXPECT_EQ(bytes("killed"), expected);
}

TEST_F(Sweep, StopsEveryRankOnASignalToTheFirst) {
  RunningProgram running(on_three_ranks(leave_number(folder_.path()), call("out")));
  wait_for_first_cell("out", running);
  ASSERT_EQ(kill(std::stoi(text_of(folder_.path() / "rank0")), SIGUSR1), 0);
  const CommandResult result = running.wait();
  EXPECT_EQ(result.exit_code, 75) << result.err;
  EXPECT_THAT(result.err, HasSubstr("--resume goes on with the others"));
  for (const char* rank : {"rank0", "rank1", "rank2"}) {  // none is left
    const int process = std::stoi(text_of(folder_.path() / rank));
    for (int tries = 0; kill(process, 0) == 0 && tries < 1000; ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_NE(kill(process, 0), 0) << rank;
  }
}

TEST_F(Sweep, RanksThatReadAnotherProblemAreRefused) {
  // Rank 1 has a data folder of its own, with another problem under the same name.
  std::filesystem::create_directories(folder_.path() / "data/problems");
  const std::filesystem::path problems = std::filesystem::path(PLUMBLINE_ROOT) / "data/problems";
  std::filesystem::copy_file(problems / "spectrum-kappa1.toml",
                             folder_.path() / "data/problems/spectrum-kappa4.toml");
  const std::string before =
      "[ $OMPI_COMM_WORLD_RANK != 1 ] || export PLUMBLINE_DATA=" + (folder_.path() / "data").string();
  const CommandResult result = test::run_program(on_three_ranks(before, call("out")));
  EXPECT_EQ(result.exit_code, 2) << result.err;
  EXPECT_THAT(result.err, HasSubstr("plumb: rank 1: found another suite"));
}
#endif

TEST_F(Sweep, SavesAndStopsWithExitCode75OnEverySignalOfAScheduler) {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2}) {
    const std::string name = "signal" + std::to_string(signal);
    RunningPlumb running(call(name, {"--threads", "1"}));
    wait_for_first_cell(name, running);
    running.send(signal);
    const CommandResult result = running.wait();
    EXPECT_EQ(result.exit_code, 75) << signal << result.err;
    EXPECT_EQ(result.out, "") << signal;
    EXPECT_THAT(result.err, HasSubstr("of 16 cells are stored")) << signal;
    EXPECT_GT(stored(name), 0) << signal;
    EXPECT_LT(stored(name), kCells) << signal;
  }
}

TEST_F(Sweep, RefusesWhatMakesNoSense) {
  for (const auto& [flags, message] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--shard", "3/2"}, "--shard: found '3/2', expected I/N"},
           {{"--only", "bad"}, "--only: found 'bad', expected verdicts"},
           {{"--resume", "--restart"}, "--resume excludes --restart"},
           {{"--fail-fast", "--keep-going"}, "--fail-fast excludes --keep-going"}}) {
    const CommandResult result = run_plumb(call("x", flags));
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr(message));
  }
  EXPECT_FALSE(std::filesystem::exists(out("x")));
  EXPECT_EQ(run_plumb({"merge", out("nowhere"), "--out", out("x")}).exit_code, 2);
}

TEST_F(Sweep, ProcessesThatStartAtTheSameTimeShareOneStore) {
  const std::vector<std::string> arguments = call("shared", {"--resume", "--threads", "1"});
  RunningPlumb first(arguments), second(arguments), third(arguments);
  for (RunningPlumb* one : {&first, &second, &third}) {
    const CommandResult result = one->wait();
    EXPECT_EQ(result.exit_code, 0) << result.err;
  }
  EXPECT_EQ(stored("shared"), kCells);
  EXPECT_EQ(run_plumb(call("alone")).exit_code, 0);
  EXPECT_EQ(bytes("shared"), bytes("alone"));
}

TEST_F(Sweep, ResultsOfAnotherBuildAreToldAndContradictionsRefused) {
  ASSERT_EQ(run_plumb(call("a")).exit_code, 0);
  EXPECT_THAT(run_plumb(call("a", {"--resume"})).err, testing::Not(HasSubstr("results of build")));
  ASSERT_EQ(run_plumb(call("b")).exit_code, 0);
  {
    Store store = Store::open(out("b") + "/results.sqlite");
    const std::string id = store.cells().front().id;
    store.put(id, {"diverged", {{"end", "diverged"}}}, 0.0, {{"plumbline", "0.0.9"}, {"commit", "abc"}});
  }
  const CommandResult refused = run_plumb({"merge", out("a"), out("b"), "--out", out("whole")});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("is diverged there, by build 0.0.9 abc, and "));
  {
    Store store = Store::open(out("a") + "/results.sqlite");
    const StoredCell stored = first_cell(store);
    store.put(stored.id, *stored.result, 0.0, {{"plumbline", "0.0.9"}, {"commit", "abc"}});
  }
  EXPECT_THAT(run_plumb(call("a", {"--resume"})).err, HasSubstr("results of build 0.0.9 abc are kept; "));
  EXPECT_THAT(text_of(out("a") + "/report.html"), HasSubstr("abc"));  // with what made the results
  EXPECT_THAT(run_plumb({"merge", out("a"), "--out", out("m")}).err, HasSubstr("results of build 0.0.9 abc"));
}

TEST_F(Sweep, ComparingEndsAsReportingWhatCameAfter) {
  const std::string start =
      R"({"schema": "plumbline.suite/1", "suite": {"id": "s", "title": ""}, "cells": [], )";
  const std::string key =
      R"({"init": "gaussian", "problem": "p", "depth": 2, "width": "4", "eta": "max", "seed": 0, )";
  const std::string run =
      key + R"("trajectory": {"end": "horizon", "snapshots": [], "steps_run": 1, "steps_saved": 0}})";
  const std::string good = folder_.write("good.json", start + R"("trajectories": []})").string();
  for (const auto& [rest, code, message] : std::vector<std::tuple<std::string, int, std::string>>{
           {R"("trajectories": [)" + run + "]}", 0, ""},
           {R"("trajectories": []})", 2, "nothing was checked, which is no success"},
           {R"("missing": 3, "trajectories": [)" + run + "]}", 2, "3 cells have no result yet"},
           {R"("trajectories": [)" + key + R"("trajectory": null, "error": "no"}]})", 2,
            "1 cells were refused"},
           {R"("trajectories": [)" + key + R"("trajectory": null, "error": "no", "internal": true}]})", 70,
            "Plumbline itself failed at 1 cells"}}) {
    const CommandResult result =
        run_plumb({"compare", good, folder_.write("after.json", start + rest).string()});
    EXPECT_EQ(result.exit_code, code) << rest << result.err;
    EXPECT_THAT(result.err, HasSubstr(message));
  }
}

}  // namespace
}  // namespace plumbline
