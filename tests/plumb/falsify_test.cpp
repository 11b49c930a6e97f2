// plumb falsify from outside: its document, its files, and what is left when it is ended.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "problem/temp_folder.hpp"
#include "support/run_command.hpp"

namespace plumbline {
namespace {

using test::CommandResult;
using test::run_plumb;
using testing::HasSubstr;

std::string mutant(const std::string& name) {
  return PLUMBLINE_ROOT "/tests/mutants/" + name + ".toml";
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// What the shell says of a script; 128 + signal where it was ended by one.
int shell(const std::string& script) {
  const int status =
      std::system(("PLUMBLINE_DATA='" PLUMBLINE_ROOT "/data'; export PLUMBLINE_DATA; " + script).c_str());
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

TEST(Falsify, WritesACaseThatReplays) {
  const TempFolder folder;
  const std::string file = (folder.path() / "case.toml").string();
  const CommandResult found =
      run_plumb({"falsify", mutant("rate-times-six"), "--cases", "none", "--out", file, "--json"});
  EXPECT_EQ(found.exit_code, 1);
  const auto document = found.json();
  EXPECT_EQ(document.at("schema"), "plumbline.falsify/1");
  EXPECT_EQ(document.at("verdict"), "violated");
  EXPECT_EQ(document.at("case"), file);
  EXPECT_GT(document.at("tried"), 0);
  EXPECT_EQ(document.at("violation").at("depth"), 2);
  EXPECT_EQ(run_plumb({"replay", file}).exit_code, 1);
}

TEST(Falsify, ATrueTheoremSurvivesWithItsClosestMargin) {
  const TempFolder folder;
  const std::string page = (folder.path() / "page.html").string();
  const CommandResult result =
      run_plumb({"falsify", "hxp2020-4.1", "--budget", "128", "--json", "--report", page});
  EXPECT_EQ(result.exit_code, 0);
  const auto document = result.json();
  EXPECT_EQ(document.at("verdict"), "undecided");
  EXPECT_TRUE(document.at("case").is_null());
  EXPECT_EQ(document.at("conclusions").size(), 2U);
  EXPECT_GT(document.at("closest_score"), 0.0);
  EXPECT_THAT(text_of(page), HasSubstr("Closest trials that hold"));
}

TEST(Falsify, AKilledSearchHasWrittenWhatItFound) {
  const TempFolder folder;
  const std::string file = (folder.path() / "case.toml").string();
  const std::string script = PLUMB_COMMAND " falsify '" + mutant("du-hu-step-without-depth") +
                             "' --quiet --out '" + file + "' --cases none & pid=$!; while [ ! -e '" + file +
                             "' ]; do sleep 0.01; done; kill -9 $pid; wait $pid";
  shell(script);
  EXPECT_EQ(run_plumb({"replay", file}).exit_code, 1);
}

TEST(Falsify, AnInterruptedSearchSaysHowFarItCame) {
  const TempFolder folder;
  const std::string file = (folder.path() / "out.json").string();
  const std::string script = PLUMB_COMMAND " falsify hxp2020-4.1 --budget 1000000 --json --quiet >'" + file +
                             "' & pid=$!; sleep 1; kill -TERM $pid; wait $pid";
  EXPECT_EQ(shell(script), 128 + SIGTERM);
  const auto document = nlohmann::ordered_json::parse(text_of(file));
  EXPECT_EQ(document.at("stopped"), true);
  EXPECT_LT(document.at("tried"), 1000000);
}

TEST(Falsify, ASlowRunIsInterruptedToo) {
  const TempFolder folder;  // one trial follows 3000 steps of many layers in double; a batch takes minutes
  folder.write("slow.toml",
               "id = 'slow'\ntitle = 't'\nsource = 's'\nnetwork = 'deep-linear'\ninit = 'gaussian'\n\n"
               "[[hypothesis]]\nname = 'depth'\nclaim = 'L == 6'\n\n"
               "[[hypothesis]]\nname = 'width'\nclaim = 'm >= 8'\n\n"
               "[[hypothesis]]\nname = 'step'\nclaim = 'eta <= d_y/(2*L*norm_X^2)'\n\n"
               "[[conclusion]]\nname = 'late'\nfor_all = ['t == 3000']\nclaim = 'loss(t) >= loss(0)'\n");
  const std::string file = (folder.path() / "out.json").string();
  const std::string script = PLUMB_COMMAND " falsify '" + (folder.path() / "slow.toml").string() +
                             "' --cases none --threads 1 --json --quiet >'" + file +
                             "' & pid=$!; sleep 2; kill -TERM $pid; wait $pid";
  EXPECT_EQ(shell(script), 128 + SIGTERM);  // and not 128 + SIGALRM, 15 seconds later
  EXPECT_EQ(nlohmann::ordered_json::parse(text_of(file)).at("stopped"), true);
}

TEST(Falsify, AnInterruptedShrinkingKeepsTheSmallestSoFar) {
  const TempFolder folder;
  const std::string file = (folder.path() / "case.toml").string();
  const std::string script = PLUMB_COMMAND " falsify '" + mutant("zou-step-without-depth") +
                             "' --quiet --json --out '" + file + "' --cases none >'" + file +
                             ".json' & pid=$!; while [ ! -e '" + file +
                             "' ]; do sleep 0.01; done; kill -TERM $pid; wait $pid";
  EXPECT_EQ(shell(script), 1);  // it found something
  const auto document = nlohmann::ordered_json::parse(text_of(file + ".json"));
  EXPECT_EQ(document.at("verdict"), "violated");
  EXPECT_EQ(run_plumb({"replay", file}).exit_code, 1);
}

TEST(Falsify, ASignalThatWasIgnoredStaysIgnored) {
  const std::string script = "trap '' HUP; " PLUMB_COMMAND
                             " falsify hxp2020-4.1 --seconds 2 --quiet >/dev/null & pid=$!; "
                             "sleep 1; kill -HUP $pid; wait $pid";
  EXPECT_EQ(shell(script), 0);
}

TEST(Falsify, AblatesATheorem) {
  const TempFolder folder;
  folder.write("sketch.toml",
               "id = 'sketch'\ntitle = 't'\nsource = 's'\nnetwork = 'deep-linear'\ninit = 'zero-asymmetric'\n"
               "frozen = ['first']\n\n[[hypothesis]]\nname = 'one layer'\nclaim = 'L == 2'\n\n"
               "[[hypothesis]]\nname = 'step'\nclaim = 'eta <= 1/lambda_max'\n\n"
               "[[conclusion]]\nname = 'falls'\nfor_all = ['t >= 1']\nclaim = 'loss(t) <= loss(t - 1)'\n");
  const CommandResult result = run_plumb(
      {"falsify", (folder.path() / "sketch.toml").string(), "--ablate", "--budget", "64", "--json"});
  EXPECT_EQ(result.exit_code, 0);
  const auto rows = result.json().at("rows");
  EXPECT_EQ(rows.at(0).at("violated"), false);
  EXPECT_EQ(rows.at(2).at("what"), "hypothesis 'step'");
  EXPECT_EQ(rows.at(2).at("violated"), true);
  EXPECT_EQ(rows.at(0).at("tried"), 64);
  EXPECT_LE(rows.at(0).at("inside_hypotheses"), 64);
  // A theorem that is false as it stands is violated.
  folder.write("false.toml",
               "id = 'false'\ntitle = 't'\nsource = 's'\nnetwork = 'deep-linear'\ninit = 'identity'\n\n"
               "[[hypothesis]]\nname = 'one layer'\nclaim = 'L == 2'\n\n"
               "[[conclusion]]\nname = 'none'\nclaim = 'loss(0) < 0'\n");
  EXPECT_EQ(
      run_plumb({"falsify", (folder.path() / "false.toml").string(), "--ablate", "--budget", "16"}).exit_code,
      1);
}

TEST(Falsify, RefusesWhatMakesNoSense) {
  EXPECT_THAT(run_plumb({"falsify", "hxp2020-4.1", "--budget", "0"}).err, HasSubstr("--budget: found 0"));
  EXPECT_THAT(run_plumb({"falsify", "hxp2020-4.1", "--seed", "-1"}).err, HasSubstr("--seed: found -1"));
  EXPECT_THAT(run_plumb({"falsify", "hxp2020-4.1", "--cases", "/nowhere"}).err,
              HasSubstr("--cases: found no folder /nowhere"));
  const CommandResult unwritable =
      run_plumb({"falsify", mutant("rate-times-six"), "--out", "/nowhere/case.toml", "--quiet"});
  EXPECT_EQ(unwritable.exit_code, 2);
  EXPECT_THAT(unwritable.err, HasSubstr("/nowhere/case.toml: cannot be written"));
  EXPECT_THAT(unwritable.err, testing::Not(HasSubstr("violated")));  // said before the search
  const CommandResult nothing_found =
      run_plumb({"falsify", "hxp2020-4.1", "--budget", "1", "--out", "/nowhere/case.toml"});
  EXPECT_EQ(nothing_found.exit_code, 2);
  const TempFolder folder;
  const std::string file = (folder.path() / "case.toml").string();
  EXPECT_EQ(run_plumb({"falsify", "hxp2020-4.1", "--budget", "1", "--out", file}).exit_code, 0);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));  // trying it leaves nothing behind
  const CommandResult both = run_plumb({"falsify", "hxp2020-4.1", "--ablate", "--out", file});
  EXPECT_EQ(both.exit_code, 2);
  EXPECT_THAT(both.err, HasSubstr("--out: found --ablate too"));
  const CommandResult memorizing = run_plumb({"falsify", mutant("park-any-labels")});
  EXPECT_EQ(memorizing.exit_code, 2);
  EXPECT_THAT(memorizing.err, HasSubstr("found network 'memorizing', expected one that is trained"));
}

}  // namespace
}  // namespace plumbline
