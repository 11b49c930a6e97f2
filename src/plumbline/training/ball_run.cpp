#include "plumbline/training/ball_run.hpp"

#include <algorithm>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/norm_bounds.hpp"
#include "plumbline/training/double_run.hpp"
#include "plumbline/training/start_error.hpp"

namespace plumbline {
namespace {

/// The largest or smallest singular value of a matrix within `error` of the balls; sharp to double.
Interval extreme_singular_value(const BallMatrix& a, bool largest, Upper error) {
  const NearbyDoubles near = nearby_doubles(a);
  const SingularBounds bounds = certified_singular_bounds(near.matrix);
  const Upper distance = near.distance + error;
  const Upper hi = (largest ? bounds.max_upper : bounds.min_upper) + distance;
  if (!hi.is_finite()) return indeterminate();
  const double lo = lower_difference(largest ? bounds.max_lower : bounds.min_lower, distance);
  return make_interval(Real(lo), Real(hi.value()));
}

BallMatrix rows_of(const BallMatrix& a, Eigen::Index from, Eigen::Index count) {
  BallMatrix part(count, a.cols());
  for (Eigen::Index i = 0; i < count; ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) arb_set(part.at(i, j), a.at(from + i, j));
  }
  return part;
}

/// The rows of b below those of a, at the right.
BallMatrix above(const BallMatrix& a, const BallMatrix& b) {
  BallMatrix stacked(a.rows() + b.rows(), a.cols());
  const Eigen::Index left = a.cols() - b.cols();
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) arb_set(stacked.at(i, j), a.at(i, j));
  }
  for (Eigen::Index i = 0; i < b.rows(); ++i) {
    for (Eigen::Index j = 0; j < b.cols(); ++j) arb_set(stacked.at(a.rows() + i, left + j), b.at(i, j));
  }
  return stacked;
}

}  // namespace

BallRun::BallRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta, Interval loss_opt,
                 const ObservationNeeds& needs, unsigned digits)
    : TrainingRun(problem, spec, std::move(loss_opt), needs),
      digits_(digits),
      start_(initial_network(problem, spec, needs)) {
  if (!start_.exact_start) return;  // the doubles are another network's
  const PrecisionScope precision(digits_);
  auto data = precise_reduction(problem);
  auto network = ball_network(start_, spec.squared_unit());
  if (!data || !network) return;
  data_ = std::move(*data);
  network_ = std::move(*network);
  initial_ = network_.layers;
  // η c/u²
  const slong bits = working_bits();
  arb_set_d(step_factor_.raw(), eta);
  arb_mul(step_factor_.raw(), step_factor_.raw(), network_.output_factor.raw(), bits);
  arb_div(step_factor_.raw(), step_factor_.raw(), network_.weight_unit.raw(), bits);
  arb_div(step_factor_.raw(), step_factor_.raw(), network_.weight_unit.raw(), bits);
  evaluate();
}

void BallRun::advance() {
  if (!finite_) return;
  const PrecisionScope precision(digits_);
  ++steps_taken_;
  if (move(network_.layers)) {
    evaluate();
  } else {
    finite_ = false;
  }
}

bool BallRun::move(std::vector<BallMatrix>& layers) {
  std::vector<BallMatrix> moved;
  moved.reserve(layers.size());
  for (std::size_t i = 1; i <= layers.size(); ++i) {
    moved.push_back(layer_trains(i) ? layers[i - 1] - step_factor_ * gradient(i) : layers[i - 1]);
  }
  layers = std::move(moved);
  return true;
}

void BallRun::evaluate() {
  const std::size_t depth = network_.layers.size();
  features_.assign(1, data_.inputs);
  for (std::size_t i = 1; i <= depth; ++i) features_.push_back(network_.layers[i - 1] * features_.back());
  residual_ = network_.output_factor * features_.back() - data_.targets;
  features_.pop_back();
  products_.assign(depth, ball_identity(residual_.rows()));
  for (std::size_t i = depth - 1; i >= 1; --i) products_[i - 1] = products_[i] * network_.layers[i];
  finite_ = residual_.is_finite();
}

BallMatrix BallRun::gradient(std::size_t layer) const {
  const BallMatrix left = transpose(products_[layer - 1]);
  const BallMatrix right = transpose(features_[layer - 1]);
  return residual_.rows() <= residual_.cols() ? left * (residual_ * right) : (left * residual_) * right;
}

