// The exact reduction to full column rank (docs/theory.md §1): with X = P S Qᵀ compact,
// ℓ(W) = ½‖α W_{L:1} P S − Y Q‖_F² + ℓ*. Training sees only S (r × r, diagonal) and Y Q.
#pragma once

#include <Eigen/Core>
#include <limits>
#include <memory>

#include "plumbline/problem/problem.hpp"

namespace plumbline {

struct ExactReduction;  // problem/precise_reduction.hpp

/// The reduced data in the basis P of col(X), each entry rounded once from a high-precision value.
struct ReducedProblem {
  Eigen::Index d_x = 0, d_y = 0, rank = 0;
  Eigen::VectorXd singular_values;  ///< diagonal of S, length r, decreasing, > 0
  Eigen::MatrixXd targets;          ///< Ȳ = Y Q, d_y × r
  Eigen::MatrixXd basis;  ///< P, d_x × r, orthonormal columns (needed only to project dense weights)
  /// There is an exact reduction (X̄, Ȳ) of the data, X̄ = PᵀXQ, Ȳ = YQ with exactly orthonormal bases P of
  /// col(X) and Q of row(X), such that ‖X̄ − diag(S)‖_F ≤ input_error and ‖Ȳ − targets‖_F ≤ target_error.
  double input_error = std::numeric_limits<double>::infinity();
  double target_error = std::numeric_limits<double>::infinity();
  /// Whether that P is the stored basis itself: coordinate axes up to sign.
  bool exact_axes = false;
  /// What that exact reduction is made of; none where the doubles themselves are the data.
  std::shared_ptr<const ExactReduction> exact = nullptr;
};

/// @param rank the exact rank of X (Quantities::rank).
ReducedProblem reduce_problem(const Problem& problem, Eigen::Index rank);

}  // namespace plumbline
