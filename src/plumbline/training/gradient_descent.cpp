#include "plumbline/training/gradient_descent.hpp"

#include <cmath>
#include <utility>

#include "plumbline/numeric/error.hpp"

namespace plumbline {

GradientDescent::GradientDescent(Network network, Eigen::MatrixXd targets, double eta)
    : network_(std::move(network)),
      targets_(std::move(targets)),
      eta_(eta),
      step_scale_(eta / network_.inverse_gain / network_.output_scale) {
  if (targets_.rows() != network_.outputs() || targets_.cols() != network_.rank()) {
    throw InternalError("GradientDescent: targets do not fit the network");
  }
  evaluate();
}

void GradientDescent::step() {
  for_each_gradient(network_, pass_, products(), residual_,
                    [this](Eigen::Index layer, const auto& left, const auto& right) {
                      if (!network_.trains(layer)) return;
                      network_.trained[static_cast<std::size_t>(layer - 1)].noalias() -=
                          step_scale_ * (left * right);
                    });
  ++steps_taken_;
  evaluate();
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
  forward(network_, pass_);
  residual_ = pass_.output - targets_;
  residual_norm_ = residual_.norm();
  finite_ = std::isfinite(residual_norm_);
}

double GradientDescent::residual_resolution() const {
  constexpr double kUnit = 0x1p-53;
  const double factor = 16.0 * kUnit * static_cast<double>(network_.depth());
  const double terms = network_.base_output.norm() + targets_.norm() + pass_.output.norm();
  return factor * (terms + static_cast<double>(steps_taken_) * residual_norm_);
}

}  // namespace plumbline
