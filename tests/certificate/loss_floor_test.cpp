#include "plumbline/certificate/loss_floor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "plumbline/network/haar.hpp"

namespace plumbline {
namespace {

std::vector<Eigen::MatrixXd> gaussian_layers(Eigen::Index depth, Eigen::Index width, Eigen::Index inputs,
                                             Eigen::Index targets, std::uint64_t seed) {
  std::vector<Eigen::MatrixXd> layers;
  for (Eigen::Index i = 1; i <= depth; ++i) {
    RandomStream stream(seed, 0, static_cast<std::uint64_t>(i));
    layers.push_back(gaussian_matrix(i == depth ? targets : width, i == 1 ? inputs : width, stream));
  }
  return layers;
}

/// Gradient descent on ½‖W_L ⋯ W_1 X − Y‖²; the least loss of so many steps.
double least_loss(std::vector<Eigen::MatrixXd> w, const Eigen::MatrixXd& x, const Eigen::MatrixXd& y,
                  double eta, double steps) {
  double least = INFINITY;
  const std::size_t depth = w.size();
  for (double t = 0;; ++t) {
    std::vector<Eigen::MatrixXd> forward = {x};
    for (const Eigen::MatrixXd& layer : w) forward.push_back(layer * forward.back());
    Eigen::MatrixXd error = forward.back() - y;
    least = std::min(least, error.squaredNorm() / 2);
    if (t + 1 > steps) return least;
    for (std::size_t i = depth; i-- > 0;) {
      const Eigen::MatrixXd gradient = error * forward[i].transpose();
      error = w[i].transpose() * error;
      w[i] -= eta * gradient;
    }
  }
}

FloorStart start_of(std::vector<Eigen::MatrixXd> layers, const Eigen::MatrixXd& x, const Eigen::MatrixXd& y,
                    double eta) {
  // X is square and invertible: W*X = Y.
  return {0, std::move(layers), Upper(), exact(x.norm()), exact(y.norm()), exact(eta)};
}

TEST(LossFloor, HoldsForAsManyStepsAsItSays) {
  const PrecisionScope precision(40);
  int proved = 0;
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    for (const Eigen::Index width : {1, 3}) {
      const Eigen::MatrixXd x = Eigen::MatrixXd::Identity(width, width);
      const Eigen::MatrixXd y = Eigen::MatrixXd::Constant(1, width, 0.5);
      const auto layers = gaussian_layers(width == 1 ? 16 : 6, width, width, 1, seed);
      std::vector<Eigen::MatrixXd> small = layers;
      for (Eigen::MatrixXd& layer : small) layer *= 0.5;
      const double half = y.squaredNorm() / 2;
      const auto floor = find_loss_floor(start_of(small, x, y, 0.25), exact(0.5 * half));
      if (!floor) continue;
      ++proved;
      const double steps = std::min(lower_double(floor->until), 3000.0);
      EXPECT_GT(lower_double(floor->excess), 0.5 * half);
      EXPECT_GE(least_loss(small, x, y, 0.25, std::floor(steps)), lower_double(floor->excess));
    }
  }
  EXPECT_GE(proved, 6);
}

TEST(LossFloor, IsNotClaimedWhereGradientDescentBreaksIt) {
  // Two layers of 1/2 learn 1 in a few steps: no floor near the start is proved for longer than it takes.
  const Eigen::MatrixXd one = Eigen::MatrixXd::Ones(1, 1);
  const std::vector<Eigen::MatrixXd> layers(2, Eigen::MatrixXd::Constant(1, 1, 0.5));
  const PrecisionScope precision(40);
  const auto floor = find_loss_floor(start_of(layers, one, one, 0.01), exact(0.1));
  ASSERT_TRUE(floor);
  const double steps = lower_double(floor->until);
  EXPECT_GE(least_loss(layers, one, one, 0.01, std::floor(steps)), lower_double(floor->excess));
  EXPECT_LT(least_loss(layers, one, one, 0.01, 40 * steps), 0.1);
}

TEST(LossFloor, CoversEveryStartSoNear) {
  const Eigen::MatrixXd one = Eigen::MatrixXd::Ones(1, 1);
  const std::vector<Eigen::MatrixXd> layers(6, Eigen::MatrixXd::Constant(1, 1, 0.4));
  const PrecisionScope precision(40);
  FloorStart start = start_of(layers, one, one, 0.05);
  const auto exactly = find_loss_floor(start, exact(0.4));
  start.distance = Upper(0.01);
  start.step = 7;
  const auto near = find_loss_floor(start, exact(0.4));
  ASSERT_TRUE(exactly && near);
  EXPECT_EQ(near->from, 7);
  EXPECT_LT(lower_double(near->until) - 7, lower_double(exactly->until));
  std::vector<Eigen::MatrixXd> moved = layers;
  for (Eigen::MatrixXd& layer : moved) layer.array() += 0.01;
  EXPECT_GE(least_loss(moved, one, one, 0.05, std::floor(lower_double(near->until) - 7)),
            lower_double(near->excess));
  start.distance = Upper::infinite();
  EXPECT_FALSE(find_loss_floor(start, exact(0.4)));
}

TEST(LossFloor, NoneAboveTheLossOfTheStartOrForNoStep) {
  const Eigen::MatrixXd one = Eigen::MatrixXd::Ones(1, 1);
  const PrecisionScope precision(40);
  const std::vector<Eigen::MatrixXd> layers(2, Eigen::MatrixXd::Constant(1, 1, 0.5));
  EXPECT_FALSE(find_loss_floor(start_of(layers, one, one, 0.01), exact(0.5)));
  EXPECT_FALSE(find_loss_floor(start_of(layers, one, one, 100.0), exact(0.1)));
  const std::vector<Eigen::MatrixXd> large(2, Eigen::MatrixXd::Constant(1, 1, 2.0));
  EXPECT_FALSE(find_loss_floor(start_of(large, one, one, 1e-6), exact(0.1)));
}

}  // namespace
}  // namespace plumbline
