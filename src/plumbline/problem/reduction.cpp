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
  bound_reduction_error(reduced, x, y, vectors);
  return reduced;
}

}  // namespace plumbline
