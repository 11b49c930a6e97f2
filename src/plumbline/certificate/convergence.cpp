#include "plumbline/certificate/convergence.hpp"

#include <fmt/format.h>

#include <cmath>

#include "plumbline/numeric/norm_bounds.hpp"

namespace plumbline {
namespace {

constexpr unsigned kDigits = 40;
constexpr int kTries = 40;

Interval not_negative(const Interval& a) {
  return max_of(a, Interval(0));
}

/// Lower bound of the r-th singular value of V_{i−1:1} = F_{i−1} S⁻¹ (up to the error of the data): the
/// quotient in double errs by u a column entry, the features by their radius, divided by σ_r.
double partial_isometry(const Eigen::MatrixXd& f, const Eigen::VectorXd& input, Upper radius,
                        double input_min) {
  if (f.rows() < f.cols()) return 0.0;
  const Eigen::MatrixXd v = f * input.cwiseInverse().asDiagonal();
  const Upper rounding = frobenius_upper(v) * gamma(4.0);
  return lower_difference(certified_singular_bounds(v).min_lower, radius / input_min + rounding);
}

}  // namespace

ConvergenceState convergence_state(const EnclosedRun& run, const Integer& width) {
  const GradientDescent& descent = run.descent();
  const Network& net = descent.network();
  const OrbitRadius& radius = run.radius();
  const auto depth = static_cast<std::size_t>(net.depth());
  ConvergenceState state;
  state.step = run.steps_taken();
  state.outputs = net.outputs();
  state.width = width;
  state.eta = descent.eta();
  // V_{i−1:1} X̄ = F_{i−1} and X̄ = S + E with ‖E‖ ≤ e, e inside the radius of F: V_{i−1:1} = (F_{i−1} − V E)
  // S⁻¹, and ‖V E‖ ≤ M e.
  const Upper data_error = radius.bounds().any_product * radius.input_error();
  state.input_min = lower_difference(net.input.cwiseAbs().minCoeff(), radius.input_error());
  for (std::size_t i = 1; i <= depth; ++i) {
    if (i == depth) {
      state.backward_max.push_back(1.0);
      state.backward_min.push_back(1.0);
    } else {
      const Eigen::MatrixXd& g = descent.products()[i - 1];
      const SingularBounds bounds = certified_singular_bounds(g);
      const double smallest = g.rows() > g.cols() ? 0.0 : bounds.min_lower;  // the d_y-th
      state.backward_max.push_back((bounds.max_upper + radius.backward_radius(i)).value());
      state.backward_min.push_back(lower_difference(smallest, radius.backward_radius(i)));
    }
    // F_0 = X̄ is diag(S) up to its error; a square matrix, so the r-th singular value is the smallest.
    const Eigen::MatrixXd f =
        i == 1 ? Eigen::MatrixXd(net.input.asDiagonal()) : descent.pass().features[i - 2];
    const SingularBounds bounds = certified_singular_bounds(f);
    // A k × r matrix with k < r has no r-th singular value but 0.
    const double smallest = f.rows() < f.cols() ? 0.0 : bounds.min_lower;
    state.forward_max.push_back((bounds.max_upper + radius.forward_radius(i)).value());
    state.forward_min.push_back(lower_difference(smallest, radius.forward_radius(i)));
    state.partial_min.push_back(
        i == 1 ? 1.0
               : partial_isometry(f, net.input, radius.forward_radius(i) + data_error, state.input_min));
  }
  const Upper drift = radius.product_drift();
  state.input_norm = radius.input_norm().value();
  state.middle = (radius.bounds().middle + drift).value();
  state.any_product = (radius.bounds().any_product + drift).value();
  state.residual = (radius.bounds().residual_norm + radius.residual_radius()).value();
  return state;
}

ConvergenceCertificate certify_convergence(const ConvergenceState& state, double rho) {
  const PrecisionScope precision(kDigits);
  ConvergenceCertificate result;
  result.state = state;
  result.rho = rho;
  const auto depth = static_cast<std::int64_t>(state.backward_max.size());
  for (const double bound : {state.any_product, state.middle, state.input_norm, state.residual, rho}) {
    if (!std::isfinite(bound)) {
      result.reason = "a norm of the state is unbounded";
      return result;
    }
  }
  const Interval any = exact(state.any_product);
  const Interval drift = any * (power(Interval(1) + exact(rho) * any, depth) - Interval(1));
  const Interval input = exact(state.input_norm);
  const Interval middle = exact(state.middle) + drift;
  const Interval d_y(state.outputs);
  const Interval eta = exact(state.eta);
  const Interval hc = eta / sqrt_of(enclose(state.width) * d_y);  // h c = η/√(m d_y)

  Interval lambda_min(0), lambda_max(0), slopes(0), largest_a(0), largest_b(0), steepest(0);
  for (std::int64_t i = 1; i <= depth; ++i) {
    const auto at = static_cast<std::size_t>(i - 1);
    if (!std::isfinite(state.backward_max[at]) || !std::isfinite(state.forward_max[at])) {
      result.reason = "a norm of the state is unbounded";
      return result;
    }
    const Interval move_a = i == depth ? Interval(0) : drift;
    const Interval move_b = i == 1 ? Interval(0) : drift * input;
    const Interval a = exact(state.backward_max[at]) + move_a;
    const Interval b = exact(state.forward_max[at]) + move_b;
    const Interval a_min = not_negative(exact(state.backward_min[at]) - move_a);
    const Interval b_min = max_of(
        not_negative(exact(state.forward_min[at]) - move_b),
        not_negative(exact(state.partial_min[at]) - (i == 1 ? Interval(0) : drift)) * exact(state.input_min));
    lambda_min += square(a_min) * square(b_min);
    lambda_max += square(a) * square(b);
    slopes += a * b;
    largest_a = max_of(largest_a, a);
    largest_b = max_of(largest_b, b);
    steepest = max_of(steepest, a * b);
  }
  lambda_min = lambda_min * eta / d_y;
  lambda_max = lambda_max * eta / d_y;
  result.curvature = make_interval(lower(lambda_min), upper(lambda_max));
  if (less(lambda_max, Interval(2)) != Truth::kTrue) {
    result.reason =
        fmt::format("the step is too long here: h*lambda_max(P) is only known to be at most {:.6g}",
                    upper_double(lambda_max));
    return result;
  }
  const Interval linear = max_of(Interval(1) - lambda_min, lambda_max - Interval(1));
  const Interval residual = exact(state.residual);
  const Interval c = sqrt_of(enclose(state.width) / d_y);
  const Interval updates = hc * slopes * residual;  // Σ δ_i
  result.second_order =
      c * largest_a * largest_b * middle * hc * slopes * updates * exp_of(middle * updates) / Interval(2);
  result.contraction = linear + result.second_order;
  if (less(result.contraction, Interval(1)) != Truth::kTrue) {
    result.reason = fmt::format("no contraction here: q is only known to be at most {:.6g}",
                                upper_double(result.contraction));
    return result;
  }
  result.travel = hc * steepest * residual / (Interval(1) - result.contraction);
  if (less_equal(result.travel, exact(rho)) != Truth::kTrue) {
    result.reason = fmt::format("the weights may travel {:.6g}, further than rho = {:.6g}",
                                upper_double(result.travel), rho);
    return result;
  }
  result.proved = true;
  result.reason.clear();
  return result;
}

ConvergenceCertificate find_convergence(const ConvergenceState& state) {
  ConvergenceCertificate result = certify_convergence(state, 0.0);
  double rho = 0.0;
  for (int i = 0; i < kTries && !result.proved; ++i) {
    const double travel = upper_double(result.travel);
    // No travel known: this rho already breaks the contraction, and a larger one breaks it more.
    if (!(travel > rho) || !std::isfinite(travel)) break;
    rho = 1.25 * travel;
    result = certify_convergence(state, rho);
  }
  return result;
}

std::int64_t next_attempt(std::int64_t t) {
  return t + 1 + t / 4;
}

ConvergenceCertificate certify_along_run(EnclosedRun& run, const Integer& width, std::int64_t last_step) {
  ConvergenceCertificate certificate;
  while (run.is_finite()) {
    certificate = find_convergence(convergence_state(run, width));
    const std::int64_t next = next_attempt(run.steps_taken());
    if (certificate.proved || next > last_step) return certificate;
    while (run.steps_taken() < next && run.is_finite()) run.step();
  }
  certificate.reason = fmt::format("nothing is known of the exact orbit from step {} on", run.steps_taken());
  return certificate;
}

}  // namespace plumbline
