#include "plumbline/network/initialise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "plumbline/network/haar.hpp"
#include "plumbline/network/plain_network.hpp"
#include "plumbline/network/streams.hpp"
#include "plumbline/numeric/dense_spectrum.hpp"
#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

constexpr double kGibibyte = 1024.0 * 1024 * 1024;
constexpr double kLimitBytes = 8.0 * kGibibyte;

/// c with f(x) = c V_L ⋯ V_1 x: √(m/d_y), or 1 without an output scale.
double output_factor(const ReducedProblem& problem, const InitialisationSpec& spec) {
  if (spec.output_scale == OutputScale::kNone) return 1.0;
  return std::sqrt(static_cast<double>(spec.width) / static_cast<double>(problem.d_y));
}

/// c·s with few roundings: 1 for differences from initialisation, 1/√d_y for Gaussian weights as drawn.
double output_scale_of(const Network& network, const ReducedProblem& problem,
                       const InitialisationSpec& spec) {
  if (network.identity_middle) return 1.0;
  if (spec.output_scale == OutputScale::kNone) return 1.0;
  const double root_targets = std::sqrt(static_cast<double>(problem.d_y));
  return spec.scheme == Scheme::kGaussian ? 1.0 / root_targets : std::sqrt(network.width) / root_targets;
}

/// (I − A Aᵀ)^{1/2} for ‖A‖ ≤ 1.
Eigen::MatrixXd orthogonal_complement_factor(const Eigen::MatrixXd& a) {
  Eigen::MatrixXd gram = -a * a.transpose();
  gram.diagonal().array() += 1.0;
  const SymmetricEigen eigen = approx_symmetric_eigen(gram);
  const Eigen::VectorXd root = eigen.values.cwiseMax(0.0).cwiseSqrt();
  return eigen.vectors * root.asDiagonal() * eigen.vectors.transpose();
}

/// V_1(0) on col(X)^⊥, seen from the coordinates of S_1 = F_1 + B_1 and d' new ones (theory §4, last but one
/// paragraph): the overlap of B_1 ⊖ F_1 with W_1 col(X)^⊥ is a d_y × (d_x − r) corner E of a Haar matrix of
/// O(m − r); with E = U Σ Vᵀ only the d' = min(d_y, d_x − r) directions V are not orthogonal to S_1.
void attach_complement(Network& network, const ReducedProblem& problem, const InitialisationSpec& spec) {
  const Eigen::Index r = problem.rank;
  const Eigen::Index free_inputs = problem.d_x - r;
  const Eigen::Index extra = std::min(problem.d_y, free_inputs);
  network.unit_values_first = static_cast<double>(free_inputs - extra);
  network.complement = Eigen::MatrixXd::Zero(network.hidden() + extra, extra);
  if (extra == 0) return;
  RandomStream stream = stream_of(spec, kComplementStream);
  const double m = network.width - static_cast<double>(r);
  const Eigen::MatrixXd corner = scaled_haar_corner(m, free_inputs, problem.d_y, stream) / std::sqrt(m);
  const LeftSingular svd = approx_left_singular(corner.transpose());
  const Eigen::VectorXd overlap = svd.values.cwiseMin(1.0);
  network.complement.block(r, 0, problem.d_y, extra) = svd.vectors * overlap.asDiagonal();
  network.complement.bottomRows(extra).diagonal() = (1.0 - overlap.array().square()).sqrt();
}

Network initialise_reduced(const ReducedProblem& problem, const InitialisationSpec& spec) {
  const Eigen::Index r = problem.rank;
  const Eigen::Index k = r + problem.d_y;
  const double m = static_cast<double>(spec.width);
  const double c = output_factor(problem, spec);

  Network net;
  net.width = m;
  net.identity_middle = true;
  net.input = problem.singular_values;
  net.scale = 1.0 / c;
  net.unit_values_middle = m - static_cast<double>(k);

  // The first layer on col(X): [I; 0], or [T; 0] when it is narrower than the input.
  net.first = Eigen::MatrixXd::Identity(k, r);
  if (m < static_cast<double>(problem.d_x)) {
    RandomStream stream = stream_of(spec, kFirstLayerStream);
    net.first.topRows(r) = narrow_first_layer(problem.d_x, static_cast<Eigen::Index>(m), r, stream);
  }
  net.base_first = net.first * net.input.asDiagonal();

  // The last layer: [A, (I − AAᵀ)^{1/2}] with c·A = √m A/√d_y of order 1.
  RandomStream stream = stream_of(spec, kCornerStream);
  net.corner = scaled_haar_corner(m, r, problem.d_y, stream).transpose() /
               std::sqrt(spec.output_scale == OutputScale::kNone ? m : static_cast<double>(problem.d_y));
  net.base_last.resize(problem.d_y, k);
  net.base_last.leftCols(r) = net.corner / c;
  net.base_last.rightCols(problem.d_y) = orthogonal_complement_factor(net.corner / c);
  net.base_output = net.corner * net.base_first.topRows(r);

  net.trained.assign(static_cast<std::size_t>(spec.depth), Eigen::MatrixXd::Zero(k, k));
  net.trained.front() = Eigen::MatrixXd::Zero(k, r);
  net.trained.back() = Eigen::MatrixXd::Zero(problem.d_y, k);
  if (spec.whole_first_layer) attach_complement(net, problem, spec);
  return net;
}

