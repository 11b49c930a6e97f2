#include "plumbline/certificate/check_convergence_norms.hpp"
#include "plumbline/numeric/dense_spectrum.hpp"

#include <algorithm>
#include <utility>

namespace plumbline::convergence_checker {
namespace {

BallMatrix smaller_gram(const BallMatrix& a) {
  return a.rows() <= a.cols() ? a * transpose(a) : transpose(a) * a;
}

bool is_definite(const BallMatrix& a) {
  BallMatrix factor;
  return cholesky(factor, a);
}

/// The midpoints in units of 2^exponent, the largest of them at most 1.
Eigen::MatrixXd approx_midpoints(const BallMatrix& a, slong& exponent) {
  fmpz_t top, e;
  fmpz_init(top);
  fmpz_init(e);
  bool any = false;
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) {
      const arf_struct* mid = arb_midref(a.at(i, j));
      if (arf_is_special(mid) != 0) continue;
      arf_abs_bound_lt_2exp_fmpz(e, mid);
      if (!any || fmpz_cmp(e, top) > 0) fmpz_set(top, e);
      any = true;
    }
  }
  exponent = fmpz_get_si(top);
  Eigen::MatrixXd doubles(a.rows(), a.cols());
  arf_t scaled;
  arf_init(scaled);
  fmpz_neg(top, top);
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) {
      arf_mul_2exp_fmpz(scaled, arb_midref(a.at(i, j)), top);
      doubles(i, j) = arf_get_d(scaled, ARF_RND_NEAR);
    }
  }
  arf_clear(scaled);
  fmpz_clear(top);
  fmpz_clear(e);
  return doubles;
}

}  // namespace

Ball ball_of(const Interval& a) {
  Ball ball;
  arb_set_interval_mpfr(ball.raw(), &a.backend().data()->left, &a.backend().data()->right, working_bits());
  return ball;
}

BallMatrix balls_of(const RealMatrix& reals) {
  BallMatrix balls(reals.rows(), reals.cols());
  for (Eigen::Index i = 0; i < reals.rows(); ++i) {
    for (Eigen::Index j = 0; j < reals.cols(); ++j) arb_set(balls.at(i, j), Ball(reals(i, j)).raw());
  }
  return balls;
}

BallMatrix scale_columns(BallMatrix a, const std::vector<Interval>& factors) {
  for (Eigen::Index j = 0; j < a.cols(); ++j) {
    const Ball factor = ball_of(factors[static_cast<std::size_t>(j)]);
    for (Eigen::Index i = 0; i < a.rows(); ++i) {
      arb_mul(a.at(i, j), a.at(i, j), factor.raw(), working_bits());
    }
  }
  return a;
}

BallMatrix divide_columns(BallMatrix a, const std::vector<Interval>& factors) {
  for (Eigen::Index j = 0; j < a.cols(); ++j) {
    const Ball factor = ball_of(factors[static_cast<std::size_t>(j)]);
    for (Eigen::Index i = 0; i < a.rows(); ++i) {
      arb_div(a.at(i, j), a.at(i, j), factor.raw(), working_bits());
    }
  }
  return a;
}

BallMatrix widened(BallMatrix a, const Interval& radius) {
  const Ball ball = ball_of(hull(-radius, radius));
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) {
      arb_add(a.at(i, j), a.at(i, j), ball.raw(), working_bits());
    }
  }
  return a;
}

BallMatrix midpoints(const BallMatrix& a) {
  BallMatrix mid(a.rows(), a.cols());
  arb_mat_get_mid(mid.raw(), a.raw());
  return mid;
}

Interval radius_norm(const BallMatrix& a) {
  // Σ rad² with 30-bit magnitudes, each operation rounded up.
  mag_t sum;
  mag_init(sum);
  for (Eigen::Index i = 0; i < a.rows(); ++i) {
    for (Eigen::Index j = 0; j < a.cols(); ++j) {
      mag_addmul(sum, arb_radref(a.at(i, j)), arb_radref(a.at(i, j)));
    }
  }
  mag_sqrt(sum, sum);
  Ball norm;
  arf_set_mag(arb_midref(norm.raw()), sum);
  mag_clear(sum);
  return enclose(norm);
}

bool cholesky(BallMatrix& factor, const BallMatrix& a) {
  factor = BallMatrix(a.rows(), a.cols());
  return arb_mat_cho(factor.raw(), a.raw(), working_bits()) != 0;
}

bool norm_is_below(const BallMatrix& a, const Interval& bound) {
  if (less(frobenius(a), bound) == Truth::kTrue) return true;
  if (less(Interval(0), bound) != Truth::kTrue) return false;
  const BallMatrix gram = smaller_gram(a);
  return is_definite(ball_of(square(bound)) * ball_identity(gram.rows()) - gram);
}

bool singular_values_are_above(const BallMatrix& a, Side count, const Interval& bound) {
  if (less_equal(bound, Interval(0)) == Truth::kTrue) return true;
  const BallMatrix gram = count == Side::kRows ? a * transpose(a) : transpose(a) * a;
  return is_definite(gram - ball_of(square(bound)) * ball_identity(gram.rows()));
}

Interval norm_upper(const BallMatrix& a) {
  Interval largest = frobenius(a);
  if (!is_finite(largest)) return largest;
  slong exponent = 0;
  const Eigen::MatrixXd scaled = approx_midpoints(a, exponent);
  const double guess = approx_singular_values(scaled)(0);
  for (const double excess : {0x1p-44, 0x1p-40, 0x1p-34}) {
    Interval bound = exact(guess) * (Interval(1) + exact(excess));
    mpfi_mul_2si(bound.backend().data(), bound.backend().data(), exponent);
    if (less_equal(largest, bound) == Truth::kTrue) return largest;
    if (norm_is_below(a, bound)) return min_of(bound, largest);
  }
  return largest;
}

Interval norm_upper_by_powers(const BallMatrix& a) {
  const BallMatrix gram = smaller_gram(a);
  const BallMatrix gram_squared = gram * gram;
  const Interval root = sqrt_of(sqrt_of(sqrt_of(frobenius(gram_squared * gram_squared))));
  return min_of(root, frobenius(a));
}

}  // namespace plumbline::convergence_checker
