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
}

}  // namespace
}  // namespace plumbline
