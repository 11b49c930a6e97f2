#include "plumbline/training/ball_run.hpp"

#include <gtest/gtest.h>

#include <string>

#include "plumbline/training/enclosed_run.hpp"
#include "plumbline/training/start_error.hpp"
#include "support/precise_descent.hpp"
#include "support/prepared_problems.hpp"
#include "support/small_problems.hpp"

namespace plumbline {
namespace {

using test::PreciseDescent;

InitialisationSpec spec_of(Scheme scheme, Eigen::Index depth, const Integer& width) {
  InitialisationSpec spec;
  spec.scheme = scheme;
  spec.depth = depth;
  spec.width = width;
  spec.seed = 23;
  return spec;
}

double max_step(const ReducedProblem& problem, Eigen::Index depth) {
  const double norm = problem.singular_values(0);
  return static_cast<double>(problem.d_y) / (2.0 * static_cast<double>(depth) * norm * norm);
}

ReducedProblem exact_problem() {
  ReducedProblem problem = test::small_problem(5, 2, 3, 3.0, 4);
  problem.exact.reset();
  problem.input_error = problem.target_error = 0.0;
  return problem;
}

void expect_contains(const Interval& enclosure, const Real& value, const std::string& what, double relative) {
  const Real slack = abs(value) * Real("1e-150");  // the yardstick's own error
  EXPECT_LE(Real(lower(enclosure) - slack), value) << what;
  EXPECT_GE(Real(upper(enclosure) + slack), value) << what;
  EXPECT_LE(relative_width(enclosure), relative) << what;
}

TEST(BallRun, HasNowhereToStartWhereTheDoublesAreAnotherNetwork) {
  ReducedProblem problem = exact_problem();
  InitialisationSpec spec = spec_of(Scheme::kIdentity, 3, Integer(5));
  spec.output_scale = OutputScale::kNone;
  for (const bool exact_axes : {true, false}) {
    problem.exact_axes = exact_axes;  // whether the singular vectors of X are known exactly
    const BallRun run(problem, spec, 0.1, Interval(0), {}, 40);
    EXPECT_EQ(run.is_finite(), exact_axes);
  }
}

TEST(BallRun, ContainsTheOrbitOfTwoHundredDigitsTightly) {
  const PrecisionScope precision(200);
  const ReducedProblem problem = exact_problem();
  for (const auto& [scheme, width] :
       {std::pair{Scheme::kOrthogonal, "1000000000000000000000"}, std::pair{Scheme::kOrthogonal, "40"},
        std::pair{Scheme::kOrthogonal, "4"}, std::pair{Scheme::kGaussian, "5"}}) {
    const InitialisationSpec spec = spec_of(scheme, 4, Integer(width));
    const double eta = max_step(problem, 4);
    BallRun run(problem, spec, eta, Interval(0), {false, true}, 80);
    PreciseDescent precise(initialise(problem, spec, natural_form(problem, spec)), problem.targets, eta);
    for (int t = 0; t < 10; ++t) {
      ASSERT_TRUE(run.is_finite()) << width << " t = " << t;
      expect_contains(run.observe("loss", {}), precise.excess_loss(), "loss", 1e-40);
      for (std::size_t i = 1; i <= 4; ++i) {
        const auto layer = static_cast<std::int64_t>(i);
        if (t > 0) expect_contains(run.observe("travel", {layer}), precise.travel(i), "travel", 1e-30);
        expect_contains(run.observe("grad", {layer}), precise.gradient_norm(i), "grad", 1e-40);
      }
      const Real unit = sqrt(Real(initialise(problem, spec, natural_form(problem, spec)).width));
      expect_contains(run.observe("sigma_max_X", {4, 2}),
                      precise.singular_values(4, 2)(0) * unit * unit * unit, "sigma_max", 1e-12);
      expect_contains(run.observe("lambda_max_P", {}), precise.kernel_eigenvalue(true), "lambda_max_P",
                      1e-12);
      run.step();
      precise.step();
    }
  }
}

TEST(BallRun, MeetsTheErrorAnalysisOfDoubleOnRealData) {
  // Two ways to the same numbers that share no analysis: their enclosures must overlap, the balls far inside.
  const PrecisionScope precision(60);
  for (const char* id : {"linnerud", "hxp-gaussian", "iris"}) {
    const PreparedProblem& prepared = test::bundled_problem(id);
    const ReducedProblem& problem = prepared.reduced();
    const InitialisationSpec spec = spec_of(Scheme::kOrthogonal, 6, 5000);
    const double eta = max_step(problem, 6);
    const ObservationNeeds needs{true, true};
    EnclosedRun enclosed(problem, spec, eta, prepared.quantities().loss_opt, needs);
    BallRun balls(problem, spec, eta, prepared.quantities().loss_opt, needs, 60);
    for (int t = 0; t < 5; ++t) {
      const auto expect_inside = [&](const std::string& name, const std::vector<std::int64_t>& indices) {
        const Interval wide = enclosed.observe(name, indices);
        const Interval tight = balls.observe(name, indices);
        EXPECT_LE(lower(wide), upper(tight)) << id << " " << name << " t = " << t;
        EXPECT_LE(lower(tight), upper(wide)) << id << " " << name << " t = " << t;
      };
      expect_inside("loss", {});
      expect_inside("travel", {3});
      expect_inside("grad", {1});
      expect_inside("sigma_max", {4, 2});
      expect_inside("sigma_min", {3, 1});
      expect_inside("sigma_max", {6, 1});
      expect_inside("sigma_min_X", {5, 1});
      EXPECT_LT(relative_width(balls.observe("loss", {})), 1e-30);
      enclosed.step();
      balls.step();
    }
  }
}

TEST(BallRun, ANarrowOrthogonalNetworkStartsExactlyOrthogonal) {
  // Stored frames are orthonormal to rounding only; what is meant by them is exactly so, and no depth makes a
  // difference of it.
  const PrecisionScope precision(80);
  const ReducedProblem problem = exact_problem();
  const InitialisationSpec spec = spec_of(Scheme::kOrthogonal, 60, 4);  // narrower than rank + targets
  ASSERT_EQ(natural_form(problem, spec), Form::kDense);
  BallRun balls(problem, spec, max_step(problem, 60), Interval(0), {}, 80);
  EnclosedRun enclosed(problem, spec, max_step(problem, 60), Interval(0), {});
  const Real unit = pow(sqrt(Real(4)), 40);
  for (const char* name : {"sigma_max_X", "sigma_min_X"}) {
    EXPECT_TRUE(contains(balls.observe(name, {50, 11}), unit)) << name;
    EXPECT_TRUE(contains(enclosed.observe(name, {50, 11}), unit)) << name;
  }
  const Interval gram = square(balls.observe("loss", {}));
  EXPECT_LT(relative_width(gram), 1e-60);
  // The weights as stored are another network, further away than the digits.
  Network stored = initialise(problem, spec, Form::kDense);
  stored.isometric.clear();
  const auto as_stored = ball_network(stored, spec.squared_unit());
  const auto as_meant = ball_network(initialise(problem, spec, Form::kDense), spec.squared_unit());
  ASSERT_TRUE(as_stored && as_meant);
  const double apart = upper_double(frobenius(as_stored->layers[1] - as_meant->layers[1]));
  EXPECT_GT(apart, 1e-18);
  EXPECT_LE(apart, start_defect(initialise(problem, spec, Form::kDense), 2).value());
}

TEST(BallRun, TakesAWidthThatIsNoDoubleAsItIs) {
  const PrecisionScope precision(60);
  const ReducedProblem problem = exact_problem();
  const auto travel_at = [&](const char* width) {
    BallRun run(problem, spec_of(Scheme::kOrthogonal, 4, Integer(width)), max_step(problem, 4), Interval(0),
                {}, 60);
    run.step();
    run.step();
    return run.observe("sigma_max_X", {3, 2});
  };
  // 2^53 and 2^53 + 1 are the same double.
  EXPECT_NE(equal(travel_at("9007199254740992"), travel_at("9007199254740993")), Truth::kTrue);
}

TEST(BallRun, ALossMovedInItsThirtiethDigitIsNotContained) {
  const PrecisionScope precision(200);
  const ReducedProblem problem = exact_problem();
  const InitialisationSpec spec = spec_of(Scheme::kOrthogonal, 4, 40);
  BallRun run(problem, spec, max_step(problem, 4), Interval(0), {}, 80);
  PreciseDescent precise(initialise(problem, spec, natural_form(problem, spec)), problem.targets,
                         max_step(problem, 4));
  const Real moved = precise.excess_loss() * (Real(1) + Real("1e-30"));
  EXPECT_LT(upper(run.observe("loss", {})), moved);
}

TEST(BallRun, KnowsWhenItsDigitsAreSpent) {
  const PrecisionScope precision(60);
  const ReducedProblem problem = exact_problem();
  const InitialisationSpec spec = spec_of(Scheme::kGaussian, 30, 6);
  const auto width_of_loss = [&](unsigned digits) {
    BallRun run(problem, spec, max_step(problem, 30), Interval(0), {}, digits);
    for (int t = 0; t < 4; ++t) run.step();
    return relative_width(run.observe("loss", {}));
  };
  EXPECT_GT(width_of_loss(20), 1.0);     // nothing left
  EXPECT_LT(width_of_loss(200), 1e-20);  // more digits begin with smaller balls
}

TEST(BallRun, AnUnknownReductionIsNotFollowed) {
  const PrecisionScope precision(40);
  ReducedProblem problem = exact_problem();
  problem.target_error = 1e-12;
  BallRun run(problem, spec_of(Scheme::kOrthogonal, 4, 40), 0.1, Interval(0), {}, 40);
  EXPECT_FALSE(run.is_finite());
  run.step();
  EXPECT_FALSE(is_finite(run.observe("loss", {})));
}

}  // namespace
}  // namespace plumbline
