#include "plumbline/training/gradient_descent.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "plumbline/network/initialise.hpp"
#include "plumbline/training/observables.hpp"
#include "support/dense_projection.hpp"
#include "support/small_problems.hpp"

namespace plumbline {
namespace {

using test::project_to_reduced;
using test::small_problem;

InitialisationSpec spec_of(Scheme scheme, Eigen::Index depth, int width) {
  InitialisationSpec spec;
  spec.scheme = scheme;
  spec.depth = depth;
  spec.width = width;
  spec.seed = 3;
  return spec;
}

double max_step(const ReducedProblem& problem, Eigen::Index depth) {
  const double norm = problem.singular_values(0);
  return static_cast<double>(problem.d_y) / (2.0 * static_cast<double>(depth) * norm * norm);
}

/// Excess loss straight from the definition: ½‖c V_L ⋯ V_1 S − Ȳ‖².
double plain_loss(const Network& net, const Eigen::MatrixXd& targets) {
  Eigen::MatrixXd product = net.input.asDiagonal().toDenseMatrix();
  for (Eigen::Index i = 1; i <= net.depth(); ++i) product = layer_matrix(net, i) * product;
  const double c = net.unit / std::sqrt(net.inverse_gain);
  return 0.5 * (c * product - targets).squaredNorm();
}

/// Some steps in, so that no trained part is zero.
GradientDescent warmed_up(const ReducedProblem& problem, const InitialisationSpec& spec, int steps = 5,
                          double share_of_max = 1.0) {
  GradientDescent run(initialise(problem, spec, natural_form(problem, spec)), problem.targets,
                      share_of_max * max_step(problem, spec.depth));
  for (int t = 0; t < steps; ++t) run.step();
  return run;
}

/// One gradient step against central differences of plain_loss in every weight of every layer.
void expect_step_follows_the_gradient(const ReducedProblem& problem, const InitialisationSpec& spec,
                                      double share_of_max = 1.0) {
  const GradientDescent before = warmed_up(problem, spec, 5, share_of_max);
  GradientDescent after = before;
  after.step();
  const double eta = before.eta();
  const double squared_unit = before.network().unit * before.network().unit;
  for (std::size_t layer = 0; layer < before.network().trained.size(); ++layer) {
    const Eigen::MatrixXd moved =
        before.network().scale * (after.network().trained[layer] - before.network().trained[layer]);
    double worst = 0.0;
    for (Eigen::Index e = 0; e < moved.size(); ++e) {
      const double h = 1e-5;
      Network plus = before.network();
      Network minus = before.network();
      plus.trained[layer].data()[e] += h / before.network().scale;
      minus.trained[layer].data()[e] -= h / before.network().scale;
      const double slope = (plain_loss(plus, problem.targets) - plain_loss(minus, problem.targets)) / (2 * h);
      worst =
          std::max(worst, std::abs(moved.data()[e] + eta / squared_unit * slope));  // V⁺ = V − (η/u²) ∂ℓ/∂V
    }
    if (!before.network().trains(static_cast<Eigen::Index>(layer + 1))) {
      EXPECT_EQ(moved.norm(), 0.0) << "layer " << layer + 1;
      continue;
    }
    EXPECT_GT(moved.norm(), 0.0);
    EXPECT_LT(worst, 1e-6 * moved.norm()) << "layer " << layer + 1;
  }
}

TEST(GradientDescent, StepIsMinusEtaTimesTheGradient) {
  const ReducedProblem wide_output = small_problem(6, 3, 2, 2.0);  // r < d_y: the other product order
  const ReducedProblem narrow_output = small_problem(6, 2, 4, 4.0);
  for (const auto& problem : {wide_output, narrow_output}) {
    for (const Eigen::Index depth : {2, 3, 5}) {
      expect_step_follows_the_gradient(problem, spec_of(Scheme::kOrthogonal, depth, 40));
      expect_step_follows_the_gradient(problem, spec_of(Scheme::kGaussian, depth, 6));
    }
  }
}

TEST(GradientDescent, StepIsMinusEtaTimesTheGradientWithoutAnOutputScaleAndWithFixedLayers) {
  const ReducedProblem problem = small_problem(6, 3, 4, 4.0);
  for (const Eigen::Index depth : {3, 4}) {
    for (const Scheme scheme : {Scheme::kOrthogonal, Scheme::kGaussian, Scheme::kIdentity,
                                Scheme::kZeroAsymmetric, Scheme::kResidual, Scheme::kBalanced}) {
      InitialisationSpec spec = spec_of(scheme, depth, 9);
      spec.output_scale = OutputScale::kNone;
      if (scheme == Scheme::kBalanced) spec.parameters = {{"start", 0.5}, {"noise", 0.25}};
      const double share = scheme == Scheme::kGaussian ? 1e-6 : 0.1;  // no scale tames these products
      expect_step_follows_the_gradient(problem, spec, share);
      spec.train_first = false;
      spec.train_last = scheme == Scheme::kZeroAsymmetric;  // through W_L = 0 for ever nothing would move
      expect_step_follows_the_gradient(problem, spec, share);
    }
  }
}

TEST(GradientDescent, ResidualIsThatOfTheDefinition) {
  const ReducedProblem problem = small_problem(6, 3, 4, 4.0);
  for (const auto& spec : {spec_of(Scheme::kOrthogonal, 4, 64), spec_of(Scheme::kGaussian, 4, 16)}) {
    const GradientDescent run = warmed_up(problem, spec);
    const double loss = 0.5 * run.residual_norm() * run.residual_norm();
    EXPECT_NEAR(loss, plain_loss(run.network(), problem.targets), 1e-13 * (1.0 + loss));
  }
}

struct Shape {
  Eigen::Index d_x, d_y, r;
  int width;
};

/// Dense and reduced runs from the same initial weights, step by step.
void expect_same_trajectory(const Shape& shape, Eigen::Index depth) {
  const ReducedProblem problem = small_problem(shape.d_x, shape.d_y, shape.r, 3.0);
  InitialisationSpec spec = spec_of(Scheme::kOrthogonal, depth, shape.width);
  spec.whole_first_layer = shape.width >= shape.d_x;
  const Network dense = initialise(problem, spec, Form::kDense);
  const Network reduced = project_to_reduced(dense);
  GradientDescent dense_run(dense, problem.targets, max_step(problem, depth));
  GradientDescent reduced_run(reduced, problem.targets, max_step(problem, depth));
  for (int t = 0; t < 60; ++t) {
    ASSERT_NEAR(reduced_run.residual_norm() / dense_run.residual_norm(), 1.0, 1e-10) << "t = " << t;
    dense_run.step();
    reduced_run.step();
  }
  for (Eigen::Index i = 1; i <= depth; ++i) {
    EXPECT_NEAR(travel(reduced_run.network(), reduced.trained, i),
                travel(dense_run.network(), dense.trained, i), 1e-9);
    for (Eigen::Index j = i; j <= depth; ++j) {
      const SingularRange a = singular_range_on_data(reduced_run.network(), j, i);
      const SingularRange b = singular_range_on_data(dense_run.network(), j, i);
      EXPECT_NEAR(a.max, b.max, 1e-10) << j << "," << i;
      EXPECT_NEAR(a.min, b.min, 1e-10) << j << "," << i;
      if (shape.width < shape.d_x) continue;
      const SingularRange c = singular_range(reduced_run.network(), j, i);
      const SingularRange d = singular_range(dense_run.network(), j, i);
      EXPECT_NEAR(c.max, d.max, 1e-10) << j << "," << i;
      EXPECT_NEAR(c.min, d.min, 1e-10) << j << "," << i;
    }
  }
  const SingularRange p = eigenvalue_range_of_P(reduced_run);
  const SingularRange q = eigenvalue_range_of_P(dense_run);
  EXPECT_NEAR(p.max, q.max, 1e-9 * q.max);
  EXPECT_NEAR(p.min, q.min, 1e-9 * q.max);
  EXPECT_NEAR(gradient_norms(reduced_run)[0], gradient_norms(dense_run)[0], 1e-10);
}

TEST(ExactReduction, WiderThanTheInput) {
  expect_same_trajectory({6, 3, 4, 30}, 5);
  expect_same_trajectory({9, 2, 3, 12}, 2);
}

TEST(ExactReduction, NarrowerThanTheInput) {
  expect_same_trajectory({14, 2, 4, 9}, 4);
}

TEST(ExactReduction, SmallestReducedWidth) {
  expect_same_trajectory({5, 2, 4, 6}, 6);
}

TEST(ExactReduction, AWrongReductionIsSeen) {
  // The comparison has teeth: a base that is off by 1e-6 breaks the agreement.
  const ReducedProblem problem = small_problem(6, 3, 4, 3.0);
  const Network dense = initialise(problem, spec_of(Scheme::kOrthogonal, 4, 30), Form::kDense);
  Network reduced = project_to_reduced(dense);
  reduced.base_last(0, 0) += 1e-6;
  GradientDescent dense_run(dense, problem.targets, max_step(problem, 4));
  GradientDescent reduced_run(reduced, problem.targets, max_step(problem, 4));
  for (int t = 0; t < 20; ++t) {
    dense_run.step();
    reduced_run.step();
  }
  EXPECT_GT(std::abs(reduced_run.residual_norm() / dense_run.residual_norm() - 1.0), 1e-9);
}

TEST(ExactReduction, WidthsBelowRankPlusOutputsRunDense) {
  const ReducedProblem problem = small_problem(6, 3, 4, 3.0);
  const InitialisationSpec spec = spec_of(Scheme::kOrthogonal, 3, 5);  // 5 < 4 + 3
  EXPECT_EQ(natural_form(problem, spec), Form::kDense);
  GradientDescent run(initialise(problem, spec, Form::kDense), problem.targets, max_step(problem, 3));
  const double start = run.residual_norm();
  for (int t = 0; t < 200; ++t) run.step();
  EXPECT_LT(run.residual_norm(), start);
}

TEST(GradientDescent, TrajectoryTendsToALimitAsTheWidthGrows) {
  // The difference form loses nothing at large m: widths 10^12 and 10^30 with the same corner agree.
  const ReducedProblem problem = small_problem(6, 3, 4, 3.0);
  InitialisationSpec spec = spec_of(Scheme::kOrthogonal, 6, 1);
  const auto final_residual = [&](const Integer& width) {
    spec.width = width;
    GradientDescent run(initialise(problem, spec, Form::kReduced), problem.targets, max_step(problem, 6));
    for (int t = 0; t < 30; ++t) run.step();
    return run.residual_norm();
  };
  const double at_1e24 = final_residual(Integer("1000000000000000000000000"));
  const double at_1e30 = final_residual(Integer("1000000000000000000000000000000"));
  EXPECT_NEAR(at_1e24 / at_1e30, 1.0, 1e-9);
  EXPECT_GT(at_1e30, 0.0);
}

/// The gradients of all layers at once, from whole layers, and then the update.
void plain_step(Network& net, const Eigen::MatrixXd& targets, double eta) {
  const Eigen::Index depth = net.depth();
  std::vector<Eigen::MatrixXd> forward = {net.input.asDiagonal().toDenseMatrix()};
  for (Eigen::Index i = 1; i <= depth; ++i) forward.push_back(layer_matrix(net, i) * forward.back());
  const double c = net.unit / std::sqrt(net.inverse_gain);
  Eigen::MatrixXd above = c * forward.back() - targets;
  for (Eigen::Index i = depth; i >= 1; --i) {
    const Eigen::MatrixXd gradient = c * above * forward[static_cast<std::size_t>(i - 1)].transpose();
    above = layer_matrix(net, i).transpose() * above;
    net.trained[static_cast<std::size_t>(i - 1)] -= eta / (net.unit * net.unit * net.scale) * gradient;
  }
}

TEST(GradientDescent, LargeLayersGoTheSameWayInPiecesOnAnyNumberOfThreads) {
  const ReducedProblem problem = small_problem(6, 3, 4, 3.0);
  const InitialisationSpec spec = spec_of(Scheme::kGaussian, 5, 300);
  const Network start = initialise(problem, spec, Form::kDense);
  const double eta = max_step(problem, 5);
  GradientDescent alone(start, problem.targets, eta);
  GradientDescent shared(start, problem.targets, eta, 3);
  GradientDescent looked_at(start, problem.targets, eta, 2);
  Network plain = start;
  for (int t = 0; t < 10; ++t) {
    looked_at.products();  // known before the step, so that the step does not make them
    for (GradientDescent* run : {&alone, &shared, &looked_at}) run->step();
    plain_step(plain, problem.targets, eta);
  }
  for (std::size_t i = 0; i < 5; ++i) {
    const Eigen::MatrixXd& weights = alone.network().trained[i];
    EXPECT_TRUE((shared.network().trained[i].array() == weights.array()).all()) << i;
    EXPECT_TRUE((looked_at.network().trained[i].array() == weights.array()).all()) << i;
    EXPECT_LT((plain.trained[i] - weights).norm(), 1e-12 * weights.norm()) << i;
    EXPECT_GT((start.trained[i] - weights).norm(), 1e-6 * weights.norm()) << i;
  }
}

TEST(GradientDescent, ConvergesToTheFloorAndSaysSo) {
  const ReducedProblem problem = small_problem(6, 3, 4, 2.0);
  GradientDescent run = warmed_up(problem, spec_of(Scheme::kOrthogonal, 4, 200), 0);
  EXPECT_FALSE(run.at_floor());
  for (int t = 0; t < 400; ++t) run.step();
  EXPECT_TRUE(run.at_floor());
  EXPECT_LT(run.residual_norm(), 1e-12);
}

TEST(GradientDescent, LeavingDoublesRangeIsNoticed) {
  const ReducedProblem problem = small_problem(6, 3, 4, 2.0);
  const InitialisationSpec spec = spec_of(Scheme::kGaussian, 6, 12);
  GradientDescent run(initialise(problem, spec, Form::kDense), problem.targets, 1e3 * max_step(problem, 6));
  for (int t = 0; t < 40 && run.is_finite(); ++t) run.step();
  EXPECT_FALSE(run.is_finite());
  EXPECT_FALSE(run.at_floor());
}

}  // namespace
}  // namespace plumbline
