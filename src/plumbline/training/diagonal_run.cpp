#include "plumbline/training/diagonal_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/random_stream.hpp"
#include "plumbline/numeric/upper_bound.hpp"

namespace plumbline {
namespace {

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

Eigen::VectorXd DiagonalRun::mean_gradient(const Eigen::VectorXd& plus, const Eigen::VectorXd& minus) const {
  const Eigen::VectorXd beta = plus.cwiseAbs2() - minus.cwiseAbs2();
  return inputs_ * (inputs_.transpose() * beta - targets_) / static_cast<double>(inputs_.cols());
}

void DiagonalRun::step() {
  const Eigen::ArrayXd move = spec_.eta * gradient().array();
  correction_.array() += move.atanh() - move;
  largest_move_ = std::max(largest_move_, move.abs().maxCoeff());
  arrive((plus_.array() * (1.0 - move)).matrix(), (minus_.array() * (1.0 + move)).matrix());
}

void DiagonalRun::arrive(const Eigen::VectorXd& plus, const Eigen::VectorXd& minus) {
  plus_ = plus;
  minus_ = minus;
  ++steps_taken_;
  beta_ = plus_.cwiseAbs2() - minus_.cwiseAbs2();
  residual_ = inputs_.transpose() * beta_ - targets_;
}

bool DiagonalRun::is_finite() const {
  return residual_.allFinite();
}

double DiagonalRun::resolution() const {
  const double terms = targets_.norm() + inputs_.norm() * (plus_.squaredNorm() + minus_.squaredNorm());
  return 16.0 * kUnitRoundoff * (terms + static_cast<double>(steps_taken_) * residual_.norm());
}

bool DiagonalRun::at_floor() const {
  return residual_.norm() <= resolution() + further_error("loss");
}

Eigen::VectorXd DiagonalRun::seen(const std::string& name) const {
  const Eigen::VectorXd v = unprojected(name);
  return name.ends_with("_gap") ? Eigen::VectorXd(v - basis_ * (basis_.transpose() * v)) : v;
}

Eigen::VectorXd DiagonalRun::unprojected(const std::string& name) const {
  const Eigen::ArrayXd scale = (plus_.array() * minus_.array()).abs();
  const double start = spec_.size * spec_.size;
  if (name == "loss") return residual_;
  if (name == "law_gap") return (beta_.array() / (2.0 * scale)).asinh().matrix() + 2.0 * correction_;
  if (name == "entropy_gap") return (beta_.array() / (2.0 * start)).asinh().matrix();
  if (name == "l2_gap") return beta_;
  if (name == "largest_move") return Eigen::VectorXd::Constant(1, largest_move_);
  if (name == "scale_max") return scale / start;
  throw InternalError(fmt::format("observe: no observable '{}' of a diagonal network", name));
}

Interval DiagonalRun::observe(const std::string& name, const std::vector<std::int64_t>& indices) const {
  if (!indices.empty()) throw InternalError(fmt::format("observe: '{}' has no layer index here", name));
  if (!is_finite()) return indeterminate();
  const Eigen::VectorXd v = seen(name);
  const double further = further_error(name);
  if (name == "loss") return square(around(v.norm(), resolution() + further)) / Interval(2);
  const double steps = static_cast<double>(steps_taken_ + 1);
  if (name == "largest_move" || name == "scale_max") {
    const double largest = v.maxCoeff();
    return around(largest, 16.0 * kUnitRoundoff * steps * largest + further);
  }
  const double size = std::sqrt(static_cast<double>(v.size()));
  return around(v.norm(), 16.0 * kUnitRoundoff * steps * (size + unprojected(name).norm()) + further);
}

}  // namespace plumbline
