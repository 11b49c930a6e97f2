// The cases that come with Plumbline: each replays, and each is a start for a search.
#include "plumbline/falsify/known_cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/falsify/replay.hpp"
#include "plumbline/falsify/search.hpp"
#include "plumbline/numeric/error.hpp"
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
  EXPECT_TRUE(trial_of(read_case(kCases / "wu-identity-start.toml"), runner));
  EXPECT_FALSE(trial_of(read_case(kCases / "rate-times-six.toml"), runner));
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
