// Rigorous bounds of norms and singular values of double matrices by a-priori error bounds: no reliance on
// rounding modes, BLAS or thread state (Higham 2002, ch. 3; Rump 2010).
#pragma once

#include <Eigen/Core>

#include "plumbline/numeric/upper_bound.hpp"

namespace plumbline {

/// ‖A‖_F from above; infinite if A holds anything that is not finite. Tight to a few units of roundoff.
Upper frobenius_upper(const Eigen::MatrixXd& a);

/// ‖A‖ (spectral) from above: ‖(AᵀA)^8‖_∞^{1/16} for the smaller Gram side, at most n^{1/32} (n the smaller
/// dimension) too large, and never above ‖A‖_F. Cost O(rows·cols·n + 3n³), no factorisation.
Upper spectral_upper(const Eigen::MatrixXd& a);

/// Distance ‖A − Q‖_F from above to the polar factor Q of A, with orthonormal rows or columns, whichever are
/// fewer: ‖Σ − I‖ ≤ ‖Σ² − I‖. Infinite if A holds anything that is not finite.
Upper isometry_defect(const Eigen::MatrixXd& a);

/// Enclosures of the largest and of the min(rows, cols)-th singular value.
struct SingularBounds {
  double min_lower = 0.0;
  Upper min_upper = Upper::infinite();
  double max_lower = 0.0;
  Upper max_upper = Upper::infinite();
};
/// Approximate SVD A ≈ U Σ Vᵀ, then certified whatever its quality: with E = A − U Σ Vᵀ and
/// ‖UᵀU − I‖, ‖VᵀV − I‖ ≤ ε < 1 every singular value of A lies in [(1 − ε)σ_i − ‖E‖, (1 + ε)σ_i + ‖E‖]
/// (Ostrowski and Weyl). Tight to about 1e-14 of ‖A‖.
SingularBounds certified_singular_bounds(const Eigen::MatrixXd& a);

/// Largest double at most a − b (0 if that is negative), for an exact a and an upper bound b.
double lower_difference(double a, Upper b);
/// Largest double at most the product of two lower bounds.
double lower_product(double a, double b);

}  // namespace plumbline
