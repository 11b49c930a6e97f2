#include "plumbline/certificate/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "plumbline/certificate/certificate_file.hpp"
#include "plumbline/network/haar.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/exact_matrix.hpp"

namespace plumbline {
namespace {

constexpr unsigned kDigits = 40;      // working precision of the scalars
constexpr unsigned kClaimDigits = 7;  // of a claim
constexpr std::int64_t kMaxDepth = 100000;

/// The numbers of a request, enclosed.
struct Numbers {
  Interval sigma, eta, band_low, band_high;
};

Interval decimal_field(const std::string& name, const std::string& text, const std::string& expected) {
  try {
    return enclose_decimal(text);
  } catch (const InputError&) {
    throw InputError(fmt::format("{}: found '{}', expected {}", name, text, expected));
  }
}

void require(Truth truth, const std::string& name, const std::string& found, const std::string& expected) {
  if (truth != Truth::kTrue) {
    throw InputError(fmt::format("{}: found '{}', expected {}", name, found, expected));
  }
}

Numbers numbers_of(const EscapeRequest& r) {
  const std::string positive = "a decimal number above 0";
  const std::string low = "a decimal number from 0 to below 0.5";
  const std::string high = "a decimal number above 0.5";
  const Interval half = Interval(1) / 2;
  Numbers x;
  x.sigma = decimal_field("sigma", r.sigma, positive);
  x.eta = decimal_field("eta", r.eta, positive);
  x.band_low = decimal_field("band-low", r.band_low, low);
  x.band_high = decimal_field("band-high", r.band_high, high);
  require(less(Interval(0), x.sigma), "sigma", r.sigma, positive);
  require(less(Interval(0), x.eta), "eta", r.eta, positive);
  require(less_equal(Interval(0), x.band_low) && less(x.band_low, half), "band-low", r.band_low, low);
  require(less(half, x.band_high), "band-high", r.band_high, high);
  return x;
}

void check_sizes(const Problem& problem, const EscapeRequest& r) {
  constexpr double kWeightLimit = 1024.0 * 1024 * 1024;
  if (r.depth < 2 || r.depth > kMaxDepth) {
    throw InputError(fmt::format("depth: found {}, expected 2 to {}", r.depth, kMaxDepth));
  }
  if (r.width < 1) throw InputError(fmt::format("width: found {}, expected at least 1", r.width));
  if (r.block < 0 || r.block > r.depth) {
    throw InputError(fmt::format("block: found {}, expected 0 (choose) to the depth {}", r.block, r.depth));
  }
  const auto d = static_cast<double>(r.width);
  const double bytes =
      8.0 * d *
      (d * static_cast<double>(r.depth - 2) + static_cast<double>(problem.X.rows() + problem.Y.rows()));
  if (bytes > kWeightLimit) {
    throw InputError(fmt::format("width {} and depth {}: the weights need {:.3g} GiB; the limit is 1 GiB",
                                 r.width, r.depth, bytes / kWeightLimit));
  }
  if (problem.Y.isZero(0.0)) {
    throw InputError(
        fmt::format("problem '{}': every target is zero, so a band around ‖Y‖_F²/2 is empty", problem.id));
  }
}

/// So few blocks that the table of products, K²·2d³ operations for K blocks, stays below 1e11, and at most
/// 1000.
std::int64_t natural_block(std::int64_t depth, std::int64_t width) {
  const double affordable = std::sqrt(5e10 / std::pow(static_cast<double>(width), 3));
  const auto blocks = static_cast<std::int64_t>(std::clamp(affordable, 32.0, 1000.0));
  return (depth + blocks - 1) / blocks;
}

/// Z_1 X as the first factor of the forward chain. With X̂ the scaled X, the computed product differs from Z_1
/// X by at most the rounding of the product and the bits lost in X̂, both within the allowance; a perturbation
/// Δ of Z_1, ‖Δ‖_F <= √d_1 ρ, moves it by at most √d_1 ρ‖X‖_F.
std::vector<ChainFactor> forward_chain(const std::vector<Eigen::MatrixXd>& layers, const ScaledMatrix& inputs,
                                       const std::vector<Upward>& root_rows) {
  const ScaledMatrix first(layers.front());
  std::vector<ChainFactor> chain;
  chain.push_back({scaled_product(first, inputs), rounding_allowance(inputs) * frobenius_upper(first),
                   root_rows.front() * frobenius_upper(inputs)});
  for (std::size_t i = 1; i < layers.size(); ++i) {
    chain.push_back({ScaledMatrix(layers[i]), Upward(), root_rows[i]});
  }
  return chain;
}

/// Z_Lᵀ, …, Z_2ᵀ: the norm of Z_L ⋯ Z_i is that of its transpose, so the mirrored recursion is the same one.
std::vector<ChainFactor> backward_chain(const std::vector<Eigen::MatrixXd>& layers,
                                        const std::vector<Upward>& root_rows) {
  std::vector<ChainFactor> chain;
  for (std::size_t i = layers.size(); i >= 2; --i) {
    chain.push_back({ScaledMatrix(layers[i - 1].transpose()), Upward(), root_rows[i - 1]});
  }
  return chain;
}

std::vector<Upward> roots_of_rows(const std::vector<Eigen::MatrixXd>& layers) {
  const PrecisionScope scope(kDigits);
  std::vector<Upward> roots;
  for (const Eigen::MatrixXd& layer : layers) {
    roots.push_back(Upward::upper_end(sqrt_of(Interval(static_cast<long>(layer.rows())))));
  }
  return roots;
}

/// Everything that turns norms of products of the Z_i into outputs and iterations.
struct Scales {
  Interval output;    ///< u/‖Y‖_F per forward[L]
  Interval gradient;  ///< g_i/(1 + u/‖Y‖_F) per √d_i backward[i+1] forward[i−1], in A coordinates
  Interval pace;      ///< d_i σ_i²/η = σ²/η
  Interval limit;     ///< largest u/‖Y‖_F the band allows: min(√(2 high) − 1, 1 − √(2 low))
};

/// f = c Z_L ⋯ Z_1 with c = σ^L/√(d_1 ⋯ d_L), and ∂ℓ/∂A_i = √d_i ∂ℓ/∂Z_i. On unit data X counts as X/‖X‖_F.
Scales scales_of(const EscapeCertificate& certificate, const Numbers& x) {
  const EscapeRequest& r = certificate.request;
  const Interval widths =
      power(Interval(r.width), r.depth - 1) * Interval(static_cast<long>(certificate.d_y));
  const Interval c = power(x.sigma, r.depth) / sqrt_of(widths);
  Scales s;
  s.output = c / (r.unit_data ? certificate.frob_X : certificate.frob_Y);
  s.gradient = r.unit_data ? c / certificate.frob_X : c * certificate.frob_Y;
  s.pace = square(x.sigma) / x.eta;
  s.limit = min_of(sqrt_of(2 * x.band_high) - 1, 1 - sqrt_of(2 * x.band_low));
  return s;
}

/// One radius tried.
struct Trial {
  double radius = 0.0;
  Interval output;      ///< u/‖Y‖_F, rounded up in its upper end
  Interval iterations;  ///< T, rounded down in its lower end
  bool in_band = false;
  std::int64_t fastest_layer = 0;
  /// Approximate log2 T, what the search maximises; -infinity outside the band.
  double score = -std::numeric_limits<double>::infinity();
};

/// T = min_i ρ d_iσ_i²/(η g_i), g_i = gradient·(1 + u)·√d_i backward[i+1] forward[i−1].
Trial try_radius(const EscapeBounds& bounds, const Scales& scales, double radius) {
  const EscapeBounds::AtRadius at = bounds.at(radius);
  Trial trial;
  trial.radius = radius;
  trial.fastest_layer = at.fastest_layer;
  trial.output = scales.output * at.forward.back().point();
  // The claim is u rounded up to seven digits, which adds less than 2e-6 of it.
  trial.in_band = less_equal(trial.output * (1 + Interval(2) / 1000000), scales.limit) == Truth::kTrue;
  trial.iterations =
      exact(radius) * scales.pace / (scales.gradient * (1 + trial.output) * at.steepest.point());
  if (trial.in_band) trial.score = Upward::upper_end(trial.iterations).approx_log2();
  return trial;
}

/// Keeps 12 significant bits: the radius then has a short exact text.
double round_down(double radius) {
  int exponent = 0;
  const double mantissa = std::frexp(radius, &exponent);
  return std::ldexp(std::floor(std::ldexp(mantissa, 12)), exponent - 12);
}

/// Golden-section search over log ρ. u, 1 + u and the g_i are polynomials in ρ with coefficients >= 0, hence
/// convex in log–log scale: log T is concave where the band holds, and that is a half-line ρ <= ρ_max. Any
/// radius gives a valid bound; the search only decides how good it is.
Trial best_trial(const EscapeBounds& bounds, const Scales& scales) {
  constexpr double kShrink = 0.6180339887498949;
  constexpr int kRounds = 28;  // 52·0.618^28 < 1e-4
  double left = -50.0;
  double right = 2.0;
  const auto at_log2 = [&](double x) { return try_radius(bounds, scales, round_down(std::exp2(x))); };
  Trial best = at_log2(left);
  Trial a = at_log2(right - kShrink * (right - left));
  Trial b = at_log2(left + kShrink * (right - left));
  for (int round = 0; round < kRounds; ++round) {
    if (a.score >= b.score) {
      if (a.score > best.score) best = a;
      right = left + kShrink * (right - left);
      b = std::move(a);
      a = at_log2(right - kShrink * (right - left));
    } else {
      if (b.score > best.score) best = b;
      left = right - kShrink * (right - left);
      a = std::move(b);
      b = at_log2(left + kShrink * (right - left));
    }
  }
  return best;
}

/// N <= T: an integer while people can read it, seven digits rounded down above that.
std::string iterations_text(const Interval& t) {
  constexpr double kReadable = 1e7;
  const double floor_t = std::floor(lower_double(t));
  return floor_t < kReadable ? fmt::format("{:.0f}", std::max(floor_t, 0.0)) : format_lower(t, kClaimDigits);
}

std::string reason_of_failure(const Trial& best, const Scales& scales) {
  if (!best.in_band) {
    return fmt::format(
        "already at the start ‖f(X)‖_F may be {}·‖Y‖_F and the band allows {}·‖Y‖_F: the network is not "
        "frozen (a larger depth or a smaller width freezes it)",
        format_human(best.output, 3), format_human(scales.limit, 3));
  }
  return fmt::format("the bound is {} iterations, less than one", format_human(best.iterations, 3));
}

void state_claims(EscapeCertificate& certificate, const Trial& best, const Scales& scales) {
  const Interval margin = Interval(1) / 10000000;
  certificate.iterations = best.in_band ? iterations_text(best.iterations * (1 - margin)) : "0";
  certificate.proved = certificate.iterations != "0";
  if (!certificate.proved) {
    certificate.reason = reason_of_failure(best, scales);
    return;
  }
  certificate.radius = best.radius;
  certificate.fastest_layer = best.fastest_layer;
  certificate.output_at_most = format_upper(best.output * (1 + margin), kClaimDigits);
  const Interval u = enclose_decimal(certificate.output_at_most);
  certificate.loss_at_least = format_lower(square(1 - u) / 2, kClaimDigits);
  certificate.loss_at_most = format_upper(square(1 + u) / 2, kClaimDigits);
  certificate.log10_iterations =
      approx_midpoint(log_of(enclose_decimal(certificate.iterations)) / log_of(Interval(10)));
}

}  // namespace

std::vector<Eigen::MatrixXd> escape_weights(std::int64_t depth, std::int64_t width, std::int64_t d_x,
                                            std::int64_t d_y, std::uint64_t seed) {
  std::vector<Eigen::MatrixXd> layers;
  for (std::int64_t i = 1; i <= depth; ++i) {
    RandomStream stream(seed, 0, static_cast<std::uint64_t>(i));
    layers.push_back(gaussian_matrix(i == depth ? d_y : width, i == 1 ? d_x : width, stream));
  }
  return layers;
}

EscapeBounds::EscapeBounds(const std::vector<Eigen::MatrixXd>& layers, const Eigen::MatrixXd& inputs,
                           std::size_t block, unsigned threads)
    : root_rows_(roots_of_rows(layers)),
      input_norm_(frobenius_upper(ScaledMatrix(inputs))),
      forward_(forward_chain(layers, ScaledMatrix(inputs), root_rows_), block, threads),
      backward_(backward_chain(layers, root_rows_), block, threads) {}

EscapeBounds::AtRadius EscapeBounds::at(double radius) const {
  const std::size_t depth = root_rows_.size();
  AtRadius result;
  result.forward = forward_.at(Upward(radius));
  result.forward.front() = input_norm_;  // ν_0 stands for the identity that Z_1 X is applied to
  const std::vector<Upward> mirrored = backward_.at(Upward(radius));  // [L + 1 − i]: Z_L ⋯ Z_i
  result.backward.assign(depth + 2, Upward());
  for (std::size_t i = 2; i <= depth + 1; ++i) result.backward[i] = mirrored[depth + 1 - i];
  for (std::size_t i = 1; i <= depth; ++i) {
    const Upward steepness = root_rows_[i - 1] * result.backward[i + 1] * result.forward[i - 1];
    if (result.steepest < steepness) {
      result.steepest = steepness;
      result.fastest_layer = static_cast<std::int64_t>(i);
    }
  }
  return result;
}

EscapeCertificate certify_escape(const Problem& problem, const EscapeRequest& request) {
  check_sizes(problem, request);
  const PrecisionScope scope(kDigits);
  const Numbers numbers = numbers_of(request);
  EscapeCertificate certificate;
  certificate.request = request;
  if (request.block == 0) certificate.request.block = natural_block(request.depth, request.width);
  certificate.problem_id = problem.id;
  certificate.n = problem.X.cols();
  certificate.d_x = problem.X.rows();
  certificate.d_y = problem.Y.rows();
  certificate.frob_X = sqrt_of(enclose(frobenius_squared(ExactMatrix(problem.X))));
  certificate.frob_Y = sqrt_of(enclose(frobenius_squared(ExactMatrix(problem.Y))));
  const std::vector<Eigen::MatrixXd> layers =
      escape_weights(request.depth, request.width, certificate.d_x, certificate.d_y, request.seed);
  certificate.data_digest = digest_of({problem.X, problem.Y});
  certificate.weights_digest = digest_of(layers);
  const EscapeBounds bounds(layers, problem.X, static_cast<std::size_t>(certificate.request.block),
                            request.threads);
  const Scales scales = scales_of(certificate, numbers);
  state_claims(certificate, best_trial(bounds, scales), scales);
  return certificate;
}

}  // namespace plumbline
