#include "plumbline/training/diagonal_ball_run.hpp"

#include <fmt/format.h>

#include <utility>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

using ArbFunction = void (*)(arb_t, const arb_t, slong);

Ball ball_of(double x) {
  Ball ball;
  arb_set_d(ball.raw(), x);
  return ball;
}

BallMatrix constant_column(Eigen::Index rows, double value) {
  return BallMatrix(Eigen::MatrixXd(Eigen::VectorXd::Constant(rows, value)));
}

/// Entry by entry.
BallMatrix times(const BallMatrix& a, const BallMatrix& b) {
  BallMatrix c(a.rows(), 1);
  for (Eigen::Index i = 0; i < a.rows(); ++i) arb_mul(c.at(i, 0), a.at(i, 0), b.at(i, 0), working_bits());
  return c;
}
BallMatrix applied(ArbFunction f, const BallMatrix& a) {
  BallMatrix c(a.rows(), 1);
  for (Eigen::Index i = 0; i < a.rows(); ++i) f(c.at(i, 0), a.at(i, 0), working_bits());
  return c;
}
/// asinh(a/(2 b)) entry by entry.
BallMatrix asinh_of_half_quotient(const BallMatrix& a, const BallMatrix& b) {
  BallMatrix c(a.rows(), 1);
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    arb_div(c.at(i, 0), a.at(i, 0), b.at(i, 0), working_bits());
    arb_mul_2exp_si(c.at(i, 0), c.at(i, 0), -1);
  }
  return applied(arb_asinh, c);
}
/// The largest magnitude of the entries.
Interval largest(const BallMatrix& a) {
  Interval most(0);
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    Ball entry;
    arb_abs(entry.raw(), a.at(i, 0));
    most = max_of(most, enclose(entry));
  }
  return most;
}

}  // namespace

DiagonalBallRun::DiagonalBallRun(const Problem& problem, const DiagonalSpec& spec, unsigned digits)
    : spec_(spec), digits_(digits) {
  check_diagonal(problem, spec);
  const PrecisionScope precision(digits_);
  inputs_ = BallMatrix(problem.X);
  transposed_ = transpose(inputs_);
  targets_ = BallMatrix(Eigen::MatrixXd(problem.Y.row(0).transpose()));
  plus_ = minus_ = constant_column(problem.X.rows(), spec.size);
  correction_ = constant_column(problem.X.rows(), 0.0);
  largest_move_ = Interval(0);
  auto inverse_gram = inverse(transposed_ * inputs_);
  if (!inverse_gram) return;
  inverse_gram_ = std::move(*inverse_gram);
  evaluate();
}

void DiagonalBallRun::evaluate() {
  beta_ = times(plus_, plus_) - times(minus_, minus_);
  residual_ = transposed_ * beta_ - targets_;
  finite_ = residual_.is_finite() && correction_.is_finite();
}

BallMatrix DiagonalBallRun::gradient() const {
  const Eigen::Index samples = inputs_.cols();
  if (spec_.sampling == Sampling::kFullBatch) {
    Ball share;
    arb_set_si(share.raw(), 1);
    arb_div_si(share.raw(), share.raw(), samples, working_bits());
    return share * (inputs_ * residual_);
  }
  const Eigen::Index sample = drawn_sample(spec_, steps_taken_, samples);
  BallMatrix g(inputs_.rows(), 1);
  for (Eigen::Index i = 0; i < g.rows(); ++i) {
    arb_mul(g.at(i, 0), inputs_.at(i, sample), residual_.at(sample, 0), working_bits());
  }
  return g;
}

void DiagonalBallRun::step() {
  if (!finite_) return;
  const PrecisionScope precision(digits_);
  const BallMatrix move = ball_of(spec_.eta) * gradient();
  const BallMatrix one = constant_column(move.rows(), 1.0);
  correction_ = correction_ + applied(arb_atanh, move) - move;
  largest_move_ = max_of(largest_move_, largest(move));
  arrive(times(plus_, one - move), times(minus_, one + move));
}

void DiagonalBallRun::arrive(BallMatrix plus, BallMatrix minus) {
  plus_ = std::move(plus);
  minus_ = std::move(minus);
  ++steps_taken_;
  evaluate();
}

void DiagonalBallRun::get_lost() {
  ++steps_taken_;
  finite_ = false;
}

bool DiagonalBallRun::at_floor() const {
  const PrecisionScope precision(digits_);
  return !finite_ || less(Interval(0), frobenius(residual_)) != Truth::kTrue;
}

Interval DiagonalBallRun::gap(const BallMatrix& v) const {
  return frobenius(v - inputs_ * (inverse_gram_ * (transposed_ * v)));
}

Interval DiagonalBallRun::observe(const std::string& name, const std::vector<std::int64_t>& indices) const {
  if (!indices.empty()) throw InternalError(fmt::format("observe: '{}' has no layer index here", name));
  if (!finite_) return indeterminate();
  const PrecisionScope precision(digits_);
  const BallMatrix scale =
      applied([](arb_t z, const arb_t x, slong) { arb_abs(z, x); }, times(plus_, minus_));
  const Ball start = ball_of(spec_.size);
  const Interval squared_start = square(enclose(start));
  if (name == "loss") return square(frobenius(residual_)) / Interval(2);
  if (name == "law_gap") return gap(asinh_of_half_quotient(beta_, scale) + ball_of(2.0) * correction_);
  if (name == "entropy_gap") {
    const BallMatrix size = constant_column(beta_.rows(), spec_.size);
    return gap(asinh_of_half_quotient(beta_, times(size, size)));
  }
  if (name == "l2_gap") return gap(beta_);
  if (name == "largest_move") return largest_move_;
  if (name == "scale_max") return largest(scale) / squared_start;
  throw InternalError(fmt::format("observe: no observable '{}' of a diagonal network", name));
}

}  // namespace plumbline
