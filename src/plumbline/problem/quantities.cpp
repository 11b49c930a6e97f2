#include "plumbline/problem/quantities.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "plumbline/numeric/accuracy.hpp"
#include "plumbline/numeric/eigen_enclosure.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/exact_matrix.hpp"
#include "plumbline/numeric/quadratic_form.hpp"
#include "plumbline/numeric/row_space.hpp"
#include "plumbline/problem/target_shape.hpp"

namespace plumbline {
namespace {

constexpr unsigned kMaxDigits = 10000;
/// Digits beyond the goal for eigenvalues and for the few operations after them.
constexpr unsigned kSpareDigits = 3;
constexpr unsigned kGuardDigits = 15;
constexpr double kWarnAboveKappa = 1e20;

void check_arguments(const Problem& problem, unsigned digits) {
  if (digits < 1 || digits > kMaxDigits) {
    throw InputError(fmt::format("digits: found {}, expected 1 to {}", digits, kMaxDigits));
  }
  if (problem.X.cols() != problem.Y.cols()) {
    throw InputError(fmt::format("problem '{}': X has {} samples and Y has {}, expected as many", problem.id,
                                 problem.X.cols(), problem.Y.cols()));
  }
  if (problem.X.isZero(0.0)) {
    throw InputError(fmt::format("problem '{}': every input is zero, expected a nonzero X", problem.id));
  }
}

/// The norms of the minimum-norm W* = Y X⁺.
struct MinimiserNorms {
  Interval norm{0};
  Interval frob{0};
  Interval smallest{0};  ///< the min(d_x, d_y)-th singular value
};

/// With X = T X_J (J a row basis, X_J: r × n of full row rank) T = C K⁻¹, C = X X_Jᵀ, K = X_J X_Jᵀ. T has
/// full column rank, so X⁺ = X_J⁺ T⁺ = X_Jᵀ K⁻¹ (TᵀT)⁻¹ Tᵀ, and with H = Y X_Jᵀ
///   W* = H K⁻¹ (K⁻¹ CᵀC K⁻¹)⁻¹ K⁻¹ Cᵀ = H (CᵀC)⁻¹ Cᵀ,   W* W*ᵀ = H (CᵀC)⁻¹ Hᵀ.
MinimiserNorms minimiser_norms(const ExactMatrix& x, const ExactMatrix& y, const RowBasis& basis,
                               unsigned digits) {
  const ExactMatrix c = x * transpose(basis.rows);
  const ExactMatrix h_transposed = basis.rows * transpose(y);
  if (fmpz_mat_is_zero(h_transposed.raw()) != 0) return {};
  const auto trace_of = [](const QuadraticForm& form) { return enclose(trace(form.centre)) + form.excess; };
  // λ_1 ≥ trace/d_y, so this is relative accuracy for λ_1 as well.
  const auto spare = static_cast<unsigned>(1 + std::ceil(std::log10(static_cast<double>(y.rows()))));
  const QuadraticForm form = enclose_quadratic_form(
      transpose(c) * c, h_transposed, digits,
      [&](const QuadraticForm& w_gram) { return has_relative_accuracy(trace_of(w_gram), digits + spare); });
  const EigenEnclosure eigen = enclose_eigenvalues(form.centre, 1, digits + 1);
  const Eigen::Index count = std::min(x.rows(), y.rows());
  const auto values = certify_eigenvalues(form.centre, eigen.vectors, count);
  return {sqrt_of(eigen.values.front() + form.excess), sqrt_of(trace_of(form)),
          values ? sqrt_of(max_of(values->back(), Interval(0)) + form.excess) : indeterminate()};
}

/// The singular vector of σ_r on the side of the inputs, up to scale.
RealVector weakest_direction(const ExactMatrix& x, const RealVector& eigenvector) {
  if (eigenvector.size() == x.rows()) return eigenvector;
  return approx(x) * eigenvector;
}

std::string input_name(const Problem& problem, Eigen::Index row) {
  const auto i = static_cast<std::size_t>(row);
  return i < problem.input_names.size() ? problem.input_names[i] : fmt::format("row {} of X", i + 1);
}

/// The inputs with the largest entries in `direction`: dropping one of these columns is what lets the
/// smallest singular value grow.
std::vector<std::string> most_involved_inputs(const Problem& problem, const RealVector& direction) {
  constexpr double kLeastShare = 0.1;
  constexpr std::size_t kMostNamed = 5;
  const Real largest = direction.cwiseAbs().maxCoeff();
  std::vector<std::pair<double, std::string>> shares;
  for (Eigen::Index i = 0; i < direction.size(); ++i) {
    const double share = Real(abs(direction(i)) / largest).convert_to<double>();
    if (share >= kLeastShare) shares.emplace_back(share, input_name(problem, i));
  }
  std::stable_sort(shares.begin(), shares.end(), [](auto& a, auto& b) { return a.first > b.first; });
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(shares.size(), kMostNamed); ++i) names.push_back(shares[i].second);
  return names;
}

std::string rank_deficiency_warning(const Problem& problem, const Interval& kappa,
                                    const RealVector& direction) {
  return fmt::format(
      "kappa = {} is above 1e20: the inputs are numerically rank-deficient. Most involved in the "
      "near-dependency: {}. Drop one of these columns, or round the data so that the dependency is exact.",
      format_human(kappa, 3), fmt::join(most_involved_inputs(problem, direction), ", "));
}

void fill_input_quantities(Quantities& q, const ExactMatrix& x, const EigenEnclosure& spectrum) {
  const Interval frob_squared = enclose(frobenius_squared(x));
  q.frob_X = sqrt_of(frob_squared);
  q.lambda_max = spectrum.values.front();
  q.lambda_r = spectrum.values.back();
  q.norm_X = sqrt_of(q.lambda_max);
  q.sigma_r = sqrt_of(q.lambda_r);
  // κ ≥ 1 and 1 ≤ ‖X‖_F²/‖X‖² ≤ r hold for every X; where the enclosure reaches beyond, cut it.
  q.kappa = max_of(q.lambda_max / q.lambda_r, Interval(1));
  q.srank = min_of(max_of(frob_squared / q.lambda_max, Interval(1)), Interval(q.rank));
}

void fill_target_quantities(Quantities& q, const ExactMatrix& x, const ExactMatrix& y, const RowBasis& basis,
                            unsigned digits) {
  const MinimiserNorms w = minimiser_norms(x, y, basis, digits);
  q.norm_W = w.norm;
  q.frob_W = w.frob;
  q.sigma_min_W = w.smallest;
  const TargetShape shape = target_shape(x, y, basis);
  q.skew_W = shape.skew;
  q.lambda_min_W = shape.lambda_min;
  q.frob_Y = sqrt_of(enclose(frobenius_squared(y)));
  q.loss_opt = enclose_squared_distance(y, basis, digits) / 2;  // ℓ* = ½‖Y(I − Π)‖_F²
}

}  // namespace

