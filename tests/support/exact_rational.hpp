// Rational arithmetic by Boost.Multiprecision alone: the independent truth that enclosures are held against.
#pragma once

#include <Eigen/Core>
#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <vector>

#include "plumbline/numeric/interval.hpp"

namespace plumbline::test {

using Rational = boost::multiprecision::cpp_rational;

inline Rational power_of_two(std::int64_t exponent) {
  const boost::multiprecision::cpp_int one(1);
  return exponent >= 0 ? Rational(one << static_cast<unsigned>(exponent))
                       : Rational(one, one << static_cast<unsigned>(-exponent));
}

/// Exactly the finite number x.
inline Rational to_rational(const Real& x) {
  if (mpfr_number_p(x.backend().data()) == 0) throw std::invalid_argument("to_rational: not finite");
  if (x == 0) return Rational(0);
  mpz_t mantissa;
  mpz_init(mantissa);
  const std::int64_t exponent = mpfr_get_z_2exp(mantissa, x.backend().data());
  char* digits = mpz_get_str(nullptr, 16, mantissa);
  const bool negative = digits[0] == '-';
  boost::multiprecision::cpp_int integer(std::string("0x") + (digits + (negative ? 1 : 0)));
  if (negative) integer = -integer;
  std::free(digits);
  mpz_clear(mantissa);
  return Rational(integer) * power_of_two(exponent);
}

inline Rational to_rational(double x) {
  int exponent = 0;
  const double mantissa = std::frexp(x, &exponent);
  return Rational(static_cast<std::int64_t>(std::ldexp(mantissa, 53))) * power_of_two(exponent - 53);
}

inline bool contains(const Interval& a, const Rational& x) {
  return is_finite(a) && to_rational(lower(a)) <= x && x <= to_rational(upper(a));
}

/// A dense matrix of rationals, only as much of it as the tests need.
class RationalMatrix {
 public:
  RationalMatrix(std::size_t rows, std::size_t cols) : rows_(rows), cols_(cols), entries_(rows * cols) {}
  explicit RationalMatrix(const Eigen::MatrixXd& a)
      : RationalMatrix(static_cast<std::size_t>(a.rows()), static_cast<std::size_t>(a.cols())) {
    for (std::size_t i = 0; i < rows_; ++i) {
      for (std::size_t j = 0; j < cols_; ++j) {
        (*this)(i, j) = to_rational(a(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)));
      }
    }
  }
  static RationalMatrix identity(std::size_t size) {
    RationalMatrix one(size, size);
    for (std::size_t i = 0; i < size; ++i) one(i, i) = 1;
    return one;
  }

  std::size_t rows() const { return rows_; }
  std::size_t cols() const { return cols_; }
  Rational& operator()(std::size_t i, std::size_t j) { return entries_[i * cols_ + j]; }
  const Rational& operator()(std::size_t i, std::size_t j) const { return entries_[i * cols_ + j]; }
  friend bool operator==(const RationalMatrix&, const RationalMatrix&) = default;

 private:
  std::size_t rows_;
  std::size_t cols_;
  std::vector<Rational> entries_;
};

inline RationalMatrix operator*(const RationalMatrix& a, const RationalMatrix& b) {
  RationalMatrix c(a.rows(), b.cols());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < b.cols(); ++j) {
      for (std::size_t k = 0; k < a.cols(); ++k) c(i, j) += a(i, k) * b(k, j);
    }
  }
  return c;
}

inline RationalMatrix operator-(const RationalMatrix& a, const RationalMatrix& b) {
  RationalMatrix c = a;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.cols(); ++j) c(i, j) -= b(i, j);
  }
  return c;
}

inline RationalMatrix transpose(const RationalMatrix& a) {
  RationalMatrix t(a.cols(), a.rows());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.cols(); ++j) t(j, i) = a(i, j);
  }
  return t;
}

inline Rational frobenius_squared(const RationalMatrix& a) {
  Rational sum = 0;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < a.cols(); ++j) sum += a(i, j) * a(i, j);
  }
  return sum;
}

/// Reduced row echelon form in place; returns the pivot columns.
inline std::vector<std::size_t> row_reduce(RationalMatrix& a) {
  std::vector<std::size_t> pivots;
  for (std::size_t column = 0; column < a.cols() && pivots.size() < a.rows(); ++column) {
    const std::size_t top = pivots.size();
    std::size_t row = top;
    while (row < a.rows() && a(row, column) == 0) ++row;
    if (row == a.rows()) continue;
    for (std::size_t j = 0; j < a.cols(); ++j) std::swap(a(row, j), a(top, j));
    const Rational pivot = a(top, column);
    for (std::size_t j = 0; j < a.cols(); ++j) a(top, j) /= pivot;
    for (std::size_t i = 0; i < a.rows(); ++i) {
      if (i == top || a(i, column) == 0) continue;
      const Rational factor = a(i, column);
      for (std::size_t j = 0; j < a.cols(); ++j) a(i, j) -= factor * a(top, j);
    }
    pivots.push_back(column);
  }
  return pivots;
}

