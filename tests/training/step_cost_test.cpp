#include "plumbline/training/step_cost.hpp"

#include <gtest/gtest.h>

#include "support/small_problems.hpp"

namespace plumbline {
namespace {

InitialisationSpec spec_of(Scheme scheme, const Integer& width) {
  InitialisationSpec spec;
  spec.scheme = scheme;
  spec.depth = 5;
  spec.width = width;
  spec.seed = 3;
  return spec;
}

TEST(FlopsPerStep, AreThoseOfTheNetworkThatRuns) {
  const ReducedProblem problem = test::small_problem(6, 3, 4, 4.0);
  const double reduced = flops_per_step(problem, spec_of(Scheme::kOrthogonal, 1000), Form::kReduced);
  EXPECT_EQ(reduced, 2.0 * 7 * 7 * (4 + 3 + 3) * 5);
  EXPECT_EQ(flops_per_step(problem, spec_of(Scheme::kOrthogonal, Integer("1000000000000")), Form::kReduced),
            reduced);
  EXPECT_EQ(flops_per_step(problem, spec_of(Scheme::kGaussian, 100), Form::kDense),
            2.0 * 100 * 100 * (4 + 3 + 3) * 5);
}

TEST(BytesOfRun, AreThoseOfTheWeightsAndAThirdMore) {
  const ReducedProblem problem = test::small_problem(6, 3, 4, 4.0);
  EXPECT_DOUBLE_EQ(bytes_of_run(problem, spec_of(Scheme::kGaussian, 100), Form::kDense),
                   4.0 / 3 * 8 * 100 * (300 + 4 + 3));
  EXPECT_DOUBLE_EQ(bytes_of_run(problem, spec_of(Scheme::kOrthogonal, 1000), Form::kReduced),
                   4.0 / 3 * 8 * 7 * (21 + 4 + 3));
}

}  // namespace
}  // namespace plumbline
