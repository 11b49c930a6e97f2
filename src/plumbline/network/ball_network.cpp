#include "plumbline/network/ball_network.hpp"

namespace plumbline {
namespace {

Ball root_of(double square) {
  Ball root;
  arb_set_d(root.raw(), square);
  arb_sqrt(root.raw(), root.raw(), working_bits());
  return root;
}

Ball reciprocal(const Ball& a) {
  Ball result;
  arb_inv(result.raw(), a.raw(), working_bits());
  return result;
}

}  // namespace

std::optional<BallNetwork> ball_network(const Network& network) {
  const slong bits = working_bits();
  BallNetwork exact;
  exact.weight_unit = root_of(network.unit == 1.0 ? 1.0 : network.width);
  const Ball ratio = root_of(network.inverse_gain);  // u/c
  arb_div(exact.output_factor.raw(), exact.weight_unit.raw(), ratio.raw(), bits);

  // Without a base the trained parts are the weights: normalised (scale 1) or as drawn (1/u); else
  // differences (1/c).
  const bool based = network.corner.size() > 0;
  Ball scale;
  arb_one(scale.raw());
  if (based) {
    scale = reciprocal(exact.output_factor);
  } else if (network.scale != 1.0) {
    scale = reciprocal(exact.weight_unit);
  }
  for (const Eigen::MatrixXd& trained : network.trained) exact.layers.push_back(scale * BallMatrix(trained));
  if (!based) return exact;

  exact.layers.front() = exact.layers.front() + BallMatrix(network.first);
  const BallMatrix corner = reciprocal(exact.output_factor) * BallMatrix(network.corner);
  const BallMatrix stored(Eigen::MatrixXd(network.base_last.rightCols(network.outputs())));
  const auto root = positive_root(ball_identity(network.outputs()) - corner * transpose(corner));
  const auto stored_root = positive_root(stored * transpose(stored));
  const auto turn = stored_root ? inverse(*stored_root) : std::nullopt;
  if (!root || !turn) return std::nullopt;
  exact.layers.back() = exact.layers.back() + beside(corner, *root * *turn * stored);
  for (std::size_t i = 1; i + 1 < exact.layers.size(); ++i) {
    exact.layers[i] = exact.layers[i] + ball_identity(network.hidden());
  }
  return exact;
}

}  // namespace plumbline
