#include "plumbline/certificate/check_convergence_orbit.hpp"

#include <algorithm>
#include <utility>

#include "plumbline/numeric/eigen_enclosure.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/exact_matrix.hpp"

namespace plumbline::convergence_checker {
namespace {

constexpr unsigned kHintDigits = 40;

/// ‖TᵀT − I‖_F.
Interval defect(const BallMatrix& t) {
  return frobenius(transpose(t) * t - ball_identity(t.cols()));
}

/// Columns of `vectors` with the signs of the stored basis.
BallMatrix with_stored_signs(const RealMatrix& vectors, bool vectors_are_left, const Problem& problem,
                             const ReducedProblem& reduced) {
  const Eigen::MatrixXd doubles = vectors.cast<double>();
  const Eigen::MatrixXd left = vectors_are_left ? doubles : Eigen::MatrixXd(problem.X * doubles);
  RealMatrix turned = vectors;
  for (Eigen::Index j = 0; j < turned.cols(); ++j) {
    if (left.col(j).dot(reduced.basis.col(j)) < 0.0) turned.col(j) *= Real(-1);
  }
  return balls_of(turned);
}

/// V_L(0) = [Â/c, K] with K Kᵀ = I − ÂÂᵀ/c²; which root does not matter, since a rotation of the last d_y
/// coordinates of every hidden space turns one into another and leaves V_1(0) and the identities as they are.
BallMatrix last_layer(const Network& start, const Interval& c) {
  const BallMatrix corner = ball_of(Interval(1) / c) * BallMatrix(start.corner);
  BallMatrix root;
  if (!cholesky(root, ball_identity(corner.rows()) - corner * transpose(corner))) {
    throw InternalError("the corner of the initial network is no corner of an orthogonal matrix");
  }
  return beside(corner, root);
}

/// V (VᵀV)^{−½} or (VVᵀ)^{−½} V, whichever Gram matrix is smaller. The checker has its own:
/// network/ball_network.cpp belongs to what is checked.
BallMatrix polar_factor(const BallMatrix& v) {
  const bool wide = v.rows() <= v.cols();
  const BallMatrix gram = wide ? v * transpose(v) : transpose(v) * v;
  const auto root = positive_root(gram);
  const auto inverse_root = root ? inverse(*root) : std::nullopt;
  if (!inverse_root) throw InternalError("a layer of the initial network is no near isometry");
  return wide ? *inverse_root * v : v * *inverse_root;
}

/// V_1(0) … V_L(0) as real numbers: the reduced network from its first layer and its corner, any other from
/// its weights, which are V_i or W_i = √m V_i as drawn.
std::vector<BallMatrix> initial_layers(const Network& start, const Interval& c, const Interval& width) {
  std::vector<BallMatrix> layers;
  if (start.identity_middle) {
    layers.emplace_back(start.first);
    for (Eigen::Index i = 2; i < start.depth(); ++i) layers.push_back(ball_identity(start.hidden()));
    layers.push_back(last_layer(start, c));
    return layers;
  }
  const Interval scale = start.scale == 1.0 ? Interval(1) : Interval(1) / sqrt_of(width);
  for (std::size_t i = 0; i < start.trained.size(); ++i) {
    const BallMatrix drawn(start.trained[i]);
    const bool isometric = !start.isometric.empty() && start.isometric[i];
    layers.push_back(ball_of(scale) * (isometric ? polar_factor(drawn) : drawn));
  }
  return layers;
}

/// >= ‖V_i(0)‖; exactly 1 for layers of the reduced network that are isometries or have orthonormal rows.
std::vector<Interval> initial_norms(const Network& start, const std::vector<BallMatrix>& layers) {
  std::vector<Interval> norms;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const bool isometry = start.identity_middle && (i > 0 || start.first.isIdentity(0.0));
    norms.push_back(isometry ? Interval(1) : norm_upper(layers[i]));
  }
  return norms;
}

Interval sum_of_squares(const std::vector<Interval>& terms) {
  Interval sum(0);
  for (const Interval& term : terms) sum += square(term);
  return sum;
}

Interval largest_of(const std::vector<Interval>& terms) {
  Interval most(0);
  for (const Interval& term : terms) most = max_of(most, term);
  return most;
}

/// M((1 + ϱM)^L − 1): how far products move when every layer moves by at most ϱ.
Interval product_drift(const Interval& largest, const Interval& radius, std::size_t depth) {
  return largest * (power(Interval(1) + radius * largest, static_cast<std::int64_t>(depth)) - Interval(1));
}

}  // namespace

