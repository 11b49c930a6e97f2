#include "plumbline/network/relu_network.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "plumbline/numeric/error.hpp"
#include "support/exact_rational.hpp"

namespace plumbline {
namespace {

using test::Rational;
using test::RationalMatrix;

AffineMap map_of(const Eigen::MatrixXd& a, const Eigen::VectorXd& b) {
  AffineMap map{static_cast<std::size_t>(a.rows()), static_cast<std::size_t>(a.cols()), {}, {}};
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) map.weights.emplace_back(a(i, j));
    map.biases.emplace_back(b(i));
  }
  return map;
}

/// A network of small dyadic weights beside the same in matrices.
struct Example {
  std::vector<Eigen::MatrixXd> a;
  std::vector<Eigen::VectorXd> b;
  ReluNetwork network;
};

Example example(std::mt19937_64& engine) {
  const std::vector<Eigen::Index> sizes = {2, 4, 3, 1};
  Example e;
  for (std::size_t l = 1; l < sizes.size(); ++l) {
    e.a.push_back(test::random_doubles(engine, sizes[l], sizes[l - 1], 3));
    e.b.push_back(test::random_doubles(engine, sizes[l], 1, 3));
    e.network.maps.push_back(map_of(e.a.back(), e.b.back()));
  }
  return e;
}

Rational value(const Example& e, const Eigen::VectorXd& input) {
  RationalMatrix x{Eigen::MatrixXd(input)};
  for (std::size_t l = 0; l < e.a.size(); ++l) {
    for (std::size_t i = 0; l > 0 && i < x.rows(); ++i) x(i, 0) = std::max(x(i, 0), Rational(0));
    RationalMatrix y = RationalMatrix(e.a[l]) * x;
    const RationalMatrix bias{Eigen::MatrixXd(e.b[l])};
    for (std::size_t i = 0; i < y.rows(); ++i) y(i, 0) += bias(i, 0);
    x = y;
  }
  return x(0, 0);
}

TEST(ReluNetwork, BothEvaluationsAgreeWithRationals) {
  std::mt19937_64 engine(5);
  for (int k = 0; k < 50; ++k) {
    const Example e = example(engine);
    const Eigen::VectorXd x = test::random_doubles(engine, 2, 1, 3);
    const std::vector<Dyadic> input = {Dyadic(x(0)), Dyadic(x(1))};
    const Rational truth = value(e, x);
    {
      const PrecisionScope precision(1000);  // every bit of the exact value
      const Interval exactly = enclose(evaluate_exactly(e.network, input).front());
      EXPECT_EQ(equal(exactly, exactly), Truth::kTrue);
      EXPECT_TRUE(test::contains(exactly, truth));
    }
    const PrecisionScope precision(20);
    const Interval balls = enclose(evaluate_in_balls(e.network, input).front());
    EXPECT_TRUE(test::contains(balls, truth));
    EXPECT_LT(upper_double(balls) - lower_double(balls), 1e-12);
  }
}

TEST(ReluNetwork, CountsWhatItIsMadeOf) {
  std::mt19937_64 engine(6);
  const ReluNetwork network = example(engine).network;
  EXPECT_EQ(network.hidden_layers(), 2);
  EXPECT_EQ(network.hidden_width(), 4);
  EXPECT_EQ(network.parameters(), 4 * 3 + 3 * 5 + 1 * 4);
}

TEST(ReluNetwork, RoundingTouchesWeightsAndBiases) {
  const ReluNetwork network{
      {map_of(Eigen::MatrixXd::Constant(1, 1, 5.0), Eigen::VectorXd::Constant(1, 9.0)),
       map_of(Eigen::MatrixXd::Constant(1, 1, 1.0), Eigen::VectorXd::Constant(1, 0.0))}};
  const ReluNetwork coarse = rounded(network, 2);
  EXPECT_EQ(coarse.maps[0].weights[0], Dyadic(std::int64_t{4}));
  EXPECT_EQ(coarse.maps[0].biases[0], Dyadic(std::int64_t{8}));
  EXPECT_EQ(coarse.maps[1].weights[0], Dyadic(std::int64_t{1}));
}

TEST(ReluNetwork, InputsOfAnotherSizeAreAFault) {
  std::mt19937_64 engine(7);
  const ReluNetwork network = example(engine).network;
  EXPECT_THROW(evaluate_exactly(network, {Dyadic()}), InternalError);
  EXPECT_THROW(evaluate_in_balls(network, {Dyadic()}), InternalError);
}

}  // namespace
}  // namespace plumbline
