// The exact orbit of a diagonal network, enclosed: against the run in double, and the exact law of its
// iterates.
#include "plumbline/training/diagonal_ball_run.hpp"

#include <gtest/gtest.h>

#include "plumbline/numeric/error.hpp"
#include "support/prepared_problems.hpp"

namespace plumbline {
namespace {

DiagonalSpec spec_of(Sampling sampling) {
  DiagonalSpec spec;
  spec.size = 0.25;
  spec.eta = 0.01;
  spec.sampling = sampling;
  spec.seed = 3;
  return spec;
}

TEST(DiagonalBallRun, MeetsTheRunInDoubleTightly) {
  const PrecisionScope precision(60);
  const PreparedProblem& prepared = test::bundled_problem("gaussian-25");
  for (const Sampling sampling : {Sampling::kFullBatch, Sampling::kOneSample}) {
    DiagonalRun doubles(prepared.problem(), prepared.reduced().basis, spec_of(sampling));
    DiagonalBallRun balls(prepared.problem(), spec_of(sampling), 60);
    for (int t = 0; t <= 60; ++t) {
      for (const std::string& name : diagonal_observables()) {
        const Interval wide = doubles.observe(name, {});
        const Interval tight = balls.observe(name, {});
        EXPECT_LE(lower(wide), upper(tight)) << name << " t = " << t;
        EXPECT_LE(lower(tight), upper(wide)) << name << " t = " << t;
      }
      EXPECT_LT(relative_width(balls.observe("loss", {})), 1e-40) << t;
      doubles.step();
      balls.step();
    }
  }
}

TEST(DiagonalBallRun, TheExactLawHoldsFarBelowDouble) {
  // asinh(β/(2|w_+w_−|)) + 2Σ[atanh(γg) − γg] lies in row(X) at every iterate; what flow would conserve does
  // not.
  const PrecisionScope precision(60);
  const PreparedProblem& prepared = test::bundled_problem("gaussian-25");
  DiagonalBallRun run(prepared.problem(), spec_of(Sampling::kOneSample), 60);
  for (int t = 0; t < 50; ++t) run.step();
  EXPECT_LT(upper_double(run.observe("law_gap", {})), 1e-40);
  EXPECT_GT(lower_double(run.observe("entropy_gap", {})), 1e-6);
}

TEST(DiagonalBallRun, DependentSamplesAreNotFollowed) {
  Problem problem = test::bundled_problem("gaussian-25").problem();
  problem.X.col(1) = problem.X.col(0);
  const DiagonalBallRun run(problem, spec_of(Sampling::kFullBatch), 40);
  EXPECT_FALSE(run.is_finite());
  problem.Y.conservativeResize(2, problem.Y.cols());
  EXPECT_THROW(DiagonalBallRun(problem, spec_of(Sampling::kFullBatch), 40), InputError);
}

}  // namespace
}  // namespace plumbline
