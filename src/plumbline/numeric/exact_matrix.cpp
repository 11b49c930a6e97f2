#include "plumbline/numeric/exact_matrix.hpp"

#include <flint/fmpz_vec.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

/// x = mantissa · 2^exponent with an odd mantissa; {0, 0} for x = 0.
struct OddMantissa {
  slong mantissa = 0;
  slong exponent = 0;
};

OddMantissa decompose(double x) {
  if (!std::isfinite(x)) throw InternalError("ExactMatrix: an entry is not a finite number");
  if (x == 0.0) return {};
  int exponent = 0;
  // frexp gives |m| in [1/2, 1) with at most 53 significant bits, so m·2^53 is an integer; this holds for
  // subnormal x as well, whose m merely has fewer bits.
  auto mantissa = static_cast<slong>(std::ldexp(std::frexp(x, &exponent), 53));
  slong power = static_cast<slong>(exponent) - 53;
  while (mantissa % 2 == 0) {
    mantissa /= 2;
    ++power;
  }
  return {mantissa, power};
}

void require_square(const ExactMatrix& a, const char* what) {
  if (a.rows() != a.cols()) throw InternalError(std::string(what) + ": the matrix is not square");
}

/// Scales the number with the larger exponent so that both have the smaller one.
void align(BigInteger& a, slong& a_exponent, BigInteger& b, slong& b_exponent) {
  const slong common = std::min(a_exponent, b_exponent);
  fmpz_mul_2exp(a.raw(), a.raw(), static_cast<ulong>(a_exponent - common));
  fmpz_mul_2exp(b.raw(), b.raw(), static_cast<ulong>(b_exponent - common));
  a_exponent = b_exponent = common;
}

Interval enclose_integer(const fmpz* n) {
  Interval a;
  fmpz_get_mpfr(&a.backend().data()->left, n, MPFR_RNDD);
  fmpz_get_mpfr(&a.backend().data()->right, n, MPFR_RNDU);
  return a;
}

}  // namespace

ExactNumber operator-(const ExactNumber& a, const ExactNumber& b) {
  ExactNumber difference;
  BigInteger left;
  BigInteger right;
  fmpz_mul(left.raw(), a.numerator.raw(), b.denominator.raw());
  fmpz_mul(right.raw(), b.numerator.raw(), a.denominator.raw());
  slong left_exponent = a.exponent;
  slong right_exponent = b.exponent;
  align(left, left_exponent, right, right_exponent);
  fmpz_sub(difference.numerator.raw(), left.raw(), right.raw());
  fmpz_mul(difference.denominator.raw(), a.denominator.raw(), b.denominator.raw());
  difference.exponent = left_exponent;
  return difference;
}

int sign(const ExactNumber& a) {
  return fmpz_sgn(a.numerator.raw());
}

Interval enclose(const ExactNumber& a) {
  if (sign(a) == 0) return Interval(0);
  Interval quotient = enclose_integer(a.numerator.raw()) / enclose_integer(a.denominator.raw());
  mpfi_mul_2si(quotient.backend().data(), quotient.backend().data(), a.exponent);
  return quotient;
}

ExactMatrix::ExactMatrix(const Eigen::MatrixXd& doubles) : ExactMatrix(doubles.rows(), doubles.cols()) {
  slong smallest = std::numeric_limits<slong>::max();
  for (const double x : doubles.reshaped()) {
    if (const OddMantissa d = decompose(x); d.mantissa != 0) smallest = std::min(smallest, d.exponent);
  }
  if (smallest == std::numeric_limits<slong>::max()) return;  // the zero matrix
  exponent_ = smallest;
  for (Eigen::Index i = 0; i < rows(); ++i) {
    for (Eigen::Index j = 0; j < cols(); ++j) {
      const OddMantissa d = decompose(doubles(i, j));
      if (d.mantissa == 0) continue;
      fmpz_set_si(raw(i, j), d.mantissa);
      fmpz_mul_2exp(raw(i, j), raw(i, j), static_cast<ulong>(d.exponent - smallest));
    }
  }
}

ExactMatrix::ExactMatrix(const ExactMatrix& other) : exponent_(other.exponent_) {
  fmpz_mat_init_set(integers_, other.integers_);
}

void ExactMatrix::swap(ExactMatrix& other) noexcept {
  std::swap(*integers_, *other.integers_);
  std::swap(exponent_, other.exponent_);
}

ExactMatrix operator-(const ExactMatrix& a, const ExactMatrix& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols())
    throw InternalError("ExactMatrix difference: shapes differ");
  // The matrix with the larger exponent is scaled to the smaller one.
  const slong common = std::min(a.exponent(), b.exponent());
  ExactMatrix left(a);
  ExactMatrix right(b);
  fmpz_mat_scalar_mul_2exp(left.raw(), a.raw(), static_cast<ulong>(a.exponent() - common));
  fmpz_mat_scalar_mul_2exp(right.raw(), b.raw(), static_cast<ulong>(b.exponent() - common));
  fmpz_mat_sub(left.raw(), left.raw(), right.raw());
  left.set_exponent(common);
  return left;
}

