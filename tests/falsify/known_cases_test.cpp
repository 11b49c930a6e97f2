// The cases that come with Plumbline: each replays, and each is a start for a search.
#include "plumbline/falsify/known_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "plumbline/falsify/confirm.hpp"
#include "plumbline/falsify/replay.hpp"
#include "plumbline/falsify/search.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/input_file.hpp"
#include "plumbline/problem/toml_input.hpp"
#include "problem/temp_folder.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

namespace fs = std::filesystem;
using test::theorem_from_tree;
using testing::IsEmpty;

const fs::path kCases = fs::path(PLUMBLINE_ROOT) / "data" / "cases";

TEST(KnownCases, EachReplaysToTheByte) {
  int count = 0;
  for (const auto& entry : fs::directory_iterator(kCases)) {
    const StoredCase stored = read_case(entry.path());
    const PreparedProblem problem(parse_generated_problem(stored.problem_text, "trial"));
    const ReplayResult result = replay_case(stored, problem, entry.path().string());
    EXPECT_EQ(result.verdict, Verdict::kViolated) << entry.path();
    EXPECT_THAT(result.differences, IsEmpty()) << entry.path();
    EXPECT_GT(result.witness_digits, 0U) << entry.path();
    ++count;
  }
  EXPECT_GT(count, 40);
}

std::string without_end(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

TEST(KnownCases, ThereIsOneForEveryMutantThatCanBeSearched) {
  // Networks that are written down from the data: there is nothing to search, and no trial to store.
  const std::set<std::string> without = {"park-any-labels", "park-in-double-precision",
                                         "park-parameters-without-inputs", "park-places-for-nothing"};
  std::set<std::string> missing;
  for (const auto& entry : fs::directory_iterator(fs::path(PLUMBLINE_ROOT) / "tests" / "mutants")) {
    const std::string name = entry.path().stem();
    if (entry.path().extension() != ".toml" || name == "settings") continue;
    if (!fs::exists(kCases / (name + ".toml"))) {
      missing.insert(name);
      continue;
    }
    const StoredCase stored = read_case(kCases / (name + ".toml"));
    EXPECT_EQ(without_end(stored.theorem_text), without_end(read_input_file(entry.path(), kMaxTomlBytes)))
        << "the case of " << name << " is one of an older file";
  }
  EXPECT_EQ(missing, without);
}

TEST(KnownCases, AChangedOneDoesNot) {
  StoredCase stored = read_case(kCases / "rate-times-six.toml");
  stored.eta /= 2.0;
  const PreparedProblem problem(parse_generated_problem(stored.problem_text, "trial"));
  EXPECT_FALSE(replay_case(stored, problem, "case").differences.empty());
}

TEST(KnownCases, AreTriedFirst) {
  const Theorem theorem = theorem_from_tree("tests/mutants/wu-identity-start.toml");
  SearchRequest request;
  request.starts = trials_of_cases(kCases, theorem);
  request.budget = static_cast<std::int64_t>(request.starts.size());
  request.shrink_seconds = 0.0;
  ASSERT_GT(request.budget, 0);
  EXPECT_TRUE(search_counterexample(theorem, request).counterexample);
}

TEST(KnownCases, OfAnotherInitialisationAreLeftOut) {
  const Theorem theorem = theorem_from_tree("tests/mutants/wu-identity-start.toml");
  const TrialRunner runner(theorem);
  EXPECT_TRUE(trial_of(read_case(kCases / "wu-identity-start.toml"), "case", runner));
  EXPECT_FALSE(trial_of(read_case(kCases / "rate-times-six.toml"), "case", runner));
}

TEST(KnownCases, NeverStartWithADrawThatATestMayUse) {
  std::size_t starts = 0;
  for (const char* file : {"hxp2020-4.1", "hxp2020-lemma-4.2", "du-hu2019-4.1", "zou2020-3.1"}) {
    const Theorem theorem = theorem_from_tree(std::string("data/theorems/") + file + ".toml");
    for (const Trial& trial : trials_of_cases(kCases, theorem)) {
      EXPECT_LT(trial.seed, kFreshSeeds) << file;
      ++starts;
    }
  }
  EXPECT_GT(starts, 20U);
  // A later run of a seed is another draw than its first.
  StoredCase stored = read_case(kCases / "rate-times-six.toml");
  const Theorem theorem = theorem_from_tree("tests/mutants/rate-times-six.toml");
  const TrialRunner runner(theorem);
  stored.seed = 5;
  EXPECT_EQ(trial_of(stored, "case", runner)->seed, stored.run == 0 ? 5U : 0U);
  stored.run = 3;
  EXPECT_EQ(trial_of(stored, "case", runner)->seed, 0U);
}

TEST(KnownCases, MessagesNameTheFile) {
  const Theorem theorem = theorem_from_tree("tests/mutants/rate-times-six.toml");
  StoredCase stored = read_case(kCases / "rate-times-six.toml");
  const std::string problem = stored.problem_text;
  stored.problem_text += "[nonsense]\n";
  const TempFolder folder;
  const fs::path file = folder.path() / "from-elsewhere.toml";
  write_case(stored, file);
  EXPECT_THAT(message_of([&] { trials_of_cases(folder.path(), theorem); }),
              testing::HasSubstr("from-elsewhere.toml [problem]"));
  stored.problem_text = problem;
  stored.theorem_text += "[nonsense]\n";
  write_case(stored, file);
  EXPECT_THAT(message_of([&] { trials_of_cases(folder.path(), theorem); }),
              testing::HasSubstr("from-elsewhere.toml [theorem]"));
}

TEST(KnownCases, AFileThatIsNoCaseIsRefused) {
  const Theorem theorem = theorem_from_tree("tests/mutants/rate-times-six.toml");
  const TempFolder folder;
  EXPECT_THAT(trials_of_cases(folder.path() / "none", theorem), IsEmpty());
  folder.write("a.toml", "schema = 'other'\n");
  EXPECT_THROW(trials_of_cases(folder.path(), theorem), InputError);
}

}  // namespace
}  // namespace plumbline