bool BallRun::at_floor() const {
  const PrecisionScope precision(digits_);
  return !finite_ || less(Interval(0), residual_norm()) != Truth::kTrue;
}

Interval BallRun::residual_norm() const {
  const PrecisionScope precision(digits_);
  return frobenius(residual_);
}

Interval BallRun::singular_value(bool largest, bool whole, std::int64_t j, std::int64_t i) const {
  const PrecisionScope precision(digits_);
  const auto at = [&](std::int64_t layer) -> const BallMatrix& {
    return network_.layers[static_cast<std::size_t>(layer - 1)];
  };
  const bool inner = j < static_cast<std::int64_t>(network_.layers.size());
  const bool complemented = whole && i == 1;
  BallMatrix product = at(i);
  Upper error;
  if (complemented) {
    const BallMatrix complement(start_.complement);
    const Eigen::Index k = product.rows();
    if (complement.rows() < k)
      throw InternalError("observe: the run carries no complement of the first layer");
    product = beside(product, rows_of(complement, 0, k));
    for (std::int64_t layer = 2; layer <= j; ++layer) product = at(layer) * product;
    if (inner) product = above(product, rows_of(complement, k, complement.rows() - k));
    // V_{j:2} against the error of the complement: the norms of single layers are enough for so small a
    // number.
    error = complement_error(start_);
    for (std::int64_t layer = 2; layer <= j; ++layer) {
      const NearbyDoubles near = nearby_doubles(at(layer));
      error = error * max(Upper(1.0), spectral_upper(near.matrix) + near.distance);
    }
  } else {
    for (std::int64_t layer = i + 1; layer <= j; ++layer) product = at(layer) * product;
  }
  Interval value = extreme_singular_value(product, largest, error);
  const double further = !inner         ? 0.0
                         : complemented ? start_.unit_values_first
                         : i > 1        ? start_.unit_values_middle
                                        : 0.0;
  if (!(further > 0.0)) return value;
  return largest ? max_of(value, Interval(1)) : min_of(value, Interval(1));
}

Interval BallRun::travel_of(std::int64_t layer) const {
  const PrecisionScope precision(digits_);
  const auto at = static_cast<std::size_t>(layer - 1);
  return frobenius(network_.layers[at] - initial_[at]) * enclose(network_.weight_unit);
}

Interval BallRun::gradient_of(std::int64_t layer) const {
  const PrecisionScope precision(digits_);
  return frobenius(gradient(static_cast<std::size_t>(layer))) / sqrt_of(exact(start_.inverse_gain));
}

Interval BallRun::eigenvalue_of_P(bool largest) const {
  // P is positive semidefinite: its eigenvalues are its singular values.
  const PrecisionScope precision(digits_);
  const Eigen::Index outputs = residual_.rows();
  const Eigen::Index size = residual_.cols() * outputs;
  const slong bits = working_bits();
  BallMatrix kernel(size, size);
  for (std::size_t i = 0; i < features_.size(); ++i) {
    if (!start_.trains(static_cast<Eigen::Index>(i + 1))) continue;
    const BallMatrix gram = transpose(features_[i]) * features_[i];
    const BallMatrix weight = products_[i] * transpose(products_[i]);
    for (Eigen::Index row = 0; row < size; ++row) {
      for (Eigen::Index col = 0; col < size; ++col) {
        arb_addmul(kernel.at(row, col), gram.at(row / outputs, col / outputs),
                   weight.at(row % outputs, col % outputs), bits);
      }
    }
  }
  return extreme_singular_value(kernel, largest, Upper()) / exact(start_.inverse_gain);
}

NearbyDoubles BallRun::nearby_residual() const {
  const PrecisionScope precision(digits_);
  return nearby_doubles(residual_);
}

NearbyDoubles BallRun::nearby_layer(std::int64_t layer) const {
  const PrecisionScope precision(digits_);
  const BallMatrix& v = network_.layers[static_cast<std::size_t>(layer - 1)];
  if (layer > 1) return nearby_doubles(v);
  NearbyDoubles near = nearby_doubles(beside(v, BallMatrix(start_.complement)));
  near.distance += complement_error(start_);
  return near;
}

}  // namespace plumbline
