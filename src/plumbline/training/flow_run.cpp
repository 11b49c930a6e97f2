#include "plumbline/training/flow_run.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "plumbline/numeric/upper_bound.hpp"
#include "plumbline/training/observables.hpp"

namespace plumbline {
namespace {

std::vector<double> flat(const std::vector<Eigen::MatrixXd>& matrices) {
  std::vector<double> x;
  for (const Eigen::MatrixXd& a : matrices) x.insert(x.end(), a.data(), a.data() + a.size());
  return x;
}

/// The inverse of flat: `matrices` keep their shapes.
void unflatten(const std::vector<double>& x, std::vector<Eigen::MatrixXd>& matrices) {
  const double* from = x.data();
  for (Eigen::MatrixXd& a : matrices) {
    a = Eigen::Map<const Eigen::MatrixXd>(from, a.rows(), a.cols());
    from += a.size();
  }
}

/// One observation later. D_i' = −τ G_iᵀ R F_{i−1}ᵀ for the layers that train: gradient descent's step as a
/// velocity.
bool flow(FlowIntegrator& integrator, GradientDescent& run, const Eigen::MatrixXd& targets) {
  Network at = run.network();
  ForwardPass pass;
  BackwardPass products;
  Eigen::MatrixXd residual;
  GradientFactors factors;
  const FlowField field = [&](const std::vector<double>& x, std::vector<double>& dxdt) {
    unflatten(x, at.trained);
    forward(at, pass);
    backward(at, products);
    residual = pass.output - targets;
    std::vector<Eigen::MatrixXd> slope = at.trained;
    for_each_gradient(at, pass, products, residual, factors,
                      [&](Eigen::Index layer, const auto& left, const auto& right) {
                        Eigen::MatrixXd& velocity = slope[static_cast<std::size_t>(layer - 1)];
                        if (at.trains(layer)) {
                          velocity.noalias() = -run.step_scale() * (left * right);
                        } else {
                          velocity.setZero();
                        }
                      });
    dxdt = flat(slope);
  };
  std::vector<double> x = flat(run.network().trained);
  const bool followed = integrator.advance(field, x);
  unflatten(x, at.trained);
  run.arrive(std::move(at.trained));
  return followed;
}

/// Both ends by so much, cut at 0: every observable here is nonnegative.
Interval widened(const Interval& value, double radius) {
  if (!plumbline::is_finite(value) || !std::isfinite(radius)) return indeterminate();
  const Interval r = exact(radius);
  return max_of(make_interval(lower(value - r), upper(value + r)), Interval(0));
}

}  // namespace

FlowRun::FlowRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta, Interval loss_opt,
                 const ObservationNeeds& needs)
    : SampledRun(problem, spec, eta, std::move(loss_opt), needs),
      integrator_(FlowMethod::kFehlberg78, kFlowTolerance),
      check_integrator_(FlowMethod::kBulirschStoer, kFlowCheckTolerance),
      check_(descent_) {}

void FlowRun::advance() {
  followed_ =
      flow(integrator_, descent_, descent_.targets()) && flow(check_integrator_, check_, check_.targets());
}

double FlowRun::uncertainty(double difference, double norm) const {
  return kFlowSafety * difference + 16.0 * kUnitRoundoff * static_cast<double>(integrator_.attempts()) * norm;
}

double FlowRun::layer_uncertainty(std::int64_t layer) const {
  const Eigen::MatrixXd v = layer_matrix(descent_.network(), layer);
  return uncertainty((v - layer_matrix(check_.network(), layer)).norm(), v.norm());
}

bool FlowRun::at_floor() const {
  const double error =
      uncertainty((descent_.residual() - check_.residual()).norm(), descent_.residual_norm());
  return descent_.residual_norm() <= descent_.residual_resolution() + error;
}

Interval FlowRun::residual_norm() const {
  return widened(SampledRun::residual_norm(),
                 uncertainty((descent_.residual() - check_.residual()).norm(), descent_.residual_norm()));
}

Interval FlowRun::singular_value(bool largest, bool whole, std::int64_t j, std::int64_t i) const {
  // Weyl: no singular value differs by more than the matrices do.
  const Eigen::MatrixXd product = layer_product(descent_.network(), j, i, whole).matrix;
  const Eigen::MatrixXd other = layer_product(check_.network(), j, i, whole).matrix;
  return widened(SampledRun::singular_value(largest, whole, j, i),
                 uncertainty((product - other).norm(), product.norm()));
}

Interval FlowRun::travel_of(std::int64_t layer) const {
  return widened(SampledRun::travel_of(layer), descent_.network().unit * layer_uncertainty(layer));
}

Interval FlowRun::gradient_of(std::int64_t layer) const {
  std::vector<Eigen::MatrixXd> gradients;
  GradientFactors factors;
  for (const GradientDescent* run : {&descent_, &check_}) {
    for_each_gradient(run->network(), run->pass(), run->products(), run->residual(), factors,
                      [&](Eigen::Index at, const auto& left, const auto& right) {
                        if (at == layer) gradients.emplace_back(left * right);
                      });
  }
  const double factor = 1.0 / std::sqrt(descent_.network().inverse_gain);
  return widened(SampledRun::gradient_of(layer),
                 factor * uncertainty((gradients[0] - gradients[1]).norm(), gradients[0].norm()));
}

Interval FlowRun::eigenvalue_of_P(bool largest) const {
  const Eigen::MatrixXd p = tangent_kernel(descent_);
  return widened(SampledRun::eigenvalue_of_P(largest),
                 uncertainty((p - tangent_kernel(check_)).norm(), p.norm()));
}

NearbyDoubles FlowRun::nearby_residual() const {
  NearbyDoubles near = SampledRun::nearby_residual();
  near.distance +=
      Upper(uncertainty((descent_.residual() - check_.residual()).norm(), descent_.residual_norm()));
  return near;
}

NearbyDoubles FlowRun::nearby_layer(std::int64_t layer) const {
  NearbyDoubles near = SampledRun::nearby_layer(layer);
  near.distance += Upper(layer_uncertainty(layer));
  return near;
}

}  // namespace plumbline
