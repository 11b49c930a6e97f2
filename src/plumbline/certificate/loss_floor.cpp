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

/// The floor while no layer leaves √d_i·radius; its excess may be 0 and its `until` before the start.
LossFloor floor_at(const FloorStart& start, const EscapeBounds& bounds, double radius) {
  const EscapeBounds::AtRadius at = bounds.at(radius);
  const Interval output = at.forward.back().point() * start.input_norm;
  const Interval gap = max_of(start.target_norm - output, Interval(0));
  const Interval steepest = at.steepest.point() * start.input_norm * (start.target_norm + output);
  const Interval steps = (exact(radius) - exact(start.distance.value())) / (start.eta * steepest);
  return {start.step, point_below(square(gap) / Interval(2)), point_below(Interval(start.step) + steps)};
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
  const auto is_above = [&](const LossFloor& floor) { return less(least, floor.excess) == Truth::kTrue; };
  if (!is_above(floor_at(start, bounds, std::ldexp(1.0, -kSmallestRadius)))) return std::nullopt;
  std::optional<LossFloor> best;
  for (int k = 0; k <= kSmallestRadius; ++k) {
    const LossFloor floor = floor_at(start, bounds, std::ldexp(1.0, -k));
    if (!is_above(floor)) continue;
    // log(ρ − δ) is concave in log ρ, the logarithm of the rest of the quotient convex: no second rise.
    if (best && less_equal(floor.until, best->until) == Truth::kTrue) break;
    if (less(Interval(start.step + 1), floor.until) == Truth::kTrue) best = floor;
  }
  return best;
}

}  // namespace plumbline
