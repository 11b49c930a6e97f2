#include "plumbline/network/plain_network.hpp"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "plumbline/network/haar.hpp"
#include "plumbline/network/streams.hpp"
#include "plumbline/numeric/dense_spectrum.hpp"
#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

/// W_1 on col(X) and on its complement, W_2 … W_{L−1} all alike, W_L.
struct Layers {
  Eigen::MatrixXd first, complement, middle, last;
};

/// [P, P⊥]: the axes of col(X) followed by an orthonormal basis of what is orthogonal to it, d_x × d_x; exact
/// where P is.
Eigen::MatrixXd input_axes(const ReducedProblem& problem) {
  if (problem.exact_axes) {
    Eigen::MatrixXd axes = Eigen::MatrixXd::Zero(problem.d_x, problem.d_x);
    axes.leftCols(problem.rank) = problem.basis;
    Eigen::Index next = problem.rank;
    for (Eigen::Index i = 0; i < problem.d_x; ++i) {
      if (problem.basis.row(i).isZero(0.0)) axes(i, next++) = 1.0;
    }
    return axes;
  }
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(problem.basis);
  Eigen::MatrixXd axes = qr.householderQ() * Eigen::MatrixXd::Identity(problem.d_x, problem.d_x);
  axes.leftCols(problem.rank) = problem.basis;
  return axes;
}

/// W_1 and W_L keep the meaning of their coordinates, so W_1 = I is [P, P⊥] in the basis of col(X).
Layers identity_layers(const ReducedProblem& problem, Eigen::Index k) {
  const Eigen::MatrixXd axes = input_axes(problem);
  Eigen::MatrixXd first = Eigen::MatrixXd::Zero(k, problem.d_x);
  first.topRows(problem.d_x) = axes;
  return {first.leftCols(problem.rank), first.rightCols(problem.d_x - problem.rank),
          Eigen::MatrixXd::Identity(k, k), Eigen::MatrixXd::Identity(problem.d_y, k)};
}

/// `gain`·[I; 0] in the basis (col(X), col(X)^⊥) and W_L = 0: the hidden basis is free, because W_L does not
/// see those coordinates. The reduced network keeps W_1 on col(X)^⊥ in rows of its own, beyond k.
Layers shifted_layers(const ReducedProblem& problem, Eigen::Index k, Form form, double gain) {
  const Eigen::Index r = problem.rank;
  const Eigen::Index free_inputs = problem.d_x - r;
  const bool dense = form == Form::kDense;
  Layers layers;
  layers.first = gain * Eigen::MatrixXd::Identity(k, r);
  layers.complement = Eigen::MatrixXd::Zero(dense ? k : k + free_inputs, free_inputs);
  layers.complement.block(dense ? r : k, 0, free_inputs, free_inputs).diagonal().setConstant(gain);
  layers.middle = Eigen::MatrixXd::Identity(k, k);
  layers.last = Eigen::MatrixXd::Zero(problem.d_y, k);
  return layers;
}

Layers residual_layers(const ReducedProblem& problem, const InitialisationSpec& spec, Eigen::Index k,
                       Form form) {
  Layers layers = shifted_layers(problem, k, form, spec.parameter("gain_in"));
  layers.last.rightCols(problem.d_y).diagonal().setConstant(spec.parameter("gain_out"));
  return layers;
}

/// A = U Σ Vᵀ becomes W_1 = stretch·[Σ^{1/L}Vᵀ; 0], W_i = diag(Σ^{1/L}, 0), W_L = [UΣ^{1/L}, 0]/stretch.
Layers balanced_layers(const ReducedProblem& problem, const InitialisationSpec& spec, Eigen::Index k) {
  RandomStream stream = stream_of(spec, kProductStream);
  const Eigen::MatrixXd target = problem.targets * problem.singular_values.cwiseInverse().asDiagonal();
  const Eigen::MatrixXd product =
      spec.parameter("start") * target +
      spec.parameter("noise") * gaussian_matrix(problem.d_y, problem.rank, stream);
  const LeftSingular svd = approx_left_singular(product);
  const Eigen::Index count = svd.values.size();
  const double root = 1.0 / static_cast<double>(spec.depth);
  Eigen::VectorXd share(count), inverse(count);
  for (Eigen::Index i = 0; i < count; ++i) {
    const double value = svd.values(i);
    share(i) = value > 0.0 ? std::pow(value, root) : 0.0;
    inverse(i) = value > 0.0 ? share(i) / value : 0.0;
  }
  const double stretch = spec.parameter("stretch");
  Layers layers;
  layers.first = Eigen::MatrixXd::Zero(k, problem.rank);
  layers.first.topRows(count) = stretch * inverse.asDiagonal() * svd.vectors.transpose() * product;
  layers.complement = Eigen::MatrixXd::Zero(k, problem.d_x - problem.rank);
  layers.middle = Eigen::MatrixXd::Zero(k, k);
  layers.middle.topLeftCorner(count, count).diagonal() = share;
  layers.last = Eigen::MatrixXd::Zero(problem.d_y, k);
  layers.last.leftCols(count) = svd.vectors * share.asDiagonal() / stretch;
  return layers;
}

