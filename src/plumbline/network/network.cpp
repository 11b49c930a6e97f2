#include "plumbline/network/network.hpp"

#include <cmath>

namespace plumbline {

double Network::weight_scale() const {
  return output_scale * std::sqrt(inverse_gain);
}

Eigen::MatrixXd layer_matrix(const Network& network, Eigen::Index layer) {
  Eigen::MatrixXd v = network.scale * network.trained[static_cast<std::size_t>(layer - 1)];
  if (layer == 1) {
    v += network.first;
  } else if (layer == network.depth()) {
    v += network.base_last;
  } else if (network.identity_middle) {
    v.diagonal().array() += 1.0;
  }
  return v;
}

}  // namespace plumbline
