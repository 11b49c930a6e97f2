#include "plumbline/training/flow_ball_run.hpp"

#include <algorithm>
#include <utility>

#include "plumbline/numeric/norm_bounds.hpp"

namespace plumbline {
namespace {

using Series = std::vector<BallMatrix>;  // coefficients of one matrix

Upper upper_of(const Ball& a) {
  return Upper(upper_double(abs_of(enclose(a))));
}

Upper spectral_upper(const BallMatrix& a) {
  const NearbyDoubles near = nearby_doubles(a);
  return plumbline::spectral_upper(near.matrix) + near.distance;
}

bool is_exact(const BallMatrix& a) {
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) {
      if (arb_is_exact(a.at(i, j)) == 0) return false;
    }
  }
  return true;
}

/// Σ_{k ≤ n} a_k b_{n−k}.
BallMatrix product_coefficient(const Series& a, const Series& b, std::size_t n) {
  const Eigen::Index inner = a.front().cols();
  const Eigen::Index columns = b.front().cols();
  BallMatrix c(a.front().rows(), columns);
  const slong bits = working_bits();
  for (Eigen::Index i = 0; i < c.rows(); ++i) {
    for (Eigen::Index j = 0; j < columns; ++j) {
      for (std::size_t k = 0; k <= n; ++k) {
        arb_dot(c.at(i, j), c.at(i, j), 0, a[k].at(i, 0), 1, b[n - k].at(0, j), columns, inner, bits);
      }
    }
  }
  return c;
}

/// V_i' = −κ G_iᵀ R F_{i−1}ᵀ for the layers that train, R = c V_L ⋯ V_1 X̄ − Ȳ.
class NetworkField : public BallField {
 public:
  NetworkField(PreciseReduction data, Ball output_factor, Ball step_factor, std::vector<bool> trains)
      : data_(std::move(data)),
        output_factor_(std::move(output_factor)),
        step_factor_(std::move(step_factor)),
        trains_(std::move(trains)),
        input_norm_(spectral_upper(data_.inputs)),
        gain_(upper_of(output_factor_)),
        rate_(upper_of(step_factor_)) {}

  void look_at(const BallPoint& centre) override {
    centre_ = &centre;
    norms_.clear();
    for (const BallMatrix& layer : centre) norms_.push_back(spectral_upper(layer));
    BallMatrix output = data_.inputs;
    for (const BallMatrix& layer : centre) output = layer * output;
    residual_ = Upper(upper_double(frobenius(output_factor_ * output - data_.targets)));
  }

  /// ‖V_i'‖_F ≤ κ ‖R‖_F ‖X̄‖ ∏_{j ≠ i} ‖V_j‖.
  Upper speed(Upper distance) const override {
    const std::vector<Upper> norms = norms_within(distance);
    Upper squares;
    for (std::size_t i = 0; i < norms.size(); ++i) {
      if (!trains_[i]) continue;
      const Upper share = product_without(norms, i, i);
      squares += share * share;
    }
    return rate_ * input_norm_ * residual_within(norms, distance) * sqrt(squares);
  }

  /// f is −(η/u²)∇ℓ with the Hessian JᵀJ + Q, JᵀJ ≥ 0. The block of Q for two layers is at most κ ‖R‖_F ‖X̄‖
  /// times the norms of all others; ‖Q‖ is at most the largest sum over a row of blocks (Schur).
  Upper expansion(Upper distance) const override {
    const std::vector<Upper> norms = norms_within(distance);
    Upper most;
    for (std::size_t i = 0; i < norms.size(); ++i) {
      Upper row;
      for (std::size_t k = 0; k < norms.size(); ++k) {
        if (k != i && trains_[i] && trains_[k]) row += product_without(norms, i, k);
      }
      most = max(most, row);
    }
    return rate_ * input_norm_ * residual_within(norms, distance) * most;
  }

  std::vector<BallPoint> series(int order) const override;

