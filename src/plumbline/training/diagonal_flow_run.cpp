#include "plumbline/training/diagonal_flow_run.hpp"

#include <utility>

#include "plumbline/numeric/norm_bounds.hpp"
#include "plumbline/training/flow_run.hpp"

namespace plumbline {
namespace {

// The field in units of the time between observations: w_±' = ∓ eta w_± g.

using Series = std::vector<BallMatrix>;  // coefficients of one column

/// Σ_{k ≤ n} a_k b_{n−k}, entry by entry.
BallMatrix product_coefficient(const Series& a, const Series& b, std::size_t n) {
  BallMatrix c(a.front().rows(), 1);
  for (Eigen::Index i = 0; i < c.rows(); ++i) {
    for (std::size_t k = 0; k <= n; ++k) {
      arb_addmul(c.at(i, 0), a[k].at(i, 0), b[n - k].at(i, 0), working_bits());
    }
  }
  return c;
}

Ball quotient(double a, slong b) {
  Ball ball;
  arb_set_d(ball.raw(), a);
  arb_div_si(ball.raw(), ball.raw(), b, working_bits());
  return ball;
}

/// The largest magnitude of the entries, from above.
Upper largest(const BallMatrix& a) {
  Upper most;
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    Ball entry;
    arb_abs(entry.raw(), a.at(i, 0));
    most = max(most, Upper(upper_double(enclose(entry))));
  }
  return most;
}

class DiagonalField : public BallField {
 public:
  DiagonalField(BallMatrix inputs, BallMatrix targets, double eta)
      : inputs_(std::move(inputs)), transposed_(transpose(inputs_)), targets_(std::move(targets)), eta_(eta) {
    const NearbyDoubles near = nearby_doubles(inputs_);
    const Upper norm = spectral_upper(near.matrix) + near.distance;
    curvature_ = norm * norm / static_cast<double>(inputs_.cols());
  }

  void look_at(const BallPoint& centre) override {
    centre_ = &centre;
    const BallMatrix& plus = centre[0];
    const BallMatrix& minus = centre[1];
    const BallMatrix beta = product_coefficient({plus}, {plus}, 0) - product_coefficient({minus}, {minus}, 0);
    gradient_ = largest(quotient(1.0, inputs_.cols()) * (inputs_ * (transposed_ * beta - targets_)));
    largest_ = max(largest(plus), largest(minus));
    norm_ = Upper(upper_double(frobenius(plus))) + Upper(upper_double(frobenius(minus)));
  }

  Upper speed(Upper distance) const override {
    return Upper(eta_) * gradient_within(distance) * (norm_ + distance);
  }

  /// f is the negative gradient of (eta/4n)‖Xᵀβ − y‖², whose Hessian is eta (JᵀJ/(2n) + diag(g, −g)).
  Upper expansion(Upper distance) const override { return Upper(eta_) * gradient_within(distance); }

  std::vector<BallPoint> series(int order) const override;

 private:
  /// max |g_i| there: β moves by 2w_+Δ_+ + Δ_+² − 2w_−Δ_− − Δ_−², of norm at most 2√2 max|w| d + d², and g by
  /// at most ‖X‖²/n times that.
  Upper gradient_within(Upper distance) const {
    return gradient_ + curvature_ * (Upper(2.82843) * largest_ + distance) * distance;
  }

  BallMatrix inputs_, transposed_, targets_;
  double eta_;
  Upper curvature_;  // ‖X‖²/n
  const BallPoint* centre_ = nullptr;
  Upper gradient_, largest_, norm_;
};

std::vector<BallPoint> DiagonalField::series(int order) const {
  Series plus{(*centre_)[0]}, minus{(*centre_)[1]}, gradient;
  std::vector<BallPoint> result{*centre_};
  const Ball share = quotient(eta_, inputs_.cols());
  for (std::size_t n = 0; n < static_cast<std::size_t>(order); ++n) {
    const BallMatrix beta = product_coefficient(plus, plus, n) - product_coefficient(minus, minus, n);
    const BallMatrix output = transposed_ * beta;
    gradient.push_back(share * (inputs_ * (n == 0 ? output - targets_ : output)));
    const auto next = static_cast<slong>(n + 1);
    BallMatrix p = quotient(-1.0, next) * product_coefficient(plus, gradient, n);
    BallMatrix m = quotient(1.0, next) * product_coefficient(minus, gradient, n);
    plus.push_back(p);
    minus.push_back(m);
    result.push_back({std::move(p), std::move(m)});
  }
  return result;
}

}  // namespace

DiagonalFlowRun::Path::Path(const Problem& problem, Eigen::MatrixXd basis, const DiagonalSpec& spec,
                            FlowMethod method, double tolerance)
    : DiagonalRun(problem, std::move(basis), spec), integrator_(method, tolerance) {}

void DiagonalFlowRun::Path::step() {
  const Eigen::Index size = plus().size();
  const FlowField field = [&](const std::vector<double>& x, std::vector<double>& dxdt) {
    const Eigen::Map<const Eigen::VectorXd> p(x.data(), size), m(x.data() + size, size);
    const Eigen::VectorXd g = spec().eta * mean_gradient(p, m);
    Eigen::Map<Eigen::VectorXd>(dxdt.data(), size) = -p.cwiseProduct(g);
    Eigen::Map<Eigen::VectorXd>(dxdt.data() + size, size) = m.cwiseProduct(g);
  };
  std::vector<double> x(plus().data(), plus().data() + size);
  x.insert(x.end(), minus().data(), minus().data() + size);
  followed_ = integrator_.advance(field, x);
  arrive(Eigen::Map<const Eigen::VectorXd>(x.data(), size),
         Eigen::Map<const Eigen::VectorXd>(x.data() + size, size));
}

DiagonalFlowRun::DiagonalFlowRun(const Problem& problem, const Eigen::MatrixXd& basis,
                                 const DiagonalSpec& spec)
    : DiagonalRun(problem, basis, spec),
      path_(problem, basis, spec, FlowMethod::kFehlberg78, kFlowTolerance),
      check_(problem, basis, spec, FlowMethod::kBulirschStoer, kFlowCheckTolerance) {}

void DiagonalFlowRun::step() {
  path_.step();
  check_.step();
  arrive(path_.plus(), path_.minus());
}

double DiagonalFlowRun::further_error(const std::string& name) const {
  const Eigen::VectorXd seen_here = path_.seen(name);
  return kFlowSafety * (seen_here - check_.seen(name)).norm() +
         16.0 * kUnitRoundoff * path_.attempts() * seen_here.norm();
}

DiagonalFlowBallRun::DiagonalFlowBallRun(const Problem& problem, const DiagonalSpec& spec, unsigned digits,
                                         std::int64_t most_taylor_steps)
    : DiagonalBallRun(problem, spec, digits) {
  const PrecisionScope precision(digits);
  field_ = std::make_unique<DiagonalField>(inputs(), targets(), spec.eta);
  tube_.emplace(BallPoint{plus(), minus()}, digits, most_taylor_steps);
}

void DiagonalFlowBallRun::step() {
  if (!is_finite()) return;
  const PrecisionScope precision(digits());
  if (!tube_->advance(*field_)) {
    get_lost();
    return;
  }
  BallPoint point = tube_->enclosure();
  arrive(std::move(point[0]), std::move(point[1]));
}

}  // namespace plumbline
