// In-memory problems, plain gradient descent and a plain-double evaluation of the escape bound, for tests.
#pragma once

#include <Eigen/Core>
#include <cmath>
#include <cstdint>
#include <vector>

#include "plumbline/certificate/escape.hpp"
#include "plumbline/network/haar.hpp"
#include "plumbline/problem/problem.hpp"

namespace plumbline::test {

using Matrices = std::vector<Eigen::MatrixXd>;

inline Problem gaussian_problem(Eigen::Index d_x, Eigen::Index d_y, Eigen::Index n, std::uint64_t seed = 99) {
  RandomStream stream(seed, 0, 0);
  Problem problem;
  problem.id = "gaussian";
  problem.X = gaussian_matrix(d_x, n, stream);
  problem.Y = gaussian_matrix(d_y, n, stream);
  return problem;
}

/// Gradient descent on W_i = (σ/√d_i) Z_i for unit data, written for clarity alone.
class PlainDescent {
 public:
  PlainDescent(const Matrices& layers, const Problem& problem, double sigma, double eta)
      : x_(problem.X / problem.X.norm()), y_(problem.Y / problem.Y.norm()), eta_(eta) {
    for (const Eigen::MatrixXd& z : layers) {
      weights_.push_back(sigma / std::sqrt(static_cast<double>(z.rows())) * z);
    }
  }
  double loss() const { return 0.5 * residual(features()).squaredNorm(); }
  /// One step; returns the loss before it.
  double step() {
    const Matrices f = features();
    const Eigen::MatrixXd r = residual(f);
    Eigen::MatrixXd back = r;
    for (std::size_t i = weights_.size(); i-- > 0;) {
      const Eigen::MatrixXd next = weights_[i].transpose() * back;
      weights_[i] -= eta_ * back * f[i].transpose();
      back = next;
    }
    return 0.5 * r.squaredNorm();
  }
  /// First t <= most at which the loss is outside [low, high]; most + 1 if there is none.
  std::int64_t first_step_outside(double low, double high, std::int64_t most) {
    for (std::int64_t t = 0; t <= most; ++t) {
      const double loss_at_t = step();
      if (!(low <= loss_at_t && loss_at_t <= high)) return t;
    }
    return most + 1;
  }

 private:
  Matrices features() const {
    Matrices f{x_};
    for (const Eigen::MatrixXd& w : weights_) f.push_back(w * f.back());
    return f;
  }
  Eigen::MatrixXd residual(const Matrices& f) const { return f.back() - y_; }

  Eigen::MatrixXd x_, y_;
  double eta_;
  Matrices weights_;
};

/// A slip somebody might make in the bound.
enum class Slip {
  kNone,
  kForwardWithoutRadius,   // ‖A_j ⋯ A_1 X‖ taken at the start
  kBackwardWithoutRadius,  // the mirrored recursion without its ρ term
  kFirstOrder,             // in the forward sum the start's norms for n_{k−1}
  kResidualWithoutOutput,  // ‖Y‖ for ‖Y‖ + u
  kLayerIncluded,          // layer i left in the product: no division by its row count
  kSquaredStep             // step size η/σ⁴
};

/// T at radius ρ for unit data, in plain double and in A coordinates, by the recursions as the theory states
/// them (docs/theory.md §6); u/‖Y‖_F through `output`.
inline double plain_escape_time(const Matrices& layers, const Problem& problem, double sigma, double eta,
                                double rho, Slip slip, double* output = nullptr) {
  const std::size_t depth = layers.size();
  Matrices a;
  for (const Eigen::MatrixXd& z : layers) a.push_back(z / std::sqrt(static_cast<double>(z.rows())));
  // s(j, k) = ‖A_j ⋯ A_{k+1}‖_F, 1 for j = k; forward(j) includes X.
  const auto s = [&](std::size_t j, std::size_t k) {
    if (j == k) return 1.0;
    Eigen::MatrixXd product = a[k];
    for (std::size_t i = k + 1; i < j; ++i) product = a[i] * product;
    return product.norm();
  };
  const Eigen::MatrixXd x = problem.X / problem.X.norm();
  std::vector<double> forward{1.0};
  std::vector<double> at_start{1.0};
  Eigen::MatrixXd image = x;
  for (std::size_t j = 1; j <= depth; ++j) {
    image = a[j - 1] * image;
    double n = image.norm();
    at_start.push_back(n);
    for (std::size_t k = 1; k <= j && slip != Slip::kForwardWithoutRadius; ++k) {
      n += rho * s(j, k) * (slip == Slip::kFirstOrder ? at_start : forward)[k - 1];
    }
    forward.push_back(n);
  }
  std::vector<double> backward(depth + 2, 1.0);  // [i]: ‖A_L ⋯ A_i‖
  for (std::size_t i = depth; i >= 1; --i) {
    double n = s(depth, i - 1);
    for (std::size_t k = i; k <= depth && slip != Slip::kBackwardWithoutRadius; ++k) {
      n += rho * backward[k + 1] * s(k - 1, i - 1);
    }
    backward[i] = n;
  }
  const double beta = std::pow(sigma, static_cast<double>(depth));
  const double u = beta * forward[depth];
  if (output != nullptr) *output = u;
  double steepest = 0.0;
  for (std::size_t i = 1; i <= depth; ++i) {
    double g =
        beta * backward[i + 1] * forward[i - 1] * (slip == Slip::kResidualWithoutOutput ? 1.0 : 1.0 + u);
    if (slip == Slip::kLayerIncluded) g /= std::sqrt(static_cast<double>(layers[i - 1].rows()));
    steepest = std::max(steepest, g);
  }
  const double pace = slip == Slip::kSquaredStep ? std::pow(sigma, 4) : sigma * sigma;
  return rho * pace / (eta * steepest);
}

}  // namespace plumbline::test