ExactMatrix operator*(const ExactMatrix& a, const ExactMatrix& b) {
  if (a.cols() != b.rows()) throw InternalError("ExactMatrix product: inner dimensions differ");
  ExactMatrix product(a.rows(), b.cols());
  fmpz_mat_mul(product.raw(), a.raw(), b.raw());
  product.set_exponent(a.exponent() + b.exponent());
  return product;
}

ExactMatrix transpose(const ExactMatrix& a) {
  ExactMatrix t(a.cols(), a.rows());
  fmpz_mat_transpose(t.raw(), a.raw());
  t.set_exponent(a.exponent());
  return t;
}

ExactMatrix select_rows(const ExactMatrix& a, const std::vector<Eigen::Index>& rows) {
  ExactMatrix selected(static_cast<Eigen::Index>(rows.size()), a.cols());
  for (Eigen::Index i = 0; i < selected.rows(); ++i) {
    const Eigen::Index source = rows[static_cast<std::size_t>(i)];
    if (source < 0 || source >= a.rows()) throw InternalError("select_rows: no such row");
    for (Eigen::Index j = 0; j < a.cols(); ++j) fmpz_set(selected.raw(i, j), a.raw(source, j));
  }
  selected.set_exponent(a.exponent());
  return selected;
}

ExactMatrix identity(Eigen::Index size) {
  ExactMatrix one(size, size);
  fmpz_mat_one(one.raw());
  return one;
}

ExactMatrix smaller_gram(const ExactMatrix& a) {
  const ExactMatrix t = transpose(a);
  return a.rows() <= a.cols() ? a * t : t * a;
}

ExactNumber trace(const ExactMatrix& a) {
  require_square(a, "trace");
  ExactNumber sum;
  fmpz_mat_trace(sum.numerator.raw(), a.raw());
  sum.exponent = a.exponent();
  return sum;
}

ExactNumber frobenius_squared(const ExactMatrix& a) {
  ExactNumber sum;
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) fmpz_addmul(sum.numerator.raw(), a.raw(i, j), a.raw(i, j));
  }
  sum.exponent = 2 * a.exponent();
  return sum;
}

ExactQuotient solve(const ExactMatrix& a, const ExactMatrix& b) {
  require_square(a, "solve");
  if (a.rows() != b.rows()) throw InternalError("solve: the right-hand side has another number of rows");
  ExactQuotient x{ExactMatrix(a.cols(), b.cols()), BigInteger(1)};
  if (fmpz_mat_solve(x.numerator.raw(), x.denominator.raw(), a.raw(), b.raw()) == 0) {
    throw InternalError("solve: the matrix is singular");
  }
  if (fmpz_sgn(x.denominator.raw()) < 0) {
    fmpz_neg(x.denominator.raw(), x.denominator.raw());
    fmpz_mat_neg(x.numerator.raw(), x.numerator.raw());
  }
  // (A 2^p)⁻¹ (B 2^q) = A⁻¹B · 2^(q-p)
  x.numerator.set_exponent(b.exponent() - a.exponent());
  return x;
}

ExactNumber trace(const ExactQuotient& a) {
  ExactNumber sum = trace(a.numerator);
  sum.denominator = a.denominator;
  return sum;
}

RealMatrix approx(const ExactMatrix& a) {
  RealMatrix result(a.rows(), a.cols());
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) {
      mpfr_ptr x = result(i, j).backend().data();
      fmpz_get_mpfr(x, a.raw(i, j), MPFR_RNDN);
      mpfr_mul_2si(x, x, a.exponent(), MPFR_RNDN);
    }
  }
  return result;
}

std::optional<ExactMatrix> round_to_exact(const RealMatrix& a) {
  mpfr_exp_t largest = mpfr_get_emin();
  for (const Real& entry : a.reshaped()) {
    mpfr_srcptr x = entry.backend().data();
    if (mpfr_number_p(x) == 0) return std::nullopt;
    if (mpfr_zero_p(x) == 0) largest = std::max(largest, mpfr_get_exp(x));
  }
  ExactMatrix rounded(a.rows(), a.cols());
  if (largest == mpfr_get_emin()) return rounded;  // the zero matrix
  const slong unit = largest - mpfr_get_prec(Real().backend().data());
  Real scaled;
  mpz_t integer;
  mpz_init(integer);
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) {
      mpfr_mul_2si(scaled.backend().data(), a(i, j).backend().data(), -unit, MPFR_RNDN);
      mpfr_get_z(integer, scaled.backend().data(), MPFR_RNDN);
      fmpz_set_mpz(rounded.raw(i, j), integer);
    }
  }
  mpz_clear(integer);
  rounded.set_exponent(unit);
  return rounded;
}

Eigen::MatrixXd approx_scaled(const ExactMatrix& a) {
  const slong bits = std::abs(fmpz_mat_max_bits(a.raw()));
  Eigen::MatrixXd result(a.rows(), a.cols());
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) {
      slong power = 0;
      const double mantissa = fmpz_get_d_2exp(&power, a.raw(i, j));
      const slong shift = std::max<slong>(power - bits, -2000);  // 2^-2000 is 0 in double
      result(i, j) = std::ldexp(mantissa, static_cast<int>(shift));
    }
  }
  return result;
}

}  // namespace plumbline
