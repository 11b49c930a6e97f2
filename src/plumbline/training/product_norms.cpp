#include "plumbline/training/product_norms.hpp"

#include <algorithm>

#include "plumbline/numeric/norm_bounds.hpp"

namespace plumbline {
namespace {

const Upper kOne(1.0);
/// Relative error of s·D_i: s is off by 8u, one product.
const Upper kScaleError(10.0 * kUnitRoundoff);

/// ‖V̂_i − V_i‖_F of the computed layer.
Upper layer_rounding(const Network& network, Eigen::Index layer, Upper frobenius) {
  const Eigen::MatrixXd& trained = network.trained[static_cast<std::size_t>(layer - 1)];
  return kScaleError * (Upper(network.scale) * frobenius_upper(trained)) +
         Upper(2.0 * kUnitRoundoff) * frobenius;
}

}  // namespace

// P_{i:i} = V̂_i, P_{j:i} = fl(V̂_j P_{j−1:i}). With ℓ_{j,i} = P_{j:i} − V_j P_{j−1:i},
// ‖ℓ_{j,i}‖_F ≤ (‖V̂_j − V_j‖_F + γ_k‖V̂_j‖_F)‖P_{j−1:i}‖_F, and V_{j:i} = P_{j:i} − Σ_{k=i}^{j} V_{j:k+1}
// ℓ_{k,i}: norms of shorter products bound the error of longer ones, so nothing grows like a product of
// single norms.
ProductNorms::ProductNorms(const Network& network)
    : depth_(network.depth()),
      norms_(static_cast<std::size_t>((depth_ + 1) * (depth_ + 1)), kOne),
      largest_(kOne),
      largest_middle_(kOne) {
  const auto hidden = static_cast<double>(network.hidden());
  const Upper product_rounding = gamma(hidden + 2.0);
  const double most_entries = hidden * (hidden + static_cast<double>(network.rank() + network.outputs()));
  const Upper underflow(most_entries * hidden * 0x1p-1074);  // subnormal terms of one product
  std::vector<Eigen::MatrixXd> layers;
  std::vector<Upper> rounding, frobenius;
  for (Eigen::Index i = 1; i <= depth_; ++i) {
    layers.push_back(layer_matrix(network, i));
    frobenius.push_back(frobenius_upper(layers.back()));
    rounding.push_back(layer_rounding(network, i, frobenius.back()));
  }
  const auto of = [](Eigen::Index layer) { return static_cast<std::size_t>(layer - 1); };
  std::vector<Upper> local(static_cast<std::size_t>(depth_));  // ‖ℓ_{k,i}‖_F
  Eigen::MatrixXd product, next;
  for (Eigen::Index i = depth_; i >= 1; --i) {
    product = layers[of(i)];
    local[of(i)] = rounding[of(i)];
    for (Eigen::Index j = i; j <= depth_; ++j) {
      if (j > i) {
        local[of(j)] =
            (rounding[of(j)] + product_rounding * frobenius[of(j)]) * frobenius_upper(product) + underflow;
        next.noalias() = layers[of(j)] * product;
        product.swap(next);
      }
      Upper norm = spectral_upper(product);
      for (Eigen::Index k = i; k <= j; ++k) norm += at(j, k + 1) * local[of(k)];
      norms_[place(j, i)] = norm;
      largest_ = max(largest_, norm);
      if (i > 1 && j < depth_) largest_middle_ = max(largest_middle_, norm);
    }
  }
}

double product_norms_flops(const Network& network) {
  const auto depth = static_cast<double>(network.depth());
  const auto k = static_cast<double>(network.hidden());
  return 0.5 * depth * depth * 7.0 * k * k * k;
}

Upper product_drift(Upper largest, Upper total) {
  const Upper relative = largest * total;
  const double left = std::max(0.0, 1.0 - relative.value());  // rounds by less than one unit: taken down
  return largest * relative / std::max(0.0, std::nextafter(left, 0.0));
}

}  // namespace plumbline
