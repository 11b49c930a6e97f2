// Norms and singular values of matrices of balls, proved by the definiteness of shifted Gram matrices; and
// what else the checker of convergence certificates does with such matrices. Everything at the working
// precision of the thread.
#pragma once

#include <vector>

#include "plumbline/numeric/ball_matrix.hpp"
#include "plumbline/numeric/eigen_support.hpp"
#include "plumbline/numeric/interval.hpp"

namespace plumbline::convergence_checker {

/// Encloses a in a ball.
Ball ball_of(const Interval& a);
/// The numbers as they are (finite).
BallMatrix balls_of(const RealMatrix& reals);

/// a·diag(factors) and a·diag(factors)⁻¹.
BallMatrix scale_columns(BallMatrix a, const std::vector<Interval>& factors);
BallMatrix divide_columns(BallMatrix a, const std::vector<Interval>& factors);

/// Every entry widened by `radius` >= 0.
BallMatrix widened(BallMatrix a, const Interval& radius);
/// The midpoints, exactly.
BallMatrix midpoints(const BallMatrix& a);
/// >= ‖A − midpoints(a)‖_F for every A in a.
Interval radius_norm(const BallMatrix& a);

/// The lower triangular K with A = K Kᵀ. @returns false unless every symmetric A in a is proved positive
/// definite.
bool cholesky(BallMatrix& factor, const BallMatrix& a);

/// True only if ‖A‖ < bound for every A in a: ‖A‖_F < bound, or bound²·I − A Aᵀ (or Aᵀ A) is positive
/// definite.
bool norm_is_below(const BallMatrix& a, const Interval& bound);
/// On which side the singular values are counted: one a row or one a column.
enum class Side { kRows, kColumns };
/// True only if bound <= 0, or all singular values on that side are above bound for every A in a: A Aᵀ or Aᵀ
/// A, less bound²·I, is positive definite. (With more columns than rows, those counted by columns include 0.)
bool singular_values_are_above(const BallMatrix& a, Side side, const Interval& bound);

/// An upper bound of ‖A‖ for every A in a, within a part in 10^10 of the true norm wherever the double SVD of
/// the midpoints is that good; never above ‖A‖_F.
Interval norm_upper(const BallMatrix& a);
/// A cheaper one: ‖(AᵀA)^4‖_F^{1/8} for the smaller Gram side, at most n^{1/16} too large.
Interval norm_upper_by_powers(const BallMatrix& a);

}  // namespace plumbline::convergence_checker
