#include "plumbline/certificate/check_escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "plumbline/certificate/objections.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/random_stream.hpp"

namespace plumbline {
namespace {

constexpr double kUnit = 0x1p-53;

/// Every matrix within `radius` (Frobenius) of centre·2^exponent; the largest |centre| entry is 1/2 … 1.
struct MatrixSet {
  Eigen::MatrixXd centre;
  long exponent = 0;
  Interval radius{0};
};

/// x·2^exponent.
Interval scaled(double x, long exponent) {
  Interval a = exact(x);
  mpfi_mul_2si(a.backend().data(), a.backend().data(), exponent);
  return a;
}

void rescale(MatrixSet& set) {
  const double largest = set.centre.cwiseAbs().maxCoeff();
  if (largest == 0.0) return;
  const int shift = std::ilogb(largest) + 1;
  set.centre = set.centre.unaryExpr([shift](double x) { return std::ldexp(x, -shift); });
  set.exponent += shift;
}

/// Encloses ‖centre·2^exponent‖_F from above and, up to rounding, from below: N squares and their sum err by
/// less than (N + 1) units relative, the root by one more, underflow by far less.
Interval norm_of(const MatrixSet& set) {
  const double root = std::sqrt(set.centre.cwiseAbs2().sum());
  return scaled(root, set.exponent) * (1 + exact((static_cast<double>(set.centre.size()) + 3) * kUnit));
}

/// What one product M·C may err, relative to ‖M‖_F: γ_d‖C‖_F with γ_d < (d + 1)u; one unit more for underflow
/// and for bits lost in rescaling.
Interval product_error(const MatrixSet& c) {
  return exact((static_cast<double>(c.centre.rows()) + 2) * kUnit) * norm_of(c);
}

/// Bounds for C_j ⋯ C_1 with C_k anywhere in its set.
struct Walk {
  std::vector<Interval> norms{Interval(1)};  ///< [j]: >= ‖C_j ⋯ C_1‖; [0]: of the identity
  MatrixSet product;                         ///< contains C_K ⋯ C_1
};

/// C_j ⋯ C_1 = M_{j,0} + Σ_k (M_{j,k} C_k − M_{j,k−1}) C_{k−1} ⋯ C_1 for any matrices M_{j,k} with M_{j,j} =
/// I. Here M_{j,k−1} is the rounded product M_{j,k}·centre_k, so the bracket is at most ‖M_{j,k}‖(radius_k +
/// error_k), and ‖M_{j,j}‖ = 1.
Walk walk(const std::vector<MatrixSet>& chain) {
  Walk result;
  std::vector<Interval> steps;  // (radius_k + error_k)·‖C_{k−1} ⋯ C_1‖
  for (std::size_t j = 1; j <= chain.size(); ++j) {
    steps.push_back((chain[j - 1].radius + product_error(chain[j - 1])) * result.norms.back());
    MatrixSet m = chain[j - 1];
    Interval sum = steps.back();
    for (std::size_t k = j - 1; k >= 1; --k) {
      sum += norm_of(m) * steps[k - 1];
      m.centre = Eigen::MatrixXd(m.centre * chain[k - 1].centre);
      m.exponent += chain[k - 1].exponent;
      rescale(m);
    }
    result.norms.push_back(norm_of(m) + sum);
    m.radius = sum;
    result.product = std::move(m);
  }
  return result;
}

/// The same with consecutive matrices taken together first, `block` at a time.
std::vector<Interval> walk_in_blocks(const std::vector<MatrixSet>& chain, std::size_t block) {
  std::vector<Walk> inner;
  std::vector<MatrixSet> products;
  for (std::size_t start = 0; start < chain.size(); start += block) {
    const auto first = chain.begin() + static_cast<std::ptrdiff_t>(start);
    const auto length = static_cast<std::ptrdiff_t>(std::min(block, chain.size() - start));
    inner.push_back(walk(std::vector<MatrixSet>(first, first + length)));
    products.push_back(inner.back().product);
  }
  const Walk outer = walk(products);
  std::vector<Interval> norms{Interval(1)};
  for (std::size_t b = 0; b < inner.size(); ++b) {
    for (std::size_t k = 1; k < inner[b].norms.size(); ++k)
      norms.push_back(inner[b].norms[k] * outer.norms[b]);
    norms.back() = outer.norms[b + 1];  // the end of a block is known better
  }
  return norms;
}

std::vector<Eigen::MatrixXd> draw_weights(std::int64_t depth, Eigen::Index width, Eigen::Index d_x,
                                          Eigen::Index d_y, std::uint64_t seed) {
  std::vector<Eigen::MatrixXd> weights;
  for (std::int64_t layer = 1; layer <= depth; ++layer) {
    RandomStream stream(seed, 0, static_cast<std::uint64_t>(layer));
    weights.emplace_back(layer == depth ? d_y : width, layer == 1 ? d_x : width);
    for (double& entry : weights.back().reshaped()) entry = stream.normal();
  }
  return weights;
}

Interval frobenius(const Eigen::MatrixXd& a) {
  Interval sum(0);
  for (const double x : a.reshaped()) sum += square(exact(x));
  return sqrt_of(sum);
}

/// The certificate's own words.
struct Claim {
  std::int64_t depth, width, block;
  std::uint64_t seed;
  Interval sigma, eta, band_low, band_high, output, loss_least, loss_most, iterations, frob_X, frob_Y;
  double radius;
  bool unit_data;
};

Claim read_claim(const CertificateFile& file) {
  file.expect_known("", {"schema", "kind", "proved", "reason", "from_step", "contraction",
                         "iterations_at_least", "eta", "band", "radius", "output_at_most", "loss_at_least",
                         "loss_at_most", "block", "network", "problem"});
  file.expect_known("iterations_at_least", {"lo", "hi"});
  file.expect_known("band", {"low", "high"});
  file.expect_known("network", {"init", "depth", "width", "sigma", "seed", "weights_digest"});
  file.expect_known("problem",
                    {"name", "id", "n", "d_x", "d_y", "frob_X", "frob_Y", "unit_data", "data_digest"});
  constexpr std::int64_t kDeepest = 100000;
  constexpr std::int64_t kWidest = 100000;
  return {file.integer("network.depth", 2, kDeepest),
          file.integer("network.width", 1, kWidest),
          file.integer("block", 1, kDeepest),
          file.unsigned_integer("network.seed"),
          file.decimal("network.sigma"),
          file.decimal("eta"),
          file.decimal("band.low"),
          file.decimal("band.high"),
          file.decimal("output_at_most"),
          file.decimal("loss_at_least"),
          file.decimal("loss_at_most"),
          file.interval("iterations_at_least"),
          file.interval("problem.frob_X"),
          file.interval("problem.frob_Y"),
          file.hex_number("radius"),
          file.boolean("problem.unit_data")};
}

/// Everything that needs no weights.
void check_frame(const CertificateFile& file, const Claim& claim, const Problem& problem,
                 Objections& objections) {
  const Interval half = Interval(1) / 2;
  const Interval zero(0);
  objections.unless(file.text("network.init") == "gaussian", "network.init is not gaussian");
  objections.unless(file.integer("from_step", INT64_MIN, INT64_MAX) == 0 && file.is_null("contraction"),
                    "an escape certificate starts at step 0 and has no contraction");
  objections.unless(claim.radius > 0.0, "radius is not above 0");
  objections.unless(less(zero, claim.sigma), "network.sigma is not above 0");
  objections.unless(less(zero, claim.eta), "eta is not above 0");
  objections.unless(
      less_equal(zero, claim.band_low) && less(claim.band_low, half) && less(half, claim.band_high),
      "band: 0 <= low < 1/2 < high does not hold");
  objections.unless(claim.block <= claim.depth, "block is larger than the depth");
  const bool sizes = file.integer("problem.n", INT64_MIN, INT64_MAX) == problem.X.cols() &&
                     file.integer("problem.d_x", INT64_MIN, INT64_MAX) == problem.X.rows() &&
                     file.integer("problem.d_y", INT64_MIN, INT64_MAX) == problem.Y.rows();
  objections.unless(sizes && file.text("problem.data_digest") == digest_of({problem.X, problem.Y}),
                    "the problem's data are not those of the certificate");
  objections.unless(inside(frobenius(problem.X), claim.frob_X), "problem.frob_X does not contain ‖X‖_F");
  objections.unless(inside(frobenius(problem.Y), claim.frob_Y), "problem.frob_Y does not contain ‖Y‖_F");
}

/// What the claimed output bound u means for the loss: ½(‖Y‖ − u)² <= ℓ <= ½(‖Y‖ + u)², in units of ‖Y‖².
void check_band(const Claim& claim, Objections& objections) {
  const Interval& u = claim.output;
  const Interval least = square(1 - u) / 2;
  const Interval most = square(1 + u) / 2;
  objections.unless(less_equal(Interval(0), u) && less_equal(u, Interval(1)),
                    "output_at_most is not in [0, 1]");
  objections.unless(less_equal(claim.loss_least, least), "loss_at_least is above what output_at_most gives");
  objections.unless(less_equal(most, claim.loss_most), "loss_at_most is below what output_at_most gives");
  objections.unless(less_equal(claim.band_low, least) && less_equal(most, claim.band_high),
                    "output_at_most lets the loss leave the band");
}

MatrixSet exactly(const Eigen::MatrixXd& matrix) {
  MatrixSet set;
  set.centre = matrix;
  rescale(set);
  return set;
}

/// Bounds at the claim's radius, in the coordinates Z_i: ‖Z_i − Z_i(0)‖_F <= √d_i ρ.
struct Derived {
  std::vector<Interval> from_input;   ///< [j]: >= ‖Z_j ⋯ Z_1 X‖_F
  std::vector<Interval> from_output;  ///< [k]: >= ‖Z_L ⋯ Z_{L−k+1}‖
};

Derived derive(const std::vector<Eigen::MatrixXd>& weights, const Eigen::MatrixXd& inputs, double radius,
               std::size_t block) {
  std::vector<MatrixSet> forward;
  std::vector<MatrixSet> backward;
  for (const Eigen::MatrixXd& weight : weights) {
    forward.push_back(exactly(weight));
    forward.back().radius = sqrt_of(Interval(weight.rows())) * exact(radius);
    backward.push_back(exactly(weight.transpose()));
    backward.back().radius = forward.back().radius;
  }
  // The first link is Z_1 X. Its error: the product's, and ‖Z_1 − Z_1(0)‖·‖X‖.
  const MatrixSet data = exactly(inputs);
  MatrixSet& first = forward.front();
  const Interval moved = first.radius * norm_of(data) + product_error(data) * norm_of(first);
  first.centre = Eigen::MatrixXd(first.centre * data.centre);
  first.exponent += data.exponent;
  first.radius = moved;
  rescale(first);
  std::reverse(backward.begin(), backward.end());
  backward.pop_back();
  Derived derived{walk_in_blocks(forward, block), walk_in_blocks(backward, block)};
  derived.from_input.front() = norm_of(data);
  return derived;
}

/// u and T with weights in A coordinates, A_i = Z_i/√d_i: f = σ^L A_L ⋯ A_1, ‖∂ℓ/∂A_i‖_F <= g_i =
/// σ^L ‖A_L ⋯ A_{i+1}‖‖A_{i−1} ⋯ A_1 X‖(‖Y‖ + u), step size η/σ²: no escape before ρσ²/(η max_i g_i).
void check_motion(const Claim& claim, const Derived& derived, Eigen::Index outputs, const Interval& frob_X,
                  const Interval& frob_Y, Objections& objections) {
  const Interval root_width = sqrt_of(Interval(claim.width));
  const Interval root_outputs = sqrt_of(Interval(outputs));
  const Interval all_roots = power(root_width, claim.depth - 1) * root_outputs;  // √(d_1 ⋯ d_L)
  const Interval beta = power(claim.sigma, claim.depth);
  const Interval x = claim.unit_data ? 1 / frob_X : Interval(1);
  const Interval y = claim.unit_data ? Interval(1) : frob_Y;
  const Interval u = beta / all_roots * derived.from_input.back() * x;
  objections.unless(less_equal(u, claim.output * y),
                    fmt::format("output_at_most is below {}", format_human(u / y)));
  const auto depth = static_cast<std::size_t>(claim.depth);
  Interval steepest(0);
  for (std::size_t i = 1; i <= depth; ++i) {
    const Interval& root = i == depth ? root_outputs : root_width;
    const Interval others = derived.from_output[depth - i] * derived.from_input[i - 1] * x;
    steepest = max_of(steepest, beta * others / (all_roots / root) * (y + u));
  }
  const Interval t = exact(claim.radius) * square(claim.sigma) / (claim.eta * steepest);
  objections.unless(less_equal(claim.iterations, t), fmt::format("iterations_at_least is above {}, what the "
                                                                 "radius gives",
                                                                 format_human(t)));
}

}  // namespace

CertificateCheck check_escape(const CertificateFile& file, const Problem& problem) {
  if (file.text("kind") != "escape") throw InputError(file.name() + ": this is no escape certificate");
  if (!file.boolean("proved")) return {{"the certificate itself says that nothing is proved"}};
  const PrecisionScope scope(30);
  const Claim claim = read_claim(file);
  Objections objections;
  check_frame(file, claim, problem, objections);
  check_band(claim, objections);
  if (!objections.none()) return {objections.take()};
  constexpr double kMostWeights = 1 << 28;
  if (static_cast<double>(claim.depth) * static_cast<double>(claim.width) * static_cast<double>(claim.width) >
      kMostWeights) {
    throw InputError(
        fmt::format("{}: the network has more than 2^28 weights, too many to check", file.name()));
  }
  const auto weights = draw_weights(claim.depth, claim.width, problem.X.rows(), problem.Y.rows(), claim.seed);
  if (file.text("network.weights_digest") != digest_of(weights)) {
    return {{"the weights drawn here are not those of the certificate"}};
  }
  const Derived derived = derive(weights, problem.X, claim.radius, static_cast<std::size_t>(claim.block));
  check_motion(claim, derived, problem.Y.rows(), frobenius(problem.X), frobenius(problem.Y), objections);
  return {objections.take()};
}

}  // namespace plumbline
