#include "plumbline/certificate/check_convergence_orbit.hpp"

#include <gtest/gtest.h>

#include "certificate/convergence_support.hpp"
#include "support/precise_descent.hpp"
#include "support/prepared_problems.hpp"

namespace plumbline::convergence_checker {
namespace {

using test::conditioned_problem;
using test::PreciseDescent;

TEST(CheckerData, AreTheReductionToManyDigits) {
  const PrecisionScope precision(80);
  for (const auto& [d_x, n] : {std::pair{3, 6}, {6, 3}, {4, 4}}) {
    const Problem problem = conditioned_problem(d_x, 2, n, 5.0);
    const ReducedProblem reduced = reduce_problem(problem, 3 + (d_x == n ? 1 : 0));
    const DataBalls data = reduce_in_balls(problem, reduced);
    EXPECT_LT(upper_double(data.input_error), 1e-35);
    for (Eigen::Index j = 0; j < reduced.rank; ++j) {
      const Interval& s = data.singular_values[static_cast<std::size_t>(j)];
      EXPECT_NEAR(upper_double(s), reduced.singular_values(j), 4e-16 * reduced.singular_values(0));
    }
    EXPECT_LT(upper_double(frobenius(data.targets - BallMatrix(reduced.targets))), 1e-14);
    // ‖X‖_F and, for a square X, ‖Y‖_F survive the change of basis.
    EXPECT_LT(upper_double(abs_of(frobenius(data.input) - frobenius(BallMatrix(problem.X)))), 1e-34);
    if (d_x == n) {
      EXPECT_LT(upper_double(abs_of(frobenius(data.targets) - frobenius(BallMatrix(problem.Y)))), 1e-34);
    }
  }
}

/// Data whose reduction doubles hold exactly, so that both runs speak of the same network.
struct BothRuns {
  Problem problem = test::spectrum_problem({2.0, 1.0}, {4, 2});
  ReducedProblem reduced = reduce_problem(problem, 2);
};

TEST(CheckerOrbit, ItsRadiusHoldsARunStraightFromTheDefinition) {
  const PrecisionScope precision(60);
  const BothRuns both;
  for (const auto& [init, width] : {std::pair{"orthogonal", 50}, {"orthogonal", 3}, {"gaussian", 8}}) {
    InitialisationSpec spec;
    spec.scheme = scheme_from_name(init);
    spec.depth = 4;
    spec.width = width;
    const Network start = initialise(both.reduced, spec, natural_form(both.reduced, spec));
    const double eta = 0.05;
    BallOrbit orbit(reduce_in_balls(both.problem, both.reduced), {start, width, eta});
    PreciseDescent precise(start, both.reduced.targets, eta);
    for (int t = 0; t < 12; ++t) {
      const OrbitState state = orbit.state();
      const double blur = upper_double(state.radius) * 1e4;
      EXPECT_LT(blur, 1e-25);
      const Real difference = abs(Real(precise.residual_norm() - upper(frobenius(state.residual))));
      EXPECT_LT(difference.convert_to<double>(), blur + 1e-33) << init << " step " << t;
      const RealVector sigma = precise.singular_values(2, 2);
      EXPECT_GE(upper_double(state.layer_norms[1]), sigma(0).convert_to<double>() * (1.0 - 1e-15));
      EXPECT_LT(upper_double(state.layer_norms[1]), sigma(0).convert_to<double>() * 1.05);
      const RealVector forward = precise.singular_values(3, 1);
      EXPECT_TRUE(norm_is_below(state.partial[2], make_interval(forward(0), forward(0)) + exact(1e-20)));
      EXPECT_FALSE(norm_is_below(state.partial[2], make_interval(forward(0), forward(0)) - exact(1e-20)));
      const RealVector backward = precise.singular_values(4, 2);
      EXPECT_TRUE(norm_is_below(state.backward[0], make_interval(backward(0), backward(0)) + exact(1e-20)));
      EXPECT_FALSE(norm_is_below(state.backward[0], make_interval(backward(0), backward(0)) - exact(1e-20)));
      orbit.step();
      precise.step();
    }
  }
}

TEST(CheckerOrbit, TheRadiusGrowsAsFastAsErrorsDo) {
  // Targets known to 1e-20 only, against targets that differ by that much. With h·λ_max = 3 every step
  // doubles what the one before has done.
  const PrecisionScope precision(60);
  const BothRuns both;
  InitialisationSpec spec;
  spec.depth = 3;
  spec.width = Integer("1000000000000");
  const Network start = initialise(both.reduced, spec, natural_form(both.reduced, spec));
  const double eta = 3.0 * 2.0 / (3.0 * 4.0);  // 3 d_y/(L ‖X‖²)
  DataBalls known_roughly = reduce_in_balls(both.problem, both.reduced);
  DataBalls moved = known_roughly;
  known_roughly.targets = widened(known_roughly.targets, exact(1e-20));
  moved.targets = moved.targets + BallMatrix(Eigen::MatrixXd::Constant(2, 2, 1e-20));
  BallOrbit rough(known_roughly, {start, spec.width, eta});
  BallOrbit exactly(moved, {start, spec.width, eta});
  for (int t = 0; t < 14; ++t) {
    rough.step();
    exactly.step();
  }
  Interval distance(0);
  for (std::size_t i = 0; i < 3; ++i) {
    distance += square(frobenius(rough.state().layers[i] - exactly.state().layers[i]));
  }
  distance = sqrt_of(distance);
  EXPECT_LT(upper_double(distance), upper_double(rough.radius()));
  EXPECT_GT(upper_double(distance), upper_double(rough.radius()) * 1e-2) << "and not much faster";
}

TEST(CheckerOrbit, MoreDigitsShrinkTheRadius) {
  const BothRuns both;
  InitialisationSpec spec;
  spec.depth = 4;
  spec.width = 50;
  const Network start = initialise(both.reduced, spec, natural_form(both.reduced, spec));
  const auto radius = [&](unsigned digits) {
    const PrecisionScope precision(digits);
    BallOrbit orbit(reduce_in_balls(both.problem, both.reduced), {start, 50, 0.05});
    EXPECT_GT(upper_double(orbit.state().radius), 0.0) << "the last layer is a rounded square root";
    for (int t = 0; t < 5; ++t) orbit.step();
    return upper_double(orbit.state().radius);
  };
  EXPECT_LT(radius(38), radius(30) * 1e-6);
}

}  // namespace
}  // namespace plumbline::convergence_checker
