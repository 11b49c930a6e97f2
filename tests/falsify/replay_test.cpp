// Cases: written, read back, run again; and what a changed one is told.
#include "plumbline/falsify/replay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "plumbline/numeric/error.hpp"
#include "problem/temp_folder.hpp"
#include "support/checks.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::bundled_problem;
using test::conclusion_of;
using test::theorem_text;
using test::TheoremSketch;
using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

TheoremSketch false_rate() {
  TheoremSketch sketch;
  sketch.tables = "[parameters]\nspeed = 4\n";
  sketch.hypotheses = {{"step size", "eta <= d_y/(2*L*norm_X^2)", {}}};
  sketch.conclusions = {
      {"rate", "loss(t) - loss_opt <= (1 - speed*eta*L*lambda_r/d_y)^t*(loss(0) - loss_opt)", {"t >= 0"}}};
  return sketch;
}

StoredCase stored_case(Rigor rigor) {
  const Theorem theorem = parse_theorem(theorem_text(false_rate()), "sketch");
  const PreparedProblem& problem = bundled_problem("spectrum-kappa4");
  CheckRequest request;
  request.at =
      resolve_setting(theorem, problem, 5, parse_width("100"), parse_step("0.5max"), {{"speed", "5"}});
  request.seeds = 3;
  request.seed = 11;
  request.steps = 10;
  request.rigor = rigor;
  const CheckResult result = check_theorem(theorem, problem, request);
  return case_of(theorem_text(false_rate()), "spectrum-kappa4", problem, request,
                 conclusion_of(result, "rate"), "1.2.3");
}

StoredCase written_and_read(const StoredCase& stored) {
  const TempFolder folder;
  const auto file = folder.path() / "case.toml";
  write_case(stored, file);
  return read_case(file);
}

TEST(StoredCase, ComesBackFromItsFileWhole) {
  const StoredCase stored = stored_case(Rigor::kEnclosed);
  const StoredCase back = written_and_read(stored);
  EXPECT_EQ(back.theorem_text, stored.theorem_text);
  EXPECT_EQ(back.problem_digest, stored.problem_digest);
  EXPECT_EQ(back.depth, 5);
  EXPECT_EQ(back.width, Integer(100));
  EXPECT_EQ(back.eta, stored.eta);
  EXPECT_EQ(back.parameters, stored.parameters);
  EXPECT_EQ(back.seed, 11U);
  EXPECT_EQ(back.run, stored.run);
  EXPECT_EQ(back.at, stored.at);
  EXPECT_EQ(back.verdict, "violated");
  EXPECT_EQ(back.observed, stored.observed);
  EXPECT_EQ(back.bound, stored.bound);
  EXPECT_EQ(back.witness_digits, stored.witness_digits);
  EXPECT_EQ(back.witness_observed, stored.witness_observed);
  EXPECT_EQ(back.plumbline, "1.2.3");
}

TEST(StoredCase, AnyTextOfATheoremSurvives) {
  StoredCase stored = stored_case(Rigor::kEnclosed);
  stored.theorem_text = "# '''quoted''' \"twice\" \\ back\r\nκ\n";
  EXPECT_EQ(written_and_read(stored).theorem_text, stored.theorem_text);
}

TEST(StoredCase, AWrongFileIsRefusedByKey) {
  const TempFolder folder;
  const auto file = folder.path() / "case.toml";
  const StoredCase stored = stored_case(Rigor::kEnclosed);
  const auto refusal_after = [&](const std::string& from, const std::string& to) {
    write_case(stored, file);
    std::ifstream in(file);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    std::ofstream(file) << text;
    return message_of([&] { read_case(file); });
  };
  EXPECT_THAT(refusal_after("plumbline.case/1", "plumbline.case/9"), HasSubstr("key 'schema'"));
  EXPECT_THAT(refusal_after("depth = 5", "depth = 1"), HasSubstr("expected an integer of at least 2"));
  EXPECT_THAT(refusal_after("width = \"100\"", "width = \"1e2\""), HasSubstr("key 'run.width'"));
  EXPECT_THAT(refusal_after("eta = \"0x", "eta = \"0y"), HasSubstr("hexadecimal floating-point number"));
  EXPECT_THAT(refusal_after("eta = \"0x", "eta = \"-0x"), HasSubstr("a positive hexadecimal"));
  EXPECT_THAT(refusal_after("\nt = ", "\nt = 9000000"), HasSubstr("key 'expected.at.t'"));
  EXPECT_THAT(refusal_after("rigor = \"enclosed\"", "rigor = \"certain\""),
              HasSubstr("key 'run.rigor': found text \"certain\", expected \"sampled\", \"enclosed\""));
  EXPECT_THAT(refusal_after("[expected.at]", "speed = 1\n[expected.at]"), HasSubstr("speed"));
}

