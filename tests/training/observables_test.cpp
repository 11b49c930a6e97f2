#include "plumbline/training/observables.hpp"

#include <gtest/gtest.h>

#include <Eigen/SVD>
#include <cmath>
#include <limits>

#include "plumbline/network/initialise.hpp"
#include "plumbline/numeric/error.hpp"
#include "support/small_problems.hpp"

namespace plumbline {
namespace {

using test::small_problem;

InitialisationSpec spec_of(Scheme scheme, Eigen::Index depth, int width, bool whole = true) {
  InitialisationSpec spec;
  spec.scheme = scheme;
  spec.depth = depth;
  spec.width = width;
  spec.seed = 9;
  spec.whole_first_layer = whole;
  return spec;
}

GradientDescent run_of(const ReducedProblem& problem, const InitialisationSpec& spec, double eta, int steps) {
  GradientDescent run(initialise(problem, spec, natural_form(problem, spec)), problem.targets, eta);
  for (int t = 0; t < steps; ++t) run.step();
  return run;
}

/// V_{j:i} of a dense network, the first layer on all of the input space.
Eigen::MatrixXd dense_product(const Network& net, Eigen::Index j, Eigen::Index i) {
  Eigen::MatrixXd product = layer_matrix(net, i);
  if (i == 1) {
    product.conservativeResize(Eigen::NoChange, net.rank() + net.complement.cols());
    product.rightCols(net.complement.cols()) = net.complement;
  }
  for (Eigen::Index k = i + 1; k <= j; ++k) product = layer_matrix(net, k) * product;
  return product;
}

TEST(SingularRanges, OfDenseNetworksAreThoseOfTheirProducts) {
  const ReducedProblem problem = small_problem(7, 3, 4, 4.0);
  const GradientDescent run = run_of(problem, spec_of(Scheme::kGaussian, 4, 5), 0.01, 5);
  const Network& net = run.network();
  for (Eigen::Index i = 1; i <= 4; ++i) {
    for (Eigen::Index j = i; j <= 4; ++j) {
      const Eigen::VectorXd values =
          Eigen::JacobiSVD<Eigen::MatrixXd>(dense_product(net, j, i)).singularValues();
      const SingularRange range = singular_range(net, j, i);
      EXPECT_NEAR(range.max, values(0), 1e-13 * values(0)) << j << i;
      EXPECT_NEAR(range.min, values(values.size() - 1), 1e-13 * values(0)) << j << i;
    }
  }
  const Eigen::MatrixXd on_data = dense_product(net, 2, 1).leftCols(net.rank());
  const Eigen::VectorXd values = Eigen::JacobiSVD<Eigen::MatrixXd>(on_data).singularValues();
  EXPECT_NEAR(singular_range_on_data(net, 2, 1).min, values(3), 1e-13);
  EXPECT_NEAR(singular_range_on_data(net, 2, 1).max, values(0), 1e-13);
}

TEST(SingularRanges, ValuesOutsideTheTrainedSpaceCount) {
  // Far from the start every trained singular value of a middle layer may be below 1; the others are 1.
  const ReducedProblem problem = small_problem(7, 3, 4, 4.0);
  GradientDescent run = run_of(problem, spec_of(Scheme::kOrthogonal, 4, 50), 0.1, 3);
  Network shrunk = run.network();
  shrunk.trained[1].setIdentity();
  shrunk.trained[1] *= -0.5 / shrunk.scale;  // V_2 = I/2 on the trained space, I elsewhere
  EXPECT_NEAR(singular_range(shrunk, 2, 2).min, 0.5, 1e-14);
  EXPECT_EQ(singular_range(shrunk, 2, 2).max, 1.0);
  shrunk.unit_values_middle = 0.0;  // width r + d_y: nothing is outside
  EXPECT_NEAR(singular_range(shrunk, 2, 2).max, 0.5, 1e-14);
}

TEST(SingularRanges, WhatIsNotFiniteHasNone) {
  const ReducedProblem problem = small_problem(7, 3, 4, 4.0);
  Network net = initialise(problem, spec_of(Scheme::kGaussian, 3, 6), Form::kDense);
  net.trained[1] *= 1e200;
  net.trained[2] *= 1e200;  // each is finite, their product is not
  EXPECT_TRUE(std::isfinite(singular_range(net, 2, 2).max));
  for (const SingularRange& range :
       {singular_range(net, 3, 2), singular_range(net, 3, 1), singular_range_on_data(net, 3, 1)}) {
    EXPECT_TRUE(std::isnan(range.min));
    EXPECT_TRUE(std::isnan(range.max));
  }
}

TEST(SingularRanges, LayersOutOfRangeAndAMissingComplementAreFaults) {
  const ReducedProblem problem = small_problem(7, 3, 4, 4.0);
  const Network whole = initialise(problem, spec_of(Scheme::kOrthogonal, 3, 50), Form::kReduced);
  EXPECT_THROW(singular_range(whole, 0, 0), InternalError);
  EXPECT_THROW(singular_range(whole, 4, 1), InternalError);
  EXPECT_THROW(singular_range_on_data(whole, 1, 2), InternalError);
  const Network part = initialise(problem, spec_of(Scheme::kOrthogonal, 3, 50, false), Form::kReduced);
  EXPECT_THROW(singular_range(part, 2, 1), InternalError);
}

TEST(GradientNorms, AreTheDistanceOfOneStep) {
  const ReducedProblem problem = small_problem(7, 3, 4, 4.0);
  for (const auto& spec :
       {spec_of(Scheme::kGaussian, 4, 5, false), spec_of(Scheme::kOrthogonal, 4, 50, false)}) {
    const double eta = 1e-3;
    const GradientDescent before = run_of(problem, spec, eta, 4);
    GradientDescent after = before;
    after.step();
    const std::vector<double> norms = gradient_norms(before);
    ASSERT_EQ(norms.size(), 4U);
    for (Eigen::Index i = 1; i <= 4; ++i) {  // ‖W_i(t+1) − W_i(t)‖ = η ‖∂ℓ/∂W_i‖
      const double moved = travel(after.network(), before.network().trained, i);
      EXPECT_NEAR(moved / (eta * norms[static_cast<std::size_t>(i - 1)]), 1.0, 1e-9) << i;
    }
  }
}

TEST(Travel, CountsInTheUnitsOfTheWeights) {
  const ReducedProblem problem = small_problem(7, 3, 4, 4.0);
  const Network net = initialise(problem, spec_of(Scheme::kGaussian, 3, 9, false), Form::kDense);
  Network moved = net;
  moved.trained[1](2, 3) += 3.0;  // Gaussian weights are stored as W itself
  moved.trained[1](0, 0) -= 4.0;
  EXPECT_NEAR(travel(moved, net.trained, 2), 5.0, 1e-14);
  EXPECT_EQ(travel(moved, net.trained, 1), 0.0);
}

TEST(EigenvaluesOfP, OfOneOutputAndOneInputAreTheRateOfTheResidual) {
  // r = d_y = 1: R(t+1) = (1 − ηP) R(t) + O(η²) with a number P.
  const ReducedProblem problem = small_problem(3, 1, 1, 1.0);
  for (const auto& spec :
       {spec_of(Scheme::kGaussian, 4, 6, false), spec_of(Scheme::kOrthogonal, 4, 50, false)}) {
    const double eta = 1e-7;
    const GradientDescent before = run_of(problem, spec, eta, 0);
    GradientDescent after = before;
    after.step();
    const double rate = (1.0 - after.residual()(0, 0) / before.residual()(0, 0)) / eta;
    const SingularRange p = eigenvalue_range_of_P(before);
    EXPECT_EQ(p.min, p.max);
    EXPECT_NEAR(p.max / rate, 1.0, 1e-5);
  }
}

TEST(EigenvaluesOfP, AtAnIsometryAreThoseOfTheTheory) {
  // V_i isometries: P = (1/d_y) Σ_i … lies in L·[σ_r², σ_1²]/d_y (docs/theory.md §3), and at infinite width
  // is L S²/d_y ⊗ I.
  const ReducedProblem problem = small_problem(7, 3, 4, 4.0);
  InitialisationSpec spec = spec_of(Scheme::kOrthogonal, 5, 1, false);
  spec.width = Integer("1000000000000000000000000");
  const SingularRange p = eigenvalue_range_of_P(run_of(problem, spec, 0.1, 0));
  EXPECT_NEAR(p.max, 5.0 / 3.0 * 1.0, 1e-10);
  EXPECT_NEAR(p.min, 5.0 / 3.0 * 0.25, 1e-10);
}

TEST(EigenvaluesOfP, WhatIsNotFiniteHasNone) {
  const ReducedProblem problem = small_problem(7, 3, 4, 4.0);
  Network net = initialise(problem, spec_of(Scheme::kGaussian, 3, 6, false), Form::kDense);
  net.trained[0] *= 1e170;   // features whose squares overflow
  net.trained[2] *= 1e-170;  // while the output stays finite
  const GradientDescent run(net, problem.targets, 1e-3);
  ASSERT_TRUE(run.is_finite());
  EXPECT_TRUE(std::isnan(eigenvalue_range_of_P(run).max));
}

}  // namespace
}  // namespace plumbline
