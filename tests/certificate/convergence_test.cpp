#include "plumbline/certificate/convergence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "support/precise_descent.hpp"
#include "support/small_problems.hpp"

namespace plumbline {
namespace {

using test::PreciseDescent;
using test::small_problem;

struct Training {
  ReducedProblem problem;
  InitialisationSpec spec;
  double eta = 0.0;
};

Training training(Eigen::Index depth, const Integer& width, double kappa, double step, std::uint64_t run) {
  Training s;
  s.problem = small_problem(6, 2, 3, kappa, 11 + run);
  s.problem.input_error = 0.0;
  s.problem.target_error = 0.0;
  s.spec.depth = depth;
  s.spec.width = width;
  s.spec.run = run;
  const double norm = s.problem.singular_values(0);
  s.eta = step * static_cast<double>(s.problem.d_y) / (2.0 * static_cast<double>(depth) * norm * norm);
  return s;
}

EnclosedRun run_of(const Training& s) {
  return {s.problem, s.spec, s.eta, Interval(0), {}};
}

TEST(Convergence, IsProvedAtOnceAtLargeWidth) {
  const Training s = training(12, Integer("1000000000000"), 4.0, 1.0, 0);
  const ConvergenceCertificate certificate = find_convergence(convergence_state(run_of(s), s.spec.width));
  EXPECT_TRUE(certificate.proved) << certificate.reason;
  // At infinite width q = 1 − ηLσ²/d_y = 1 − 1/(2κ) = 0.875.
  EXPECT_NEAR(upper_double(certificate.contraction), 0.875, 1e-3);
  EXPECT_GE(upper_double(certificate.contraction), 0.875 - 1e-9);
}

TEST(Convergence, TheProvedContractionBoundsTheOneSeen) {
  const PrecisionScope precision(80);
  int proved = 0;
  for (std::uint64_t draw = 0; draw < 8; ++draw) {
    for (const int width : {8, 60, 400, 20000}) {
      for (const double step : {0.3, 1.0, 2.5, 3.5}) {  // up to h·λ_max ≈ 1.75
        const Training s = training(5, width, 2.0, step, draw);
        EnclosedRun run = run_of(s);
        PreciseDescent precise(run.descent().network(), s.problem.targets, s.eta);
        for (int t = 0; t < 24; ++t) {
          run.step();
          precise.step();
          if (t % 8 != 0 || !run.is_finite()) continue;
          const ConvergenceCertificate c = find_convergence(convergence_state(run, s.spec.width));
          if (!c.proved) continue;
          ++proved;
          PreciseDescent later = precise;
          Real before = later.residual_norm();
          for (int more = 0; more < 10; ++more) {
            later.step();
            const Real now = later.residual_norm();
            EXPECT_LE(now, Real(upper(c.contraction) * before)) << "width " << width << " step " << step;
            before = now;
          }
        }
      }
    }
  }
  EXPECT_GT(proved, 100);
}

TEST(Convergence, IsNeverProvedWhereTheStepIsTooLong) {
  // h·λ_max = 2.2 in the wide limit: the run diverges, whatever the certificate is offered.
  const Training s = training(5, Integer("1000000"), 2.0, 4.4, 1);
  EnclosedRun run = run_of(s);
  const ConvergenceCertificate certificate = find_convergence(convergence_state(run, s.spec.width));
  EXPECT_FALSE(certificate.proved);
  EXPECT_THAT(certificate.reason, testing::HasSubstr("step is too long"));
}

TEST(Convergence, NeedsEveryPartOfItsArgument) {
  const Training s = training(6, 5000, 2.0, 1.0, 2);
  EnclosedRun run = run_of(s);
  for (int t = 0; t < 6; ++t) run.step();
  const ConvergenceState state = convergence_state(run, s.spec.width);
  const ConvergenceCertificate good = find_convergence(state);
  ASSERT_TRUE(good.proved) << good.reason;
  EXPECT_FALSE(certify_convergence(state, 0.0).proved) << "the travel is not 0";
  EXPECT_FALSE(certify_convergence(state, good.rho * 1e6).proved) << "so far away the norms are useless";
  ConvergenceState worse = state;
  for (double& bound : worse.backward_min) bound = 0.0;
  EXPECT_FALSE(find_convergence(worse).proved) << "no lower bound, no contraction";
  worse = state;
  worse.residual = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(find_convergence(worse).proved);
  worse = state;
  worse.residual *= 1e6;
  EXPECT_FALSE(find_convergence(worse).proved) << "a large residual bends the step";
}

}  // namespace
}  // namespace plumbline
