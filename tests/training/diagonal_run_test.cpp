#include "plumbline/training/diagonal_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/QR>
#include <cmath>
#include <set>

#include "plumbline/network/haar.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/vocabulary.hpp"

namespace plumbline {
namespace {

/// n = 4 samples of 9 inputs.
Problem small_diagonal_problem() {
  RandomStream stream(5, 0, 0);
  Problem problem;
  problem.X = gaussian_matrix(9, 4, stream);
  problem.Y = gaussian_matrix(1, 4, stream);
  return problem;
}

Eigen::MatrixXd basis_of(const Problem& problem) {
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(problem.X);
  return qr.householderQ() * Eigen::MatrixXd::Identity(problem.X.rows(), problem.X.cols());
}

DiagonalRun run_of(const Problem& problem, const DiagonalSpec& spec) {
  return {problem, basis_of(problem), spec};
}

TEST(DiagonalRun, ObservablesAreThoseOfTheVocabulary) {
  std::set<std::string> by_theorems;
  for (const Vocable& vocable : vocabulary()) {
    if (vocable.arguments >= 0 && means_something(vocable, "diagonal")) {
      EXPECT_EQ(vocable.arguments, 1) << vocable.name;
      by_theorems.insert(vocable.name);
    }
  }
  const auto& names = diagonal_observables();
  EXPECT_EQ(by_theorems, std::set<std::string>(names.begin(), names.end()));
  const Problem problem = small_diagonal_problem();
  DiagonalRun run = run_of(problem, {0.5, 0.01, Sampling::kFullBatch, 0, 0});
  run.step();
  for (const std::string& name : names) EXPECT_TRUE(is_finite(run.observe(name, {}))) << name;
  EXPECT_THROW(run.observe("margin", {}), InternalError);
  EXPECT_THROW(run.observe("loss", {1}), InternalError);
}

TEST(DiagonalRun, AStepIsMinusEtaTimesTheGradient) {
  // Of ℓ̃(w) = (1/4n)‖βᵀX − y‖² by central differences, from w_± = size.
  const Problem problem = small_diagonal_problem();
  const double size = 0.7;
  const double eta = 1e-3;
  const auto loss = [&](const Eigen::VectorXd& plus, const Eigen::VectorXd& minus) {
    const Eigen::VectorXd beta = plus.cwiseAbs2() - minus.cwiseAbs2();
    return (problem.X.transpose() * beta - problem.Y.row(0).transpose()).squaredNorm() / 16.0;
  };
  const Eigen::VectorXd start = Eigen::VectorXd::Constant(9, size);
  Eigen::VectorXd plus = start;
  Eigen::VectorXd minus = start;
  for (Eigen::Index i = 0; i < 9; ++i) {
    const Eigen::VectorXd h = 1e-5 * Eigen::VectorXd::Unit(9, i);
    plus(i) -= eta * (loss(start + h, start) - loss(start - h, start)) / 2e-5;
    minus(i) -= eta * (loss(start, start + h) - loss(start, start - h)) / 2e-5;
  }
  DiagonalRun run = run_of(problem, {size, eta, Sampling::kFullBatch, 0, 0});
  run.step();
  EXPECT_NEAR(approx_midpoint(run.observe("loss", {})), 8.0 * loss(plus, minus), 1e-10);
}

TEST(DiagonalRun, TheExactLawHoldsAtEveryIterateOfEverySampling) {
  const Problem problem = small_diagonal_problem();
  for (const Sampling sampling : {Sampling::kFullBatch, Sampling::kOneSample}) {
    DiagonalRun run = run_of(problem, {0.3, 0.05, sampling, 1, 2});
    double furthest = 0.0;
    for (int t = 0; t < 400; ++t) {
      run.step();
      EXPECT_LT(upper_double(run.observe("law_gap", {})), 1e-10) << t;
      furthest = std::max(furthest, lower_double(run.observe("entropy_gap", {})));
      EXPECT_LT(upper_double(run.observe("scale_max", {})), 1.0);
    }
    EXPECT_GT(furthest, 1e-3);  // the law of gradient flow alone does not
    EXPECT_LT(upper_double(run.observe("largest_move", {})), 1.0);
    EXPECT_GT(lower_double(run.observe("largest_move", {})), 0.01);
  }
}

TEST(DiagonalRun, SmallStepsApproachTheLawOfGradientFlowInFirstOrder) {
  const Problem problem = small_diagonal_problem();
  const auto gap_at_time_two = [&](double eta) {
    DiagonalRun run = run_of(problem, {0.3, eta, Sampling::kFullBatch, 0, 0});
    for (int t = 0; t < std::lround(2.0 / eta); ++t) run.step();
    return approx_midpoint(run.observe("entropy_gap", {}));
  };
  EXPECT_NEAR(gap_at_time_two(0.002) / gap_at_time_two(0.001), 2.0, 0.05);
}

TEST(DiagonalRun, SamplesAreAFunctionOfSeedRunAndStep) {
  const Problem problem = small_diagonal_problem();
  const auto loss_after = [&](std::uint64_t seed, std::uint64_t run_index) {
    DiagonalRun run = run_of(problem, {0.3, 0.05, Sampling::kOneSample, seed, run_index});
    for (int t = 0; t < 20; ++t) run.step();
    return approx_midpoint(run.observe("loss", {}));
  };
  EXPECT_EQ(loss_after(1, 2), loss_after(1, 2));
  EXPECT_NE(loss_after(1, 2), loss_after(1, 3));
  EXPECT_NE(loss_after(1, 2), loss_after(2, 2));
}

TEST(DiagonalRun, ADivergedRunShowsNothing) {
  const Problem problem = small_diagonal_problem();
  DiagonalRun run = run_of(problem, {1.0, 100.0, Sampling::kFullBatch, 0, 0});
  for (int t = 0; t < 60 && run.is_finite(); ++t) run.step();
  EXPECT_FALSE(run.is_finite());
  for (const std::string& name : diagonal_observables())
    EXPECT_FALSE(is_finite(run.observe(name, {}))) << name;
}

TEST(DiagonalRun, SeveralTargetsAndSizesWithoutSenseAreRefused) {
  Problem problem = small_diagonal_problem();
  EXPECT_THROW(run_of(problem, {0.0, 0.01, Sampling::kFullBatch, 0, 0}), InputError);
  problem.Y = Eigen::MatrixXd::Ones(2, 4);
  EXPECT_THROW(run_of(problem, {0.5, 0.01, Sampling::kFullBatch, 0, 0}), InputError);
}

}  // namespace
}  // namespace plumbline