TEST(Replay, ReproducesARefutationToTheByteUnderEveryRigor) {
  for (const Rigor rigor : {Rigor::kSampled, Rigor::kEnclosed, Rigor::kProved}) {
    const StoredCase stored = written_and_read(stored_case(rigor));
    const ReplayResult result = replay_case(stored, bundled_problem("spectrum-kappa4"), "case");
    EXPECT_EQ(result.verdict, Verdict::kViolated);
    EXPECT_THAT(result.differences, testing::IsEmpty());
    EXPECT_GT(result.witness_digits, 0U);
  }
}

TEST(Replay, ReproducesAFailingRunOfAClaimThatItsProbabilityExcuses) {
  // Some runs fail, as many as the claimed probability allows: the claim holds, the run is still violated.
  TheoremSketch sketch;
  sketch.probability = "0.2";
  sketch.hypotheses = {{"step size", "eta <= d_y/(2*L*norm_X^2)", {}}};
  sketch.conclusions = {{"start", "loss(0) - loss_opt <= (frob_X^2 + frob_Y^2)/2", {}}};
  const Theorem theorem = parse_theorem(theorem_text(sketch), "sketch");
  const PreparedProblem& problem = bundled_problem("spectrum-kappa4");
  CheckRequest request;
  request.at = resolve_setting(theorem, problem, 5, parse_width("100"), parse_step("0.5max"), {});
  request.steps = 0;
  const CheckResult result = check_theorem(theorem, problem, request);
  const ConclusionResult& start = conclusion_of(result, "start");
  ASSERT_EQ(start.verdict, Verdict::kHolds);
  ASSERT_GT(start.failures, 0);
  const StoredCase stored =
      written_and_read(case_of(theorem_text(sketch), "spectrum-kappa4", problem, request, start, "1.2.3"));
  const ReplayResult replayed = replay_case(stored, problem, "case");
  EXPECT_EQ(replayed.verdict, Verdict::kViolated);
  EXPECT_THAT(replayed.differences, testing::IsEmpty());
}

TEST(Replay, SaysWhatIsNotAsStored) {
  const PreparedProblem& problem = bundled_problem("spectrum-kappa4");
  StoredCase other_run = stored_case(Rigor::kEnclosed);
  other_run.run += 1;
  EXPECT_THAT(replay_case(other_run, problem, "case").differences,
              Contains(StartsWith("observed: expected [")));

  StoredCase slower = stored_case(Rigor::kEnclosed);
  slower.parameters["speed"] = "0.5";  // true: nothing is refuted
  const ReplayResult result = replay_case(slower, problem, "case");
  EXPECT_EQ(result.verdict, Verdict::kHolds);
  EXPECT_THAT(result.differences, Contains("verdict: expected violated, found holds"));
}

TEST(Replay, RefusesOtherDataAndUnknownConclusions) {
  const StoredCase stored = stored_case(Rigor::kEnclosed);
  EXPECT_THAT(message_of([&] { replay_case(stored, bundled_problem("spectrum-kappa1"), "case.toml"); }),
              HasSubstr("case.toml: the data of spectrum-kappa4 have digest fnv1a64:"));
  StoredCase renamed = stored;
  renamed.conclusion = "speed";
  EXPECT_THAT(message_of([&] { replay_case(renamed, bundled_problem("spectrum-kappa4"), "case.toml"); }),
              HasSubstr("expected a conclusion of its theorem sketch"));
}

}  // namespace
}  // namespace plumbline