std::vector<std::pair<std::string, const Interval*>> Quantities::named() const {
  return {{"norm_X", &norm_X},     {"frob_X", &frob_X}, {"sigma_r", &sigma_r},  {"lambda_max", &lambda_max},
          {"lambda_r", &lambda_r}, {"kappa", &kappa},   {"srank", &srank},      {"norm_W", &norm_W},
          {"frob_W", &frob_W},     {"frob_Y", &frob_Y}, {"loss_opt", &loss_opt}};
}

std::vector<std::pair<std::string, const Interval*>> Quantities::named_of_target() const {
  return {{"sigma_min_W", &sigma_min_W}, {"skew_W", &skew_W}, {"lambda_min_W", &lambda_min_W}};
}

Quantities compute_quantities(const Problem& problem, unsigned digits) {
  check_arguments(problem, digits);
  const ExactMatrix x(problem.X);
  const ExactMatrix y(problem.Y);
  const RowBasis basis = find_row_basis(x);
  const EigenEnclosure spectrum = enclose_eigenvalues(smaller_gram(x), basis.rank(), digits + kSpareDigits);

  const PrecisionScope scope(digits + kSpareDigits + kGuardDigits);
  Quantities q;
  q.d_x = problem.X.rows();
  q.d_y = problem.Y.rows();
  q.n = problem.X.cols();
  q.rank = basis.rank();
  q.digits_used = spectrum.digits_used;
  fill_input_quantities(q, x, spectrum);
  fill_target_quantities(q, x, y, basis, digits + kSpareDigits);
  for (const auto& [name, value] : q.named()) {
    if (!has_relative_accuracy(*value, digits)) throw InternalError(name + ": accuracy goal not met");
  }
  if (less(Interval(kWarnAboveKappa), q.kappa) == Truth::kTrue) {
    q.warning =
        rank_deficiency_warning(problem, q.kappa, weakest_direction(x, spectrum.vectors.col(q.rank - 1)));
  }
  return q;
}

}  // namespace plumbline
