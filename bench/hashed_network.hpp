// A dense network whose weights are a formula, so that another language can make the same one
// (bench/baselines/).
#pragma once

#include <cmath>
#include <cstdint>

#include "plumbline/network/network.hpp"

namespace plumbline::bench {

/// Uniform on [−½, ½): the 32-bit mix of (layer, row, column).
inline double hashed(std::uint32_t layer, std::uint32_t row, std::uint32_t column) {
  std::uint32_t x = layer * 2246822519U + row * 2654435761U + column * 3266489917U;
  x ^= x >> 16U;
  x *= 0x45d9f3bU;
  x ^= x >> 16U;
  x *= 0x45d9f3bU;
  x ^= x >> 16U;
  return static_cast<double>(x) / 4294967296.0 - 0.5;
}

/// Entries of layer `layer` (1 … L), of variance 1/columns.
inline Eigen::MatrixXd hashed_layer(std::uint32_t layer, Eigen::Index rows, Eigen::Index columns) {
  const double scale = std::sqrt(12.0 / static_cast<double>(columns));
  return Eigen::MatrixXd::NullaryExpr(rows, columns, [&](Eigen::Index i, Eigen::Index j) {
    return scale * hashed(layer, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(j));
  });
}

/// f(x) = W_L ⋯ W_1 x on the inputs I_r; plain weights, no base.
inline Network hashed_network(Eigen::Index depth, Eigen::Index width, Eigen::Index rank,
                              Eigen::Index outputs) {
  Network net;
  net.width = static_cast<double>(width);
  net.unit = net.inverse_gain = net.scale = net.output_scale = 1.0;
  net.input = Eigen::VectorXd::Ones(rank);
  net.first = net.base_first = Eigen::MatrixXd::Zero(width, rank);
  net.base_last = Eigen::MatrixXd::Zero(outputs, width);
  net.base_output = Eigen::MatrixXd::Zero(outputs, rank);
  for (Eigen::Index layer = 1; layer <= depth; ++layer) {
    net.trained.push_back(hashed_layer(static_cast<std::uint32_t>(layer), layer == depth ? outputs : width,
                                       layer == 1 ? rank : width));
  }
  return net;
}

}  // namespace plumbline::bench
