#include "plumbline/network/plain_network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "plumbline/numeric/dense_spectrum.hpp"
#include "plumbline/numeric/error.hpp"
#include "support/small_problems.hpp"

namespace plumbline {
namespace {

using test::small_problem;
using testing::HasSubstr;

InitialisationSpec spec_of(Scheme scheme, Eigen::Index depth, const Integer& width,
                           std::map<std::string, double> parameters = {}) {
  InitialisationSpec spec;
  spec.scheme = scheme;
  spec.output_scale = OutputScale::kNone;
  spec.depth = depth;
  spec.width = width;
  spec.parameters = std::move(parameters);
  spec.whole_first_layer = true;
  return spec;
}

/// V_1 on the whole input space, in the basis (col(X), col(X)^⊥).
Eigen::MatrixXd whole_first(const Network& net) {
  Eigen::MatrixXd whole(net.complement.rows(), net.rank() + net.complement.cols());
  whole.setZero();
  whole.topLeftCorner(net.hidden(), net.rank()) = layer_matrix(net, 1);
  whole.rightCols(net.complement.cols()) = net.complement;
  return whole;
}

Eigen::MatrixXd identity(Eigen::Index rows, Eigen::Index cols) {
  return Eigen::MatrixXd::Identity(rows, cols);
}

void expect_near(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, double tolerance = 1e-14) {
  ASSERT_EQ(a.rows(), b.rows());
  ASSERT_EQ(a.cols(), b.cols());
  EXPECT_LE((a - b).norm(), tolerance);
}

TEST(PlainNetwork, IdentityHasOnesOnTheDiagonalInTheCoordinatesOfTheInputs) {
  const ReducedProblem problem = small_problem(5, 3, 4, 4.0);
  const Network net = initialise(problem, spec_of(Scheme::kIdentity, 4, 9), Form::kDense);
  // W_1 P = [P; 0]: the stored W_1 is that of the coordinates, seen from the basis P.
  expect_near(layer_matrix(net, 1).topRows(5), problem.basis);
  EXPECT_EQ(layer_matrix(net, 1).bottomRows(4).norm(), 0.0);
  const Eigen::MatrixXd whole = whole_first(net);
  expect_near(whole.transpose() * whole, identity(5, 5), 1e-13);
  EXPECT_EQ(layer_matrix(net, 3), identity(9, 9));
  EXPECT_EQ(layer_matrix(net, 4), identity(3, 9));
  EXPECT_FALSE(net.exact_start);
}

TEST(PlainNetwork, NoiseIsAddedToEveryEntryWithItsSize) {
  const ReducedProblem problem = small_problem(5, 3, 4, 4.0);
  const auto noisy = [&](double noise) {
    return initialise(problem, spec_of(Scheme::kIdentity, 4, 30, {{"noise", noise}}), Form::kDense);
  };
  const Network quiet = noisy(0.0);
  const Network loud = noisy(0.5);
  for (Eigen::Index i = 1; i <= 4; ++i) {
    const Eigen::MatrixXd noise = layer_matrix(loud, i) - layer_matrix(quiet, i);
    const double mean_square = noise.squaredNorm() / static_cast<double>(noise.size());
    EXPECT_NEAR(mean_square, 0.25, 0.15) << i;
    EXPECT_GT(noise.cwiseAbs().minCoeff(), 0.0) << i;
  }
  EXPECT_GT((loud.complement - quiet.complement).cwiseAbs().minCoeff(), 0.0);
}

TEST(PlainNetwork, ZeroAsymmetricStartsAtTheZeroFunction) {
  const ReducedProblem problem = small_problem(5, 3, 4, 4.0);
  for (const Form form : {Form::kReduced, Form::kDense}) {
    const Network net = initialise(problem, spec_of(Scheme::kZeroAsymmetric, 4, 7), form);
    EXPECT_EQ(net.hidden(), form == Form::kReduced ? 4 : 7);
    EXPECT_EQ(layer_matrix(net, 4).norm(), 0.0);
    EXPECT_EQ(layer_matrix(net, 2), identity(net.hidden(), net.hidden()));
    const Eigen::MatrixXd whole = whole_first(net);
    EXPECT_EQ(whole.transpose() * whole, identity(5, 5));
    EXPECT_TRUE(net.exact_start);
  }
}

TEST(PlainNetwork, ZeroAsymmetricKeepsAllItsWeightsWhereTheRankCannotShowTheLastLayer) {
  // W_L has min(d_y, m) singular values: more than the rank has coordinates, unless the rank is the width.
  const auto form_of = [](Eigen::Index d_x, Eigen::Index d_y, Eigen::Index r, int width) {
    return natural_form(small_problem(d_x, d_y, r, 4.0), spec_of(Scheme::kZeroAsymmetric, 4, width));
  };
  EXPECT_EQ(form_of(5, 3, 2, 7), Form::kDense);
  EXPECT_EQ(form_of(5, 3, 3, 7), Form::kReduced);
  EXPECT_EQ(form_of(3, 6, 3, 5), Form::kDense);
  EXPECT_EQ(form_of(3, 6, 3, 3), Form::kReduced);
}

TEST(PlainNetwork, ResidualEndsAreScaledAndDoNotMeet) {
  const ReducedProblem problem = small_problem(5, 3, 4, 4.0);
  for (const Form form : {Form::kReduced, Form::kDense}) {
    const Network net =
        initialise(problem, spec_of(Scheme::kResidual, 4, 1000, {{"gain_in", 2.0}, {"gain_out", 3.0}}), form);
    EXPECT_EQ(net.hidden(), form == Form::kReduced ? 7 : 1000);
    const Eigen::MatrixXd whole = whole_first(net);
    EXPECT_EQ(whole.transpose() * whole, 4.0 * identity(5, 5));
    const Eigen::MatrixXd last = layer_matrix(net, 4);
    EXPECT_EQ(last * last.transpose(), 9.0 * identity(3, 3));
    EXPECT_EQ((last * layer_matrix(net, 1)).norm(), 0.0);
    EXPECT_EQ(layer_matrix(net, 3), identity(net.hidden(), net.hidden()));
  }
}

TEST(PlainNetwork, BalancedLayersMultiplyToTheProductAndAreBalanced) {
  for (const auto& problem : {small_problem(5, 3, 4, 4.0), small_problem(4, 3, 2, 4.0)}) {
    const Network net =
        initialise(problem, spec_of(Scheme::kBalanced, 5, 6, {{"start", 0.5}, {"noise", 0.0}}), Form::kDense);
    Eigen::MatrixXd product = layer_matrix(net, 1);
    for (Eigen::Index i = 2; i <= 5; ++i) {
      const Eigen::MatrixXd v = layer_matrix(net, i);
      const Eigen::MatrixXd below = i == 2 ? whole_first(net) : layer_matrix(net, i - 1);
      expect_near(v.transpose() * v, below * below.transpose(), 1e-12);
      product = v * product;
    }
    expect_near(product * problem.singular_values.asDiagonal(), 0.5 * problem.targets, 1e-13);
  }
}

TEST(PlainNetwork, BalancedNoiseMovesTheProductAndStretchMovesTheBalanceAlone) {
  const ReducedProblem problem = small_problem(5, 3, 4, 4.0);
  const auto product = [&](std::map<std::string, double> parameters) {
    const Network net =
        initialise(problem, spec_of(Scheme::kBalanced, 2, 6, std::move(parameters)), Form::kDense);
    return Eigen::MatrixXd(layer_matrix(net, 2) * layer_matrix(net, 1));
  };
  const Eigen::MatrixXd even = product({{"start", 0.5}, {"noise", 0.25}});
  expect_near(product({{"start", 0.5}, {"noise", 0.25}, {"stretch", 8.0}}), even, 1e-14);
  const Eigen::MatrixXd noise = even - product({{"start", 0.5}, {"noise", 0.0}});
  EXPECT_NEAR(noise.norm() / std::sqrt(12.0), 0.25, 0.12);
}

TEST(PlainNetwork, WidthsBelowTheLeastAreRefused) {
  const ReducedProblem problem = small_problem(5, 3, 4, 4.0);
  const auto refusal = [&](Scheme scheme, int width) {
    try {
      initialise(problem, spec_of(scheme, 3, width), Form::kDense);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_EQ(refusal(Scheme::kIdentity, 4), "init identity: found width 4, expected at least 5");
  EXPECT_EQ(refusal(Scheme::kZeroAsymmetric, 4), "init zero-asymmetric: found width 4, expected at least 5");
  EXPECT_EQ(refusal(Scheme::kResidual, 7), "init residual: found width 7, expected at least 8");
  EXPECT_EQ(refusal(Scheme::kBalanced, 2), "init balanced: found width 2, expected at least 3");
  for (const auto& [scheme, width] : {std::pair{Scheme::kIdentity, 5}, std::pair{Scheme::kZeroAsymmetric, 5},
                                      std::pair{Scheme::kResidual, 8}, std::pair{Scheme::kBalanced, 3}}) {
    EXPECT_EQ(refusal(scheme, width), "");
  }
}

TEST(PlainNetwork, AnOutputScaleIsRefused) {
  InitialisationSpec spec = spec_of(Scheme::kIdentity, 3, 5);
  spec.output_scale = OutputScale::kNormPreserving;
  EXPECT_THROW(initialise(small_problem(5, 3, 4, 4.0), spec, Form::kDense), InputError);
}

}  // namespace
}  // namespace plumbline
