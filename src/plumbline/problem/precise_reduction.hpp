// The exact reduction behind a ReducedProblem's doubles, to any precision.
#pragma once

#include <optional>

#include "plumbline/numeric/ball_matrix.hpp"
#include "plumbline/numeric/exact_matrix.hpp"
#include "plumbline/problem/reduction.hpp"

namespace plumbline {

/// Exact products of the data with the approximate singular vectors V of the smaller Gram matrix G of X, A =
/// G V.
struct ExactReduction {
  bool vectors_are_left = true;  ///< G = X Xᵀ (else Xᵀ X)
  ExactMatrix a_a;               ///< AᵀA, r × r
  ExactMatrix v_a;               ///< VᵀA, r × r
  ExactMatrix y;                 ///< Y Xᵀ V if left, else Y A; d_y × r
};

/// X̄ = PᵀXQ (r × r) and Ȳ = Y Q (d_y × r) with the orthonormal bases P and Q of ReducedProblem.
struct PreciseReduction {
  BallMatrix inputs, targets;
};
/// At the working precision. Nothing if the reduction is not known exactly.
std::optional<PreciseReduction> precise_reduction(const ReducedProblem& problem);

}  // namespace plumbline
