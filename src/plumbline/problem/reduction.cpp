#include "plumbline/problem/reduction.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plumbline/numeric/eigen_enclosure.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/exact_matrix.hpp"
#include "plumbline/problem/reduction_error.hpp"

namespace plumbline {
namespace {

/// Certified relative accuracy of λ_r: with eigenvectors V of the Gram matrix G to this accuracy, both
/// singular bases are orthonormal, and P S Qᵀ equals X, far below one rounding to double.
constexpr unsigned kDigits = 40;

RealVector singular_values(const EigenEnclosure& spectrum) {
  RealVector s(static_cast<Eigen::Index>(spectrum.values.size()));
  for (Eigen::Index i = 0; i < s.size(); ++i) {
    const Interval& value = spectrum.values[static_cast<std::size_t>(i)];
    s(i) = sqrt(Real((lower(value) + upper(value)) / 2));
  }
  return s;
}

/// Makes the sign of a singular pair a function of the data: the first entry of p whose magnitude is
/// largest, up to entries equal in exact arithmetic, becomes positive.
/// Returns the sign that was applied.
int fix_sign(RealVector& p, RealVector& y_q) {
  const Real threshold = p.cwiseAbs().maxCoeff() * Real(1 - 1e-12);
  Eigen::Index i = 0;
  while (abs(p(i)) < threshold) ++i;
  if (p(i) > 0) return 1;
  p = -p;
  y_q = -y_q;
  return -1;
}

/// Whether all columns are coordinate axes up to sign.
bool are_axes(const Eigen::MatrixXd& vectors) {
  const Eigen::ArrayXXd size = vectors.array().abs();
  return ((size == 0.0) || (size == 1.0)).all() && (size.colwise().sum() == 1.0).all();
}

/// Whether a has no entries but where `pattern` has some. @param a of the shape of `pattern`.
bool vanishes_outside(const ExactMatrix& a, const Eigen::MatrixXd& pattern) {
  for (Eigen::Index i = 0; i < pattern.rows(); ++i) {
    for (Eigen::Index j = 0; j < pattern.cols(); ++j) {
      if (pattern(i, j) == 0.0 && fmpz_is_zero(a.raw(i, j)) == 0) return false;
    }
  }
  return true;
}

/// Where the singular vectors are exactly coordinate axes, decided on the exact data, takes them so: then Z =
/// G V Λ⁻¹ and X V S⁻¹ are V and P up to positive factors of their columns, whose polar factors are the axes
/// themselves (problem/reduction_error.cpp). @param vectors of the Gram side; its signs fit reduced.basis.
void take_exact_axes(ReducedProblem& reduced, const ExactMatrix& x, RealMatrix& vectors) {
  const Eigen::MatrixXd rounded = vectors.cast<double>();
  if (!are_axes(rounded) || !are_axes(reduced.basis)) return;
  const ExactMatrix axes(rounded);
  const bool vectors_are_left = x.rows() <= x.cols();
  if (!vanishes_outside(smaller_gram(x) * axes, rounded)) return;
  if (!vectors_are_left && !vanishes_outside(x * axes, reduced.basis)) return;
  vectors = rounded.cast<Real>();
  reduced.exact_axes = true;
}

}  // namespace

ReducedProblem reduce_problem(const Problem& problem, Eigen::Index rank) {
  if (rank < 1 || rank > std::min(problem.X.rows(), problem.X.cols())) {
    throw InternalError(fmt::format("reduce_problem: rank {} is impossible", rank));
  }
  const ExactMatrix x(problem.X);
  const ExactMatrix y(problem.Y);
  const EigenEnclosure spectrum = enclose_eigenvalues(smaller_gram(x), rank, kDigits);
  const bool vectors_are_left = x.rows() <= x.cols();

  const PrecisionScope scope(spectrum.digits_used);
  const RealVector s = singular_values(spectrum);
  // The other side of each singular pair: q = Xᵀp/σ, so Yq = (Y Xᵀ)p/σ, or p = Xq/σ.
  const RealMatrix other_side = approx(vectors_are_left ? y * transpose(x) : x);
  const RealMatrix targets = approx(vectors_are_left ? ExactMatrix() : y);
  ReducedProblem reduced{x.rows(), y.rows(), rank, {}, {}, {}};
  reduced.singular_values = s.cast<double>();
  reduced.targets.resize(y.rows(), rank);
  reduced.basis.resize(x.rows(), rank);
  RealMatrix vectors = spectrum.vectors.leftCols(rank);
  for (Eigen::Index i = 0; i < rank; ++i) {
    const RealVector v = vectors.col(i);
    const RealVector w = other_side * v / s(i);
    RealVector p = vectors_are_left ? v : w;
    RealVector y_q = vectors_are_left ? w : RealVector(targets * v);
    vectors.col(i) *= Real(fix_sign(p, y_q));
    reduced.basis.col(i) = p.cast<double>();
    reduced.targets.col(i) = y_q.cast<double>();
  }
  take_exact_axes(reduced, x, vectors);
  bound_reduction_error(reduced, x, y, vectors);
  return reduced;
}

}  // namespace plumbline
