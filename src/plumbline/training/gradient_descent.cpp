#include "plumbline/training/gradient_descent.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/parallel.hpp"
#include "plumbline/numeric/product.hpp"
#include "plumbline/numeric/upper_bound.hpp"

namespace plumbline {
namespace {

/// A layer of more rows than this is updated so many columns at a time: while they are in the cache, G_{i−1}
/// and then the new weights are made of them, and each weight passes through memory once.
constexpr Eigen::Index kLarge = 128;
constexpr Eigen::Index kColumns = 32;

}  // namespace

GradientDescent::GradientDescent(Network network, Eigen::MatrixXd targets, double eta, unsigned threads)
    : network_(std::move(network)),
      targets_(std::move(targets)),
      eta_(eta),
      threads_(threads),
      step_scale_(eta / network_.inverse_gain / network_.output_scale) {
  if (targets_.rows() != network_.outputs() || targets_.cols() != network_.rank()) {
    throw InternalError("GradientDescent: targets do not fit the network");
  }
  evaluate();
}

void GradientDescent::step() {
  products_.resize(static_cast<std::size_t>(network_.depth() - 1));
  for (Eigen::MatrixXd& g : products_) g.resize(network_.outputs(), network_.hidden());
  for_each_gradient(network_, pass_, products_, residual_, factors_,
                    [this](Eigen::Index layer, const Eigen::MatrixXd& left, const Eigen::MatrixXd& right) {
                      update(layer, left, right);
                    });
  ++steps_taken_;
  evaluate();
}

void GradientDescent::update(Eigen::Index layer, const Eigen::MatrixXd& left, const Eigen::MatrixXd& right) {
  Eigen::MatrixXd& weights = network_.trained[static_cast<std::size_t>(layer - 1)];
  const Eigen::Index width = weights.rows() > kLarge ? kColumns : weights.cols();
  const auto pieces = static_cast<std::int64_t>((weights.cols() + width - 1) / width);
  for_each_index(pieces, threads_, [&](std::int64_t piece) {
    const auto from = static_cast<Eigen::Index>(piece) * width;
    const Eigen::Index count = std::min(width, weights.cols() - from);
    if (!products_known_ && layer > 1) backward_columns(network_, layer, from, count, products_);
    if (!network_.trains(layer)) return;
    thread_local Eigen::MatrixXd product;
    product.resize(weights.rows(), count);
    multiply(left, right.middleCols(from, count), product);
    weights.middleCols(from, count) -= step_scale_ * product;
  });
}

void GradientDescent::arrive(std::vector<Eigen::MatrixXd> trained) {
  network_.trained = std::move(trained);
  ++steps_taken_;
  evaluate();
}

const BackwardPass& GradientDescent::products() const {
  if (!products_known_) backward(network_, products_);
  products_known_ = true;
  return products_;
}

void GradientDescent::evaluate() {
  products_known_ = false;
  forward(network_, pass_, threads_);
  residual_ = pass_.output - targets_;
  residual_norm_ = residual_.norm();
  finite_ = std::isfinite(residual_norm_);
}

double GradientDescent::residual_resolution() const {
  const double factor = 16.0 * kUnitRoundoff * static_cast<double>(network_.depth());
  const double terms = network_.base_output.norm() + targets_.norm() + pass_.output.norm();
  return factor * (terms + static_cast<double>(steps_taken_) * residual_norm_);
}

}  // namespace plumbline
