#include "plumbline/network/ball_network.hpp"

#include "plumbline/numeric/error.hpp"

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

Ball root_of(const Integer& square) {
  BigInteger integer;
  if (fmpz_set_str(integer.raw(), square.str().c_str(), 10) != 0)
    throw InternalError("ball_network: the width");
  Ball root;
  arb_sqrt_fmpz(root.raw(), integer.raw(), working_bits());
  return root;
}

/// The polar factor of a matrix that nearly has orthonormal rows or columns, whichever are fewer.
std::optional<BallMatrix> polar_factor(const BallMatrix& a) {
  const bool wide = a.rows() <= a.cols();
  const BallMatrix gram = wide ? a * transpose(a) : transpose(a) * a;
  const auto root = root_near_identity(gram - ball_identity(gram.rows()), -1);
  if (!root) return std::nullopt;
  return wide ? *root * a : a * *root;
}

/// The exact layer that is meant by the stored one of t = 0.
std::optional<BallMatrix> exact_layer(const Network& network, std::size_t at) {
  const Eigen::MatrixXd& stored = network.trained[at];
  if (network.isometric.empty() || !network.isometric[at]) return BallMatrix(stored);
  if (at > 0) return polar_factor(BallMatrix(stored));
  const auto whole = polar_factor(network.complement.size() == 0
                                      ? BallMatrix(stored)
                                      : beside(BallMatrix(stored), BallMatrix(network.complement)));
  return whole ? std::optional(left_columns(*whole, stored.cols())) : std::nullopt;
}

}  // namespace

std::optional<BallNetwork> ball_network(const Network& network, const Integer& squared_unit) {
  const slong bits = working_bits();
  BallNetwork exact;
  exact.weight_unit = root_of(squared_unit);
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
  for (std::size_t i = 0; i < network.trained.size(); ++i) {
    const auto layer = exact_layer(network, i);
    if (!layer) return std::nullopt;
    exact.layers.push_back(scale * *layer);
  }
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
