#include "plumbline/training/propagation.hpp"

#include <algorithm>
#include <cstdint>

#include "plumbline/numeric/parallel.hpp"

namespace plumbline {
namespace {

/// Rows of a layer that one thread multiplies at a time.
constexpr Eigen::Index kRows = 512;

/// out = a·b, rows shared between threads.
void multiply_rows(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, Eigen::MatrixXd& out,
                   unsigned threads) {
  out.resize(a.rows(), b.cols());
  const auto pieces = static_cast<std::int64_t>((a.rows() + kRows - 1) / kRows);
  if (pieces == 1) return multiply(a, b, out);
  for_each_index(pieces, threads, [&](std::int64_t piece) {
    const auto from = static_cast<Eigen::Index>(piece) * kRows;
    const Eigen::Index count = std::min(kRows, a.rows() - from);
    multiply(a.middleRows(from, count), b, out.middleRows(from, count));
  });
}

}  // namespace

void forward(const Network& network, ForwardPass& pass, unsigned threads) {
  const Eigen::Index depth = network.depth();
  pass.features.resize(static_cast<std::size_t>(depth - 1));
  pass.drift.noalias() = network.trained.front() * network.input.asDiagonal();
  pass.features.front() = network.base_first + network.scale * pass.drift;
  for (Eigen::Index i = 2; i < depth; ++i) {
    const Eigen::MatrixXd& previous = pass.features[static_cast<std::size_t>(i - 2)];
    multiply_rows(network.trained[static_cast<std::size_t>(i - 1)], previous, pass.scratch, threads);
    if (network.identity_middle) {
      pass.drift += pass.scratch;
    } else {
      std::swap(pass.drift, pass.scratch);
    }
    pass.features[static_cast<std::size_t>(i - 1)] = network.base_first + network.scale * pass.drift;
  }
  pass.output.noalias() = network.base_last * pass.drift;
  pass.output.noalias() += network.trained.back() * pass.features.back();
  pass.output = network.base_output + network.output_scale * pass.output;
}

void backward(const Network& network, BackwardPass& pass) {
  const Eigen::Index depth = network.depth();
  pass.resize(static_cast<std::size_t>(depth - 1));
  for (Eigen::Index layer = depth; layer >= 2; --layer) {
    pass[static_cast<std::size_t>(layer - 2)].resize(network.outputs(), network.hidden());
    backward_columns(network, layer, 0, network.hidden(), pass);
  }
}

void backward_columns(const Network& network, Eigen::Index layer, Eigen::Index from, Eigen::Index count,
                      BackwardPass& pass) {
  const Eigen::MatrixXd& weights = network.trained[static_cast<std::size_t>(layer - 1)];
  auto columns = pass[static_cast<std::size_t>(layer - 2)].middleCols(from, count);
  if (layer == network.depth()) {
    columns = network.base_last.middleCols(from, count) + network.scale * weights.middleCols(from, count);
    return;
  }
  const Eigen::MatrixXd& g = pass[static_cast<std::size_t>(layer - 1)];
  multiply(g, weights.middleCols(from, count), columns);
  columns *= network.scale;
  if (network.identity_middle) columns += g.middleCols(from, count);
}

}  // namespace plumbline