inline std::size_t rank(RationalMatrix a) {
  return row_reduce(a).size();
}

inline RationalMatrix inverse(const RationalMatrix& a) {
  const std::size_t n = a.rows();
  RationalMatrix both(n, 2 * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) both(i, j) = a(i, j);
    both(i, n + i) = 1;
  }
  if (row_reduce(both).back() >= n) throw std::invalid_argument("inverse: singular");
  RationalMatrix result(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) result(i, j) = both(i, n + j);
  }
  return result;
}

/// Moore–Penrose inverse through a = F R, F the pivot columns of a and R the nonzero rows of its reduced
/// form.
inline RationalMatrix pseudo_inverse(const RationalMatrix& a) {
  RationalMatrix reduced = a;
  const auto pivots = row_reduce(reduced);
  if (pivots.empty()) return RationalMatrix(a.cols(), a.rows());
  RationalMatrix f(a.rows(), pivots.size());
  RationalMatrix r(pivots.size(), a.cols());
  for (std::size_t k = 0; k < pivots.size(); ++k) {
    for (std::size_t i = 0; i < a.rows(); ++i) f(i, k) = a(i, pivots[k]);
    for (std::size_t j = 0; j < a.cols(); ++j) r(k, j) = reduced(k, j);
  }
  return transpose(r) * inverse(r * transpose(r)) * inverse(transpose(f) * f) * transpose(f);
}

struct Inertia {
  std::size_t positive = 0;
  std::size_t zero = 0;
  std::size_t negative = 0;
};

/// Signs of the eigenvalues of the symmetric a, by congruences (Sylvester's law).
inline Inertia inertia(RationalMatrix a) {
  const std::size_t n = a.rows();
  Inertia result;
  const auto add_row_and_column = [&](std::size_t target, std::size_t source, const Rational& factor) {
    for (std::size_t j = 0; j < n; ++j) a(target, j) += factor * a(source, j);
    for (std::size_t j = 0; j < n; ++j) a(j, target) += factor * a(j, source);
  };
  for (std::size_t k = 0; k < n; ++k) {
    for (std::size_t i = k + 1; i < n && a(k, k) == 0; ++i) {
      if (a(k, i) == 0) continue;
      add_row_and_column(k, i, 1);
      if (a(k, k) == 0) add_row_and_column(k, i, 1);  // a_kk = 2a_ki + a_ii, then 4a_ki + 4a_ii: one is not 0
    }
    if (a(k, k) == 0) {
      ++result.zero;
      continue;
    }
    ++(a(k, k) > 0 ? result.positive : result.negative);
    for (std::size_t i = k + 1; i < n; ++i) {
      if (a(i, k) != 0) add_row_and_column(i, k, Rational(-a(i, k) / a(k, k)));
    }
  }
  return result;
}

/// Whether the index-th largest eigenvalue (from 0) of the symmetric a lies in [lo, hi], exactly.
inline bool eigenvalue_in(const RationalMatrix& a, std::size_t index, const Rational& lo,
                          const Rational& hi) {
  RationalMatrix above = a;
  RationalMatrix below = a;
  for (std::size_t i = 0; i < a.rows(); ++i) {
    above(i, i) -= hi;
    below(i, i) -= lo;
  }
  const Inertia at_lo = inertia(below);
  return inertia(above).positive <= index && at_lo.positive + at_lo.zero > index;
}

inline bool eigenvalue_in(const RationalMatrix& a, std::size_t index, const Interval& enclosure) {
  return is_finite(enclosure) &&
         eigenvalue_in(a, index, to_rational(lower(enclosure)), to_rational(upper(enclosure)));
}

/// Integers in [-largest, largest].
inline Eigen::MatrixXd random_integers(std::mt19937_64& engine, Eigen::Index rows, Eigen::Index cols,
                                       int largest) {
  std::uniform_int_distribution<int> draw(-largest, largest);
  Eigen::MatrixXd a(rows, cols);
  for (double& x : a.reshaped()) x = draw(engine);
  return a;
}

/// Doubles with full mantissas, exponents spread over ±spread.
inline Eigen::MatrixXd random_doubles(std::mt19937_64& engine, Eigen::Index rows, Eigen::Index cols,
                                      int spread) {
  std::uniform_real_distribution<double> mantissa(-1.0, 1.0);
  std::uniform_int_distribution<int> exponent(-spread, spread);
  Eigen::MatrixXd a(rows, cols);
  for (double& x : a.reshaped()) x = std::ldexp(mantissa(engine), exponent(engine));
  return a;
}

}  // namespace plumbline::test
