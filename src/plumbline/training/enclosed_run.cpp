#include "plumbline/training/enclosed_run.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/machine_check.hpp"
#include "plumbline/numeric/norm_bounds.hpp"
#include "plumbline/training/observables.hpp"

namespace plumbline {
namespace {

constexpr double kU = kUnitRoundoff;

/// [lo, hi] from a lower bound and an upper bound; the whole line if there is no upper bound.
Interval enclosure(double lo, Upper hi) {
  if (!hi.is_finite()) return indeterminate();
  return make_interval(Real(std::max(lo, 0.0)), Real(hi.value()));
}

}  // namespace

EnclosedRun::EnclosedRun(const ReducedProblem& problem, const InitialisationSpec& spec, double eta,
                         Interval loss_opt, const ObservationNeeds& needs, unsigned threads)
    : DoubleRun(problem, spec, eta, std::move(loss_opt), needs, threads), radius_(problem, descent_) {
  require_sound_arithmetic();
  require_exact_start(descent_.network(), spec.scheme);
}

void EnclosedRun::advance() {
  radius_.before_step(descent_);
  descent_.step();
  if (descent_.is_finite()) radius_.after_step(descent_);
}

bool EnclosedRun::at_floor() const {
  return descent_.residual_norm() <= radius_.residual_radius().value();
}

Interval EnclosedRun::residual_norm() const {
  return frobenius(nearby_residual());
}

Interval EnclosedRun::singular_value(bool largest, bool whole, std::int64_t j, std::int64_t i) const {
  const Network& net = descent_.network();
  const LayerProduct product = layer_product(net, j, i, whole);
  const SingularBounds bounds = certified_singular_bounds(product.matrix);
  // The product was formed in double, factor by factor: with every partial product at most M and Frobenius
  // norms at most √k times that, each of the j − i + 1 factors brings at most k γ_{k+16} M³ (its own
  // rounding, B_l + s D_l included); then the error of the stored base, of the complement, and the radius.
  // V_{j:1} on the complement N of col(X) as well: partial products are at most M(1 + ‖N‖).
  const bool complemented = whole && i == 1;
  const Upper m = radius_.bounds().any_product *
                  (complemented ? Upper(1.0) + spectral_upper(net.complement) : Upper(1.0));
  const auto k = static_cast<double>(net.hidden() + product.matrix.cols());
  Upper error = gamma(k + 16.0) * Upper(k) * Upper(static_cast<double>(j - i + 1)) * (m * m * m) +
                radius_.last_base_error() * (m * m) +
                radius_.product_drift() * (complemented ? m : Upper(1.0));
  if (complemented) error += radius_.complement_error() * m;
  double lo = lower_difference(largest ? bounds.max_lower : bounds.min_lower, error);
  Upper hi = (largest ? bounds.max_upper : bounds.min_upper) + error;
  if (product.further_unit_values > 0.0) {
    lo = largest ? std::max(lo, 1.0) : std::min(lo, 1.0);
    hi = largest ? max(hi, Upper(1.0)) : min(hi, Upper(1.0));
  }
  return enclosure(lo, hi);
}

Interval EnclosedRun::travel_of(std::int64_t layer) const {
  const Network& net = descent_.network();
  const auto index = static_cast<std::size_t>(layer - 1);
  // The difference rounds once; √m s = (c s)√d_y was stored with a few roundings.
  const Eigen::MatrixXd moved = net.trained[index] - initial_weights()[index];
  const Upper rounding = frobenius_upper(moved) * Upper(2.0 * kU);
  const Interval scale =
      exact(net.weight_scale()) * (Interval(1) + make_interval(Real(-16.0 * kU), Real(16.0 * kU)));
  return frobenius(NearbyDoubles{moved, radius_.radius() + radius_.start_radius() + rounding}) * scale;
}

Interval EnclosedRun::gradient_of(std::int64_t layer) const {
  Interval norm;
  GradientFactors factors;
  for_each_gradient(descent_.network(), descent_.pass(), descent_.products(), descent_.residual(), factors,
                    [&](Eigen::Index at, const auto& left, const auto& right) {
                      if (at != layer) return;
                      norm = frobenius(NearbyDoubles{
                          left * right, radius_.gradient_radius(static_cast<std::size_t>(layer))});
                    });
  return norm / sqrt_of(exact(descent_.network().inverse_gain));
}

NearbyDoubles EnclosedRun::nearby_residual() const {
  return {descent_.residual(), radius_.residual_radius()};
}

NearbyDoubles EnclosedRun::nearby_layer(std::int64_t layer) const {
  Eigen::MatrixXd v = whole_layer(layer);
  Upper distance = radius_.weight_radius() + frobenius_upper(v) * Upper(9.0 * kU);  // s and s·D_i round
  if (layer == 1) distance += radius_.complement_error();
  return {std::move(v), distance};
}

Interval EnclosedRun::eigenvalue_of_P(bool largest) const {
  // P is positive semidefinite: its eigenvalues are its singular values. Each term F ᵀF ⊗ G Gᵀ errs by the
  // radii of F and G, the sum and the products by a few roundings of their Frobenius norms, and by what
  // underflows: in the two Gram matrices, each times the other, and in their product.
  const Eigen::MatrixXd kernel = tangent_kernel(descent_);
  const Network& net = descent_.network();
  const auto depth = static_cast<std::size_t>(net.depth());
  Upper error;
  Upper size;
  const auto entries = static_cast<double>(kernel.size());
  const Upper tiny(static_cast<double>(net.hidden() + 1) * entries * 0x1p-1074);  // entries >= r², d_y²
  for (std::size_t layer = 1; layer <= depth; ++layer) {
    const Upper a = radius_.bounds().backward_norm[layer - 1];
    const Upper b = radius_.bounds().forward_norm[layer - 1];
    error += Upper(2.0) *
             (radius_.backward_radius(layer) * a * (b * b) + radius_.forward_radius(layer) * b * (a * a));
    size += (a * a) * (b * b);
    error += tiny * (a * a + b * b + tiny + Upper(1.0));
  }
  const auto k = static_cast<double>(net.hidden() + net.rank() * net.outputs());
  error = (error + size * Upper(k) * gamma(2.0 * k + static_cast<double>(depth) + 8.0)) / net.inverse_gain;
  const SingularBounds bounds = certified_singular_bounds(kernel);
  return largest ? enclosure(lower_difference(bounds.max_lower, error), bounds.max_upper + error)
                 : enclosure(lower_difference(bounds.min_lower, error), bounds.min_upper + error);
}

}  // namespace plumbline