/// First dense layer in the basis (col(X), col(X)^⊥), as stored (before the factor s).
Eigen::MatrixXd dense_first_layer(const ReducedProblem& problem, const InitialisationSpec& spec,
                                  Eigen::Index m) {
  RandomStream stream = stream_of(spec, 1);
  const Eigen::Index columns = spec.whole_first_layer ? problem.d_x : problem.rank;
  if (spec.scheme == Scheme::kGaussian) return gaussian_matrix(m, columns, stream);
  if (m >= problem.d_x) return haar_frame(m, columns, stream);
  const double stretch = std::sqrt(static_cast<double>(problem.d_x) / static_cast<double>(m));
  return stretch * haar_frame(problem.d_x, m, stream).topRows(columns).transpose();
}

Network initialise_dense(const ReducedProblem& problem, const InitialisationSpec& spec) {
  const bool gaussian = spec.scheme == Scheme::kGaussian;
  const auto m = static_cast<Eigen::Index>(spec.width);
  const bool scaled = spec.output_scale == OutputScale::kNormPreserving;
  const double root_m = std::sqrt(static_cast<double>(m));

  Network net;
  net.width = static_cast<double>(m);
  net.input = problem.singular_values;
  net.first = Eigen::MatrixXd::Zero(m, problem.rank);
  net.base_first = net.first;
  net.base_last = Eigen::MatrixXd::Zero(problem.d_y, m);
  net.base_output = Eigen::MatrixXd::Zero(problem.d_y, problem.rank);
  // Gaussian weights are stored as drawn (W = √m V), orthogonal ones normalised.
  net.scale = gaussian && scaled ? 1.0 / root_m : 1.0;

  const Eigen::MatrixXd first = dense_first_layer(problem, spec, m);
  net.trained.push_back(first.leftCols(problem.rank));
  net.complement = net.scale * first.rightCols(first.cols() - problem.rank);
  if (!gaussian) {  // stretched layers of narrow networks are taken as they are stored
    net.isometric.assign(static_cast<std::size_t>(spec.depth), true);
    net.isometric.front() = m >= problem.d_x;
    net.isometric.back() = problem.d_y <= m;
  }
  for (Eigen::Index layer = 2; layer <= spec.depth; ++layer) {
    RandomStream stream = stream_of(spec, static_cast<std::uint64_t>(layer));
    const Eigen::Index rows = layer == spec.depth ? problem.d_y : m;
    if (gaussian) {
      net.trained.push_back(gaussian_matrix(rows, m, stream));
    } else if (rows <= m) {
      net.trained.push_back(haar_frame(m, rows, stream).transpose());
    } else {  // m < d_y: orthonormal columns, √d_y/√m times so that E‖f(x)‖² is kept
      net.trained.push_back(std::sqrt(static_cast<double>(rows) / static_cast<double>(m)) *
                            haar_frame(rows, m, stream));
    }
  }
  return net;
}

/// Weights, features and backward products of one run, with what three matrices a layer cost beside their
/// entries.
double bytes_needed(const ReducedProblem& problem, const InitialisationSpec& spec, Form form) {
  constexpr double kBookkeeping = 192.0;
  const auto r = static_cast<double>(problem.rank);
  const auto d_y = static_cast<double>(problem.d_y);
  const auto depth = static_cast<double>(spec.depth);
  const bool dense = form == Form::kDense;
  const double k =
      dense ? static_cast<double>(spec.width) : static_cast<double>(hidden_width(problem, spec, form));
  const double first = dense && spec.whole_first_layer ? static_cast<double>(problem.d_x) : r;
  return 8.0 * k * (first + k * (depth - 2.0) + d_y + (r + d_y) * (depth - 1.0)) + kBookkeeping * depth;
}

