#include "plumbline/training/enclosed_run.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plumbline/numeric/error.hpp"
#include "support/precise_descent.hpp"
#include "support/small_problems.hpp"

namespace plumbline {
namespace {

using test::PreciseDescent;
using test::small_problem;

constexpr unsigned kDigits = 200;
constexpr int kDraws = 100;  // of every case

ReducedProblem exact_problem(Eigen::Index d_x, Eigen::Index d_y, Eigen::Index r, double kappa,
                             std::uint64_t seed) {
  ReducedProblem problem = small_problem(d_x, d_y, r, kappa, seed);
  problem.input_error = 0.0;  // the doubles are the data
  problem.target_error = 0.0;
  return problem;
}

InitialisationSpec spec_of(Scheme scheme, Eigen::Index depth, const Integer& width, std::uint64_t run) {
  InitialisationSpec spec;
  spec.scheme = scheme;
  spec.depth = depth;
  spec.width = width;
  spec.seed = 17;
  spec.run = run;
  return spec;
}

double max_step(const ReducedProblem& problem, Eigen::Index depth) {
  const double norm = problem.singular_values(0);
  return static_cast<double>(problem.d_y) / (2.0 * static_cast<double>(depth) * norm * norm);
}

void expect_contains(const Interval& enclosure, const Real& value, const std::string& what) {
  // The yardstick itself errs in its last digits.
  const Real slack = abs(value) * pow(Real(10), -static_cast<int>(kDigits) + 20) + pow(Real(10), -180);
  EXPECT_LE(Real(lower(enclosure) - slack), value) << what << " " << format_human(enclosure, 20);
  EXPECT_GE(Real(upper(enclosure) + slack), value) << what << " " << format_human(enclosure, 20);
}

void compare_everything(const EnclosedRun& run, const PreciseDescent& precise) {
  const Network& net = run.descent().network();
  const Real squared_unit = net.unit == 1.0 ? 1.0 : net.width;
  const auto depth = static_cast<std::size_t>(run.descent().network().depth());
  for (std::size_t i = 1; i <= depth; ++i) {
    const auto at = static_cast<std::int64_t>(i);
    expect_contains(run.observe("travel", {at}), precise.travel(i), "travel");
    expect_contains(run.observe("grad", {at}), precise.gradient_norm(i), "grad");
    for (std::size_t j = i; j <= depth; ++j) {
      const RealVector values = precise.singular_values(j, i);
      const Real unit = pow(sqrt(squared_unit), static_cast<int>(j - i + 1));
      Real largest = values(0);
      Real smallest = values(values.size() - 1);
      if (i > 1 && j < depth && run.descent().network().unit_values_middle > 0.0) {
        if (largest < 1) largest = 1;
        if (smallest > 1) smallest = 1;
      }
      const auto to = static_cast<std::int64_t>(j);
      expect_contains(run.observe("sigma_max_X", {to, at}), largest * unit, "sigma_max");
      expect_contains(run.observe("sigma_min_X", {to, at}), smallest * unit, "sigma_min");
    }
  }
  expect_contains(run.observe("distance", {}), precise.distance(), "distance");
  expect_contains(run.observe("lambda_max_P", {}), precise.kernel_eigenvalue(true), "lambda_max_P");
  expect_contains(run.observe("lambda_min_P", {}), precise.kernel_eigenvalue(false), "lambda_min_P");
}

struct Case {
  Eigen::Index d_x, d_y, r, depth;
  Scheme scheme;
  const char* width;
  double step;  // in units of d_y/(2L‖X‖²)
  OutputScale scale = OutputScale::kNormPreserving;
  bool freeze_ends = false;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {5, 2, 3, 3, Scheme::kOrthogonal, "1000000000000", 1.0},
      {5, 2, 3, 4, Scheme::kOrthogonal, "40", 1.0},
      {5, 3, 2, 2, Scheme::kOrthogonal, "9", 1.0},
      {9, 2, 3, 3, Scheme::kOrthogonal, "7", 0.5},
      {5, 2, 3, 5, Scheme::kOrthogonal, "200", 3.0},
      {4, 2, 3, 3, Scheme::kOrthogonal, "4", 0.5},
      {4, 2, 2, 2, Scheme::kGaussian, "6", 0.5},
      {4, 2, 2, 3, Scheme::kGaussian, "5", 0.25},
      {4, 1, 1, 4, Scheme::kOrthogonal, "30", 1.0},
      {6, 2, 3, 6, Scheme::kOrthogonal, "100000", 1.0},
      {4, 2, 3, 4, Scheme::kOrthogonal, "12", 1.0, OutputScale::kNone},
      {4, 2, 2, 3, Scheme::kGaussian, "5", 0.03, OutputScale::kNone},
      {4, 3, 3, 4, Scheme::kIdentity, "6", 0.25, OutputScale::kNone},
      {4, 2, 3, 5, Scheme::kZeroAsymmetric, "4", 0.25, OutputScale::kNone},
      {4, 2, 3, 5, Scheme::kResidual, "1000", 0.25, OutputScale::kNone, true},
      {4, 2, 3, 3, Scheme::kBalanced, "3", 0.25, OutputScale::kNone},
  };
  return all;
}

TEST(EnclosedRun, ContainsTheExactOrbitAtEveryStepAndForEveryObservable) {
  const PrecisionScope precision(kDigits);
  for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
    for (const Case& c : cases()) {
      ReducedProblem problem = exact_problem(c.d_x, c.d_y, c.r, 3.0, 5 + draw);
      if (c.scheme == Scheme::kIdentity) {
        problem.basis.setIdentity();
        problem.exact_axes = true;
      }
      InitialisationSpec spec = spec_of(c.scheme, c.depth, Integer(c.width), draw);
      spec.output_scale = c.scale;
      spec.train_first = spec.train_last = !c.freeze_ends;
      if (c.scheme == Scheme::kBalanced) spec.parameters = {{"start", 0.5}, {"noise", 0.5}};
      const double eta = c.step * max_step(problem, c.depth);
      ObservationNeeds needs{false, true};
      needs.target = true;
      EnclosedRun run(problem, spec, eta, Interval(0), needs);
      PreciseDescent precise(run.descent().network(), problem.targets, eta);
      for (int t = 0; t <= 5; ++t) {
        ASSERT_TRUE(run.is_finite()) << "width " << c.width << " t = " << t;
        expect_contains(run.observe("loss", {}), precise.excess_loss(), "loss");
        compare_everything(run, precise);
        run.step();
        precise.step();
      }
    }
  }
}

