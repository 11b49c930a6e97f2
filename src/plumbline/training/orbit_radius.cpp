#include "plumbline/training/orbit_radius.hpp"

#include <algorithm>
#include <cmath>

#include "plumbline/numeric/norm_bounds.hpp"

namespace plumbline {
namespace {

constexpr double kU = kUnitRoundoff;
/// Relative error of the scalars s, c s and τ: at most four roundings on top of the stored inputs.
const Upper kScalarError(8.0 * kU);
const Upper kOne(1.0);
/// Norms of single layers are computed afresh this often; in between they grow by the size of the updates.
constexpr std::int64_t kRefresh = 16;

Upper square_sum(const std::vector<Upper>& terms) {
  Upper sum;
  for (const Upper term : terms) sum += term * term;
  return sum;
}

Upper largest(const std::vector<Upper>& terms) {
  Upper most;
  for (const Upper term : terms) most = max(most, term);
  return most;
}

/// ‖C̃ − C°‖_F for the stored square root C̃ in B_L = [Â s, C̃] against an exact C° with C°C°ᵀ = I − s²ÂÂᵀ.
/// With M̃ = C̃C̃ᵀ take C° = M°^{1/2} M̃^{−1/2} C̃ (any root serves: the basis is free); then
/// ‖C° − C̃‖_F ≤ ‖M°^{1/2} − M̃^{1/2}‖_F ≤ ‖M° − M̃‖_F/σ_min(C̃), since the Sylvester equation of the square root
/// has smallest eigenvalue λ_min(M°^{1/2}) + λ_min(M̃^{1/2}) ≥ σ_min(C̃).
Upper square_root_error(const Network& net) {
  const Eigen::Index r = net.rank();
  const Eigen::Index d = net.outputs();
  const Eigen::MatrixXd a = net.base_last.leftCols(r);
  const Eigen::MatrixXd root = net.base_last.rightCols(d);
  const Eigen::MatrixXd defect =
      Eigen::MatrixXd::Identity(d, d) - a * a.transpose() - root * root.transpose();
  const Upper f = frobenius_upper(net.base_last);
  // Rounding of the two products and the differences, and of Â s to 8u relative each side.
  const Upper rounding = gamma(static_cast<double>(r + d) + 4.0) * f * f + Upper(24.0 * kU) * f * f +
                         Upper(4.0 * kU * static_cast<double>(d));
  const double smallest = certified_singular_bounds(root).min_lower;
  return (frobenius_upper(defect) * (kOne + gamma(4.0)) + rounding) / smallest;
}

}  // namespace

OrbitRadius::OrbitRadius(const ReducedProblem& problem, const GradientDescent& run) {
  const Network& net = run.network();
  hidden_ = static_cast<double>(net.hidden());
  rank_ = static_cast<double>(net.rank());
  outputs_ = static_cast<double>(net.outputs());
  identity_ = net.identity_middle;
  scale_ = Upper(net.scale) * (kOne + kScalarError);
  output_scale_ = Upper(net.output_scale) * (kOne + kScalarError);
  step_scale_ = Upper(std::abs(run.step_scale())) * (kOne + kScalarError);
  input_error_ = Upper(problem.input_error);
  target_error_ = Upper(problem.target_error);
  const Eigen::MatrixXd input = net.input;
  input_norm_ = Upper(net.input.cwiseAbs().maxCoeff()) + input_error_;
  input_frobenius_ = frobenius_upper(input) + input_error_;
  if (net.corner.size() > 0) {
    const Upper corner = frobenius_upper(net.corner);
    first_norm_ = spectral_upper(net.first);
    base_first_frobenius_ = frobenius_upper(net.base_first);
    base_first_error_ = Upper(kU) * base_first_frobenius_ * (kOne + gamma(2.0)) + first_norm_ * input_error_;
    base_first_norm_ = spectral_upper(net.base_first) + base_first_error_;
    last_base_frobenius_ = frobenius_upper(net.base_last);
    last_base_error_ = kScalarError * scale_ * corner + square_root_error(net);
    last_base_norm_ = kOne;  // exact: [Â/c, C] has orthonormal rows
    base_output_error_ = gamma(rank_ + 2.0) * corner * base_first_frobenius_ + corner * base_first_error_;
  }
  bound_state(run);
}

Upper OrbitRadius::residual_radius() const {
  return bounds_.residual_error + bounds_.output_slope * radius_;
}

Upper OrbitRadius::product_drift(Upper distance) const {
  const auto depth = static_cast<double>(bounds_.trained_frobenius.size());
  // (1 + x)^L − 1 ≤ e^{Lx} − 1.
  return bounds_.any_product * expm1(Upper(depth) * (bounds_.any_product * distance));
}

Upper OrbitRadius::backward_radius(std::size_t layer) const {
  const Upper drift = layer == product_error_.size() ? Upper() : product_drift(weight_radius());  // G_L = I
  return product_error_[layer - 1] + drift;
}

Upper OrbitRadius::forward_radius(std::size_t layer) const {
  const Upper drift = layer == 1 ? Upper() : product_drift(weight_radius()) * input_norm_;  // F_0 = X̄
  return feature_error_[layer - 1] + drift;
}

Upper OrbitRadius::gradient_radius(std::size_t layer) const {
  const Upper a = bounds_.backward_norm[layer - 1];
  const Upper b = bounds_.forward_norm[layer - 1];
  const Upper r = bounds_.residual_norm + residual_radius();
  const Upper rounding = gamma(outputs_ + rank_ + 4.0) * product_frobenius_[layer - 1] *
                         bounds_.residual_norm * feature_frobenius_[layer - 1];
  return backward_radius(layer) * r * b + a * residual_radius() * b + a * r * forward_radius(layer) +
         rounding;
}

void OrbitRadius::bound_state(const GradientDescent& run) {
  const Network& net = run.network();
  bounds_.trained_frobenius.clear();
  for (const Eigen::MatrixXd& d : net.trained) bounds_.trained_frobenius.push_back(frobenius_upper(d));
  if (layer_norms_from_ < 0 || run.steps_taken() - layer_norms_from_ >= kRefresh) {
    layer_norm_.clear();
    for (const Eigen::MatrixXd& d : net.trained) layer_norm_.push_back(scale_ * spectral_upper(d));
    layer_norms_from_ = run.steps_taken();
  } else {
    for (std::size_t i = 0; i < layer_norm_.size(); ++i) {
      layer_norm_[i] = min(layer_norm_[i] + scale_ * update_[i], scale_ * bounds_.trained_frobenius[i]);
    }
  }
  const std::size_t depth = net.trained.size();
  Upper middle = kOne;
  Upper any = max(kOne, first_norm_ + layer_norm_.front());
  for (std::size_t i = 1; i + 1 < depth; ++i) {
    // A bound ≥ 1 a layer makes the product a bound of every partial product.
    const Upper one_layer = identity_ ? kOne + layer_norm_[i] : max(kOne, layer_norm_[i]);
    middle = middle * one_layer;
  }
  any = any * middle * max(kOne, last_base_norm_ + layer_norm_.back());
  bounds_.middle = middle;
  bounds_.any_product = any;
  bound_forward(run);
  bound_products(run, false);
}

/// Computed against exact features and residual, both at the computed weights. With hats for computed values:
/// φ̂_i = φ̂_{i−1} + D_iF̂_{i−1} errs by e(φ_{i−1}) + ‖D_i‖e(F_{i−1}) + γ_{k+1}‖D_i‖_F‖F̂_{i−1}‖_F + u‖φ̂_i‖_F and
/// F̂_i = F_base + sφ̂_i by e(F_base) + s e(φ_i) + 9us‖φ̂_i‖_F + u‖F̂_i‖_F.
void OrbitRadius::bound_forward(const GradientDescent& run) {
  const Network& net = run.network();
  const ForwardPass& pass = run.pass();
  const std::vector<Upper>& d = bounds_.trained_frobenius;
  const std::size_t depth = net.trained.size();
  feature_frobenius_.assign(depth, input_frobenius_);
  feature_error_.assign(depth, input_error_);

  Upper drift = d[0] * input_norm_ * (kOne + gamma(2.0));
  Upper drift_error = d[0] * input_error_ + Upper(kU) * drift;
  for (std::size_t i = 1; i < depth; ++i) {
    if (i > 1) {
      const Upper product = d[i - 1] * feature_frobenius_[i - 1];
      drift_error = (identity_ ? drift_error : Upper()) + d[i - 1] * feature_error_[i - 1] +
                    gamma(hidden_ + 1.0) * product;
      drift = ((identity_ ? drift : Upper()) + product) * (kOne + gamma(hidden_ + 2.0));
      if (identity_) drift_error += Upper(kU) * drift;
    }
    feature_frobenius_[i] = frobenius_upper(pass.features[i - 1]);
    feature_error_[i] = base_first_error_ + scale_ * drift_error + Upper(9.0 * kU) * (scale_ * drift) +
                        Upper(kU) * feature_frobenius_[i];
  }
  // U = U_base + c s (B_L φ + D_L F): two products added into one sum.
  const Upper last = last_base_frobenius_ * drift + d[depth - 1] * feature_frobenius_[depth - 1];
  const Upper inner_error = last_base_error_ * drift + last_base_frobenius_ * drift_error +
                            d[depth - 1] * feature_error_[depth - 1] + gamma(2.0 * hidden_ + 3.0) * last;
  const Upper output = frobenius_upper(pass.output);
  bounds_.residual_norm = frobenius_upper(run.residual());
  bounds_.residual_error = base_output_error_ + output_scale_ * inner_error +
                           Upper(9.0 * kU) * (output_scale_ * last) + Upper(kU) * output + target_error_ +
                           Upper(kU) * bounds_.residual_norm;
}

/// Norms of G_i and F_i on the whole ball of the radius, and the errors of the computed G_i:
/// Ĝ_{i−1} = Ĝ_i + s Ĝ_iD_i errs by e(G_i)(1 + s‖D_i‖_F) + s(γ_k + 9u)‖Ĝ_i‖_F‖D_i‖_F + u‖Ĝ_{i−1}‖_F.
void OrbitRadius::bound_products(const GradientDescent& run, bool sharp) {
  const Network& net = run.network();
  const std::vector<Upper>& d = bounds_.trained_frobenius;
  const std::size_t depth = net.trained.size();
  product_frobenius_.assign(depth, sqrt(Upper(outputs_)));
  product_error_.assign(depth, Upper());
  bounds_.backward_norm.assign(depth, kOne);
  bounds_.forward_norm.assign(depth, input_norm_);
  const Upper drift = product_drift(weight_radius());
  for (std::size_t i = depth - 1; i >= 1; --i) {  // G_i
    const Eigen::MatrixXd& g = run.products()[i - 1];
    product_frobenius_[i - 1] = frobenius_upper(g);
    if (i == depth - 1) {
      product_error_[i - 1] = last_base_error_ + Upper(9.0 * kU) * (scale_ * d[depth - 1]) +
                              Upper(kU) * product_frobenius_[i - 1];
    } else {
      product_error_[i - 1] = (identity_ ? product_error_[i] : Upper()) +
                              scale_ * (product_error_[i] * d[i]) +
                              (gamma(hidden_) + Upper(9.0 * kU)) * (scale_ * (product_frobenius_[i] * d[i])) +
                              Upper(kU) * product_frobenius_[i - 1];
    }
    Upper norm = product_frobenius_[i - 1];
    if (identity_)
      norm = min(norm, last_base_norm_ + last_base_error_ +
                           frobenius_upper(g - net.base_last) * (kOne + gamma(2.0)) + Upper(kU) * norm);
    if (sharp) norm = min(norm, spectral_upper(g));
    bounds_.backward_norm[i - 1] = norm + product_error_[i - 1] + drift;
  }
  for (std::size_t i = 1; i < depth; ++i) {  // F_i belongs to layer i + 1
    const Eigen::MatrixXd& f = run.pass().features[i - 1];
    Upper norm = feature_frobenius_[i];
    if (identity_)
      norm = min(norm, base_first_norm_ + frobenius_upper(f - net.base_first) * (kOne + gamma(2.0)) +
                           Upper(kU) * norm);
    if (sharp) norm = min(norm, spectral_upper(f));
    bounds_.forward_norm[i] = norm + feature_error_[i] + drift * input_norm_;
  }
  std::vector<Upper> slopes;
  for (std::size_t i = 0; i < depth; ++i)
    slopes.push_back(bounds_.backward_norm[i] * bounds_.forward_norm[i]);
  bounds_.output_slope = output_scale_ * sqrt(square_sum(slopes));
}

/// Rounding of one step, Frobenius over all layers: the computed factors of τ G_iᵀ R F_{i−1}ᵀ against the
/// exact ones, the two products, the scalar τ, and the subtraction from D_i (which errs by at most u‖D_i⁺‖
/// and, since D_i is a double, never by more than the update itself).
Upper OrbitRadius::step_error() {
  const std::size_t depth = bounds_.trained_frobenius.size();
  const Upper r = bounds_.residual_norm;
  const Upper e_r = bounds_.residual_error;
  update_.assign(depth, Upper());
  std::vector<Upper> errors(depth);
  for (std::size_t i = 0; i < depth; ++i) {
    const Upper a = bounds_.backward_norm[i];
    const Upper b = bounds_.forward_norm[i];
    const Upper e_a = product_error_[i];
    const Upper e_b = feature_error_[i];
    const Upper factors = e_a * (r + e_r) * (b + e_b) + a * e_r * (b + e_b) + a * r * e_b;
    const Upper rounding = gamma(outputs_ + rank_ + 4.0) * product_frobenius_[i] * r * feature_frobenius_[i];
    const Upper exact_update = step_scale_ * (a * r * b);
    update_[i] = exact_update * (kOne + gamma(64.0)) + step_scale_ * (factors + rounding);
    errors[i] =
        step_scale_ * (factors + rounding) + Upper(9.0 * kU) * exact_update +
        min(Upper(kU * (1.0 + rank_ / 32.0)) * (bounds_.trained_frobenius[i] + update_[i]), update_[i]);
  }
  return sqrt(square_sum(errors));
}

void OrbitRadius::before_step(const GradientDescent& run) {
  // h c² = η c²/u²: J Jᵀ of the step map is at most (η c²/u²) Σ a_i² b_i² in norm, anywhere on the segment
  // between the computed and the exact weights.
  const auto curvature = [&] {
    std::vector<Upper> slopes;
    for (std::size_t i = 0; i < bounds_.backward_norm.size(); ++i) {
      slopes.push_back(bounds_.backward_norm[i] * bounds_.forward_norm[i]);
    }
    return (Upper(run.eta()) / run.network().inverse_gain) * square_sum(slopes);
  };
  Upper step_curvature = curvature();
  if (step_curvature.value() > 2.0) {
    bound_products(run, true);
    step_curvature = curvature();
  }
  // ‖I − hJᵀJ‖ ≤ max(1, h‖JJᵀ‖ − 1); the rest of the Hessian is at most ‖R‖ c·a·M·b·(L − 1), and h c = η/√(m
  // d_y).
  const Upper contraction =
      step_curvature.value() <= 2.0 ? kOne : Upper(std::nextafter(step_curvature.value() - 1.0, INFINITY));
  const double root = run.network().unit * std::sqrt(run.network().inverse_gain) * (1.0 - 8.0 * kU);
  const auto depth = static_cast<double>(bounds_.trained_frobenius.size());
  const Upper residual = bounds_.residual_norm + bounds_.residual_error + bounds_.output_slope * radius_;
  const Upper middle = bounds_.middle + product_drift(weight_radius());
  const Upper bend = (Upper(run.eta()) / root) * residual * largest(bounds_.backward_norm) * middle *
                     largest(bounds_.forward_norm) * Upper(depth - 1.0);
  growth_ = contraction + bend;
  error_before_ = step_error();
}

void OrbitRadius::after_step(const GradientDescent& run) {
  radius_ = growth_ * radius_ + error_before_;
  bound_state(run);
}

}  // namespace plumbline
