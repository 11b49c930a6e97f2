#include "plumbline/numeric/norm_bounds.hpp"

#include <algorithm>
#include <cmath>

#include "plumbline/numeric/dense_spectrum.hpp"

namespace plumbline {
namespace {

double next_down(double x) {
  return std::nextafter(x, -std::numeric_limits<double>::infinity());
}

/// A/2^e with the largest entry in [1, 2); division by a power of two is exact except where it underflows,
/// which changes an entry by at most 2^-1074 (absolute, after scaling).
struct Scaled {
  Eigen::MatrixXd matrix;
  double factor = 0.0;  ///< 2^e; 0 for a zero matrix
};
Scaled scaled(const Eigen::MatrixXd& a) {
  const double largest = a.size() == 0 ? 0.0 : a.cwiseAbs().maxCoeff();
  if (largest == 0.0) return {};
  int exponent = 0;
  std::frexp(largest, &exponent);
  const double factor = std::ldexp(1.0, std::max(exponent - 1, -1022));
  return {a / factor, factor};
}

/// ‖fl(B) − B‖_F for the product of two matrices with inner dimension n and Frobenius norms f, g: γ_n f g,
/// plus underflow of at most `entries`·n subnormals.
Upper product_error(double n, Upper f, Upper g, double entries) {
  return gamma(n) * f * g + Upper(entries * n * 0x1p-1074);
}

/// ‖A‖ ≤ √(‖A‖_1 ‖A‖_∞) ≤ the larger of the two, from above; A square.
Upper sum_norm_upper(const Eigen::MatrixXd& a) {
  const Eigen::MatrixXd magnitude = a.cwiseAbs();
  const double largest = std::max(magnitude.rowwise().sum().maxCoeff(), magnitude.colwise().sum().maxCoeff());
  return Upper(largest) * (Upper(1.0) + gamma(static_cast<double>(a.cols())));
}

/// ‖·‖_F of a matrix of `size` entries whose squares sum up to `sum` in double: that errs by γ_{size+1}
/// relatively plus size subnormals; the root halves it, one rounding on top.
Upper frobenius_of_sum(double sum, double size) {
  return sqrt(Upper(sum) * (Upper(1.0) + gamma(size + 2.0)) + Upper(size * 0x1p-1073));
}

Upper frobenius_of_scaled(const Eigen::MatrixXd& a) {
  return frobenius_of_sum(a.squaredNorm(), static_cast<double>(a.size()));
}

}  // namespace

Upper frobenius_upper(const Eigen::MatrixXd& a) {
  const double sum = a.squaredNorm();
  // Far from both ends of the range, as nearly always; then all entries are finite.
  if (sum > 0x1p-900 && sum < 0x1p900) return frobenius_of_sum(sum, static_cast<double>(a.size()));
  if (!a.allFinite()) return Upper::infinite();
  const Scaled s = scaled(a);
  return s.factor == 0.0 ? Upper() : frobenius_of_scaled(s.matrix) * Upper(s.factor);
}

Upper spectral_upper(const Eigen::MatrixXd& a) {
  if (!a.allFinite()) return Upper::infinite();
  const Scaled s = scaled(a);
  if (s.factor == 0.0) return Upper();
  const bool wide = a.rows() <= a.cols();
  const Eigen::Index n = std::min(a.rows(), a.cols());
  const auto inner = static_cast<double>(std::max(a.rows(), a.cols()));
  const double entries = static_cast<double>(n * n);
  const Upper frobenius = frobenius_of_scaled(s.matrix);

  Eigen::MatrixXd power(n, n);
  if (wide) {
    power.noalias() = s.matrix * s.matrix.transpose();
  } else {
    power.noalias() = s.matrix.transpose() * s.matrix;
  }
  // `error` bounds ‖power − exact power of AᵀA‖ throughout. Squaring B + E with ‖E‖ ≤ e errs by
  // 2‖B‖e + e² plus the rounding of the product.
  Upper error = product_error(inner, frobenius, frobenius, entries);
  Eigen::MatrixXd square(n, n);
  for (int i = 0; i < 3; ++i) {
    const Upper norm = frobenius_upper(power);
    square.noalias() = power * power;
    error = Upper(2.0) * norm * error + error * error +
            product_error(static_cast<double>(n), norm, norm, entries);
    std::swap(power, square);
  }
  const Upper sixteenth = sum_norm_upper(power) + error;
  const Upper root = sqrt(sqrt(sqrt(sqrt(sixteenth))));
  return min(root, frobenius) * Upper(s.factor);
}

Upper isometry_defect(const Eigen::MatrixXd& a) {
  if (!a.allFinite()) return Upper::infinite();
  const bool wide = a.rows() <= a.cols();
  const Eigen::Index n = std::min(a.rows(), a.cols());
  const auto inner = static_cast<double>(std::max(a.rows(), a.cols()));
  Eigen::MatrixXd gram = wide ? Eigen::MatrixXd(a * a.transpose()) : Eigen::MatrixXd(a.transpose() * a);
  gram -= Eigen::MatrixXd::Identity(n, n);
  const Upper size = frobenius_upper(a);
  return frobenius_upper(gram) * (Upper(1.0) + gamma(2.0)) + Upper(kUnitRoundoff * static_cast<double>(n)) +
         product_error(inner, size, size, static_cast<double>(n * n));
}

SingularBounds certified_singular_bounds(const Eigen::MatrixXd& a) {
  if (!a.allFinite() || a.size() == 0) return {};
  const auto [u, v, sigma] = approx_thin_svd(a);
  if (!u.allFinite() || !v.allFinite() || !sigma.allFinite()) return {};
  const Eigen::Index n = sigma.size();
  const auto entries = static_cast<double>(n * n);
  const auto defect = [&](const Eigen::MatrixXd& q) {  // ‖QᵀQ − I‖_F
    const Eigen::MatrixXd gram = q.transpose() * q - Eigen::MatrixXd::Identity(n, n);
    const Upper f = frobenius_upper(q);
    return frobenius_upper(gram) * (Upper(1.0) + gamma(2.0)) + Upper(kUnitRoundoff * static_cast<double>(n)) +
           product_error(static_cast<double>(q.rows()), f, f, entries);
  };
  const Upper epsilon = max(defect(u), defect(v));
  if (!(epsilon.value() < 1.0)) return {};
  // E = A − (UΣ)Vᵀ: one rounding in UΣ, an n-term product, one subtraction.
  const Eigen::MatrixXd u_sigma = u * sigma.asDiagonal();
  const Eigen::MatrixXd residual = a - u_sigma * v.transpose();
  const Upper f_us = frobenius_upper(u_sigma);
  const Upper f_v = frobenius_upper(v);
  const Upper error = frobenius_upper(residual) * (Upper(1.0) + gamma(2.0)) +
                      (gamma(2.0) * f_us * f_v +
                       product_error(static_cast<double>(n), f_us, f_v, static_cast<double>(a.size())));
  SingularBounds bounds;
  // ‖U‖, ‖V‖ ≤ √(1+ε) and their smallest singular values are at least √(1−ε) ≥ 1 − ε.
  const double shrink = lower_difference(1.0, epsilon);
  bounds.max_upper = (Upper(1.0) + epsilon) * Upper(sigma(0)) + error;
  bounds.max_lower = lower_difference(lower_product(shrink, sigma(0)), error);
  bounds.min_upper = (Upper(1.0) + epsilon) * Upper(sigma(n - 1)) + error;
  bounds.min_lower = lower_difference(lower_product(shrink, sigma(n - 1)), error);
  return bounds;
}

double lower_difference(double a, Upper b) {
  const double difference = a - b.value();
  return difference > 0.0 ? std::max(next_down(difference), 0.0) : 0.0;
}

double lower_product(double a, double b) {
  const double product = a * b;
  return product > 0.0 ? std::max(next_down(product), 0.0) : 0.0;
}

}  // namespace plumbline
