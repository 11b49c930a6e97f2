// Exact rank, and distances to a row space. No tolerance anywhere: rank and "distance 0" are decided as in
// rational arithmetic on the doubles as given.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "plumbline/numeric/exact_matrix.hpp"

namespace plumbline {

/// r = rank(A) linearly independent rows of A (m × n).
struct RowBasis {
  std::vector<Eigen::Index> indices;  ///< J, the r row numbers, increasing
  ExactMatrix rows;                   ///< A_J, r × n
  ExactMatrix gram;                   ///< K = A_J A_Jᵀ, r × r, positive definite

  Eigen::Index rank() const { return rows.rows(); }
};

/// The rank of a, proved, with rows that span its row space. a may be any size, zero included.
RowBasis find_row_basis(const ExactMatrix& a);

/// Σ over the rows y_i of y of dist(y_i, span of the basis rows)² = ‖y (I − Π)‖_F², exact. The cost grows
/// fast with the rank and with the bits of the entries.
ExactNumber squared_distance(const ExactMatrix& y, const RowBasis& basis);

/// The same, enclosed at the working precision (which must exceed `digits`) to a relative width of at most
/// 10^-digits, the point 0 if and only if it is 0. The cost grows slowly.
Interval enclose_squared_distance(const ExactMatrix& y, const RowBasis& basis, unsigned digits);

}  // namespace plumbline
