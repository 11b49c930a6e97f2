#include "plumbline/network/initialise.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "plumbline/numeric/error.hpp"
#include "support/small_problems.hpp"

namespace plumbline {
namespace {

using test::small_problem;
using testing::HasSubstr;

InitialisationSpec spec_of(Scheme scheme, Eigen::Index depth, const Integer& width, std::uint64_t run = 0) {
  InitialisationSpec spec;
  spec.scheme = scheme;
  spec.depth = depth;
  spec.width = width;
  spec.seed = 42;
  spec.run = run;
  return spec;
}

std::string refusal(const ReducedProblem& problem, const InitialisationSpec& spec, Form form) {
  try {
    initialise(problem, spec, form);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Initialise, ReducedLastLayerHasOrthonormalRows) {
  const ReducedProblem problem = small_problem(6, 3, 4, 4.0);
  for (const Integer& m : {Integer(7), Integer(100), Integer("1000000000000000000000000000000")}) {
    const Network net = initialise(problem, spec_of(Scheme::kOrthogonal, 5, m), Form::kReduced);
    const Eigen::MatrixXd gram = net.base_last * net.base_last.transpose();
    EXPECT_LT((gram - Eigen::MatrixXd::Identity(3, 3)).norm(), 1e-13) << m;
    EXPECT_EQ(net.hidden(), 7);
    EXPECT_TRUE(net.base_output.allFinite());
    EXPECT_GT(net.base_output.norm(), 0.0);
  }
}

TEST(Initialise, DenseOrthogonalLayersAreOrthogonal) {
  const ReducedProblem problem = small_problem(6, 3, 4, 4.0);
  const Network net = initialise(problem, spec_of(Scheme::kOrthogonal, 4, 9), Form::kDense);
  for (Eigen::Index i = 1; i <= 4; ++i) {
    const Eigen::MatrixXd v = layer_matrix(net, i);
    const bool wide = v.rows() < v.cols();
    const Eigen::MatrixXd gram =
        wide ? Eigen::MatrixXd(v * v.transpose()) : Eigen::MatrixXd(v.transpose() * v);
    EXPECT_LT((gram - Eigen::MatrixXd::Identity(gram.rows(), gram.cols())).norm(), 1e-12) << i;
  }
}

TEST(Initialise, ExpectedOutputNormIsThatOfTheInputForEveryFormAndWidth) {
  // E‖f(x)‖² = ‖x‖² (theory §2): average of ‖U(0)‖_F² over draws against ‖S‖_F².
  const ReducedProblem problem = small_problem(12, 3, 4, 4.0);
  const double expected = problem.singular_values.squaredNorm();
  struct Case {
    Scheme scheme;
    int width;
    Form form;
  };
  for (const Case& c : {Case{Scheme::kOrthogonal, 50, Form::kReduced},
                        {Scheme::kOrthogonal, 8, Form::kReduced},
                        {Scheme::kOrthogonal, 8, Form::kDense},
                        {Scheme::kOrthogonal, 2, Form::kDense},
                        {Scheme::kOrthogonal, 50, Form::kDense},
                        {Scheme::kGaussian, 50, Form::kDense}}) {
    double mean = 0.0;
    const int draws = 600;
    for (int run = 0; run < draws; ++run) {
      const Network net =
          initialise(problem, spec_of(c.scheme, 3, c.width, static_cast<std::uint64_t>(run)), c.form);
      Eigen::MatrixXd product = layer_matrix(net, 1) * problem.singular_values.asDiagonal();
      for (Eigen::Index i = 2; i <= 3; ++i) product = layer_matrix(net, i) * product;
      mean += net.width / 3.0 * product.squaredNorm() / draws;
    }
    EXPECT_NEAR(mean / expected, 1.0, 0.12) << "width " << c.width << " form " << static_cast<int>(c.form);
  }
}

TEST(Initialise, IsAPureFunctionOfSeedAndRun) {
  const ReducedProblem problem = small_problem(6, 3, 4, 4.0);
  const auto draw = [&](std::uint64_t run) {
    return initialise(problem, spec_of(Scheme::kOrthogonal, 3, 1000, run), Form::kReduced).base_output;
  };
  EXPECT_EQ(draw(3), draw(3));
  EXPECT_NE(draw(3), draw(4));
}

TEST(Initialise, AskingForTheWholeFirstLayerDoesNotChangeTheRun) {
  const ReducedProblem problem = small_problem(6, 3, 4, 4.0);
  for (const Form form : {Form::kReduced, Form::kDense}) {
    InitialisationSpec spec = spec_of(Scheme::kOrthogonal, 3, 20);
    const Network plain = initialise(problem, spec, form);
    spec.whole_first_layer = true;
    const Network whole = initialise(problem, spec, form);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_LT((plain.trained[i] - whole.trained[i]).norm(), 1e-14);
    EXPECT_EQ(plain.base_output, whole.base_output);
  }
}

TEST(Initialise, RefusesWhatMemoryCannotHold) {
  // Both forms, before anything is allocated: at depth 10^12 the smallest network has 10^12 matrices.
  const ReducedProblem problem = small_problem(12, 3, 4, 4.0);
  EXPECT_EQ(
      refusal(problem, spec_of(Scheme::kOrthogonal, 100'000'000, 50), Form::kReduced),
      "a reduced network of width 50 and depth 100000000 needs 90.9 GiB a run; the limit is 8 GiB (choose a "
      "smaller depth)");
  EXPECT_EQ(refusal(problem, spec_of(Scheme::kGaussian, 1'000'000'000'000, 2), Form::kDense),
            "a dense network of width 2 and depth 1000000000000 needs 3.13e+05 GiB a run; the limit is 8 GiB "
            "(choose a smaller width or depth)");
  EXPECT_EQ(refusal(problem, spec_of(Scheme::kOrthogonal, 10'000, 50), Form::kReduced), "");
}

TEST(Initialise, RefusesWhatItCannotDo) {
  const ReducedProblem problem = small_problem(12, 3, 4, 4.0);
  EXPECT_THAT(refusal(problem, spec_of(Scheme::kOrthogonal, 1, 10), Form::kReduced),
              HasSubstr("depth: found 1"));
  EXPECT_THAT(refusal(problem, spec_of(Scheme::kOrthogonal, 2, 0), Form::kDense),
              HasSubstr("width: found 0"));
  EXPECT_THAT(refusal(problem, spec_of(Scheme::kOrthogonal, 2, 6), Form::kReduced),
              HasSubstr("width >= rank + d_y = 7"));
  EXPECT_THAT(refusal(problem, spec_of(Scheme::kGaussian, 2, 60), Form::kReduced), HasSubstr("orthogonal"));
  EXPECT_THAT(refusal(problem, spec_of(Scheme::kGaussian, 4, Integer("1000000000000")), Form::kDense),
              HasSubstr("GiB"));
  InitialisationSpec narrow = spec_of(Scheme::kOrthogonal, 3, 8);
  narrow.whole_first_layer = true;
  EXPECT_THAT(refusal(problem, narrow, Form::kReduced), HasSubstr("width >= d_x = 12"));
  EXPECT_EQ(refusal(problem, spec_of(Scheme::kOrthogonal, 2, 7), Form::kReduced), "");
  EXPECT_THROW(scheme_from_name("xavier"), InputError);
}

}  // namespace
}  // namespace plumbline
