// Proved enclosures of the eigenvalues of an exact symmetric matrix: approximate first, certify second. The
// certificate assumes nothing about the quality of the approximation.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "plumbline/numeric/eigen_support.hpp"
#include "plumbline/numeric/exact_matrix.hpp"
#include "plumbline/numeric/interval.hpp"

namespace plumbline {

/// Approximate orthonormal eigenvectors of the symmetric a as columns, in the order of decreasing
/// eigenvalue, at the working precision. No error bound.
RealMatrix approx_eigenvectors(const ExactMatrix& a);

/// Encloses the `count` largest eigenvalues of the symmetric a (with multiplicity, in decreasing order),
/// whatever the square matrix `guess` holds; the closer it is to orthonormal eigenvectors, the tighter. Cost:
/// three products of exact integer matrices.
/// @returns nothing if the guess is no use: not finite, larger than 2, or too far from orthonormal.
std::optional<std::vector<Interval>> certify_eigenvalues(const ExactMatrix& a, const RealMatrix& guess,
                                                         Eigen::Index count);

struct EigenEnclosure {
  std::vector<Interval> values;  ///< the `count` largest eigenvalues, decreasing
  RealMatrix vectors;            ///< approximate eigenvectors, column i belongs to values[i]
  unsigned digits_used = 0;      ///< working precision at which the goal was met
};

/// Encloses the `count` largest eigenvalues of the symmetric positive semidefinite a, each to a relative
/// width of at most 10^-digits. `count` is either 1 or the exact rank of a (so that each of them is > 0).
/// The precision doubles until the goal is met.
/// @throws InternalError if a is zero or not square, or if the goal is not met at a precision that is enough
/// for every matrix.
EigenEnclosure enclose_eigenvalues(const ExactMatrix& a, Eigen::Index count, unsigned digits);

}  // namespace plumbline
