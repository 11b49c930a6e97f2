// A fully connected ReLU network with dyadic weights, and two ways of evaluating it: exactly, and in balls.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "plumbline/numeric/ball.hpp"
#include "plumbline/numeric/dyadic.hpp"

namespace plumbline {

/// One affine map, x ↦ Ax + b.
struct AffineMap {
  std::size_t rows = 0, columns = 0;
  std::vector<Dyadic> weights;  ///< A, row by row
  std::vector<Dyadic> biases;   ///< b
  const Dyadic& weight(std::size_t row, std::size_t column) const { return weights[row * columns + column]; }
};

/// Affine maps with max(·, 0) between them; at least one hidden layer.
struct ReluNetwork {
  std::vector<AffineMap> maps;

  std::int64_t hidden_layers() const { return static_cast<std::int64_t>(maps.size()) - 1; }
  /// Neurons of the widest hidden layer.
  std::int64_t hidden_width() const;
  /// Weights and biases, zeros included: those of every fully connected network of these widths.
  std::int64_t parameters() const;
};

/// The output at x, exactly.
std::vector<Dyadic> evaluate_exactly(const ReluNetwork& network, const std::vector<Dyadic>& x);
/// Enclosures of it, every operation on balls of the thread's working precision.
std::vector<Ball> evaluate_in_balls(const ReluNetwork& network, const std::vector<Dyadic>& x);

/// Every weight and bias rounded to so many significant bits, from 2.
ReluNetwork rounded(const ReluNetwork& network, std::int64_t bits);

}  // namespace plumbline