// Let A = X with right singular vectors V (n × r), or A = Xᵀ with left ones, S the given singular values, T_1
// = A V S⁻¹ and T_2 = Aᵀ T_1 S⁻¹: their columns lie exactly in col(A) and row(A). O_1 and O_2 are the polar
// factors, ε_k = ‖T_kᵀT_k − I‖_F, so that ‖O_k − T_k‖ <= ε_k. Since T_1ᵀA = S T_2ᵀ,
//   O_1ᵀ A O_2 = S (T_2ᵀT_2)^{1/2} + (O_1 − T_1)ᵀ A O_2, which is S up to s_1 ε_2 + ε_1‖A‖ in ‖·‖_F.
// One of them is a basis of row(X): Y O = Y T up to ‖Y‖_F ε.
DataBalls reduce_in_balls(const Problem& problem, const ReducedProblem& reduced) {
  const ExactMatrix x(problem.X);
  const EigenEnclosure spectrum = enclose_eigenvalues(smaller_gram(x), reduced.rank, kHintDigits);
  const bool left = x.rows() <= x.cols();
  const RealMatrix vectors = spectrum.vectors.leftCols(reduced.rank);
  DataBalls data;
  for (const Interval& value : spectrum.values) {
    const Real root = sqrt(Real((lower(value) + upper(value)) / 2));
    data.singular_values.push_back(make_interval(root, root));
  }
  const BallMatrix a(left ? Eigen::MatrixXd(problem.X.transpose()) : problem.X);
  const BallMatrix v = with_stored_signs(vectors, left, problem, reduced);
  const BallMatrix first = divide_columns(a * v, data.singular_values);
  const BallMatrix second = divide_columns(transpose(a) * first, data.singular_values);
  const Interval first_defect = defect(first);
  const Interval second_defect = defect(second);
  if ((less(first_defect, Interval(1)) && less(second_defect, Interval(1))) != Truth::kTrue) {
    throw InternalError("reduce_in_balls: the singular vectors are no use");
  }
  data.input_error = data.singular_values.front() * second_defect + first_defect * frobenius(a);
  data.input = widened(scale_columns(ball_identity(reduced.rank), data.singular_values), data.input_error);
  const BallMatrix y(problem.Y);
  data.targets = widened(y * (left ? first : second), frobenius(y) * (left ? first_defect : second_defect));
  return data;
}

Interval OrbitState::drift(const Interval& largest_product) const {
  return product_drift(largest_product, radius, layers.size());
}

/// Features and products at the centres: [i] F_i = V_i ⋯ V_1 X̄, [i] G_{i+1} = V_L ⋯ V_{i+2}, R.
struct BallOrbit::Pass {
  std::vector<BallMatrix> forward, backward;
  BallMatrix residual;
};

BallOrbit::Pass BallOrbit::propagate() const {
  const std::size_t depth = centres_.size();
  Pass pass;
  pass.forward.push_back(input_);
  for (std::size_t i = 0; i + 1 < depth; ++i) pass.forward.push_back(centres_[i] * pass.forward.back());
  pass.residual = ball_of(c_) * (centres_.back() * pass.forward.back()) - targets_;
  pass.backward.push_back(centres_.back());
  for (std::size_t i = depth - 1; i-- > 1;) pass.backward.push_back(pass.backward.back() * centres_[i]);
  std::reverse(pass.backward.begin(), pass.backward.end());
  return pass;
}

