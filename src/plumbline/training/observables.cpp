#include "plumbline/training/observables.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unsupported/Eigen/KroneckerProduct>

#include "plumbline/numeric/dense_spectrum.hpp"
#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

/// Of a product that left double's range.
constexpr SingularRange kNotFinite{std::numeric_limits<double>::quiet_NaN(),
                                   std::numeric_limits<double>::quiet_NaN()};

void check_range(const Network& network, Eigen::Index j, Eigen::Index i) {
  if (!(1 <= i && i <= j && j <= network.depth())) {
    throw InternalError("singular_range: needs 1 <= i <= j <= L");
  }
}

/// V_{j:i} times `right` (the product of all layers up to i − 1 is `right` itself).
Eigen::MatrixXd apply_layers(const Network& network, Eigen::Index j, Eigen::Index i, Eigen::MatrixXd right) {
  for (Eigen::Index layer = i; layer <= j; ++layer) right = layer_matrix(network, layer) * right;
  return right;
}

/// V_{j:1} on col(X) and the complement: [V_{j:2} V_1, V_{j:2} N] with N the first k rows of the complement;
/// the rows of the complement beyond k are untouched by layers 2 … L−1 and annihilated by V_L.
Eigen::MatrixXd whole_product(const Network& network, Eigen::Index j) {
  const Eigen::Index k = network.hidden();
  const Eigen::Index extra_rows = network.complement.rows() - k;
  Eigen::MatrixXd first(k, network.rank() + network.complement.cols());
  first << layer_matrix(network, 1), network.complement.topRows(k);
  Eigen::MatrixXd product = apply_layers(network, j, 2, first);
  if (j == network.depth()) return product;
  Eigen::MatrixXd extended = Eigen::MatrixXd::Zero(k + extra_rows, product.cols());
  extended.topRows(k) = product;
  extended.bottomRightCorner(extra_rows, network.complement.cols()) =
      network.complement.bottomRows(extra_rows);
  return extended;
}

SingularRange extremes(const LayerProduct& product) {
  if (!product.matrix.allFinite()) return kNotFinite;
  const Eigen::VectorXd values = approx_singular_values(product.matrix);
  SingularRange range{values(values.size() - 1), values(0)};
  if (product.further_unit_values > 0.0) range = {std::min(range.min, 1.0), std::max(range.max, 1.0)};
  return range;
}

}  // namespace

LayerProduct layer_product(const Network& network, Eigen::Index j, Eigen::Index i, bool whole) {
  check_range(network, j, i);
  const bool middle = j < network.depth();
  if (i > 1) {
    return {apply_layers(network, j, i + 1, layer_matrix(network, i)),
            middle ? network.unit_values_middle : 0.0};
  }
  if (!whole) return {apply_layers(network, j, 2, layer_matrix(network, 1)), 0.0};
  if (network.complement.rows() < network.hidden()) {
    throw InternalError("layer_product: the network carries no complement of the first layer");
  }
  return {whole_product(network, j), middle ? network.unit_values_first : 0.0};
}

SingularRange singular_range_on_data(const Network& network, Eigen::Index j, Eigen::Index i) {
  return extremes(layer_product(network, j, i, false));
}

SingularRange singular_range(const Network& network, Eigen::Index j, Eigen::Index i) {
  return extremes(layer_product(network, j, i, true));
}

std::vector<double> gradient_norms(const GradientDescent& run) {
  // ∂ℓ/∂W_i = (1/u) ∂ℓ/∂V_i = (c/u) G_iᵀ R F_{i−1}ᵀ.
  const double factor = 1.0 / std::sqrt(run.network().inverse_gain);
  std::vector<double> norms(static_cast<std::size_t>(run.network().depth()));
  GradientFactors factors;
  for_each_gradient(run.network(), run.pass(), run.products(), run.residual(), factors,
                    [&](Eigen::Index layer, const auto& left, const auto& right) {
                      norms[static_cast<std::size_t>(layer - 1)] = factor * (left * right).norm();
                    });
  return norms;
}

double travel(const Network& network, const std::vector<Eigen::MatrixXd>& initial, Eigen::Index layer) {
  const auto index = static_cast<std::size_t>(layer - 1);
  return network.weight_scale() * (network.trained[index] - initial[index]).norm();
}

Eigen::MatrixXd tangent_kernel(const GradientDescent& run) {
  const Network& net = run.network();
  const Eigen::Index outputs = net.outputs();
  const Eigen::Index size = net.rank() * outputs;
  Eigen::MatrixXd p = Eigen::MatrixXd::Zero(size, size);
  for (Eigen::Index i = net.depth(); i >= 1; --i) {
    if (!net.trains(i)) continue;
    Eigen::MatrixXd gram = net.input.cwiseAbs2().asDiagonal();
    if (i > 1) {
      const Eigen::MatrixXd& features = run.pass().features[static_cast<std::size_t>(i - 2)];
      gram = features.transpose() * features;
    }
    Eigen::MatrixXd weight = Eigen::MatrixXd::Identity(outputs, outputs);
    if (i < net.depth()) {
      const Eigen::MatrixXd& g = run.products()[static_cast<std::size_t>(i - 1)];
      weight = g * g.transpose();
    }
    p += Eigen::kroneckerProduct(gram, weight);
  }
  return p / net.inverse_gain;
}

SingularRange eigenvalue_range_of_P(const GradientDescent& run) {
  const Eigen::MatrixXd p = tangent_kernel(run);
  if (!p.allFinite()) return kNotFinite;
  const Eigen::VectorXd values = approx_symmetric_eigenvalues(p);
  return {values(0), values(values.size() - 1)};
}

}  // namespace plumbline
