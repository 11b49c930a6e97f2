#include "plumbline/training/sampled_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/vocabulary.hpp"
#include "plumbline/training/observables.hpp"
#include "problem/temp_folder.hpp"
#include "support/precise_descent.hpp"
#include "support/small_problems.hpp"

namespace plumbline {
namespace {

using test::PreciseDescent;
using test::small_problem;

constexpr ObservationNeeds kEverything{true, true};

InitialisationSpec spec_of(Scheme scheme, Eigen::Index depth, const Integer& width, std::uint64_t seed = 3) {
  InitialisationSpec spec;
  spec.scheme = scheme;
  spec.depth = depth;
  spec.width = width;
  spec.seed = seed;
  return spec;
}

double max_step(const ReducedProblem& problem, Eigen::Index depth) {
  const double norm = problem.singular_values(0);
  return static_cast<double>(problem.d_y) / (2.0 * static_cast<double>(depth) * norm * norm);
}

SampledRun run_of(const ReducedProblem& problem, const InitialisationSpec& spec, double share_of_max = 1.0,
                  const ObservationNeeds& needs = kEverything) {
  return {problem, spec, share_of_max * max_step(problem, spec.depth), Interval(0), needs};
}

// The tables.

TEST(Observables, AreThoseOfTheVocabularyWithTheSameArguments) {
  std::map<std::string, int> by_training;
  for (const ObservableInfo& info : observable_table()) {
    EXPECT_TRUE(by_training.emplace(info.name, info.layer_indices + 1).second) << info.name << " twice";
  }
  std::map<std::string, int> by_theorems;
  for (const Vocable& vocable : vocabulary()) {
    if (vocable.arguments >= 0 && means_something(vocable, "deep-linear")) {
      by_theorems.emplace(vocable.name, vocable.arguments);
    }
  }
  EXPECT_EQ(by_training, by_theorems);
}

TEST(Observables, EveryOneCanBeObservedOnBothForms) {
  ReducedProblem problem = small_problem(6, 3, 4, 4.0);
  problem.input_error = problem.target_error = 0.0;
  for (const auto& spec : {spec_of(Scheme::kOrthogonal, 3, 40), spec_of(Scheme::kGaussian, 3, 8)}) {
    for (const ObservableInfo& info : observable_table()) {
      InitialisationSpec own = spec;
      if (info.name == "imbalance") own.depth = 2;
      SampledRun run = run_of(problem, own, 0.1, info.needs);
      run.step();
      std::vector<std::int64_t> indices(static_cast<std::size_t>(info.layer_indices), 2);
      const Interval value = run.observe(info.name, indices);
      EXPECT_TRUE(is_finite(value)) << info.name;
      EXPECT_EQ(equal(Interval(0), value), Truth::kFalse) << info.name;  // none is zero after one step
    }
  }
}

TEST(Observables, ImbalanceIsOfTwoLayers) {
  ObservationNeeds needs;
  for (const ObservableInfo& info : observable_table()) {
    if (info.name == "imbalance") needs = info.needs;
  }
  const SampledRun run = run_of(small_problem(6, 3, 4, 4.0), spec_of(Scheme::kGaussian, 3, 8), 0.1, needs);
  EXPECT_THAT(message_of([&] { run.observe("imbalance", {}); }),
              testing::HasSubstr("found depth L = 3, expected a network of two layers"));
}

TEST(Observables, WrongNamesAndLayersAreRefused) {
  const ReducedProblem problem = small_problem(6, 3, 4, 4.0);
  const SampledRun run = run_of(problem, spec_of(Scheme::kOrthogonal, 3, 40));
  EXPECT_THROW(run.observe("losss", {2, 1}), InternalError);
  EXPECT_THROW(run.observe("sigma_max", {2}), InternalError);
  EXPECT_THROW(run.observe("loss", {1}), InternalError);
  for (const std::int64_t layer : {0, 4, -1}) {
    EXPECT_THROW(run.observe("travel", {layer}), InputError) << layer;
    EXPECT_THROW(run.observe("grad", {layer}), InputError) << layer;
    EXPECT_THROW(run.observe("sigma_max", {3, layer}), InputError) << layer;
    EXPECT_THROW(run.observe("sigma_min_X", {layer, 1}), InputError) << layer;
  }
  EXPECT_EQ(message_of([&] { run.observe("balance", {3}); }),
            "balance: layer index: found 3, expected 1 to L - 1 = 2");
  EXPECT_EQ(message_of([&] { run.observe("sigma_max", {1, 2}); }), "sigma_max(1,2,t): expected j >= i");
}

TEST(Observables, WhatARunWasNotPreparedForIsAFaultOfTheCaller) {
  const ReducedProblem problem = small_problem(6, 3, 4, 4.0);
  const SampledRun run = run_of(problem, spec_of(Scheme::kOrthogonal, 3, 40), 1.0, {});
  EXPECT_THROW(run.observe("travel", {1}), InternalError);
  EXPECT_THROW(run.observe("sigma_max", {1, 1}), InternalError);
  for (const char* name : {"balance", "balance_drift"}) EXPECT_THROW(run.observe(name, {1}), InternalError);
  for (const char* name : {"distance", "margin"}) EXPECT_THROW(run.observe(name, {}), InternalError);
  EXPECT_TRUE(is_finite(run.observe("sigma_max_X", {1, 1})));
  EXPECT_TRUE(is_finite(run.observe("sigma_max", {3, 2})));
}

// The start.

TEST(SampledRun, AtTheStartNothingHasMovedAndPartialProductsAreIsometries) {
  const ReducedProblem problem = small_problem(5, 3, 4, 4.0);
  const PrecisionScope precision(40);
  for (const int width : {6, 40}) {  // 6 < r + d_y: dense; both at least d_x
    const auto spec = spec_of(Scheme::kOrthogonal, 4, width);
    const SampledRun run = run_of(problem, spec);
    for (std::int64_t i = 1; i <= 4; ++i) {
      EXPECT_EQ(upper(run.observe("travel", {i})), 0);
      for (std::int64_t j = i; j <= 4; ++j) {
        if (j - i == 3) continue;  // the whole product is a corner
        const double expected = std::pow(width, 0.5 * static_cast<double>(j - i + 1));
        for (const char* name : {"sigma_max", "sigma_min", "sigma_max_X", "sigma_min_X"}) {
          const Interval value = run.observe(name, {j, i});
          EXPECT_NEAR(approx_midpoint(value) / expected, 1.0, 1e-12) << name << j << i << " m = " << width;
          EXPECT_LT(relative_width(value), 1e-12);
        }
      }
    }
    EXPECT_LT(upper_double(run.observe("sigma_min", {4, 1})), 0.999 * width * width);  // no isometry
  }
}

TEST(SampledRun, LossIsThatOfTheDefinitionPlusTheOptimum) {
  const ReducedProblem problem = small_problem(6, 3, 4, 4.0);
  const auto spec = spec_of(Scheme::kOrthogonal, 3, 40);
  const SampledRun run(problem, spec, 0.1, Interval(7), {});
  const Network net = initialise(problem, spec, Form::kReduced);
  const double excess = 0.5 * (net.base_output - problem.targets).squaredNorm();
  EXPECT_NEAR(approx_midpoint(run.observe("loss", {})), 7.0 + excess, 1e-12);
  EXPECT_EQ(less(Interval(7), run.observe("loss", {})), Truth::kTrue);
}

// Along the run, against 60 digits.

/// Every observable of the run holds the value of the precise orbit, step by step.
void expect_contains_precise_orbit(const InitialisationSpec& spec, double share_of_max, int steps) {
  const ReducedProblem problem = small_problem(6, 3, 4, 4.0);
  SampledRun run = run_of(problem, spec, share_of_max);
  const PrecisionScope precision(60);
  PreciseDescent precise(initialise(problem, spec, Form::kDense), problem.targets,
                         share_of_max * max_step(problem, spec.depth));
  for (int t = 0; t <= steps; ++t) {
    SCOPED_TRACE("t = " + std::to_string(t));
    EXPECT_TRUE(contains(run.observe("loss", {}), precise.excess_loss()));
    for (std::int64_t i = 1; i <= spec.depth; ++i) {
      EXPECT_TRUE(contains(run.observe("grad", {i}), precise.gradient_norm(i))) << i;
      EXPECT_TRUE(contains(run.observe("travel", {i}), precise.travel(i))) << i;
    }
    run.step();
    precise.step();
  }
  EXPECT_LT(relative_width(run.observe("loss", {})), 1e-9);  // and says something
}

TEST(SampledRun, ItsResolutionCoversTheExactOrbit) {
  expect_contains_precise_orbit(spec_of(Scheme::kGaussian, 3, 8), 0.3, 40);
  expect_contains_precise_orbit(spec_of(Scheme::kGaussian, 2, 30), 1.0, 30);
  expect_contains_precise_orbit(spec_of(Scheme::kGaussian, 6, 12, 5), 0.1, 30);
}

TEST(SampledRun, AFloorIsCalledOneAndTheLossNeverGoesBelowZero) {
  const ReducedProblem problem = small_problem(6, 3, 4, 2.0);
  SampledRun run = run_of(problem, spec_of(Scheme::kOrthogonal, 4, 200));
  EXPECT_FALSE(run.at_floor());
  for (int t = 0; t < 400; ++t) run.step();
  EXPECT_TRUE(run.at_floor());
  EXPECT_TRUE(run.is_finite());
  const Interval loss = run.observe("loss", {});
  EXPECT_EQ(lower(loss), 0);  // what the residual is cannot be told from 0
  EXPECT_GT(upper(loss), 0);
  EXPECT_EQ(run.steps_taken(), 400);
}

TEST(SampledRun, AfterDivergenceNothingIsObserved) {
  const ReducedProblem problem = small_problem(6, 3, 4, 2.0);
  ObservationNeeds needs;
  for (const ObservableInfo& info : observable_table()) needs |= info.needs;
  for (const Eigen::Index depth : {6, 2}) {
    SampledRun run = run_of(problem, spec_of(Scheme::kGaussian, depth, 12), 1e3, needs);
    const auto observe = [&](const ObservableInfo& info) {
      if (info.name == "imbalance" && depth != 2) return indeterminate();
      return run.observe(info.name,
                         std::vector<std::int64_t>(static_cast<std::size_t>(info.layer_indices), 1));
    };
    for (int t = 0; t < 60 && run.is_finite(); ++t) {
      // Never an exception on the way up.
      for (const ObservableInfo& info : observable_table()) observe(info);
      run.step();
    }
    EXPECT_FALSE(run.is_finite());
    // At depth 6 the residual is NaN; with two layers infinite, as its resolution.
    EXPECT_EQ(run.at_floor(), depth == 2);
    for (const ObservableInfo& info : observable_table()) EXPECT_FALSE(is_finite(observe(info))) << info.name;
  }
}

TEST(SampledRun, OddShapesRun) {
  // Width 1, more outputs than the width, rank 1, a single output.
  struct Shape {
    Eigen::Index d_x, d_y, r;
    int width;
  };
  for (const Shape& s :
       {Shape{4, 3, 2, 1}, {4, 5, 2, 3}, {3, 1, 1, 1}, {3, 1, 1, 2}, {1, 1, 1, 50}, {5, 4, 1, 2}}) {
    const ReducedProblem problem = small_problem(s.d_x, s.d_y, s.r, 1.0);
    for (const Scheme scheme : {Scheme::kOrthogonal, Scheme::kGaussian}) {
      InitialisationSpec spec = spec_of(scheme, 3, s.width);
      ObservationNeeds needs{false, true};
      SampledRun run(problem, spec, 0.01 * max_step(problem, 3), Interval(0), needs);
      const Interval start = run.observe("loss", {});
      for (int t = 0; t < 20; ++t) run.step();
      EXPECT_TRUE(run.is_finite());
      EXPECT_NE(less(start, run.observe("loss", {})), Truth::kTrue) << "a tiny step never raises the loss";
      EXPECT_TRUE(is_finite(run.observe("sigma_min_X", {3, 1})));
      EXPECT_TRUE(is_finite(run.observe("lambda_min_P", {})));
    }
  }
}

}  // namespace
}  // namespace plumbline
