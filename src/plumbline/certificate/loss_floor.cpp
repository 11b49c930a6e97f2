#include "plumbline/certificate/loss_floor.hpp"

#include <cmath>

#include "plumbline/certificate/escape.hpp"

namespace plumbline {
namespace {

constexpr unsigned kDigits = 40;
constexpr int kSmallestRadius = 60;  // 2^−60

Interval point_below(const Interval& a) {
  return make_interval(lower(a), lower(a));
}

}  // namespace

// With Ŵ_i the layers as given, ‖W_i − Ŵ_i‖_F ≤ √d_i ρ for every i, ‖W_j ⋯ W_1‖_F ≤ f_j and ‖W_L ⋯ W_i‖_F ≤
// b_i (EscapeBounds on the identity). Then ‖f(X)‖_F ≤ u = f_L‖X‖, ℓ − ℓ* ≥ ½ max(0, y − u)² with y = ‖W*X‖_F,
// and ‖∂ℓ/∂W_i‖_F ≤ b_{i+1} f_{i−1}‖X‖(y + u), where f_0 = 1. The exact weights begin within δ of Ŵ_i, so no
// layer leaves for min_i (√d_i ρ − δ)/(η ‖∂ℓ/∂W_i‖) steps, which is at least (ρ − δ)/(η‖X‖(y + u) max_i √d_i
// b_{i+1} f_{i−1}). For i = 1 EscapeBounds has ‖I‖_F = √r instead of 1 in place of f_0.
std::optional<LossFloor> find_loss_floor(const FloorStart& start, const Interval& least) {
  const PrecisionScope precision(kDigits);
  const Eigen::Index rank = start.layers.front().cols();
  const EscapeBounds bounds(start.layers, Eigen::MatrixXd::Identity(rank, rank), 1, 1);
  if (!start.distance.is_finite()) return std::nullopt;
  const Interval distance = exact(start.distance.value());
  std::optional<LossFloor> best;
  for (int k = 0; k <= kSmallestRadius; ++k) {
    const double radius = std::ldexp(1.0, -k);
    const EscapeBounds::AtRadius at = bounds.at(radius);
    const Interval output = at.forward.back().point() * start.input_norm;
    const Interval gap = start.target_norm - output;
    if (less(Interval(0), gap) != Truth::kTrue) continue;
    const Interval excess = point_below(square(gap) / Interval(2));
    if (less(least, excess) != Truth::kTrue) continue;
    const Interval steepest = at.steepest.point() * start.input_norm * (start.target_norm + output);
    const Interval steps = (exact(radius) - distance) / (start.eta * steepest);
    const Interval until = point_below(Interval(start.step) + steps);
    // log(ρ − δ) is concave in log ρ and the logarithm of the rest of the quotient convex: once it falls, it
    // falls.
    if (best && less_equal(until, best->until) == Truth::kTrue) break;
    if (less(Interval(1), steps) == Truth::kTrue) best = LossFloor{start.step, excess, until};
  }
  return best;
}

}  // namespace plumbline
