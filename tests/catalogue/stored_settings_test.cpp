// Every mutant must be refuted and every twin must not, each at the settings stored beside it: one test a
// setting, named after the theorem file.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/suite/suite.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "plumbline/verdict/check.hpp"
#include "problem/temp_folder.hpp"
#include "support/stored_settings.hpp"

namespace plumbline {
namespace {

namespace fs = std::filesystem;
using test::read_stored_settings;
using test::StoredSetting;

const fs::path kMutants = fs::path(PLUMBLINE_ROOT) / "tests/mutants";
const fs::path kTwins = fs::path(PLUMBLINE_ROOT) / "tests/twins";

CheckResult check(const StoredSetting& stored) {
  const PreparedProblem problem(read_problem(stored.problem));
  return test::run_check(read_theorem(stored.theorem), problem, stored.setup);
}

/// What a failing test shows: each hypothesis and conclusion with its numbers.
std::string summary(const CheckResult& result) {
  std::string text = fmt::format("{} on {}, m = {}, eta = {}: {}\n", result.theorem, result.problem,
                                 result.width.str(), result.eta, to_string(result.verdict));
  for (const HypothesisResult& hypothesis : result.hypotheses) {
    text += fmt::format("  {}: {} {} {}: {}\n", hypothesis.name, format_human(hypothesis.left),
                        hypothesis.relation, format_human(hypothesis.right),
                        to_string(verdict_of(hypothesis.truth)));
  }
  for (const ConclusionResult& conclusion : result.conclusions) {
    text += fmt::format("  {}: {}, {} by itself, {} of {} runs failed, {} undecided", conclusion.name,
                        to_string(conclusion.verdict), to_string(conclusion.alone), conclusion.failures,
                        result.seeds, conclusion.undecided);
    if (conclusion.worst) {
      text += fmt::format(", worst {} {} {}", format_human(conclusion.worst->observed),
                          conclusion.worst->relation, format_human(conclusion.worst->bound));
      for (const auto& [name, value] : conclusion.worst->at) text += fmt::format(" {} = {}", name, value);
    }
    for (const std::string& message : conclusion.messages) text += "; " + message;
    text += "\n";
  }
  return text;
}

/// A mutant is violated under every rigor, and a second evaluation confirms every run that failed.
void expect_refuted_twice(StoredSetting setting) {
  for (const Rigor rigor : {Rigor::kSampled, Rigor::kEnclosed, Rigor::kProved}) {
    setting.setup.rigor = rigor;
    const CheckResult result = check(setting);
    EXPECT_EQ(result.verdict, Verdict::kViolated) << summary(result);
    for (const ConclusionResult& conclusion : result.conclusions) {
      if (conclusion.verdict == Verdict::kViolated) {
        EXPECT_EQ(conclusion.confirmed, conclusion.failures) << summary(result);
      }
    }
  }
}

/// A test for one setting: the verdict stored with it, else that of its folder.
class StoredSettingTest : public testing::Test {
 public:
  StoredSettingTest(StoredSetting setting, Verdict expected)
      : setting_(std::move(setting)), expected_(expected) {}
  void TestBody() override {
    if (setting_.verdict.value_or(expected_) == Verdict::kViolated) {
      expect_refuted_twice(setting_);
      return;
    }
    const CheckResult result = check(setting_);
    EXPECT_EQ(result.verdict, setting_.verdict.value_or(expected_)) << summary(result);
  }