/// Of W_{j:i}, whose singular values are unit^(j−i+1) times those of V_{j:i}.
void expect_schatten_norms(const EnclosedRun& run, const PreciseDescent& precise, std::int64_t j,
                           std::int64_t i) {
  const Network& net = run.descent().network();
  const Real squared_unit = net.unit == 1.0 ? 1.0 : net.width;
  Real squares = 0, fourth_powers = 0;
  const RealVector values = precise.singular_values(static_cast<std::size_t>(j), static_cast<std::size_t>(i));
  for (const Real& value : values) {
    const Real squared = value * value * pow(squared_unit, static_cast<int>(j - i + 1));
    squares += squared;
    fourth_powers += squared * squared;
  }
  expect_contains(run.observe("frob", {j, i}), sqrt(squares), "frob");
  expect_contains(run.observe("schatten4", {j, i}), sqrt(sqrt(fourth_powers)), "schatten4");
  EXPECT_LT(relative_width(run.observe("frob", {j, i})), 1e-11);
  EXPECT_LT(relative_width(run.observe("schatten4", {j, i})), 1e-11);
}

TEST(EnclosedRun, ContainsBalancednessAndItsDriftOnTheExactOrbit) {
  const PrecisionScope precision(kDigits);
  for (const OutputScale scale : {OutputScale::kNone, OutputScale::kNormPreserving}) {
    // r = d_x: the weights of the yardstick, on col(X), are all of them.
    const ReducedProblem problem = exact_problem(3, 2, 3, 3.0, 5);
    InitialisationSpec spec = spec_of(Scheme::kGaussian, 3, 4, 1);
    spec.output_scale = scale;
    const double eta = 0.03 * max_step(problem, 3);
    ObservationNeeds needs;
    for (const ObservableInfo& info : observable_table()) needs |= info.needs;
    EnclosedRun run(problem, spec, eta, Interval(0), needs);
    PreciseDescent precise(run.descent().network(), problem.targets, eta);
    const std::vector<RealMatrix> start{precise.balance(1), precise.balance(2)};
    std::vector<Real> energy{0, 0, 0};
    for (int t = 0; t <= 8; ++t) {
      for (std::int64_t i = 1; i <= 2; ++i) {
        const auto at = static_cast<std::size_t>(i);
        expect_contains(run.observe("balance", {i}), precise.balance(at).norm(), "balance");
        expect_contains(run.observe("balance_drift", {i}),
                        RealMatrix(precise.balance(at) - start[at - 1]).norm(), "balance_drift");
        EXPECT_LT(relative_width(run.observe("balance", {i})), 1e-11);
      }
      for (std::int64_t i = 1; i <= 3; ++i) {
        const auto at = static_cast<std::size_t>(i);
        expect_contains(run.observe("grad_energy", {i}), energy[at - 1], "grad_energy");
        energy[at - 1] += pow(precise.gradient_norm(at), 2);
        for (std::int64_t j = i; j <= 3; ++j) expect_schatten_norms(run, precise, j, i);
      }
      run.step();
      precise.step();
    }
    EXPECT_EQ(less(Interval(0), run.observe("balance_drift", {1})), Truth::kTrue);
  }
}

