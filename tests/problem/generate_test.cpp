#include "plumbline/problem/generate.hpp"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <Eigen/SVD>
#include <cmath>

#include "plumbline/numeric/random_stream.hpp"

namespace plumbline {
namespace {

GaussianRecipe gaussian(std::uint64_t seed, double noise = 0.0) {
  return {.d_x = 30, .d_y = 4, .n = 50, .noise = noise, .seed = seed};
}
SpectrumRecipe spectrum(std::vector<double> values, Eigen::Index d_x, Eigen::Index d_y, Eigen::Index n) {
  SpectrumRecipe recipe;
  recipe.d_x = d_x;
  recipe.d_y = d_y;
  recipe.n = n;
  recipe.spectrum = std::move(values);
  recipe.seed = 11;
  return recipe;
}

TEST(Generate, IsAPureFunctionOfTheSeed) {
  const Problem once = generate(gaussian(3, 0.5));
  const Problem again = generate(gaussian(3, 0.5));
  EXPECT_EQ(once.X, again.X);
  EXPECT_EQ(once.Y, again.Y);
  const Problem other = generate(gaussian(4, 0.5));
  EXPECT_TRUE((once.X.array() != other.X.array()).all());
}

TEST(Generate, DrawsDifferFromThoseOfTrainingRunsWithTheSeed) {
  const Problem problem = generate(gaussian(3));
  for (std::uint64_t layer = 0; layer < 4; ++layer)
    EXPECT_NE(problem.X(0, 0), RandomStream(3, 0, layer).normal());
}

TEST(Generate, GaussianIsStandardNormal) {
  GaussianRecipe recipe = gaussian(5);
  recipe.d_x = 100;
  recipe.n = 400;
  const Problem problem = generate(recipe);
  const double count = 100.0 * 400.0;
  // Five standard deviations of the sample mean, variance and fourth moment.
  EXPECT_LT(std::abs(problem.X.mean()), 5.0 / std::sqrt(count));
  EXPECT_LT(std::abs(problem.X.squaredNorm() / count - 1.0), 5.0 * std::sqrt(2.0 / count));
  EXPECT_LT(std::abs(problem.X.array().pow(4).mean() - 3.0), 5.0 * std::sqrt(96.0 / count));
  EXPECT_EQ(problem.input_names.back(), "x99");
  EXPECT_EQ(problem.target_names.back(), "y3");
}

TEST(Generate, NoiseIsAddedToTheTargetsOnly) {
  const Problem clean = generate(gaussian(6));
  const Problem noisy = generate(gaussian(6, 0.25));
  EXPECT_EQ(clean.X, noisy.X);
  const Eigen::MatrixXd noise = (noisy.Y - clean.Y) / 0.25;
  EXPECT_LT(std::abs(noise.mean()), 5.0 / std::sqrt(200.0));
  EXPECT_LT(std::abs(noise.squaredNorm() / 200.0 - 1.0), 5.0 * std::sqrt(2.0 / 200.0));
}

TEST(Generate, GaussianTargetsAreALinearImageOfTheInputs) {
  const Problem problem = generate(gaussian(7));  // n > d_x: a linear map fits only if there is one
  const auto svd = problem.X.transpose().jacobiSvd(Eigen::ComputeThinU | Eigen::ComputeThinV);
  const Eigen::MatrixXd fit = svd.solve(problem.Y.transpose());
  EXPECT_LT((problem.X.transpose() * fit - problem.Y.transpose()).norm(), 1e-11);
  EXPECT_LT(std::abs(fit.squaredNorm() / 120.0 - 1.0), 5.0 * std::sqrt(2.0 / 120.0));
}

TEST(Generate, SpectrumHasTheSingularValuesAndTheRank) {
  const Problem problem = generate(spectrum({1.0, 5.0, 2.0}, 7, 2, 10));
  EXPECT_EQ(problem.X.bottomRows(4), Eigen::MatrixXd::Zero(4, 10));
  const Eigen::VectorXd values = problem.X.jacobiSvd().singularValues();
  EXPECT_LT((values.head(3) - Eigen::Vector3d(5.0, 2.0, 1.0)).norm(), 1e-14);
  EXPECT_TRUE((problem.X.topRows(3).array() != 0.0).all());
}

TEST(Generate, WithoutRotationTheSpectrumIsExact) {
  SpectrumRecipe recipe = spectrum({0.1, 0.3, 0.2}, 5, 2, 4);
  recipe.rotate = false;
  Eigen::MatrixXd expected = Eigen::MatrixXd::Zero(5, 4);
  expected.diagonal().head(3) << 0.1, 0.3, 0.2;
  EXPECT_EQ(generate(recipe).X, expected);
}

TEST(Generate, TeacherHasTheTargetNorm) {
  for (const double norm : {0.0, 1.0, 7.5}) {
    SpectrumRecipe recipe = spectrum({2.0, 1.0, 0.5}, 5, 4, 3);
    recipe.rotate = false;
    recipe.target_norm = norm;
    const Problem problem = generate(recipe);
    const Eigen::MatrixXd teacher = problem.Y * problem.X.topRows(3).inverse();
    EXPECT_NEAR(teacher.jacobiSvd().singularValues()(0), norm, 1e-14 * norm);
  }
}

TEST(Generate, RotationIsHaar) {
  // For Haar Q (n × 1) the first entry squared has mean 1/n and variance 2(n-1)/(n²(n+2)).
  const int draws = 2000;
  const double n = 3.0;
  double sum = 0.0;
  double signs = 0.0;
  for (int i = 0; i < draws; ++i) {
    SpectrumRecipe recipe = spectrum({1.0}, 1, 1, 3);
    recipe.seed = static_cast<std::uint64_t>(i);
    const double entry = generate(recipe).X(0, 0);
    sum += entry * entry;
    signs += entry > 0.0 ? 1.0 : -1.0;
  }
  const double deviation = std::sqrt(2.0 * (n - 1.0) / (n * n * (n + 2.0)) / draws);
  EXPECT_LT(std::abs(sum / draws - 1.0 / n), 5.0 * deviation);
  EXPECT_LT(std::abs(signs / draws), 5.0 / std::sqrt(draws));
}

}  // namespace
}  // namespace plumbline
