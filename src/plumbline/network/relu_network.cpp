#include "plumbline/network/relu_network.hpp"

#include <algorithm>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

void check_input(const ReluNetwork& network, const std::vector<Dyadic>& x) {
  if (network.maps.size() < 2 || network.maps.front().columns != x.size()) {
    throw InternalError("ReluNetwork: needs a hidden layer and an input of its size");
  }
}

Ball ball_of(const Dyadic& x) {
  Ball ball;
  arb_set_arf(ball.raw(), x.raw());
  return ball;
}

std::vector<Dyadic> image(const AffineMap& map, const std::vector<Dyadic>& x) {
  std::vector<Dyadic> y = map.biases;
  for (std::size_t i = 0; i < map.rows; ++i) {
    for (std::size_t j = 0; j < map.columns; ++j) {
      if (!map.weight(i, j).is_zero() && !x[j].is_zero()) y[i] += map.weight(i, j) * x[j];
    }
  }
  return y;
}

std::vector<Ball> image(const AffineMap& map, const std::vector<Ball>& x) {
  std::vector<Ball> y;
  y.reserve(map.rows);
  for (std::size_t i = 0; i < map.rows; ++i) {
    Ball sum = ball_of(map.biases[i]);
    for (std::size_t j = 0; j < map.columns; ++j) {
      arb_addmul(sum.raw(), ball_of(map.weight(i, j)).raw(), x[j].raw(), working_bits());
    }
    y.push_back(std::move(sum));
  }
  return y;
}

}  // namespace

std::int64_t ReluNetwork::hidden_width() const {
  std::size_t width = 0;
  for (std::size_t i = 0; i + 1 < maps.size(); ++i) width = std::max(width, maps[i].rows);
  return static_cast<std::int64_t>(width);
}

std::int64_t ReluNetwork::parameters() const {
  std::size_t count = 0;
  for (const AffineMap& map : maps) count += map.weights.size() + map.biases.size();
  return static_cast<std::int64_t>(count);
}

std::vector<Dyadic> evaluate_exactly(const ReluNetwork& network, const std::vector<Dyadic>& x) {
  check_input(network, x);
  std::vector<Dyadic> values = image(network.maps.front(), x);
  for (std::size_t layer = 1; layer < network.maps.size(); ++layer) {
    for (Dyadic& value : values) {
      if (value < Dyadic()) value = Dyadic();
    }
    values = image(network.maps[layer], values);
  }
  return values;
}

std::vector<Ball> evaluate_in_balls(const ReluNetwork& network, const std::vector<Dyadic>& x) {
  check_input(network, x);
  std::vector<Ball> values;
  values.reserve(x.size());
  for (const Dyadic& entry : x) values.push_back(ball_of(entry));
  values = image(network.maps.front(), values);
  const Ball zero;
  for (std::size_t layer = 1; layer < network.maps.size(); ++layer) {
    for (Ball& value : values) arb_max(value.raw(), value.raw(), zero.raw(), working_bits());
    values = image(network.maps[layer], values);
  }
  return values;
}

ReluNetwork rounded(const ReluNetwork& network, std::int64_t bits) {
  ReluNetwork result = network;
  for (AffineMap& map : result.maps) {
    for (Dyadic& weight : map.weights) weight = weight.rounded(bits);
    for (Dyadic& bias : map.biases) bias = bias.rounded(bits);
  }
  return result;
}

}  // namespace plumbline
