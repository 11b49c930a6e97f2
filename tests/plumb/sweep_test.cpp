// plumb sweep and merge as a user and a scheduler meet them: resumed, sharded, killed, signalled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "plumbline/suite/store.hpp"
#include "problem/temp_folder.hpp"
#include "support/run_command.hpp"

namespace plumbline {
namespace {

using test::CommandResult;
using test::run_plumb;
using test::RunningPlumb;
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
  void wait_for_first_cell(const std::string& name, const RunningPlumb& running) const {
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
  EXPECT_THAT(looked_at.out, HasSubstr("gaussian"));
  EXPECT_EQ(run_plumb(call("killed")).exit_code, 2);             // and is not lost by accident
  EXPECT_EQ(run_plumb(call("killed", {"--resume"})).exit_code, 0);
  EXPECT_EQ(bytes("killed"), expected);
}

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

}  // namespace
}  // namespace plumbline
