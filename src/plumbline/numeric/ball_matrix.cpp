#include "plumbline/numeric/ball_matrix.hpp"

#include <cmath>
#include <limits>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/norm_bounds.hpp"

namespace plumbline {
namespace {

constexpr int kMostIterations = 100;

void require(bool fits, const char* what) {
  if (!fits) throw InternalError(what);
}

}  // namespace

BallMatrix::BallMatrix(const Eigen::MatrixXd& doubles) : BallMatrix(doubles.rows(), doubles.cols()) {
  require(doubles.allFinite(), "BallMatrix: an entry is not finite");
  for (Eigen::Index i = 0; i < rows(); ++i) {
    for (Eigen::Index j = 0; j < cols(); ++j) arb_set_d(at(i, j), doubles(i, j));
  }
}

BallMatrix::BallMatrix(const ExactMatrix& exact) : BallMatrix(exact.rows(), exact.cols()) {
  const slong bits = working_bits();
  for (Eigen::Index i = 0; i < rows(); ++i) {
    for (Eigen::Index j = 0; j < cols(); ++j) {
      arb_set_fmpz(at(i, j), exact.raw(i, j));
      arb_mul_2exp_si(at(i, j), at(i, j), exact.exponent());
      arb_set_round(at(i, j), at(i, j), bits);
    }
  }
}

BallMatrix::BallMatrix(const BallMatrix& other) : BallMatrix(other.rows(), other.cols()) {
  arb_mat_set(entries_, other.entries_);
}

BallMatrix operator*(const BallMatrix& a, const BallMatrix& b) {
  require(a.cols() == b.rows(), "BallMatrix product: shapes");
  BallMatrix c(a.rows(), b.cols());
  arb_mat_mul(c.raw(), a.raw(), b.raw(), working_bits());
  return c;
}

BallMatrix operator+(const BallMatrix& a, const BallMatrix& b) {
  require(a.rows() == b.rows() && a.cols() == b.cols(), "BallMatrix sum: shapes");
  BallMatrix c(a.rows(), a.cols());
  arb_mat_add(c.raw(), a.raw(), b.raw(), working_bits());
  return c;
}

BallMatrix operator-(const BallMatrix& a, const BallMatrix& b) {
  require(a.rows() == b.rows() && a.cols() == b.cols(), "BallMatrix difference: shapes");
  BallMatrix c(a.rows(), a.cols());
  arb_mat_sub(c.raw(), a.raw(), b.raw(), working_bits());
  return c;
}

BallMatrix operator*(const Ball& factor, const BallMatrix& a) {
  BallMatrix c(a.rows(), a.cols());
  arb_mat_scalar_mul_arb(c.raw(), a.raw(), factor.raw(), working_bits());
  return c;
}

BallMatrix transpose(const BallMatrix& a) {
  BallMatrix c(a.cols(), a.rows());
  arb_mat_transpose(c.raw(), a.raw());
  return c;
}

BallMatrix ball_identity(Eigen::Index size) {
  BallMatrix c(size, size);
  arb_mat_one(c.raw());
  return c;
}

BallMatrix beside(const BallMatrix& a, const BallMatrix& b) {
  require(a.rows() == b.rows(), "BallMatrix beside: shapes");
  BallMatrix c(a.rows(), a.cols() + b.cols());
  for (Eigen::Index i = 0; i < c.rows(); ++i) {
    for (Eigen::Index j = 0; j < c.cols(); ++j) {
      arb_set(c.at(i, j), j < a.cols() ? a.at(i, j) : b.at(i, j - a.cols()));
    }
  }
  return c;
}

BallMatrix left_columns(const BallMatrix& a, Eigen::Index count) {
  require(count <= a.cols(), "BallMatrix left_columns: shapes");
  BallMatrix c(a.rows(), count);
  for (Eigen::Index i = 0; i < c.rows(); ++i) {
    for (Eigen::Index j = 0; j < count; ++j) arb_set(c.at(i, j), a.at(i, j));
  }
  return c;
}

std::optional<BallMatrix> inverse(const BallMatrix& a) {
  require(a.rows() == a.cols(), "BallMatrix inverse: shapes");
  BallMatrix c(a.rows(), a.cols());
  if (arb_mat_inv(c.raw(), a.raw(), working_bits()) == 0) return std::nullopt;
  return c;
}

// An approximate root T by the iteration of Denman and Beavers (Higham 2008, §6.3), made exactly symmetric,
// then certified whatever its quality: with D = A^{½} − T, A − T² = D A^{½} + T D, and this Sylvester
// operator is at least λ_min(T) (A^{½} and T being positive definite), so ‖D‖_F ≤ ‖A − T²‖_F/λ_min(T).
std::optional<BallMatrix> positive_root(const BallMatrix& a) {
  require(a.rows() == a.cols(), "BallMatrix root: shapes");
  BallMatrix factor(a.rows(), a.cols());
  if (arb_mat_cho(factor.raw(), a.raw(), working_bits()) == 0)
    return std::nullopt;  // proves a positive definite
  Ball half;
  arb_set_d(half.raw(), 0.5);
  BallMatrix y = a;
  BallMatrix z = ball_identity(a.rows());
  double before = std::numeric_limits<double>::infinity();
  for (int i = 0; i < kMostIterations; ++i) {
    arb_mat_get_mid(y.raw(), y.raw());
    arb_mat_get_mid(z.raw(), z.raw());
    const auto inverse_y = inverse(y);
    const auto inverse_z = inverse(z);
    if (!inverse_y || !inverse_z) return std::nullopt;
    const BallMatrix next = half * (y + *inverse_z);
    const double change = upper_double(frobenius(next - y));
    z = half * (z + *inverse_y);
    y = next;
    if (change < 1e-3 && !(change < before / 2)) break;  // quadratic until the digits are spent
    before = change;
  }
  BallMatrix root = half * (y + transpose(y));
  arb_mat_get_mid(root.raw(), root.raw());
  const NearbyDoubles near = nearby_doubles(root);
  const double smallest =
      lower_difference(certified_singular_bounds(near.matrix).min_lower, near.distance);  // T > 0: λ_min
  if (arb_mat_cho(factor.raw(), root.raw(), working_bits()) == 0 || !(smallest > 0.0)) return std::nullopt;
  const Interval error = frobenius(a - root * root) / Interval(Real(smallest));
  mag_t radius;
  mag_init(radius);
  arf_get_mag(radius, arb_midref(Ball(upper(error)).raw()));
  for (Eigen::Index i = 0; i < root.rows(); ++i) {
    for (Eigen::Index j = 0; j < root.cols(); ++j) arb_add_error_mag(root.at(i, j), radius);
  }
  mag_clear(radius);
  return root;
}

// (I + E)^p = Σ_{n<N} C(p, n) Eⁿ + rest. For p = ±½ all |C(p, n)| ≤ 1, so ‖rest‖ ≤ ‖E‖^N/(1 − ‖E‖) ≤ 2‖E‖^N.
std::optional<BallMatrix> root_near_identity(const BallMatrix& e, int power_times_two) {
  require(e.rows() == e.cols(), "BallMatrix root: shapes");
  const double norm = upper_double(frobenius(e));
  if (!(norm < 0.5)) return std::nullopt;
  const slong bits = working_bits();
  const double gained = norm > 0.0 ? -std::log2(norm) : static_cast<double>(bits);
  const int terms = static_cast<int>(static_cast<double>(bits) / gained) + 2;
  BallMatrix sum = ball_identity(e.rows());
  BallMatrix power = sum;
  Ball coefficient;
  arb_one(coefficient.raw());
  for (slong n = 1; n < terms; ++n) {  // C(p, n) = C(p, n−1)·(p − n + 1)/n = C(p, n−1)·(2p − 2n + 2)/(2n)
    power = power * e;
    arb_mul_si(coefficient.raw(), coefficient.raw(), power_times_two - 2 * n + 2, bits);
    arb_div_si(coefficient.raw(), coefficient.raw(), 2 * n, bits);
    sum = sum + coefficient * power;
  }
  mag_t rest;
  mag_init(rest);
  mag_set_d(rest, norm);
  mag_pow_ui(rest, rest, static_cast<ulong>(terms));
  mag_mul_2exp_si(rest, rest, 1);
  for (Eigen::Index i = 0; i < sum.rows(); ++i) {
    for (Eigen::Index j = 0; j < sum.cols(); ++j) arb_add_error_mag(sum.at(i, j), rest);
  }
  mag_clear(rest);
  return sum;
}

Interval frobenius(const BallMatrix& a) {
  Ball norm;
  arb_mat_frobenius_norm(norm.raw(), a.raw(), working_bits());
  return max_of(enclose(norm), Interval(0));
}

NearbyDoubles nearby_doubles(const BallMatrix& a) {
  NearbyDoubles result{Eigen::MatrixXd::Zero(a.rows(), a.cols()), Upper::infinite()};
  if (!a.is_finite()) return result;
  BallMatrix rest = a;
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) {
      const double nearest = arf_get_d(arb_midref(a.at(i, j)), ARF_RND_NEAR);
      if (!std::isfinite(nearest)) return result;
      result.matrix(i, j) = nearest;
      Ball centre;
      arb_set_d(centre.raw(), nearest);
      arb_sub(rest.at(i, j), rest.at(i, j), centre.raw(), 64);
    }
  }
  result.distance = Upper(upper_double(frobenius(rest)));
  return result;
}

}  // namespace plumbline