Layers layers_of(const ReducedProblem& problem, const InitialisationSpec& spec, Eigen::Index k, Form form) {
  if (spec.scheme == Scheme::kIdentity) return identity_layers(problem, k);
  if (spec.scheme == Scheme::kZeroAsymmetric) return shifted_layers(problem, k, form, 1.0);
  if (spec.scheme == Scheme::kResidual) return residual_layers(problem, spec, k, form);
  if (spec.scheme == Scheme::kBalanced) return balanced_layers(problem, spec, k);
  throw InternalError("plain_network: the scheme is drawn, not written down");
}

void add_noise(Eigen::MatrixXd& weights, const InitialisationSpec& spec, Eigen::Index layer) {
  RandomStream stream = stream_of(spec, static_cast<std::uint64_t>(layer));
  weights += spec.parameter("noise") * gaussian_matrix(weights.rows(), weights.cols(), stream);
}

}  // namespace

bool is_plain(Scheme scheme) {
  return scheme != Scheme::kOrthogonal && scheme != Scheme::kGaussian;
}

Eigen::Index least_plain_width(const ReducedProblem& problem, Scheme scheme) {
  if (scheme == Scheme::kIdentity) return std::max(problem.d_x, problem.d_y);
  if (scheme == Scheme::kZeroAsymmetric) return problem.d_x;
  if (scheme == Scheme::kResidual) return problem.d_x + problem.d_y;
  return std::min(problem.d_x, problem.d_y);
}

std::optional<Eigen::Index> reduced_plain_width(const ReducedProblem& problem,
                                                const InitialisationSpec& spec) {
  // On r coordinates W_{L:i} must show all its min(d_y, m) singular values.
  const bool wide_enough = problem.rank >= problem.d_y || spec.width == problem.rank;
  if (spec.scheme == Scheme::kZeroAsymmetric && wide_enough) return problem.rank;
  if (spec.scheme == Scheme::kResidual) return problem.rank + problem.d_y;
  if (spec.scheme == Scheme::kIdentity && spec.parameter("noise") == 0.0) {
    return std::max(problem.d_x, problem.d_y);
  }
  return std::nullopt;
}

Network plain_network(const ReducedProblem& problem, const InitialisationSpec& spec, Form form) {
  const Eigen::Index k = hidden_width(problem, spec, form);
  Layers layers = layers_of(problem, spec, k, form);
  Network net;
  net.width = static_cast<double>(spec.width);
  net.input = problem.singular_values;
  net.first = Eigen::MatrixXd::Zero(k, problem.rank);
  net.base_first = net.first;
  net.base_last = Eigen::MatrixXd::Zero(problem.d_y, k);
  net.base_output = Eigen::MatrixXd::Zero(problem.d_y, problem.rank);
  net.scale = 1.0;
  net.trained.push_back(std::move(layers.first));
  for (Eigen::Index layer = 2; layer < spec.depth; ++layer) net.trained.push_back(layers.middle);
  net.trained.push_back(std::move(layers.last));
  if (spec.scheme == Scheme::kIdentity) {
    net.exact_start = problem.exact_axes;
    if (spec.parameter("noise") != 0.0) {
      for (Eigen::Index layer = 1; layer <= spec.depth; ++layer) {
        add_noise(net.trained[static_cast<std::size_t>(layer - 1)], spec, layer);
      }
      add_noise(layers.complement, spec, spec.depth + 1);
    }
  }
  if (spec.whole_first_layer) net.complement = std::move(layers.complement);
  if (form == Form::kReduced) net.unit_values_middle = net.width - static_cast<double>(k);
  return net;
}

}  // namespace plumbline
