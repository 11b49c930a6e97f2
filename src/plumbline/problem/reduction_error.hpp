// How far the stored reduction is from an exact one, proved from exact integer products.
#pragma once

#include "plumbline/numeric/eigen_support.hpp"
#include "plumbline/numeric/exact_matrix.hpp"
#include "plumbline/problem/reduction.hpp"

namespace plumbline {

/// Sets input_error, target_error and `exact` of `reduced`.
/// @param vectors the approximate singular vectors of the Gram side (columns, signs as stored): left ones if
/// x has at most as many rows as columns, else right ones. Any matrix gives a true bound; good ones give a
/// tight one.
void bound_reduction_error(ReducedProblem& reduced, const ExactMatrix& x, const ExactMatrix& y,
                           const RealMatrix& vectors);

}  // namespace plumbline
