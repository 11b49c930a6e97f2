// Proved enclosures of BᵀA⁻¹B for exact A and B, without the cost of an exact solution: its numerators and
// denominators grow with the size of A, while the numbers here only grow with the digits asked for.
#pragma once

#include <functional>

#include "plumbline/numeric/exact_matrix.hpp"
#include "plumbline/numeric/interval.hpp"

namespace plumbline {

/// centre ⪯ BᵀA⁻¹B ⪯ centre + e·I and tr(centre) ≤ tr(BᵀA⁻¹B) ≤ tr(centre) + e for some e in `excess`.
struct QuadraticForm {
  ExactMatrix centre;  ///< symmetric
  Interval excess;     ///< [0, e]
};

/// Encloses BᵀA⁻¹B, A symmetric positive definite (n × n), B n × k. The precision starts near `digits` and
/// doubles until `sharp_enough` accepts the result, which it must do as soon as e is small enough.
/// @throws InternalError if A is singular or if even a precision that is enough for every such A (with
/// integer data and a goal that `digits` describes) does not satisfy it.
QuadraticForm enclose_quadratic_form(const ExactMatrix& a, const ExactMatrix& b, unsigned digits,
                                     const std::function<bool(const QuadraticForm&)>& sharp_enough);

}  // namespace plumbline
