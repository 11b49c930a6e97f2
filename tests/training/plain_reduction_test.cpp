// The exact reduction of networks whose initial weights are written down (docs/theory.md §4): the same losses
// and the same singular values as with all weights, at every step.
#include <gtest/gtest.h>

#include "plumbline/network/initialise.hpp"
#include "plumbline/training/gradient_descent.hpp"
#include "plumbline/training/observables.hpp"
#include "support/small_problems.hpp"

namespace plumbline {
namespace {

using test::small_problem;

struct Case {
  Scheme scheme;
  Eigen::Index d_x, d_y, r, width, reduced_width;
  bool freeze_ends = false;
};

class PlainReduction : public testing::TestWithParam<Case> {};

InitialisationSpec spec_of(const Case& c) {
  InitialisationSpec spec;
  spec.scheme = c.scheme;
  spec.output_scale = OutputScale::kNone;
  spec.depth = 4;
  spec.width = c.width;
  spec.whole_first_layer = true;
  spec.train_first = spec.train_last = !c.freeze_ends;
  if (c.scheme == Scheme::kResidual) spec.parameters = {{"gain_in", 0.5}, {"gain_out", 2.0}};
  return spec;
}

TEST_P(PlainReduction, IsTheSameIteration) {
  const Case& c = GetParam();
  const ReducedProblem problem = small_problem(c.d_x, c.d_y, c.r, 4.0);
  const InitialisationSpec spec = spec_of(c);
  GradientDescent reduced(initialise(problem, spec, Form::kReduced), problem.targets, 0.05);
  GradientDescent dense(initialise(problem, spec, Form::kDense), problem.targets, 0.05);
  EXPECT_EQ(reduced.network().hidden(), c.reduced_width);
  EXPECT_EQ(dense.network().hidden(), c.width);
  for (int t = 0; t <= 30; ++t) {
    EXPECT_NEAR(reduced.residual_norm() / dense.residual_norm(), 1.0, 1e-11) << "t = " << t;
    if (t % 10 == 0) {
      for (Eigen::Index i = 1; i <= 4; ++i) {
        for (Eigen::Index j = i; j <= 4; ++j) {
          const SingularRange a = singular_range(reduced.network(), j, i);
          const SingularRange b = singular_range(dense.network(), j, i);
          EXPECT_NEAR(a.max, b.max, 1e-11) << "t = " << t << ", j = " << j << ", i = " << i;
          EXPECT_NEAR(a.min, b.min, 1e-7) << "t = " << t << ", j = " << j << ", i = " << i;
        }
      }
    }
    reduced.step();
    dense.step();
  }
  EXPECT_LT(dense.residual_norm(), 0.99 * problem.targets.norm());  // it has been training
}

INSTANTIATE_TEST_SUITE_P(All, PlainReduction,
                         testing::Values(Case{Scheme::kZeroAsymmetric, 5, 2, 3, 8, 3},
                                         Case{Scheme::kZeroAsymmetric, 4, 4, 4, 4, 4},
                                         Case{Scheme::kZeroAsymmetric, 3, 6, 3, 3, 3},
                                         Case{Scheme::kResidual, 4, 2, 3, 9, 5},
                                         Case{Scheme::kResidual, 4, 2, 3, 9, 5, true},
                                         Case{Scheme::kIdentity, 4, 3, 3, 9, 4},
                                         Case{Scheme::kIdentity, 3, 5, 3, 6, 5}));

}  // namespace
}  // namespace plumbline
