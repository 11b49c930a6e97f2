#include "plumbline/training/propagation.hpp"

namespace plumbline {

void forward(const Network& network, ForwardPass& pass) {
  const Eigen::Index depth = network.depth();
  pass.features.resize(static_cast<std::size_t>(depth - 1));
  pass.drift.noalias() = network.trained.front() * network.input.asDiagonal();
  pass.features.front() = network.base_first + network.scale * pass.drift;
  for (Eigen::Index i = 2; i < depth; ++i) {
    const Eigen::MatrixXd& previous = pass.features[static_cast<std::size_t>(i - 2)];
    pass.scratch.noalias() = network.trained[static_cast<std::size_t>(i - 1)] * previous;
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
  pass.back() = network.base_last + network.scale * network.trained.back();
  for (Eigen::Index i = depth - 1; i >= 2; --i) {
    const Eigen::MatrixXd& g = pass[static_cast<std::size_t>(i - 1)];
    Eigen::MatrixXd& previous = pass[static_cast<std::size_t>(i - 2)];
    previous.noalias() = network.scale * (g * network.trained[static_cast<std::size_t>(i - 1)]);
    if (network.identity_middle) previous += g;
  }
}

}  // namespace plumbline
