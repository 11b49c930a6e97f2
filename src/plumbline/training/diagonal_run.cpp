#include "plumbline/training/diagonal_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/random_stream.hpp"

namespace plumbline {
namespace {

constexpr double kUnit = 0x1p-53;
/// Streams of the samples lie far outside those of initial weights: this one plus the step.
constexpr std::uint64_t kSampleStream = 1ULL << 50U;

Interval around(double value, double radius) {
  if (!std::isfinite(value) || !std::isfinite(radius)) return indeterminate();
  return max_of(make_interval(lower(exact(value) - exact(radius)), upper(exact(value) + exact(radius))),
                Interval(0));
}

}  // namespace

const std::vector<std::string>& diagonal_observables() {
  static const std::vector<std::string> names = {"loss",   "law_gap",   "entropy_gap",
                                                 "l2_gap", "scale_max", "largest_move"};
  return names;
}

void check_diagonal(const Problem& problem, const DiagonalSpec& spec) {
  if (problem.Y.rows() != 1) {
    throw InputError(
        fmt::format("network diagonal: found {} targets, expected a problem with one", problem.Y.rows()));
  }
  if (!(spec.size > 0.0)) {
    throw InputError(fmt::format("network diagonal: found size {}, expected a positive number", spec.size));
  }
}

Eigen::Index drawn_sample(const DiagonalSpec& spec, std::int64_t step, Eigen::Index samples) {
  RandomStream stream(spec.seed, spec.run, kSampleStream + static_cast<std::uint64_t>(step));
  const auto i = static_cast<Eigen::Index>(stream.uniform() * static_cast<double>(samples));
  return std::min(i, samples - 1);  // the product may round up
}

DiagonalRun::DiagonalRun(const Problem& problem, Eigen::MatrixXd basis, const DiagonalSpec& spec)
    : inputs_(problem.X), basis_(std::move(basis)), spec_(spec) {
  check_diagonal(problem, spec);
  targets_ = problem.Y.row(0).transpose();
  plus_ = minus_ = Eigen::VectorXd::Constant(inputs_.rows(), spec.size);
  correction_ = beta_ = Eigen::VectorXd::Zero(inputs_.rows());
  residual_ = -targets_;
}

Eigen::VectorXd DiagonalRun::gradient() const {
  const Eigen::Index samples = inputs_.cols();
  if (spec_.sampling == Sampling::kFullBatch) return inputs_ * residual_ / static_cast<double>(samples);
  const Eigen::Index sample = drawn_sample(spec_, steps_taken_, samples);
  return residual_(sample) * inputs_.col(sample);
}

void DiagonalRun::step() {
  const Eigen::ArrayXd move = spec_.eta * gradient().array();
  plus_.array() *= 1.0 - move;
  minus_.array() *= 1.0 + move;
  correction_.array() += move.atanh() - move;
  largest_move_ = std::max(largest_move_, move.abs().maxCoeff());
  ++steps_taken_;
  beta_ = plus_.cwiseAbs2() - minus_.cwiseAbs2();
  residual_ = inputs_.transpose() * beta_ - targets_;
}

bool DiagonalRun::is_finite() const {
  return residual_.allFinite();
}

double DiagonalRun::resolution() const {
  const double terms = targets_.norm() + inputs_.norm() * (plus_.squaredNorm() + minus_.squaredNorm());
  return 16.0 * kUnit * (terms + static_cast<double>(steps_taken_) * residual_.norm());
}

bool DiagonalRun::at_floor() const {
  return residual_.norm() <= resolution();
}

Interval DiagonalRun::gap(const Eigen::VectorXd& v) const {
  const Eigen::VectorXd orthogonal = v - basis_ * (basis_.transpose() * v);
  const double steps = static_cast<double>(steps_taken_ + 1);
  const double size = std::sqrt(static_cast<double>(v.size()));
  return around(orthogonal.norm(), 16.0 * kUnit * steps * (size + v.norm()));
}

Interval DiagonalRun::observe(const std::string& name, const std::vector<std::int64_t>& indices) const {
  if (!indices.empty()) throw InternalError(fmt::format("observe: '{}' has no layer index here", name));
  if (!is_finite()) return indeterminate();
  const Eigen::ArrayXd scale = (plus_.array() * minus_.array()).abs();
  const double start = spec_.size * spec_.size;
  if (name == "loss") return square(around(residual_.norm(), resolution())) / Interval(2);
  if (name == "law_gap") return gap((beta_.array() / (2.0 * scale)).asinh().matrix() + 2.0 * correction_);
  if (name == "entropy_gap") return gap((beta_.array() / (2.0 * start)).asinh().matrix());
  if (name == "l2_gap") return gap(beta_);
  if (name == "largest_move") return around(largest_move_, 16.0 * kUnit * largest_move_);
  if (name == "scale_max") {
    const double largest = scale.maxCoeff() / start;
    return around(largest, 16.0 * kUnit * static_cast<double>(steps_taken_ + 1) * largest);
  }
  throw InternalError(fmt::format("observe: no observable '{}' of a diagonal network", name));
}

}  // namespace plumbline
