#include "plumbline/problem/reduction_error.hpp"

#include <functional>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/precise_reduction.hpp"

namespace plumbline {
namespace {

Interval entry(const ExactMatrix& a, Eigen::Index row, Eigen::Index col) {
  ExactNumber number;
  fmpz_set(number.numerator.raw(), a.raw(row, col));
  number.exponent = a.exponent();
  return enclose(number);
}

/// ‖·‖_F of the rows × cols matrix of intervals that `at` gives, as an enclosure.
Interval frobenius(Eigen::Index rows, Eigen::Index cols,
                   const std::function<Interval(Eigen::Index, Eigen::Index)>& at) {
  Interval sum(0);
  for (Eigen::Index i = 0; i < rows; ++i) {
    for (Eigen::Index j = 0; j < cols; ++j) sum += square(at(i, j));
  }
  return sqrt_of(sum);
}

Interval unit(Eigen::Index i, Eigen::Index j) {
  return Interval(i == j ? 1 : 0);
}

}  // namespace

// Let G be the smaller Gram matrix of X, V the given vectors (exact as rounded), S the stored singular values
// (exact doubles), Λ = S², A = G V and Z = A Λ⁻¹, whose columns lie exactly in the column space of G.
// If G = X Xᵀ: Q̃ = Xᵀ V S⁻¹ has columns in row(X), Q̃ᵀQ̃ = S⁻¹VᵀA S⁻¹ and X Q̃ = Z S. With the polar factors P
// of Z and Q of Q̃ (orthonormal bases of col(X), row(X)), ‖Z − P‖ ≤ ε_Z = ‖ZᵀZ − I‖ and ‖Q̃ − Q‖ ≤ ε_Q = ‖Q̃ᵀQ̃ −
// I‖,
//   PᵀXQ − S = (PᵀZ − I) S + PᵀX (Q − Q̃),   ‖·‖_F ≤ (ε_Z + ε_Q)·max(s_1, ‖X‖),
//   Y Q = Y Q̃ + Y (Q − Q̃),                  ‖Y Q − stored‖_F ≤ ‖(Y Xᵀ) V S⁻¹ − stored‖_F + ‖Y‖_F ε_Q.
// If G = Xᵀ X the roles change: Q is the polar factor of Z, P that of X V S⁻¹, and
//   ‖Y Q − stored‖_F ≤ ‖Y V − stored‖_F + ‖Y‖_F (ε_Z + ε_E), ε_E = ‖V − Z‖_F.
// ‖X‖_F² = tr G bounds ‖X‖² by itself; here ‖X‖ ≤ ‖X Q̃‖ + ‖X‖ε_Q, so ‖X‖ ≤ s_1 (1 + ε_Z)/(1 − ε_Q).
void bound_reduction_error(ReducedProblem& reduced, const ExactMatrix& x, const ExactMatrix& y,
                           const RealMatrix& vectors) {
  const auto exact_vectors = round_to_exact(vectors);
  const Eigen::Index r = reduced.rank;
  if (!exact_vectors || exact_vectors->cols() != r) throw InternalError("bound_reduction_error: vectors");
  const ExactMatrix& v = *exact_vectors;
  const bool vectors_are_left = x.rows() <= x.cols();
  const ExactMatrix a = smaller_gram(x) * v;
  const ExactMatrix a_a = transpose(a) * a;
  const ExactMatrix v_a = transpose(v) * a;

  const PrecisionScope precision(60);
  std::vector<Interval> s;
  for (Eigen::Index i = 0; i < r; ++i) s.push_back(exact(reduced.singular_values(i)));
  const auto s_at = [&](Eigen::Index i) -> const Interval& { return s[static_cast<std::size_t>(i)]; };
  const Interval epsilon_z = frobenius(r, r, [&](Eigen::Index i, Eigen::Index j) {
    return entry(a_a, i, j) / square(s_at(i) * s_at(j)) - unit(i, j);
  });
  const Interval epsilon_q = frobenius(r, r, [&](Eigen::Index i, Eigen::Index j) {
    return entry(v_a, i, j) / (s_at(i) * s_at(j)) - unit(i, j);
  });
  if ((less(epsilon_z, Interval(1)) && less(epsilon_q, Interval(1))) != Truth::kTrue) return;
  const Interval norm_x = s_at(0) * (Interval(1) + epsilon_z) / (Interval(1) - epsilon_q);
  const Interval input_error = (epsilon_z + epsilon_q) * norm_x;

  const ExactMatrix y_v = (vectors_are_left ? y * transpose(x) : y) * v;
  const Interval rounding = frobenius(y.rows(), r, [&](Eigen::Index i, Eigen::Index j) {
    const Interval value = vectors_are_left ? entry(y_v, i, j) / s_at(j) : entry(y_v, i, j);
    return value - exact(reduced.targets(i, j));
  });
  Interval tilt = epsilon_q;
  if (!vectors_are_left) {
    tilt = epsilon_z + frobenius(v.rows(), r, [&](Eigen::Index i, Eigen::Index j) {
             return entry(v, i, j) - entry(a, i, j) / square(s_at(j));
           });
  }
  const Interval target_error = rounding + sqrt_of(enclose(frobenius_squared(y))) * tilt;
  reduced.exact = std::make_shared<const ExactReduction>(
      ExactReduction{vectors_are_left, a_a, v_a, vectors_are_left ? y_v : y * a});
  reduced.input_error = upper_double(input_error);
  reduced.target_error = upper_double(target_error);
}

}  // namespace plumbline