BallOrbit::BallOrbit(const DataBalls& data, const OrbitStart& start)
    : input_(data.input), targets_(data.targets), identity_(start.start.identity_middle) {
  const Interval width = enclose(start.width);
  const Interval outputs(start.start.outputs());
  c_ = sqrt_of(width / outputs);
  step_ = exact(start.eta) / sqrt_of(width * outputs);
  curvature_ = exact(start.eta) / outputs;
  const std::vector<BallMatrix> layers = initial_layers(start.start, c_, width);
  start_norms_ = initial_norms(start.start, layers);
  std::vector<Interval> cut_off;
  for (const BallMatrix& layer : layers) {
    start_.push_back(midpoints(layer));
    cut_off.push_back(radius_norm(layer));
  }
  centres_ = start_;
  start_radius_ = radius_ = sqrt_of(sum_of_squares(cut_off));
}

// The step map is V ↦ V − h∇ℓ(V), its derivative I − h(JᵀJ + Q) on the segment between the centres and the
// exact weights. 0 <= hJᵀJ <= hc²Σ a_i²b_i², so ‖I − hJᵀJ‖ <= max(1, hc²Σ a_i²b_i² − 1), and the second
// derivatives of the output against R give ‖Q‖ <= c‖R‖ max a · M · max b · (L − 1), from 2Σ_{i<j}‖Δ_i‖‖Δ_j‖
// <= (L − 1)Σ‖Δ_i‖². All norms are bounds on the segment. What one step in balls cuts off is the distance of
// the new centres from the image of the old ones.
void BallOrbit::step() {
  const std::size_t depth = centres_.size();
  const Pass pass = propagate();
  Interval largest(1);
  for (std::size_t i = 0; i < depth; ++i) {
    const Interval moved = frobenius(centres_[i] - start_[i]);
    largest = largest * max_of(Interval(1), start_norms_[i] + start_radius_ + moved);
  }
  const Interval drift = product_drift(largest, radius_, depth);
  std::vector<Interval> a, b, slopes;
  for (std::size_t i = 0; i < depth; ++i) {
    a.push_back(i + 1 == depth ? Interval(1) : norm_upper_by_powers(pass.backward[i]) + drift);
    b.push_back(norm_upper_by_powers(pass.forward[i]) + drift * frobenius(input_));
    slopes.push_back(a.back() * b.back());
  }
  const Interval residual = frobenius(pass.residual) + c_ * sqrt_of(sum_of_squares(slopes)) * radius_;
  const Interval bend = step_ * residual * largest_of(a) * (largest + drift) * largest_of(b) *
                        Interval(static_cast<std::int64_t>(depth) - 1);
  const Interval growth = max_of(Interval(1), curvature_ * sum_of_squares(slopes) - Interval(1)) + bend;

  const Ball step = ball_of(step_);
  std::vector<Interval> cut_off;
  for (std::size_t i = 0; i < depth; ++i) {
    const BallMatrix right = pass.residual * transpose(pass.forward[i]);
    const BallMatrix gradient = i + 1 == depth ? right : transpose(pass.backward[i]) * right;
    const BallMatrix next = centres_[i] - step * gradient;
    centres_[i] = midpoints(next);
    cut_off.push_back(radius_norm(next));
  }
  radius_ = growth * radius_ + sqrt_of(sum_of_squares(cut_off));
  ++steps_taken_;
}

OrbitState BallOrbit::state() const {
  Pass pass = propagate();
  OrbitState state;
  state.layers = centres_;
  state.backward = std::move(pass.backward);
  state.forward = std::move(pass.forward);
  state.residual = std::move(pass.residual);
  state.radius = radius_;
  state.partial.push_back(centres_.front());
  for (std::size_t i = 1; i + 1 < centres_.size(); ++i) {
    state.partial.push_back(centres_[i] * state.partial.back());
  }
  for (std::size_t i = 0; i < centres_.size(); ++i) {
    if (steps_taken_ == 0) {
      state.layer_norms.push_back(start_norms_[i]);
      continue;
    }
    Interval norm = norm_upper(centres_[i]) + radius_;
    if (identity_) {
      const Interval moved = norm_upper(centres_[i] - start_[i]) + start_radius_ + radius_;
      norm = min_of(norm, start_norms_[i] + moved);
    }
    state.layer_norms.push_back(norm);
  }
  return state;
}

}  // namespace plumbline::convergence_checker
