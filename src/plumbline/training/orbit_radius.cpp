#include "plumbline/training/orbit_radius.hpp"

#include <algorithm>
#include <cmath>

#include "plumbline/numeric/norm_bounds.hpp"
#include "plumbline/training/start_error.hpp"

namespace plumbline {
namespace {

constexpr double kU = kUnitRoundoff;
/// Relative error of the scalars s, c s and τ: at most four roundings on top of the stored inputs.
const Upper kScalarError(8.0 * kU);
const Upper kOne(1.0);
/// Norms of layers and of their products are computed afresh this often; in between they grow by the size of
/// the updates.
constexpr std::int64_t kRefresh = 16;
/// Norms of all partial products are computed for networks up to this cost, and afresh once M times the
/// movement of the layers exceeds this.
constexpr double kMostPairFlops = 2e10;
constexpr double kFarthest = 0.1;

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
  underflow_ = Upper(4.0 * hidden_ * hidden_ * (hidden_ + rank_ + outputs_) * 0x1p-1074);
  std::vector<Upper> defects;
  for (Eigen::Index i = 1; i <= net.depth(); ++i) defects.push_back(start_defect(net, i));
  start_radius_ = sqrt(square_sum(defects));
  radius_ = start_radius_;
  complement_error_ = plumbline::complement_error(net);
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

/// Σ‖E_i‖ ≤ √L times the stacked distance.
Upper OrbitRadius::product_drift() const {
  const auto depth = static_cast<double>(bounds_.trained_frobenius.size());
  return plumbline::product_drift(bounds_.any_product, sqrt(Upper(depth)) * weight_radius());
}

Upper OrbitRadius::partial_norm(std::size_t j, std::size_t i) const {
  if (i > j) return kOne;
  if (!pairs_) return bounds_.any_product;
  return pairs_->at(static_cast<Eigen::Index>(j), static_cast<Eigen::Index>(i)) + pair_drift_;
}

Upper OrbitRadius::backward_radius(std::size_t layer) const {
  const Upper drift = layer == product_error_.size() ? Upper() : product_drift();  // G_L = I
  return product_error_[layer - 1] + drift;
}

Upper OrbitRadius::forward_radius(std::size_t layer) const {
  const Upper drift = layer == 1 ? Upper() : product_drift() * input_norm_;  // F_0 = X̄
  return feature_error_[layer - 1] + drift;
}

Upper OrbitRadius::gradient_radius(std::size_t layer) const {
  const Upper a = bounds_.backward_norm[layer - 1];
  const Upper b = bounds_.forward_norm[layer - 1];
  const Upper r = bounds_.residual_norm + residual_radius();
  const Upper rounding = gamma(outputs_ + rank_ + 4.0) * product_frobenius_[layer - 1] *
                             bounds_.residual_norm * feature_frobenius_[layer - 1] +
                         underflow_ * (kOne + product_frobenius_[layer - 1] + feature_frobenius_[layer - 1]);
  return backward_radius(layer) * r * b + a * residual_radius() * b + a * r * forward_radius(layer) +
         rounding;
}

void OrbitRadius::bound_state(const GradientDescent& run) {
  bounds_.trained_frobenius.clear();
  for (const Eigen::MatrixXd& d : run.network().trained)
    bounds_.trained_frobenius.push_back(frobenius_upper(d));
  bound_partial_products(run);
  bound_forward(run);
  bound_products(run, false);
}

void OrbitRadius::bound_partial_products(const GradientDescent& run) {
  const Network& net = run.network();
  const std::size_t depth = net.trained.size();
  if (norms_from_ >= 0) {
    for (std::size_t i = 0; i < depth; ++i) {
      moved_ += scale_ * update_[i];
      layer_norm_[i] = min(layer_norm_[i] + scale_ * update_[i], scale_ * bounds_.trained_frobenius[i]);
    }
  }
  const bool far = pairs_ && !((pairs_->largest() * moved_).value() < kFarthest);
  if (norms_from_ < 0 || run.steps_taken() - norms_from_ >= kRefresh || far) {
    norms_from_ = run.steps_taken();
    moved_ = Upper();
    layer_norm_.clear();
    for (const Eigen::MatrixXd& d : net.trained) layer_norm_.push_back(scale_ * spectral_upper(d));
    if (!identity_ && product_norms_flops(net) <= kMostPairFlops) pairs_.emplace(net);
  }
  if (pairs_) {
    pair_drift_ = plumbline::product_drift(pairs_->largest(), moved_);
    bounds_.middle = pairs_->largest_middle() + pair_drift_;
    bounds_.any_product = pairs_->largest() + pair_drift_;
    return;
  }
  Upper middle = kOne;
  for (std::size_t i = 1; i + 1 < depth; ++i) {
    // A bound ≥ 1 a layer makes the product a bound of every partial product.
    middle = middle * (identity_ ? kOne + layer_norm_[i] : max(kOne, layer_norm_[i]));
  }
  bounds_.middle = middle;
  bounds_.any_product =
      max(kOne, first_norm_ + layer_norm_.front()) * middle * max(kOne, last_base_norm_ + layer_norm_.back());
}

/// Computed against exact features and residual, both at the computed weights. With hats for computed values:
/// φ̂_i = φ̂_{i−1} + D_iF̂_{i−1} errs by e(φ_{i−1}) + ‖D_i‖e(F_{i−1}) + γ_{k+1}‖D_i‖_F‖F̂_{i−1}‖_F + u‖φ̂_i‖_F and
/// F̂_i = F_base + sφ̂_i by e(F_base) + s e(φ_i) + 9us‖φ̂_i‖_F + u‖F̂_i‖_F.
/// Without a base and with norms of partial products, F̂_i = V_iF̂_{i−1} + ℓ_i gives instead
/// e(F_i) ≤ ‖V_{i:1}‖e(F_0) + Σ_k ‖V_{i:k+1}‖‖ℓ_k‖_F.
void OrbitRadius::bound_forward(const GradientDescent& run) {
  const Network& net = run.network();
  const ForwardPass& pass = run.pass();
  const std::vector<Upper>& d = bounds_.trained_frobenius;
  const std::size_t depth = net.trained.size();
  feature_frobenius_.assign(depth, input_frobenius_);
  feature_error_.assign(depth, input_error_);

  Upper drift = d[0] * input_norm_ * (kOne + gamma(2.0));
  Upper drift_error = d[0] * input_error_ + Upper(kU) * drift + underflow_;
  std::vector<Upper> local(depth);  // ‖ℓ_i‖_F
  for (std::size_t i = 1; i < depth; ++i) {
    feature_frobenius_[i] = frobenius_upper(pass.features[i - 1]);
    const Upper last_roundings = Upper(kU) * feature_frobenius_[i];
    if (i > 1) {
      const Upper product = d[i - 1] * feature_frobenius_[i - 1];
      const Upper rounding = gamma(hidden_ + 1.0) * product + underflow_;
      local[i] = scale_ * rounding;
      drift_error = (identity_ ? drift_error : Upper()) + d[i - 1] * feature_error_[i - 1] + rounding;
      drift = ((identity_ ? drift : Upper()) + product) * (kOne + gamma(hidden_ + 2.0));
      if (identity_) drift_error += Upper(kU) * drift;
    } else {
      local[i] = scale_ * (Upper(kU) * drift + underflow_);
    }
    local[i] += Upper(9.0 * kU) * (scale_ * drift) + last_roundings + underflow_;
    if (pairs_) {
      feature_error_[i] = partial_norm(i, 1) * input_error_;
      for (std::size_t k = 1; k <= i; ++k) feature_error_[i] += partial_norm(i, k + 1) * local[k];
    } else {
      feature_error_[i] = base_first_error_ + scale_ * drift_error + Upper(9.0 * kU) * (scale_ * drift) +
                          last_roundings + underflow_;
    }
  }
  // U = U_base + c s (B_L φ + D_L F): two products added into one sum.
  const Upper last = last_base_frobenius_ * drift + d[depth - 1] * feature_frobenius_[depth - 1];
  // ‖B_L°‖ = 1 where there is a base, and the stored one may be a little less.
  const Upper last_base = net.corner.size() > 0 ? max(kOne, last_base_frobenius_) * drift_error : Upper();
  const Upper inner_error = last_base_error_ * drift + last_base + d[depth - 1] * feature_error_[depth - 1] +
                            gamma(2.0 * hidden_ + 3.0) * last + underflow_;
  const Upper output = frobenius_upper(pass.output);
  bounds_.residual_norm = frobenius_upper(run.residual());
  bounds_.residual_error = base_output_error_ + output_scale_ * inner_error +
                           Upper(9.0 * kU) * (output_scale_ * last) + Upper(kU) * output + target_error_ +
                           Upper(kU) * bounds_.residual_norm;
}

/// Norms of G_i and F_i on the whole ball of the radius, and the errors of the computed G_i:
/// Ĝ_{i−1} = Ĝ_i + s Ĝ_iD_i errs by e(G_i)(1 + s‖D_i‖_F) + s(γ_k + 9u)‖Ĝ_i‖_F‖D_i‖_F + u‖Ĝ_{i−1}‖_F; with
/// norms of partial products, e(G_i) ≤ Σ_k ‖ℓ_k‖_F‖V_{k:i+1}‖.
void OrbitRadius::bound_products(const GradientDescent& run, bool sharp) {
  const Network& net = run.network();
  const std::vector<Upper>& d = bounds_.trained_frobenius;
  const std::size_t depth = net.trained.size();
  product_frobenius_.assign(depth, sqrt(Upper(outputs_)));
  product_error_.assign(depth, Upper());
  bounds_.backward_norm.assign(depth, kOne);
  bounds_.forward_norm.assign(depth, input_norm_);
  const Upper drift = product_drift();
  std::vector<Upper> local(depth);                // ‖ℓ_i‖_F
  for (std::size_t i = depth - 1; i >= 1; --i) {  // G_i
    const Eigen::MatrixXd& g = run.products()[i - 1];
    product_frobenius_[i - 1] = frobenius_upper(g);
    local[i] = Upper(kU) * product_frobenius_[i - 1] + underflow_;
    if (i == depth - 1) {
      local[i] += Upper(9.0 * kU) * (scale_ * d[depth - 1]);
      product_error_[i - 1] = last_base_error_ + local[i];
    } else {
      local[i] += (gamma(hidden_) + Upper(9.0 * kU)) * (scale_ * (product_frobenius_[i] * d[i]));
      product_error_[i - 1] =
          (identity_ ? product_error_[i] : Upper()) + scale_ * (product_error_[i] * d[i]) + local[i];
    }
    if (pairs_) {
      product_error_[i - 1] = Upper();
      for (std::size_t k = i; k < depth; ++k) product_error_[i - 1] += local[k] * partial_norm(k, i + 1);
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
/// exact ones, the two products, the scalar τ, and the subtraction from D_i (each of which errs by at most
/// u‖D_i⁺‖ and, since D_i is a double, never by more than what is subtracted).
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
    const Upper rounding = gamma(outputs_ + rank_ + 4.0) * product_frobenius_[i] * r * feature_frobenius_[i] +
                           underflow_ * (kOne + product_frobenius_[i] + feature_frobenius_[i]);
    const Upper exact_update = step_scale_ * (a * r * b);
    const Upper computed_update = exact_update * (kOne + gamma(64.0)) + step_scale_ * (factors + rounding);
    const Upper subtraction =
        min(Upper(kU) * (bounds_.trained_frobenius[i] + computed_update), computed_update);
    update_[i] = computed_update + subtraction;
    errors[i] = step_scale_ * (factors + rounding) + Upper(9.0 * kU) * exact_update + subtraction;
  }
  return sqrt(square_sum(errors));
}

/// The second derivative of c V_L ⋯ V_1 X̄ against R, divided by c: its block for layers i < j is at most
/// ‖R‖ a_j ‖V_{j−1:i+1}‖ b_i in norm, so all of it at most the largest sum over a row of blocks (Schur). All
/// norms hold on the whole ball of the radius.
Upper OrbitRadius::hessian_bend() const {
  const std::vector<Upper>& a = bounds_.backward_norm;
  const std::vector<Upper>& b = bounds_.forward_norm;
  const std::size_t depth = a.size();
  const Upper drift = product_drift();
  std::vector<Upper> rows(depth);
  if (pairs_) {
    for (std::size_t i = 1; i <= depth; ++i) {
      for (std::size_t j = i + 1; j <= depth; ++j) {
        const Upper block = a[j - 1] * (partial_norm(j - 1, i + 1) + drift) * b[i - 1];
        rows[i - 1] += block;
        rows[j - 1] += block;
      }
    }
  } else {  // one bound for all partial products: sums over the layers before and after
    const Upper between = bounds_.middle + drift;
    Upper before, after;
    for (std::size_t i = 0; i < depth; ++i) {
      rows[i] += between * (a[i] * before);
      before += b[i];
    }
    for (std::size_t i = depth; i-- > 0;) {
      rows[i] += between * (b[i] * after);
      after += a[i];
    }
  }
  const Upper residual = bounds_.residual_norm + bounds_.residual_error + bounds_.output_slope * radius_;
  return residual * largest(rows);
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
  // ‖I − hJᵀJ‖ ≤ max(1, h‖JJᵀ‖ − 1); the rest of the Hessian adds h times its norm.
  const Upper contraction =
      step_curvature.value() <= 2.0 ? kOne : Upper(std::nextafter(step_curvature.value() - 1.0, INFINITY));
  const double root =
      run.network().unit * std::sqrt(run.network().inverse_gain) * (1.0 - 8.0 * kU);  // h c = ηc/u²
  growth_ = contraction + (Upper(run.eta()) / root) * hessian_bend();
  error_before_ = step_error();
}

void OrbitRadius::after_step(const GradientDescent& run) {
  radius_ = growth_ * radius_ + error_before_;
  bound_state(run);
}

}  // namespace plumbline
