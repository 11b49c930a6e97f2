// Exact linear algebra over the rationals, on FLINT: matrices of integers times one common power of two.
// Every finite double is such a number, so nothing here ever rounds; only enclose() and approx() do, and
// they say so.
#pragma once

#include <flint/fmpz.h>
#include <flint/fmpz_mat.h>

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "plumbline/numeric/eigen_support.hpp"
#include "plumbline/numeric/interval.hpp"

namespace plumbline {

/// One FLINT integer.
class BigInteger {
 public:
  BigInteger() { fmpz_init(value_); }
  explicit BigInteger(slong value) { fmpz_init_set_si(value_, value); }
  ~BigInteger() { fmpz_clear(value_); }
  BigInteger(const BigInteger& other) { fmpz_init_set(value_, other.value_); }
  BigInteger(BigInteger&& other) noexcept : BigInteger() { fmpz_swap(value_, other.value_); }
  BigInteger& operator=(BigInteger other) noexcept {
    fmpz_swap(value_, other.value_);
    return *this;
  }

  fmpz* raw() { return value_; }
  const fmpz* raw() const { return value_; }

 private:
  fmpz_t value_;
};

/// The rational number numerator/denominator · 2^exponent, denominator > 0 (not reduced).
struct ExactNumber {
  BigInteger numerator;
  BigInteger denominator{1};
  slong exponent = 0;
};

ExactNumber operator-(const ExactNumber& a, const ExactNumber& b);
/// -1, 0 or 1.
int sign(const ExactNumber& a);
/// Encloses a at the working precision; an exact 0 gives the point 0.
Interval enclose(const ExactNumber& a);

/// A rows × cols matrix with entries integer · 2^exponent.
class ExactMatrix {
 public:
  ExactMatrix() : ExactMatrix(0, 0) {}
  /// The zero matrix.
  ExactMatrix(Eigen::Index rows, Eigen::Index cols) { fmpz_mat_init(integers_, rows, cols); }
  /// The doubles as they are (subnormals too). @throws InternalError if an entry is not finite.
  explicit ExactMatrix(const Eigen::MatrixXd& doubles);
  ~ExactMatrix() { fmpz_mat_clear(integers_); }
  ExactMatrix(const ExactMatrix& other);
  ExactMatrix(ExactMatrix&& other) noexcept : ExactMatrix() { swap(other); }
  ExactMatrix& operator=(ExactMatrix other) noexcept {
    swap(other);
    return *this;
  }

  Eigen::Index rows() const { return fmpz_mat_nrows(integers_); }
  Eigen::Index cols() const { return fmpz_mat_ncols(integers_); }
  slong exponent() const { return exponent_; }
  void set_exponent(slong exponent) { exponent_ = exponent; }
  /// The integers, without the power of two.
  fmpz_mat_struct* raw() { return integers_; }
  const fmpz_mat_struct* raw() const { return integers_; }
  const fmpz* raw(Eigen::Index row, Eigen::Index col) const { return fmpz_mat_entry(integers_, row, col); }
  fmpz* raw(Eigen::Index row, Eigen::Index col) { return fmpz_mat_entry(integers_, row, col); }

 private:
  void swap(ExactMatrix& other) noexcept;

  fmpz_mat_t integers_;
  slong exponent_ = 0;
};

ExactMatrix operator-(const ExactMatrix& a, const ExactMatrix& b);
ExactMatrix operator*(const ExactMatrix& a, const ExactMatrix& b);
ExactMatrix transpose(const ExactMatrix& a);
ExactMatrix select_rows(const ExactMatrix& a, const std::vector<Eigen::Index>& rows);
ExactMatrix identity(Eigen::Index size);
/// The Gram matrix of the shorter side: a aᵀ if a has at most as many rows as columns, else aᵀ a. Its nonzero
/// eigenvalues are the squares of the nonzero singular values of a.
ExactMatrix smaller_gram(const ExactMatrix& a);
ExactNumber trace(const ExactMatrix& a);
/// ‖a‖_F².
ExactNumber frobenius_squared(const ExactMatrix& a);

/// The rational matrix numerator/denominator, denominator > 0.
struct ExactQuotient {
  ExactMatrix numerator;
  BigInteger denominator{1};
};

/// a⁻¹ b exactly. @throws InternalError if a is singular.
ExactQuotient solve(const ExactMatrix& a, const ExactMatrix& b);
ExactNumber trace(const ExactQuotient& a);

/// The entries, each rounded once to nearest at the working precision.
RealMatrix approx(const ExactMatrix& a);
/// The entries rounded to nearest multiples of 2^(e - precision), 2^e just above the largest of them; exact
/// from there on. Nothing when an entry is not finite.
std::optional<ExactMatrix> round_to_exact(const RealMatrix& a);
/// Doubles near a · 2^s, with s chosen so that the largest entry has magnitude in [1/2, 1]; tiny entries
/// become 0.
Eigen::MatrixXd approx_scaled(const ExactMatrix& a);

}  // namespace plumbline
