// The numbers a theorem speaks of that depend on the data alone (theory: docs/theory.md §1), as enclosures.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plumbline/numeric/interval.hpp"
#include "plumbline/problem/problem.hpp"

namespace plumbline {

class LazyLabelledPoints;

/// Every interval encloses the exact value for the exact double data.
struct Quantities {
  std::ptrdiff_t d_x = 0, d_y = 0, n = 0;
  std::ptrdiff_t rank = 0;  ///< exact
  Interval norm_X;          ///< ‖X‖ = σ_1(X)
  Interval frob_X;          ///< ‖X‖_F
  Interval sigma_r;         ///< smallest nonzero singular value of X
  Interval lambda_max;      ///< λ_1(XᵀX)
  Interval lambda_r;        ///< λ_r(XᵀX) = σ_r²
  Interval kappa;           ///< λ_max/λ_r
  Interval srank;           ///< stable rank ‖X‖_F²/‖X‖²
  Interval norm_W;          ///< ‖W*‖, W* = Y X⁺ the minimum-norm least-squares minimiser
  Interval frob_W;          ///< ‖W*‖_F
  Interval frob_Y;          ///< ‖Y‖_F
  Interval loss_opt;        ///< ℓ* = ½‖W*X − Y‖_F²
  Interval sigma_min_W;     ///< the min(d_x, d_y)-th singular value of W*, to `digits` of ‖W*‖
  Interval skew_W;          ///< ‖W* − W*ᵀ‖_F (TargetShape)
  Interval lambda_min_W;    ///< smallest eigenvalue of (W* + W*ᵀ)/2 (TargetShape)
  /// The samples as points with labels; none unless a PreparedProblem put its own here, which must outlive
  /// it.
  const LazyLabelledPoints* points = nullptr;
  unsigned digits_used = 0;            ///< working precision at which the goal was met
  std::optional<std::string> warning;  ///< set when κ > 1e20: what it means and what to do

  /// (name, enclosure) in the order of the result schema: norm_X frob_X sigma_r lambda_max lambda_r kappa
  /// srank norm_W frob_W frob_Y loss_opt.
  std::vector<std::pair<std::string, const Interval*>> named() const;
  /// The others: sigma_min_W skew_W lambda_min_W. They may be 0 without being the point 0, or the whole line.
  std::vector<std::pair<std::string, const Interval*>> named_of_target() const;
};

/// Encloses every quantity to a relative width below 10^-digits (an exact 0 is the point 0).
/// Approximate first (Eigen over Real), certify second; the precision doubles until the goal is met.
/// @throws InputError if digits is outside [1, 10000].
Quantities compute_quantities(const Problem& problem, unsigned digits = 50);

}  // namespace plumbline
