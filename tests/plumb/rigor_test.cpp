// Rigorous modes and certificates through the command, as a user meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/run_command.hpp"

namespace plumbline::test {
namespace {

using testing::HasSubstr;
using Json = nlohmann::ordered_json;

const Json& conclusion(const Json& document, const std::string& name) {
  for (const Json& c : document.at("conclusions")) {
    if (c.at("name") == name) return c;
  }
  throw std::runtime_error("no conclusion " + name);
}

TEST(PlumbRigor, InTheTheoremsRegimeTheRateIsProvedForAllTWithoutARun) {
  for (const std::string problem : {"hxp-gaussian", "linnerud", "digits"}) {
    const CommandResult result = run_plumb({"check", "hxp2020-4.1", problem, "--depth", "64", "--width",
                                            "threshold", "--rigor", "proved", "--seeds", "3", "--json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const Json document = result.json();
    EXPECT_EQ(document.at("verdict"), "holds") << problem;
    const Json& rate = conclusion(document, "linear rate");
    EXPECT_EQ(rate.at("how"), "proved") << problem;
    EXPECT_EQ(rate.at("proved_from"), 0) << problem;
    EXPECT_EQ(rate.at("steps"), 0) << problem;
    EXPECT_EQ(conclusion(document, "initial loss").at("how"), "proved") << problem;
  }
}

TEST(PlumbRigor, TheFloorOfDoubleIsNoViolation) {
  // Twenty thousand steps: the loss stalls near 1e-32 of its start while the bound goes on shrinking.
  const std::vector<std::string> call = {"check",   "hxp2020-4.1", "hxp-gaussian", "--depth", "4",
                                         "--width", "threshold",   "--seeds",      "2",       "--steps",
                                         "20000",   "--json",      "--rigor"};
  const auto verdict_of = [&](const std::string& rigor) {
    std::vector<std::string> arguments = call;
    arguments.push_back(rigor);
    return run_plumb(arguments).json().at("verdict").get<std::string>();
  };
  EXPECT_EQ(verdict_of("sampled"), "undecided");
  EXPECT_EQ(verdict_of("proved"), "holds");
}

TEST(PlumbRigor, FalseTheoremsAreViolatedByDisjointEnclosures) {
  const std::string mutants = std::string(PLUMBLINE_ROOT) + "/tests/mutants/";
  for (const std::string rigor : {"sampled", "enclosed", "proved"}) {
    const CommandResult rate =
        run_plumb({"check", mutants + "rate-times-six.toml", "hxp-gaussian", "--depth", "16", "--width",
                   "threshold", "--eta", "0.1max", "--rigor", rigor, "--json"});
    EXPECT_EQ(rate.exit_code, 1) << rigor;
    EXPECT_EQ(conclusion(rate.json(), "linear rate").at("how"), rigor == "sampled" ? "sampled" : "enclosed");
    const CommandResult step = run_plumb({"check", mutants + "step-times-eight.toml", "spectrum-kappa4",
                                          "--depth", "16", "--width", "threshold", "--rigor", rigor});
    EXPECT_EQ(step.exit_code, 1) << rigor;
  }
}

TEST(PlumbRigor, ATrueRateThatIsTwiceTheTheoremsIsProvedToo) {
  const std::string twin = std::string(PLUMBLINE_ROOT) + "/tests/twins/rate-times-two.toml";
  const CommandResult result =
      run_plumb({"check", twin, "hxp-gaussian", "--depth", "8", "--width", "threshold", "--eta", "0.1max",
                 "--rigor", "proved", "--seeds", "3", "--json"});
  EXPECT_EQ(conclusion(result.json(), "linear rate").at("how"), "proved");
}

TEST(PlumbRigor, CertifyConvergenceTellsTheStepAndTheFactor) {
  const CommandResult result = run_plumb(
      {"certify", "convergence", "--problem", "hxp-gaussian", "--depth", "60", "--width", "1000", "--json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const Json document = result.json();
  EXPECT_EQ(document.at("schema"), "plumbline.certificate/1");
  EXPECT_EQ(document.at("kind"), "convergence");
  EXPECT_EQ(document.at("proved"), true);
  EXPECT_LE(document.at("from_step").get<int>(), 30);
  EXPECT_LT(std::stod(document.at("contraction").at("hi").get<std::string>()), 1.0);
}

TEST(PlumbRigor, CertifyConvergenceSaysWhyNot) {
  const CommandResult result = run_plumb({"certify", "convergence", "--problem", "spectrum-kappa4", "--depth",
                                          "8", "--width", "1e9", "--eta", "5max", "--steps", "3"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("NOT PROVED"));
  EXPECT_THAT(result.out, HasSubstr("step is too long"));
}

TEST(PlumbRigor, BadCallsOfTheNewCommands) {
  const auto refused = [](const std::vector<std::string>& arguments) {
    const CommandResult result = run_plumb(arguments);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.out, "");
    return result.err;
  };
  EXPECT_THAT(refused({"certify", "convergence", "--problem", "iris", "--depth", "1", "--width", "9"}),
              HasSubstr("--depth: found 1, expected at least 2"));
  EXPECT_THAT(
      refused({"certify", "convergence", "--problem", "iris", "--depth", "3", "--width", "threshold"}),
      HasSubstr("belongs to a theorem"));
  EXPECT_THAT(refused({"certify", "convergence", "--problem", "iris", "--depth", "3", "--width", "9",
                       "--init", "he"}),
              HasSubstr("expected orthogonal or gaussian"));
  EXPECT_THAT(refused({"certify"}), HasSubstr("subcommand"));
}

TEST(PlumbRigor, SelftestPassesHere) {
  const CommandResult result = run_plumb({"selftest", "--json"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.json().at("sound"), true);
  EXPECT_GE(result.json().at("assumptions").size(), 5U);
}

}  // namespace
}  // namespace plumbline::test
