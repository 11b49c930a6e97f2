#include "plumbline/report/summary_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "support/checks.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::bundled_problem;
using test::CheckSetup;
using test::run_check;
using test::theorem_from_tree;
using test::theorem_of;
using test::TheoremSketch;
using testing::ContainsRegex;
using testing::HasSubstr;

/// The line that starts with `begin`.
std::string line_of(const std::string& text, const std::string& begin) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(begin)) return line;
  }
  return "no line starts with " + begin;
}

TEST(QuantitiesText, ShowsBothEndsAndTheWarning) {
  const PreparedProblem& problem = bundled_problem("spectrum-kappa4");
  Quantities quantities = problem.quantities();
  const std::string text = quantities_text(problem.problem(), quantities, 5);
  EXPECT_THAT(text, HasSubstr("n = 4 samples, d_x = 6 inputs, d_y = 3 targets, rank 4 (exact)"));
  EXPECT_THAT(line_of(text, "kappa"), ContainsRegex("kappa +(4|3.9999) +4"));
  EXPECT_THAT(text, testing::Not(HasSubstr("warning")));
  quantities.warning = "take care";
  EXPECT_THAT(quantities_text(problem.problem(), quantities, 5), HasSubstr("warning: take care"));
}

BoundResult bound_of(const Theorem& theorem, const PreparedProblem& problem, const std::string& width,
                     const std::string& eta) {
  BoundResult bound{theorem.id,
                    problem.problem().id,
                    resolve_setting(theorem, problem, 3, parse_width(width), parse_step(eta), {}),
                    {}};
  bound.hypotheses = evaluate_hypotheses(theorem, problem, bound.at.setting);
  return bound;
}

TEST(BoundText, ShowsWhatWasSolvedFor) {
  const std::string text = bound_text(bound_of(theorem_from_tree("data/theorems/hxp2020-4.1.toml"),
                                               bundled_problem("spectrum-kappa1"), "threshold", "max"));
  EXPECT_THAT(text, HasSubstr("hxp2020-4.1 on spectrum-kappa1 at depth L = 3"));
  EXPECT_THAT(text, HasSubstr("smallest width m = 1013807\n"));
  EXPECT_THAT(text, HasSubstr("largest step eta = 0.5\n"));
  EXPECT_THAT(line_of(text, "input width"), HasSubstr(">=  6"));
  EXPECT_THAT(line_of(text, "confidence"), testing::EndsWith("true"));
}

TEST(BoundText, SaysWhatHasNoSolution) {
  TheoremSketch sketch;
  sketch.hypotheses = {{"never", "m >= m + 1", {}}};
  const std::string text =
      bound_text(bound_of(theorem_of(sketch), bundled_problem("spectrum-kappa1"), "64", "0.1"));
  EXPECT_THAT(text, HasSubstr("smallest width m = none\n"));
  EXPECT_THAT(text, HasSubstr("largest step eta = not limited\n"));
  EXPECT_THAT(line_of(text, "never"), testing::EndsWith("FALSE"));
}

TEST(CheckText, ShowsVerdictEvidenceAndMargins) {
  CheckSetup setup;
  setup.seeds = 3;
  const Theorem theorem = theorem_from_tree("data/theorems/hxp2020-4.1.toml");
  const CheckResult result = run_check(theorem, bundled_problem("spectrum-kappa1"), setup);
  const std::string text = check_text(theorem, result);
  EXPECT_THAT(text, testing::StartsWith("hxp2020-4.1 on spectrum-kappa1: holds\n"));
  EXPECT_THAT(text, HasSubstr("3 seeds from 0"));
  EXPECT_THAT(text, HasSubstr("(chosen; fewer where double's floor is met)"));
  EXPECT_THAT(line_of(text, "linear rate"), ContainsRegex("0 of 3 +holds \\(sampled\\)$"));
  EXPECT_THAT(text, HasSubstr("claimed to fail with probability at most 0.01; 0 of 3 runs failed, 0 "
                              "undecided, so it is in [0, "));
}

TEST(CheckText, SaysWhatIsVacuousUndecidedAndNotCompared) {
  TheoremSketch sketch;
  sketch.hypotheses = {{"false", "r < 1", {}}};
  sketch.conclusions = {{"later", "loss(t) >= 0", {"t > 5"}}, {"wrong", "loss(0) < 0", {}}};
  CheckSetup setup;
  setup.width = "64";
  setup.eta = "0.1";
  setup.seeds = 2;
  setup.steps = 3;
  const Theorem theorem = theorem_of(sketch);
  const std::string text = check_text(theorem, run_check(theorem, bundled_problem("spectrum-kappa1"), setup));
  EXPECT_THAT(text, testing::StartsWith("sketch on spectrum-kappa1: vacuous\n"));
  EXPECT_THAT(line_of(text, "later"), HasSubstr("vacuous (undecided by itself"));
  EXPECT_THAT(line_of(text, "wrong"), testing::EndsWith("vacuous (violated by itself, sampled)"));
  EXPECT_THAT(text, HasSubstr("  later: nothing compared; claimed for every run\n"));
  EXPECT_THAT(text, HasSubstr("  wrong: compared at t = 0..0; claimed for every run\n"));
  EXPECT_THAT(text, HasSubstr("  later: note: the quantifier leaves nothing to compare within the run\n"));
  EXPECT_THAT(text, HasSubstr("3 steps (as asked)"));
}

TEST(CheckText, ExtremeSlacksAreReadable) {
  CheckResult result;
  result.conclusions.resize(3);
  const std::vector<std::optional<double>> slacks = {0.30103, -300.0, std::nullopt};
  for (std::size_t i = 0; i < 3; ++i) {
    result.conclusions[i].name = "c" + std::to_string(i);
    result.conclusions[i].worst = WorstCase{0, {}, Interval(1), Interval(2), "<=", slacks[i]};
  }
  const std::string text = check_text(Theorem(), result);
  EXPECT_THAT(line_of(text, "c0"), HasSubstr("  2x  "));
  EXPECT_THAT(line_of(text, "c1"), HasSubstr("1e-300.0x"));
  EXPECT_THAT(line_of(text, "c2"), HasSubstr("  -  "));
}

}  // namespace
}  // namespace plumbline
