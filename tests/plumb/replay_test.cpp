// Cases through the command: written by check, run again by replay.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "plumbline/numeric/error.hpp"
#include "problem/temp_folder.hpp"
#include "support/run_command.hpp"

namespace plumbline::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string contents(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Case, OfAMutantIsWrittenAndReplayedToTheByte) {
  const TempFolder folder;
  const std::string mutant = std::string(PLUMBLINE_ROOT) + "/tests/mutants/gaussian-as-orthogonal.toml";
  const std::string file = (folder.path() / "case.toml").string();
  const CommandResult check = run_plumb({"check", mutant, "hxp-gaussian", "--depth", "32", "--width", "12",
                                         "--seeds", "3", "--rigor", "enclosed", "--case", file});
  EXPECT_EQ(check.exit_code, 1);
  EXPECT_THAT(check.out, AllOf(HasSubstr("confirmed by a second evaluation in 3 of 3 failed runs"),
                               HasSubstr("replay: plumb replay " + file)));
  const CommandResult replay = run_plumb({"replay", file});
  EXPECT_EQ(replay.exit_code, 1);
  EXPECT_THAT(replay.out, AllOf(HasSubstr("violated"), HasSubstr("reproduced to the byte")));
  EXPECT_EQ(run_plumb({"replay", file, "--json"}).json()["reproduced"], true);
}

TEST(Case, ThatDoesNotComeOutAsStoredIsAnInternalError) {
  const TempFolder folder;
  const std::string file = (folder.path() / "case.toml").string();
  const std::string mutant = std::string(PLUMBLINE_ROOT) + "/tests/mutants/rate-times-six.toml";
  run_plumb({"check", mutant, "hxp-gaussian", "--depth", "8", "--width", "threshold", "--eta", "0.1max",
             "--seeds", "2", "--case", file});
  std::string text = contents(file);
  text.replace(text.find("run = "), 7, "run = 7");
  std::ofstream(file) << text;
  const CommandResult replay = run_plumb({"replay", file});
  EXPECT_EQ(replay.exit_code, 70);
  EXPECT_THAT(replay.out, AllOf(HasSubstr("NOT reproduced"), HasSubstr("observed: expected [")));
}

TEST(Case, IsNotWrittenWhereNoRunFails) {
  const TempFolder folder;
  const std::string file = (folder.path() / "case.toml").string();
  const CommandResult check = run_plumb({"check", "hxp2020-4.1", "spectrum-kappa1", "--depth", "4", "--width",
                                         "threshold", "--seeds", "2", "--case", file});
  EXPECT_EQ(check.exit_code, 0);
  EXPECT_THAT(check.err, HasSubstr("no run failed"));
  EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace plumbline::test
