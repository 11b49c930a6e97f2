#include "plumbline/numeric/row_space.hpp"

#include <flint/nmod_mat.h>
#include <flint/ulong_extras.h>

#include <algorithm>

#include "plumbline/numeric/accuracy.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/quadratic_form.hpp"

namespace plumbline {
namespace {

/// Rows of a that are linearly independent modulo the prime p, as many as the rank modulo p. Independent
/// modulo p implies independent over Q: some minor is nonzero modulo p, hence nonzero.
std::vector<Eigen::Index> independent_rows_modulo(const ExactMatrix& a, mp_limb_t p) {
  nmod_mat_t reduced;
  nmod_mat_init(reduced, a.rows(), a.cols(), p);
  fmpz_mat_get_nmod_mat(reduced, a.raw());
  // P A = L U with L unit lower triangular: the first `rank` rows of P A are L_r U_r, L_r invertible.
  std::vector<slong> permutation(static_cast<std::size_t>(a.rows()));
  const slong rank = nmod_mat_lu(permutation.data(), reduced, 0);
  nmod_mat_clear(reduced);
  std::vector<Eigen::Index> rows(permutation.begin(), permutation.begin() + rank);
  std::sort(rows.begin(), rows.end());
  return rows;
}

ExactMatrix rows_outside(const ExactMatrix& a, const std::vector<Eigen::Index>& indices) {
  std::vector<Eigen::Index> others;
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    if (!std::binary_search(indices.begin(), indices.end(), i)) others.push_back(i);
  }
  return select_rows(a, others);
}

mp_limb_t first_prime() {
  return n_nextprime(UWORD(1) << 61, 0);
}

/// False: y surely has a row outside the span. True: probably not. The power of two that stands before the
/// integers of a row does not change any rank.
bool may_lie_in_span(const ExactMatrix& y, const RowBasis& basis) {
  ExactMatrix stacked(basis.rank() + y.rows(), y.cols());
  fmpz_mat_concat_vertical(stacked.raw(), basis.rows.raw(), y.raw());
  return static_cast<Eigen::Index>(independent_rows_modulo(stacked, first_prime()).size()) == basis.rank();
}

}  // namespace

RowBasis find_row_basis(const ExactMatrix& a) {
  if (a.rows() == 0 || a.cols() == 0) return RowBasis{{}, ExactMatrix(0, a.cols()), ExactMatrix(0, 0)};
  // The rank modulo p is at most the rank, and equal unless p divides every nonzero minor of that size; only
  // finitely many primes do, so the loop ends. A basis is returned only when it is proved to span: either it
  // has the largest size there is, or the other rows have distance exactly 0 from it.
  for (mp_limb_t p = first_prime();; p = n_nextprime(p, 0)) {
    RowBasis basis;
    basis.indices = independent_rows_modulo(a, p);
    basis.rows = select_rows(a, basis.indices);
    basis.gram = basis.rows * transpose(basis.rows);
    if (basis.rank() == std::min(a.rows(), a.cols())) return basis;
    if (sign(squared_distance(rows_outside(a, basis.indices), basis)) == 0) return basis;
  }
}

ExactNumber squared_distance(const ExactMatrix& y, const RowBasis& basis) {
  if (y.cols() != basis.rows.cols()) throw InternalError("squared_distance: row lengths differ");
  ExactNumber total = frobenius_squared(y);
  if (basis.rank() == 0) return total;
  if (basis.rank() == y.cols()) return ExactNumber{};
  // The projection on the row space is Π = A_Jᵀ K⁻¹ A_J, so ‖yΠ‖_F² = tr(H K⁻¹ Hᵀ) with H = y A_Jᵀ, and
  // ‖y(I − Π)‖_F² = ‖y‖_F² − ‖yΠ‖_F².
  const ExactMatrix h = y * transpose(basis.rows);
  ExactQuotient inside = solve(basis.gram, transpose(h));
  inside.numerator = h * inside.numerator;
  return total - trace(inside);
}

Interval enclose_squared_distance(const ExactMatrix& y, const RowBasis& basis, unsigned digits) {
  if (y.cols() != basis.rows.cols()) throw InternalError("enclose_squared_distance: row lengths differ");
  if (basis.rank() == 0 || may_lie_in_span(y, basis)) return enclose(squared_distance(y, basis));
  // Surely > 0 from here on, so a relative width can be asked for. det K times the squared distance is a
  // positive integer in units of the data, which is what makes the goal reachable.
  const ExactNumber total = frobenius_squared(y);
  const auto distance = [&](const QuadraticForm& inside) {
    return enclose(total - trace(inside.centre)) - inside.excess;
  };
  const ExactMatrix h_transposed = basis.rows * transpose(y);
  const QuadraticForm inside = enclose_quadratic_form(
      basis.gram, h_transposed, digits,
      [&](const QuadraticForm& form) { return has_relative_accuracy(distance(form), digits + 1); });
  return distance(inside);
}

}  // namespace plumbline