TEST(EnclosedRun, RefusesAStartThatIsNotExactlyTheSchemes) {
  ReducedProblem problem = exact_problem(3, 3, 2, 3.0, 5);
  problem.basis.setIdentity();
  problem.exact_axes = true;
  InitialisationSpec spec = spec_of(Scheme::kIdentity, 3, 3, 0);
  spec.output_scale = OutputScale::kNone;
  EXPECT_NO_THROW(EnclosedRun(problem, spec, 0.01, Interval(0), {}));
  problem.exact_axes = false;
  EXPECT_THROW(EnclosedRun(problem, spec, 0.01, Interval(0), {}), InputError);
}

TEST(EnclosedRun, StaysTightForAThousandStepsInTheTheoremsRegime) {
  const PrecisionScope precision(40);
  const ReducedProblem problem = exact_problem(6, 3, 4, 2000.0, 3);  // about as ill-conditioned as linnerud
  EnclosedRun run(problem, spec_of(Scheme::kOrthogonal, 8, Integer("10000000000"), 0), max_step(problem, 8),
                  Interval(0), {});
  double widest = 0.0;
  for (int t = 0; t < 1000; ++t) {
    run.step();
    widest = std::max(widest, relative_width(run.observe("loss", {})));
  }
  EXPECT_LT(widest, 1e-9);
  EXPECT_GT(widest, 0.0);
}

TEST(EnclosedRun, AnErrorOfTheDataReachesTheLoss) {
  const PrecisionScope precision(40);
  ReducedProblem problem = exact_problem(6, 3, 4, 4.0, 3);
  const InitialisationSpec spec = spec_of(Scheme::kOrthogonal, 4, 1000, 0);
  const auto width_of_loss = [&] {
    return relative_width(
        EnclosedRun(problem, spec, max_step(problem, 4), Interval(0), {}).observe("loss", {}));
  };
  const double sharp = width_of_loss();
  problem.target_error = 1e-6;
  EXPECT_GT(width_of_loss(), 1e-7);
  EXPECT_LT(sharp, 1e-12);
  problem.target_error = std::numeric_limits<double>::infinity();  // nothing known: nothing claimed
  EXPECT_EQ(width_of_loss(), std::numeric_limits<double>::infinity());
}

TEST(EnclosedRun, ACorruptedTrajectoryIsNotContained) {
  // The comparison has teeth: one weight moved by 1e-9 leaves the enclosure.
  const PrecisionScope precision(kDigits);
  const ReducedProblem problem = exact_problem(6, 3, 4, 3.0, 3);
  const InitialisationSpec spec = spec_of(Scheme::kOrthogonal, 4, 500, 0);
  const double eta = max_step(problem, 4);
  EnclosedRun run(problem, spec, eta, Interval(0), {});
  Network moved = run.descent().network();
  moved.trained[1](0, 0) += 1e-7;
  PreciseDescent precise(moved, problem.targets, eta);
  for (int t = 0; t < 3; ++t) {
    run.step();
    precise.step();
  }
  EXPECT_FALSE(contains(run.observe("loss", {}), precise.excess_loss()));
}

TEST(EnclosedRun, AStepTooLongLosesTheRadiusInsteadOfLying) {
  const PrecisionScope precision(40);
  const ReducedProblem problem = exact_problem(6, 3, 4, 3.0, 3);
  EnclosedRun run(problem, spec_of(Scheme::kOrthogonal, 6, 60, 0), 60.0 * max_step(problem, 6), Interval(0),
                  {});
  for (int t = 0; t < 30 && run.is_finite(); ++t) run.step();
  EXPECT_FALSE(run.is_finite());
  EXPECT_FALSE(plumbline::is_finite(run.observe("loss", {})));
}

}  // namespace
}  // namespace plumbline
