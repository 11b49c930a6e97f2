#include "plumbline/training/product_norms.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "plumbline/network/initialise.hpp"
#include "plumbline/numeric/dense_spectrum.hpp"
#include "plumbline/training/gradient_descent.hpp"
#include "support/precise_descent.hpp"
#include "support/small_problems.hpp"

namespace plumbline {
namespace {

using test::PreciseDescent;
using test::small_problem;

Network network_of(const ReducedProblem& problem, Scheme scheme, Eigen::Index depth, const Integer& width,
                   int steps) {
  InitialisationSpec spec;
  spec.scheme = scheme;
  spec.depth = depth;
  spec.width = width;
  spec.seed = 5;
  const double norm = problem.singular_values(0);
  const double eta = static_cast<double>(problem.d_y) / (2.0 * static_cast<double>(depth) * norm * norm);
  GradientDescent run(initialise(problem, spec, natural_form(problem, spec)), problem.targets, eta);
  for (int t = 0; t < steps; ++t) run.step();
  return run.network();
}

/// Every bound against the product formed at 60 digits: never below, at most `excess` times above.
void expect_bounds(const Network& network, const Eigen::MatrixXd& targets, double excess) {
  const PrecisionScope precision(60);
  const PreciseDescent precise(network, targets, 1.0);
  const ProductNorms norms(network);
  const auto depth = static_cast<std::size_t>(network.depth());
  Upper largest(1.0);
  for (std::size_t i = 1; i <= depth; ++i) {
    for (std::size_t j = i; j <= depth; ++j) {
      const double exact = static_cast<double>(precise.singular_values(j, i)(0));
      const Upper bound = norms.at(static_cast<Eigen::Index>(j), static_cast<Eigen::Index>(i));
      EXPECT_GE(bound.value(), exact * (1.0 - 1e-14)) << j << ":" << i;
      EXPECT_LE(bound.value(), exact * excess) << j << ":" << i;
      largest = max(largest, bound);
    }
  }
  EXPECT_EQ(norms.largest().value(), largest.value());
  EXPECT_LE(norms.largest_middle().value(), norms.largest().value());
  EXPECT_EQ(norms.at(3, 4).value(), 1.0);
}

TEST(ProductNorms, BoundEveryPartialProductOfADeepGaussianNetworkWithinTheFactorOfThePowerMethod) {
  // Products of single norms would exceed these by 2^L.
  const ReducedProblem problem = small_problem(6, 2, 3, 3.0, 1);
  expect_bounds(network_of(problem, Scheme::kGaussian, 24, 8, 0), problem.targets,
                std::pow(8.0, 1.0 / 32) + 1e-9);
}

TEST(ProductNorms, BoundTheProductsOfATrainedReducedNetwork) {
  const ReducedProblem problem = small_problem(6, 2, 3, 3.0, 1);
  expect_bounds(network_of(problem, Scheme::kOrthogonal, 8, 40, 10), problem.targets,
                std::pow(5.0, 1.0 / 32) + 1e-9);
}

TEST(ProductNorms, CoverAQuarterOfAMillionPairsOfADeepNetworkAtWork) {
  // L = 700 and k = 26 as in the largest cell of the paper's figure; a few seconds.
  const ReducedProblem problem = small_problem(30, 10, 16, 2.0, 1);
  const Network network = network_of(problem, Scheme::kOrthogonal, 700, 1000, 1);
  const ProductNorms norms(network);
  EXPECT_TRUE(norms.largest().is_finite());
  EXPECT_GE(norms.at(350, 1).value(), 1.0);
  EXPECT_LT(norms.largest_middle().value(), 3.0);
  // The same pair formed another way, from the right.
  Eigen::MatrixXd product = layer_matrix(network, 600);
  for (Eigen::Index i = 599; i >= 100; --i) product = product * layer_matrix(network, i);
  EXPECT_GE(norms.at(600, 100).value() * (1.0 + 1e-12), approx_singular_values(product)(0));
}

TEST(ProductDrift, IsInfiniteWhereTheSeriesDoesNotConverge) {
  EXPECT_EQ(product_drift(Upper(2.0), Upper()).value(), 0.0);
  EXPECT_NEAR(product_drift(Upper(2.0), Upper(0.25)).value(), 2.0, 1e-12);  // 4·0.25/(1 − 0.5)
  EXPECT_FALSE(product_drift(Upper(2.0), Upper(0.5)).is_finite());
  EXPECT_FALSE(product_drift(Upper::infinite(), Upper(0.5)).is_finite());
}

}  // namespace
}  // namespace plumbline