 private:
  StoredSetting setting_;
  Verdict expected_;
};

/// Names of tests hold letters, digits and _ only.
std::string test_name(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

void register_folder(const char* suite, const fs::path& folder, Verdict expected) {
  for (const StoredSetting& setting : read_stored_settings(folder)) {
    testing::RegisterTest(suite, test_name(setting.name).c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [=]() -> testing::Test* { return new StoredSettingTest(setting, expected); });
  }
}

/// Before main, so that --gtest_list_tests shows them.
const bool kRegistered = [] {
  register_folder("Mutants", kMutants, Verdict::kViolated);
  register_folder("Twins", kTwins, Verdict::kHolds);
  return true;
}();

std::set<std::string> files_with_settings(const fs::path& folder) {
  std::set<std::string> files;
  for (const StoredSetting& setting : read_stored_settings(folder)) files.insert(setting.theorem.string());
  return files;
}

TEST(StoredSettings, EveryMutantAndTwinHasOne) {
  for (const fs::path& folder : {kMutants, kTwins}) {
    const std::set<std::string> files = files_with_settings(folder);
    for (const fs::path& file : test::theorem_files(folder)) {
      EXPECT_THAT(files, testing::Contains(file.string()));
    }
  }
}

TEST(CatalogueSuite, HasEveryTheorem) {
  std::set<std::string> named;
  for (const SuiteGrid& grid : read_suite(fs::path(PLUMBLINE_ROOT) / "data/suites/catalogue.toml").grids) {
    named.insert(grid.theorems.begin(), grid.theorems.end());
  }
  for (const fs::path& file : test::theorem_files(fs::path(PLUMBLINE_ROOT) / "data/theorems")) {
    EXPECT_THAT(named, testing::Contains(file.stem().string()));
  }
}

TEST(StoredSettings, MutantsAreFilesOfTheirOwnAndMustBeViolated) {
  for (const StoredSetting& setting : read_stored_settings(kMutants)) {
    EXPECT_EQ(setting.theorem.parent_path(), kMutants) << setting.name;
    EXPECT_FALSE(setting.verdict) << setting.name;
  }
}

TEST(StoredSettings, TwinsMayNotBeViolated) {
  for (const StoredSetting& setting : read_stored_settings(kTwins)) {
    EXPECT_NE(setting.verdict, Verdict::kViolated) << setting.name;
  }
}

TEST(StoredSettings, AreReadWithEveryKey) {
  const TempFolder folder;
  folder.write(
      "settings.toml",
      "[[setting]]\ntheorem = 'hxp2020-4.1'\nproblem = 'iris'\ndepth = 3\nwidth = 64\neta = '0.5max'\n"
      "seeds = 2\nseed = 7\nsteps = 9\nrigor = 'enclosed'\nverdict = 'vacuous'\n"
      "parameters = { delta = 0.02 }\n"
      "[[setting]]\ntheorem = 'hxp2020-4.1'\nproblem = 'iris'\ndepth = 3\nwidth = 'threshold'\n"
      "seeds = 2\nsteps = 9\n");
  const std::vector<StoredSetting> settings = read_stored_settings(folder.path());
  ASSERT_EQ(settings.size(), 2U);
  EXPECT_EQ(settings[0].name, "hxp2020-4.1");
  EXPECT_EQ(settings[1].name, "hxp2020-4.1-2");
  EXPECT_EQ(settings[0].setup.width, "64");
  EXPECT_EQ(settings[0].setup.eta, "0.5max");
  EXPECT_EQ(settings[1].setup.eta, "max");
  EXPECT_EQ(settings[0].setup.seed, 7U);
  EXPECT_EQ(settings[0].setup.steps, 9);
  EXPECT_EQ(settings[0].setup.rigor, Rigor::kEnclosed);
  EXPECT_EQ(settings[0].verdict, Verdict::kVacuous);
  EXPECT_EQ(settings[0].setup.parameters.at("delta"), "0.02");
  EXPECT_FALSE(settings[1].verdict);
}

TEST(StoredSettings, AMistakeNamesItsLine) {
  const TempFolder folder;
  const std::string good =
      "[[setting]]\ntheorem = 'hxp2020-4.1'\nproblem = 'iris'\ndepth = 3\nwidth = 64\nseeds = 2\nsteps = 9\n";
  const auto refused = [&](const std::string& text, const std::string& message) {
    folder.write("settings.toml", text);
    EXPECT_THAT(message_of([&] { read_stored_settings(folder.path()); }), testing::HasSubstr(message));
  };
  refused(good + "colour = 1\n", "line 8");
  refused("[[setting]]\ntheorem = 'no-such'\n",
          "no-such.toml is neither beside this file nor in data/theorems");
  refused(good + "verdict = 'fine'\n", "expected holds, vacuous, undecided or violated");
}

}  // namespace
}  // namespace plumbline
