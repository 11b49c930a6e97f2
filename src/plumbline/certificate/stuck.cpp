#include "plumbline/certificate/stuck.hpp"

#include <algorithm>
#include <cmath>

#include "plumbline/certificate/escape.hpp"

namespace plumbline {
namespace {

constexpr unsigned kDigits = 40;
/// With fewer blocks the recursion loses too much to prove anything.
constexpr double kFewestBlocks = 32.0;

/// What turns norms of products of the Z_i into losses and steps.
struct Scales {
  Interval alpha, targets, eta;  // α, ‖Ȳ‖_F, η
  std::vector<Interval> root_rows;
};

Scales scales_of(const Network& network, const Eigen::MatrixXd& targets, double eta) {
  Scales scales;
  // α = 1/√(m^{L−1} d_y): the output is c V_L ⋯ V_1 S with V = Z/√m and c = √(m/d_y).
  const auto m = static_cast<long>(network.hidden());
  scales.alpha = Interval(1) / sqrt_of(power(Interval(m), network.depth() - 1) *
                                       Interval(static_cast<long>(network.outputs())));
  Interval square_sum(0);
  for (const double x : targets.reshaped()) square_sum += square(exact(x));
  scales.targets = sqrt_of(square_sum);
  scales.eta = exact(eta);
  for (const Eigen::MatrixXd& layer : network.trained) {
    scales.root_rows.push_back(sqrt_of(Interval(static_cast<long>(layer.rows()))));
  }
  return scales;
}

StuckBound at_radius(const EscapeBounds& bounds, const Scales& scales, double radius) {
  const EscapeBounds::AtRadius at = bounds.at(radius);
  StuckBound bound;
  bound.radius = radius;
  const Interval u = scales.alpha * at.forward.back().point();
  const Interval least = scales.targets - u;
  if (less(Interval(0), least) != Truth::kTrue) return bound;
  const Interval most = scales.targets + u;
  const Interval ratio = square(most / least);
  bound.relative_loss = make_interval(lower(Interval(1) / ratio), upper(ratio));
  const std::size_t depth = scales.root_rows.size();
  for (std::size_t i = 1; i <= depth; ++i) {
    const Interval pace =
        scales.eta * scales.alpha * at.backward[i + 1].point() * at.forward[i - 1].point() * most;
    const Interval steps = exact(radius) * scales.root_rows[i - 1] / pace;
    bound.iterations = i == 1 ? steps : min_of(bound.iterations, steps);
  }
  bound.proved = true;
  return bound;
}

}  // namespace

StuckBound stuck_until(const Network& network, const Eigen::MatrixXd& targets, double eta,
                       std::int64_t horizon, double resolution, double budget) {
  const PrecisionScope scope(kDigits);
  const auto depth = static_cast<double>(network.depth());
  // Two chains of K blocks: K² m³ products each, in multiplications and additions.
  const double blocks = std::sqrt(budget / (2.0 * std::pow(static_cast<double>(network.hidden()), 3)));
  if (blocks < std::min(kFewestBlocks, depth)) return {};
  const auto block = static_cast<std::size_t>(std::max(std::ceil(depth / blocks), 1.0));
  const EscapeBounds bounds(network.trained, Eigen::MatrixXd(network.input.asDiagonal()), block, 1);
  const Scales scales = scales_of(network, targets, eta);
  const Interval wanted_ratio = exp_of(exact(resolution) * log_of(Interval(10)) / Interval(2));
  // Any radius gives a valid bound; the first that does is taken.
  for (int exponent = 0; exponent >= -50; --exponent) {
    StuckBound bound = at_radius(bounds, scales, std::ldexp(1.0, exponent));
    const bool enough = bound.proved &&
                        less_equal(make_interval(upper(bound.relative_loss), upper(bound.relative_loss)),
                                   wanted_ratio) == Truth::kTrue &&
                        less_equal(Interval(horizon), bound.iterations) == Truth::kTrue;
    if (enough) return bound;
  }
  return {};
}

}  // namespace plumbline