/// @throws InputError unless a reduced orthogonal network exists at this width.
void check_reduced_orthogonal(const ReducedProblem& problem, const InitialisationSpec& spec) {
  if (spec.scheme != Scheme::kOrthogonal || spec.width < problem.rank + problem.d_y) {
    throw InputError(fmt::format(
        "the reduced network needs orthogonal initialisation and width >= rank + d_y = {}; found width {}",
        problem.rank + problem.d_y, spec.width.str()));
  }
  if (spec.whole_first_layer && spec.width < problem.d_x) {
    throw InputError(fmt::format(
        "singular values of the whole W_1 need width >= d_x = {} on the reduced network; found width {} "
        "(sigma_max_X and sigma_min_X, on col(X), have no such limit)",
        problem.d_x, spec.width.str()));
  }
}

/// @throws InputError unless the plain scheme exists at this width and in this form.
void check_plain(const ReducedProblem& problem, const InitialisationSpec& spec, Form form) {
  const SchemeInfo& info = scheme_info(spec.scheme);
  if (spec.output_scale != OutputScale::kNone) {
    throw InputError(fmt::format("init {}: expected no output scale (scale = \"none\")", info.name));
  }
  const Eigen::Index least = least_plain_width(problem, spec.scheme);
  if (spec.width < least) {
    throw InputError(
        fmt::format("init {}: found width {}, expected at least {}", info.name, spec.width.str(), least));
  }
  if (form == Form::kReduced && !reduced_plain_width(problem, spec)) {
    throw InternalError(fmt::format("init {}: there is no reduced network", info.name));
  }
}

void check_spec(const ReducedProblem& problem, const InitialisationSpec& spec, Form form) {
  if (spec.depth < 2) throw InputError(fmt::format("depth: found {}, expected at least 2", spec.depth));
  if (spec.width < 1) throw InputError(fmt::format("width: found {}, expected at least 1", spec.width.str()));
  if (is_plain(spec.scheme)) {
    check_plain(problem, spec, form);
  } else if (form == Form::kReduced) {
    check_reduced_orthogonal(problem, spec);
  }
  const double bytes = bytes_needed(problem, spec, form);
  if (bytes > kLimitBytes) {
    const bool dense = form == Form::kDense;
    throw InputError(
        fmt::format("a {} network of width {} and depth {} needs {:.3g} GiB a run; the limit is {:.3g} GiB "
                    "(choose a smaller "
                    "{})",
                    dense ? "dense" : "reduced", spec.width.str(), spec.depth, bytes / kGibibyte,
                    kLimitBytes / kGibibyte, dense ? "width or depth" : "depth"));
  }
}

}  // namespace

double InitialisationSpec::parameter(const std::string& name) const {
  if (const auto found = parameters.find(name); found != parameters.end()) return found->second;
  for (const SchemeParameter& row : scheme_info(scheme).parameters) {
    if (row.name == name) return row.value;
  }
  throw InternalError(fmt::format("init {} has no parameter '{}'", scheme_info(scheme).name, name));
}

Integer InitialisationSpec::squared_unit() const {
  return output_scale == OutputScale::kNone ? Integer(1) : width;
}

Form natural_form(const ReducedProblem& problem, const InitialisationSpec& spec) {
  if (is_plain(spec.scheme)) return reduced_plain_width(problem, spec) ? Form::kReduced : Form::kDense;
  const bool reduces = spec.scheme == Scheme::kOrthogonal && spec.width >= problem.rank + problem.d_y;
  return reduces ? Form::kReduced : Form::kDense;
}

Eigen::Index hidden_width(const ReducedProblem& problem, const InitialisationSpec& spec, Form form) {
  if (form == Form::kDense) return static_cast<Eigen::Index>(spec.width);
  return is_plain(spec.scheme) ? reduced_plain_width(problem, spec).value() : problem.rank + problem.d_y;
}

Network initialise(const ReducedProblem& problem, const InitialisationSpec& spec, Form form) {
  check_spec(problem, spec, form);
  Network network = is_plain(spec.scheme)    ? plain_network(problem, spec, form)
                    : form == Form::kReduced ? initialise_reduced(problem, spec)
                                             : initialise_dense(problem, spec);
  const bool scaled = spec.output_scale == OutputScale::kNormPreserving;
  network.unit = scaled ? std::sqrt(network.width) : 1.0;
  network.inverse_gain = scaled ? static_cast<double>(problem.d_y) : 1.0;
  network.output_scale = output_scale_of(network, problem, spec);
  network.train_first = spec.train_first;
  network.train_last = spec.train_last;
  return network;
}

void require_exact_start(const Network& network, Scheme scheme) {
  if (network.exact_start) return;
  throw InputError(
      fmt::format("init {}: the initial weights are exact only where the singular vectors of X are "
                  "coordinate axes; found a problem where they are not, expected --rigor sampled",
                  scheme_info(scheme).name));
}

}  // namespace plumbline
