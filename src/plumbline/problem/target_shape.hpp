// What theorems about square targets ask of W* = Y X⁺ beyond its norms.
#pragma once

#include "plumbline/numeric/exact_matrix.hpp"
#include "plumbline/numeric/interval.hpp"
#include "plumbline/numeric/row_space.hpp"

namespace plumbline {

/// Enclosures for W* (d_y × d_x); the whole line where they have no meaning (d_x ≠ d_y) or would cost too
/// much (above kMaxTargetShape).
struct TargetShape {
  Interval skew;        ///< ‖W* − W*ᵀ‖_F, the point 0 if and only if W* is symmetric
  Interval lambda_min;  ///< the smallest eigenvalue of (W* + W*ᵀ)/2
};
inline constexpr Eigen::Index kMaxTargetShape = 32;

/// W* in rational arithmetic, W* = H (CᵀC)⁻¹ Cᵀ with C = X X_Jᵀ and H = Y X_Jᵀ; its eigenvalue certified at
/// the working precision. @param basis rows X_J of X that span its row space.
TargetShape target_shape(const ExactMatrix& x, const ExactMatrix& y, const RowBasis& basis);

}  // namespace plumbline
