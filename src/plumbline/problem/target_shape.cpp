#include "plumbline/problem/target_shape.hpp"

#include "plumbline/numeric/eigen_enclosure.hpp"

namespace plumbline {
namespace {

/// (a + aᵀ), for square a.
ExactMatrix twice_symmetric_part(const ExactMatrix& a) {
  return a - (ExactMatrix(a.rows(), a.cols()) - transpose(a));
}

}  // namespace

TargetShape target_shape(const ExactMatrix& x, const ExactMatrix& y, const RowBasis& basis) {
  TargetShape shape{indeterminate(), indeterminate()};
  if (x.rows() != y.rows() || x.rows() > kMaxTargetShape) return shape;
  const ExactMatrix c = x * transpose(basis.rows);
  const ExactQuotient inverse = solve(transpose(c) * c, transpose(c));
  const ExactMatrix minimiser = y * transpose(basis.rows) * inverse.numerator;
  const Interval denominator = enclose({inverse.denominator, BigInteger(1), 0});
  shape.skew = sqrt_of(enclose(frobenius_squared(minimiser - transpose(minimiser)))) / denominator;
  const ExactMatrix doubled = twice_symmetric_part(minimiser);
  const auto values = certify_eigenvalues(doubled, approx_eigenvectors(doubled), doubled.rows());
  if (values) shape.lambda_min = values->back() / (Interval(2) * denominator);
  return shape;
}

}  // namespace plumbline