 private:
  std::vector<Upper> norms_within(Upper distance) const {
    std::vector<Upper> norms = norms_;
    for (std::size_t i = 0; i < norms.size(); ++i) {
      if (trains_[i]) norms[i] += distance;
    }
    return norms;
  }
  static Upper product_without(const std::vector<Upper>& norms, std::size_t i, std::size_t k) {
    Upper product(1.0);
    for (std::size_t j = 0; j < norms.size(); ++j) {
      if (j != i && j != k) product = product * norms[j];
    }
    return product;
  }
  /// ‖R‖_F there: the product moves by at most Σ_j d ∏_{i<j} ‖V_i‖ ∏_{i>j} (‖V_i‖ + d), by telescoping.
  Upper residual_within(const std::vector<Upper>& norms, Upper distance) const {
    Upper move;
    for (std::size_t j = 0; j < norms.size(); ++j) {
      if (!trains_[j]) continue;
      Upper term = distance;
      for (std::size_t i = 0; i < norms.size(); ++i) {
        if (i != j) term = term * (i < j ? norms_[i] : norms[i]);
      }
      move += term;
    }
    return residual_ + gain_ * input_norm_ * move;
  }

  PreciseReduction data_;
  Ball output_factor_, step_factor_;
  std::vector<bool> trains_;
  Upper input_norm_, gain_, rate_;
  const BallPoint* centre_ = nullptr;
  std::vector<Upper> norms_;
  Upper residual_;
};

std::vector<BallPoint> NetworkField::series(int order) const {
  const std::size_t depth = centre_->size();
  // V_{i+1} and its transpose; V_{i+1} ⋯ V_1 X̄ and its transpose; (V_L ⋯ V_{i+2})ᵀ R.
  std::vector<Series> layers(depth), transposed(depth), features(depth), turned_features(depth), lefts(depth);
  for (std::size_t i = 0; i < depth; ++i) layers[i] = {(*centre_)[i]};
  Series inputs{data_.inputs}, turned_inputs{transpose(data_.inputs)};
  const BallMatrix zero_inputs(data_.inputs.rows(), data_.inputs.cols());
  std::vector<BallPoint> result{*centre_};
  for (std::size_t n = 0; n < static_cast<std::size_t>(order); ++n) {
    for (std::size_t i = 0; i < depth; ++i) {
      transposed[i].push_back(transpose(layers[i][n]));
      features[i].push_back(product_coefficient(layers[i], i == 0 ? inputs : features[i - 1], n));
      turned_features[i].push_back(transpose(features[i].back()));
    }
    const BallMatrix output = output_factor_ * features[depth - 1][n];
    lefts[depth - 1].push_back(n == 0 ? output - data_.targets : output);
    for (std::size_t i = depth - 1; i-- > 0;) {
      lefts[i].push_back(product_coefficient(transposed[i + 1], lefts[i + 1], n));
    }
    BallPoint next;
    Ball factor;
    arb_div_ui(factor.raw(), step_factor_.raw(), n + 1, working_bits());
    arb_neg(factor.raw(), factor.raw());
    for (std::size_t i = 0; i < depth; ++i) {
      BallMatrix coefficient((*centre_)[i].rows(), (*centre_)[i].cols());
      if (trains_[i]) {
        coefficient =
            factor * product_coefficient(lefts[i], i == 0 ? turned_inputs : turned_features[i - 1], n);
      }
      layers[i].push_back(coefficient);
      next.push_back(std::move(coefficient));
    }
    result.push_back(std::move(next));
    inputs.push_back(zero_inputs);
    turned_inputs.push_back(transpose(zero_inputs));
  }
  return result;
}

}  // namespace

FlowBallRun::FlowBallRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta,
                         Interval loss_opt, const ObservationNeeds& needs, unsigned digits,
                         std::int64_t most_taylor_steps)
    : BallRun(problem, spec, eta, std::move(loss_opt), needs, digits) {
  if (!is_finite()) return;
  const PrecisionScope precision(digits);
  std::vector<bool> trains;
  for (std::size_t i = 1; i <= network().layers.size(); ++i) {
    trains.push_back(layer_trains(i));
    if (!trains.back() && !is_exact(network().layers[i - 1])) return;
  }
  field_ = std::make_unique<NetworkField>(data(), network().output_factor, step_factor(), std::move(trains));
  tube_.emplace(network().layers, digits, most_taylor_steps);
}

FlowBallRun::~FlowBallRun() = default;

bool FlowBallRun::move(std::vector<BallMatrix>& layers) {
  if (!tube_ || !tube_->advance(*field_)) return false;
  layers = tube_->enclosure();
  return true;
}

}  // namespace plumbline
