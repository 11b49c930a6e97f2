#include "plumbline/certificate/check_convergence.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "plumbline/certificate/check_convergence_orbit.hpp"
#include "plumbline/certificate/objections.hpp"
#include "plumbline/network/initialise.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/exact_matrix.hpp"
#include "plumbline/problem/reduction.hpp"

namespace plumbline {
namespace {

using namespace convergence_checker;

constexpr unsigned kDigits = 60;
constexpr double kMostMultiplications = 0x1p32;

/// The certificate's own words. Layer i is at index i − 1.
struct Claim {
  std::int64_t depth, from_step;
  Integer width;
  std::uint64_t seed;
  std::string init;
  double eta, rho;
  Interval contraction, curvature, second_order, travel;
  std::vector<double> backward_max, backward_min;  // ‖V_{L:i+1}‖ and its d_y-th singular value
  std::vector<double> forward_max, forward_min;    // ‖V_{i−1:1} X̄‖ and its r-th singular value
  std::vector<double> partial_min;                 // r-th singular value of V_{i−1:1} on col(X)
  double input_norm, input_min, middle, any_product, residual;
};

Claim read_claim(const CertificateFile& file) {
  constexpr std::int64_t kDeepest = 100000;
  constexpr std::int64_t kLatest = 1000000;
  file.expect_known(
      "", {"schema", "kind", "proved", "reason", "from_step", "contraction", "iterations_at_least", "problem",
           "network", "eta", "curvature", "second_order", "travel", "rho", "state"});
  file.expect_known("problem", {"name", "n", "d_x", "d_y", "data_digest"});
  file.expect_known("network", {"init", "depth", "width", "seed", "weights_digest"});
  for (const char* field : {"contraction", "curvature", "second_order", "travel"}) {
    file.expect_known(field, {"lo", "hi"});
  }
  file.expect_known("state", {"backward_max", "backward_min", "forward_max", "forward_min", "partial_min",
                              "input_norm", "input_min", "middle", "any_product", "residual"});
  file.text("problem.name");
  Claim claim;
  claim.depth = file.integer("network.depth", 2, kDeepest);
  const auto layers = static_cast<std::size_t>(claim.depth);
  claim.from_step = file.integer("from_step", 0, kLatest);
  claim.width = file.big_integer("network.width");
  claim.seed = file.unsigned_integer("network.seed");
  claim.init = file.text("network.init");
  claim.eta = file.hex_number("eta");
  claim.rho = file.hex_number("rho");
  claim.contraction = file.interval("contraction");
  claim.curvature = file.interval("curvature");
  claim.second_order = file.interval("second_order");
  claim.travel = file.interval("travel");
  claim.backward_max = file.hex_numbers("state.backward_max", layers);
  claim.backward_min = file.hex_numbers("state.backward_min", layers);
  claim.forward_max = file.hex_numbers("state.forward_max", layers);
  claim.forward_min = file.hex_numbers("state.forward_min", layers);
  claim.partial_min = file.hex_numbers("state.partial_min", layers);
  claim.input_norm = file.hex_number("state.input_norm");
  claim.input_min = file.hex_number("state.input_min");
  claim.middle = file.hex_number("state.middle");
  claim.any_product = file.hex_number("state.any_product");
  claim.residual = file.hex_number("state.residual");
  return claim;
}

/// Everything that needs neither norms nor weights.
void check_frame(const CertificateFile& file, const Claim& claim, const Problem& problem,
                 Objections& objections) {
  objections.unless(file.is_null("reason"), "a proved certificate has no reason why not");
  objections.unless(file.is_null("iterations_at_least"), "a convergence certificate holds for ever");
  const bool sizes = file.integer("problem.n", INT64_MIN, INT64_MAX) == problem.X.cols() &&
                     file.integer("problem.d_x", INT64_MIN, INT64_MAX) == problem.X.rows() &&
                     file.integer("problem.d_y", INT64_MIN, INT64_MAX) == problem.Y.rows();
  objections.unless(sizes && file.text("problem.data_digest") == digest_of({problem.X, problem.Y}),
                    "the problem's data are not those of the certificate");
  objections.unless(claim.eta > 0.0, "eta is not above 0");
  objections.unless(claim.rho >= 0.0, "rho is below 0");
  objections.unless(claim.middle >= 1.0, "state.middle is below 1, the norm of the empty product");
  objections.unless(claim.any_product >= 1.0, "state.any_product is below 1, the norm of the empty product");
}

/// The norms of one layer's surroundings anywhere within rho of the state.
struct Surroundings {
  Interval after_max, after_min;    // ‖V_{L:i+1}‖ and its d_y-th singular value
  Interval before_max, before_min;  // ‖V_{i−1:1} X̄‖ and its r-th singular value
};

/// Weyl: no singular value of a partial product moves by more than `moved`. V_{i−1:1} X̄ moves by moved·‖X̄‖,
/// and its r-th singular value is at least that of V_{i−1:1} times σ_r(X̄), since X̄ is square. V_{L:L+1} = I
/// and V_{0:1} = I do not move.
Surroundings surroundings(const Claim& claim, std::size_t at, const Interval& moved) {
  const Interval zero(0);
  const Interval& after = at + 1 == claim.backward_max.size() ? zero : moved;
  const Interval& before = at == 0 ? zero : moved;
  const Interval before_data = before * exact(claim.input_norm);
  Surroundings s;
  s.after_max = exact(claim.backward_max[at]) + after;
  s.after_min = max_of(zero, exact(claim.backward_min[at]) - after);
  s.before_max = exact(claim.forward_max[at]) + before_data;
  const Interval by_data = exact(claim.forward_min[at]) - before_data;
  const Interval by_product = max_of(zero, exact(claim.partial_min[at]) - before) * exact(claim.input_min);
  s.before_min = max_of(zero, max_of(by_data, by_product));
  return s;
}

/// From the norms at t_0 to the contraction for ever, in this order: the norms while no layer is further than
/// rho away; the part of a step that is linear in the updates, R − (η/d_y) Σ G_iG_iᵀ R F_{i−1}ᵀF_{i−1}; the
/// rest, a sum over sets of s >= 2 layers of products after·Δ·between·Δ⋯Δ·before, at most (A B/N')(e^x − 1 −
/// x) with x = N'Σ‖Δ_i‖; and the sum of all updates, a geometric series, which must stay within rho.
void check_contraction(const Claim& claim, Eigen::Index outputs, Objections& objections) {
  const Interval any = exact(claim.any_product);
  const Interval moved = any * (power(1 + exact(claim.rho) * any, claim.depth) - 1);
  const Interval between = exact(claim.middle) + moved;
  const Interval eta = exact(claim.eta);
  const Interval d_y(outputs);
  const Interval width = enclose(claim.width);
  const Interval unit = eta / sqrt_of(width * d_y);  // ‖Δ_i‖_F <= unit·after·before·‖R‖
  const Interval residual = exact(claim.residual);

  Interval slowest(0), fastest(0), slopes(0), steepest(0), most_after(0), most_before(0);
  for (std::size_t at = 0; at < claim.backward_max.size(); ++at) {
    const Surroundings s = surroundings(claim, at, moved);
    const Interval slope = s.after_max * s.before_max;
    slowest += square(s.after_min * s.before_min);
    fastest += square(slope);
    slopes += slope;
    steepest = max_of(steepest, slope);
    most_after = max_of(most_after, s.after_max);
    most_before = max_of(most_before, s.before_max);
  }
  slowest *= eta / d_y;
  fastest *= eta / d_y;
  const Interval x = between * unit * slopes * residual;
  // c (A B/N')(e^x − 1 − x)/‖R‖, with e^x − 1 − x <= x²e^x/2 and one x written out.
  const Interval rest = sqrt_of(width / d_y) * most_after * most_before * unit * slopes * x * exp_of(x) / 2;
  const Interval contraction = max_of(1 - slowest, fastest - 1) + rest;
  const Interval travel = unit * steepest * residual / (1 - contraction);

  objections.unless(less(contraction, Interval(1)), "no contraction follows from the norms");
  objections.unless(less_equal(travel, exact(claim.rho)), "the weights may travel further than rho");
  objections.unless(inside(slowest, claim.curvature) && inside(fastest, claim.curvature),
                    "curvature is not what the norms give");
  objections.unless(inside(rest, claim.second_order), "second_order is not what the norms give");
  objections.unless(inside(contraction, claim.contraction), "contraction is not what the norms give");
  objections.unless(inside(travel, claim.travel), "travel is not what the norms give");
}

/// ‖V_{j:i}‖ <= bound for all 1 <= i <= j <= L but (1, L), or only the middle ones: by the norms of the
/// layers or, where these are too coarse, pair by pair.
bool products_are_below(const OrbitState& state, bool only_middle, double bound) {
  const std::size_t depth = state.layers.size();
  const std::size_t first = only_middle ? 1 : 0;
  const std::size_t end = only_middle ? depth - 1 : depth;
  const Interval limit = exact(bound);
  Interval product(1);
  for (std::size_t i = first; i < end; ++i) product = product * max_of(Interval(1), state.layer_norms[i]);
  if (less_equal(product, limit) == Truth::kTrue) return true;
  const Interval at_centres = limit - state.drift(limit);
  for (std::size_t i = first; i < end; ++i) {
    BallMatrix v = state.layers[i];
    for (std::size_t j = i; j < end; ++j) {
      if (j > i) v = state.layers[j] * v;
      const bool whole = i == 0 && j + 1 == depth;
      if (!whole && !norm_is_below(v, at_centres)) return false;
    }
  }
  return true;
}

/// The norms of the products around layer `at` of the exact orbit.
void check_layer(const Claim& claim, const OrbitState& state, std::size_t at, const Interval& drift,
                 Objections& objections) {
  const auto refuse_unless = [&](bool holds, const char* field) {
    objections.unless(holds, fmt::format("state.{}, layer {}: not a bound of the norm at step {}", field,
                                         at + 1, claim.from_step));
  };
  if (at + 1 == state.layers.size()) {  // the empty product
    refuse_unless(claim.backward_max[at] >= 1.0, "backward_max");
    refuse_unless(claim.backward_min[at] <= 1.0, "backward_min");
  } else {
    const BallMatrix& g = state.backward[at];
    refuse_unless(norm_is_below(g, exact(claim.backward_max[at]) - drift), "backward_max");
    refuse_unless(claim.backward_min[at] <= 0.0 ||
                      singular_values_are_above(g, Side::kRows, exact(claim.backward_min[at]) + drift),
                  "backward_min");
  }
  const BallMatrix& f = state.forward[at];
  const Interval before = at == 0 ? Interval(0) : drift;
  const Interval before_data = before * exact(claim.input_norm);
  refuse_unless(norm_is_below(f, exact(claim.forward_max[at]) - before_data), "forward_max");
  refuse_unless(claim.forward_min[at] <= 0.0 ||
                    singular_values_are_above(f, Side::kColumns, exact(claim.forward_min[at]) + before_data),
                "forward_min");
  const bool partial = at == 0 ? claim.partial_min[at] <= 1.0
                               : claim.partial_min[at] <= 0.0 ||
                                     singular_values_are_above(state.partial[at - 1], Side::kColumns,
                                                               exact(claim.partial_min[at]) + drift);
  refuse_unless(partial, "partial_min");
}

/// ‖R‖_F on the exact orbit: at the centres, and what R moves within the radius.
Interval residual_norm(const Claim& claim, const OrbitState& state, const Interval& output_factor,
                       const Interval& drift) {
  Interval slopes(0);
  for (std::size_t at = 0; at < state.layers.size(); ++at) {
    const Interval a = exact(claim.backward_max[at]) + drift;
    const Interval b = exact(claim.forward_max[at]) + drift * exact(claim.input_norm);
    slopes += square(a * b);
  }
  return frobenius(state.residual) + output_factor * sqrt_of(slopes) * state.radius;
}

void check_norms(const Claim& claim, const DataBalls& data, const OrbitState& state,
                 const Interval& output_factor, Objections& objections) {
  objections.unless(less_equal(data.singular_values.front() + data.input_error, exact(claim.input_norm)),
                    "state.input_norm is below the norm of X");
  objections.unless(less_equal(exact(claim.input_min), data.singular_values.back() - data.input_error),
                    "state.input_min is above the smallest singular value of X");
  objections.unless(products_are_below(state, false, claim.any_product),
                    "state.any_product is not a bound of all partial products");
  objections.unless(products_are_below(state, true, claim.middle),
                    "state.middle is not a bound of the products of middle layers");
  if (!objections.none()) return;  // what follows rests on these bounds
  const Interval drift = state.drift(exact(claim.any_product));
  for (std::size_t at = 0; at < state.layers.size(); ++at) check_layer(claim, state, at, drift, objections);
  objections.unless(
      less_equal(residual_norm(claim, state, output_factor, drift), exact(claim.residual)),
      fmt::format("state.residual is below the norm of the residual at step {}", claim.from_step));
}

/// Multiplications that following the run takes: forward, backward and update of every layer a step, with
/// what small matrices cost beside them, and two Gram matrices a layer at the end.
double multiplications(const Claim& claim, const Network& start) {
  constexpr double kSmallMatrices = 1000.0;
  double step = 0.0;
  double grams = 0.0;
  for (const Eigen::MatrixXd& layer : start.trained) {
    const auto size = static_cast<double>(layer.size());
    step += size * static_cast<double>(start.rank() + 2 * start.outputs()) + kSmallMatrices;
    grams += 2.0 * size * static_cast<double>(start.hidden());
  }
  return (static_cast<double>(claim.from_step) + 1.0) * step + grams;
}

/// Follows the run with more and more digits until its radius is small beside what is checked, or to the last
/// of them. Whatever the radius, what is judged is proved.
void check_state(const Claim& claim, const Problem& problem, const ReducedProblem& reduced,
                 const Network& network, Objections& objections) {
  const OrbitStart start{network, claim.width, claim.eta};
  constexpr unsigned kLastDigits = 640;
  for (unsigned digits = 80; digits <= kLastDigits; digits *= 2) {
    const PrecisionScope scope(digits);
    const DataBalls data = reduce_in_balls(problem, reduced);
    BallOrbit orbit(data, start);
    while (orbit.steps_taken() < claim.from_step && less(orbit.radius(), Interval(1)) == Truth::kTrue) {
      orbit.step();
    }
    if (orbit.steps_taken() < claim.from_step) continue;
    const OrbitState state = orbit.state();
    const Interval drift = state.drift(exact(claim.any_product));
    const Interval blur =
        residual_norm(claim, state, orbit.output_factor(), drift) - frobenius(state.residual);
    const bool sharp = less(drift, Interval(1e-25)) == Truth::kTrue &&
                       less(blur, exact(claim.residual) * Interval(1e-20)) == Truth::kTrue;
    if (!sharp && digits < kLastDigits) continue;
    check_norms(claim, data, state, orbit.output_factor(), objections);
    return;
  }
  objections.unless(false, fmt::format("the exact orbit cannot be followed to step {} with {} digits",
                                       claim.from_step, kLastDigits));
}

}  // namespace

CertificateCheck check_convergence(const CertificateFile& file, const Problem& problem) {
  if (file.text("kind") != "convergence") {
    throw InputError(file.name() + ": this is no convergence certificate");
  }
  if (!file.boolean("proved")) return {{"the certificate itself says that nothing is proved"}};
  const PrecisionScope scope(kDigits);
  const Claim claim = read_claim(file);
  Objections objections;
  check_frame(file, claim, problem, objections);
  if (!objections.none()) return {objections.take()};
  check_contraction(claim, problem.Y.rows(), objections);
  if (!objections.none()) return {objections.take()};

  const Eigen::Index rank = fmpz_mat_rank(smaller_gram(ExactMatrix(problem.X)).raw());
  const ReducedProblem reduced = reduce_problem(problem, rank);
  InitialisationSpec spec;
  spec.scheme = certified_scheme_from_name(claim.init);
  spec.depth = claim.depth;
  spec.width = claim.width;
  spec.seed = claim.seed;
  const Network network = initialise(reduced, spec, natural_form(reduced, spec));
  std::vector<Eigen::MatrixXd> weights{network.first, network.corner};
  weights.insert(weights.end(), network.trained.begin(), network.trained.end());
  if (file.text("network.weights_digest") != digest_of(weights)) {
    return {{"the weights drawn here are not those of the certificate"}};
  }
  const double work = multiplications(claim, network);
  if (work > kMostMultiplications) {
    throw InputError(
        fmt::format("{}: following the run to step {} takes {:.2g} multiplications, more than 2^32",
                    file.name(), claim.from_step, work));
  }
  check_state(claim, problem, reduced, network, objections);
  return {objections.take()};
}

}  // namespace plumbline
