#include "plumbline/falsify/trial_source.hpp"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "plumbline/verdict/run_under_check.hpp"

namespace plumbline {
namespace {

constexpr std::int64_t kMostDepth = 96;
constexpr std::int64_t kMostSize = 6;
constexpr std::int64_t kMostInputsOfDiagonal = 12;
constexpr int kProbes = 6;       ///< of each recipe, at the start
constexpr int kSizeDraws = 200;  ///< until the hypotheses on sizes are met
constexpr int kDataDraws = 12;   ///< until those on the data are
/// The stream of the probes, beside those of trials (search.cpp).
constexpr std::uint64_t kProbeRun = 0x70726F6265;

std::int64_t whole(RandomStream& stream, std::int64_t from, std::int64_t to) {
  return from + static_cast<std::int64_t>(std::floor(stream.uniform() * static_cast<double>(to - from + 1)));
}
double log_uniform(RandomStream& stream, double from, double to) {
  return from * std::pow(to / from, stream.uniform());
}
bool chance(RandomStream& stream, double probability) {
  return stream.uniform() < probability;
}
std::int64_t size(RandomStream& stream) {
  return chance(stream, 0.3) ? 1 : whole(stream, 1, kMostSize);
}

Eigen::MatrixXd normal_matrix(Eigen::Index rows, Eigen::Index columns, RandomStream& stream) {
  Eigen::MatrixXd matrix(rows, columns);
  for (Eigen::Index j = 0; j < columns; ++j) {
    for (Eigen::Index i = 0; i < rows; ++i) matrix(i, j) = stream.normal();
  }
  return matrix;
}

void shorten(Eigen::MatrixXd& matrix) {
  for (double& entry : matrix.reshaped()) entry = short_number(entry);
}

/// X = diag(spectrum), with some inputs that are always 0: by the singular value decomposition every problem
/// is one of these to a network that does not prefer any direction.
Eigen::MatrixXd draw_inputs(const Recipe& recipe, RandomStream& stream) {
  const Eigen::Index rank = size(stream);
  const Eigen::Index unseen = !recipe.whitened && chance(stream, 0.2) ? whole(stream, 1, 3) : 0;
  Eigen::MatrixXd X = Eigen::MatrixXd::Zero(rank + unseen, rank);
  const double condition = recipe.whitened || chance(stream, 0.3) ? 1.0 : log_uniform(stream, 1.0, 30.0);
  for (Eigen::Index i = 0; i < rank; ++i) {
    const double share = i == 0 ? 0.0 : i + 1 == rank ? 1.0 : stream.uniform();
    X(i, i) = short_number(std::pow(condition, -share));
  }
  return X;
}

Eigen::MatrixXd rotation(Eigen::Index n, RandomStream& stream) {
  return Eigen::HouseholderQR<Eigen::MatrixXd>(normal_matrix(n, n, stream)).householderQ();
}

/// Targets for X of that many independent inputs, of norm about 1.
Eigen::MatrixXd draw_map(const Recipe& recipe, Eigen::Index d_x, Eigen::Index d_y, RandomStream& stream) {
  using Target = Recipe::Target;
  Eigen::MatrixXd W = normal_matrix(d_y, d_x, stream);
  switch (recipe.target) {
    case Target::kGeneral:
      break;
    case Target::kOneMode: {  // all of it in one direction of the inputs, often the weakest
      const Eigen::Index mode = chance(stream, 0.6) ? d_x - 1 : whole(stream, 0, d_x - 1);
      const Eigen::VectorXd column = W.col(mode);
      W.setZero();
      W.col(mode) = column;
      break;
    }
    case Target::kMultiple:
      W = Eigen::MatrixXd::Identity(d_y, d_x) * (chance(stream, 0.5) ? 1.0 : -1.0);
      break;
    case Target::kDiagonal:
      W = Eigen::MatrixXd(W.diagonal().asDiagonal().toDenseMatrix());
      W.conservativeResizeLike(Eigen::MatrixXd::Zero(d_y, d_x));
      break;
    case Target::kSymmetric:
    case Target::kPositive: {
      Eigen::VectorXd values = W.diagonal();
      if (recipe.target == Target::kPositive) values = values.cwiseAbs().array() + 0.01;
      const Eigen::MatrixXd Q =
          chance(stream, 0.5) ? Eigen::MatrixXd(Eigen::MatrixXd::Identity(d_x, d_x)) : rotation(d_x, stream);
      W = Q * values.asDiagonal() * Q.transpose();
      break;
    }
  }
  const double norm = W.jacobiSvd().singularValues()(0);
  if (norm > 0.0) W /= norm;
  return W;
}

/// Three digits of each entry; what is symmetric stays so.
void shorten_targets(Eigen::MatrixXd& Y, bool symmetric) {
  shorten(Y);
  if (!symmetric) return;
  Y.triangularView<Eigen::StrictlyUpper>() = Y.transpose().triangularView<Eigen::StrictlyUpper>();
}

void draw_problem(Trial& trial, const Recipe& recipe, bool diagonal_network, RandomStream& stream) {
  using Target = Recipe::Target;
  const bool square = recipe.target == Target::kSymmetric || recipe.target == Target::kPositive;
  if (diagonal_network) {  // the axes matter: any X, of fewer samples than inputs
    const Eigen::Index d_x = whole(stream, 2, kMostInputsOfDiagonal);
    trial.X = normal_matrix(d_x, whole(stream, 1, d_x - 1), stream);
    shorten(trial.X);
  } else {
    trial.X = draw_inputs(recipe, stream);
  }
  const Eigen::Index rank = diagonal_network ? trial.X.rows() : trial.X.cols();
  const Eigen::Index d_y = recipe.single ? 1 : square ? rank : static_cast<Eigen::Index>(size(stream));
  Eigen::MatrixXd W = Eigen::MatrixXd::Zero(d_y, trial.X.rows());
  W.leftCols(rank) = draw_map(recipe, rank, d_y, stream);
  const double norm = chance(stream, 0.4) ? 1.0 : log_uniform(stream, 0.01, 100.0);
  trial.Y = norm * W * trial.X;
  shorten_targets(trial.Y, square && recipe.whitened);
  if (chance(stream, 0.8) || diagonal_network) return;
  // A sample with x = 0: all of its target is noise, which no network fits.
  trial.X.conservativeResizeLike(Eigen::MatrixXd::Zero(trial.X.rows(), trial.X.cols() + 1));
  trial.Y.conservativeResize(Eigen::NoChange, trial.Y.cols() + 1);
  trial.Y.rightCols(1) = log_uniform(stream, 0.01, 1.0) * norm * normal_matrix(d_y, 1, stream);
  shorten(trial.Y);
}

std::int64_t draw_depth(RandomStream& stream) {
  return chance(stream, 0.5) ? whole(stream, 2, 6)
                             : std::llround(log_uniform(stream, 2.0, static_cast<double>(kMostDepth)));
}
std::int64_t draw_width(RandomStream& stream) {
  return chance(stream, 0.5) ? 1 : std::llround(log_uniform(stream, 1.0, 24.0));
}
double draw_step(RandomStream& stream) {
  return chance(stream, 0.3) ? 1.0 : short_number(log_uniform(stream, 0.01, 1.0));
}
std::int64_t draw_steps(RandomStream& stream) {
  return std::llround(log_uniform(stream, 2.0, chance(stream, 0.8) ? 200.0 : 4000.0));
}

}  // namespace

TrialSource::TrialSource(const TrialRunner& runner, std::uint64_t seed) : runner_(runner) {
  using Target = Recipe::Target;
  for (const bool single : {false, true}) {
    for (const bool whitened : {false, true}) {
      for (const Target target : {Target::kGeneral, Target::kOneMode, Target::kMultiple, Target::kDiagonal,
                                  Target::kSymmetric, Target::kPositive}) {
        if (single && target > Target::kMultiple) continue;
        recipes_.push_back({whitened, target, single});
      }
    }
  }
  for (std::size_t i = 0; i < recipes_.size(); ++i) {
    RandomStream stream(seed, kProbeRun, i);
    double met = 0.05;  // not never: the probes are few
    for (int probe = 0; probe < kProbes; ++probe) {
      const Trial trial = draw_by(recipes_[i], stream);
      met += runner_.admits_sizes(trial) && runner_.admits_data(trial) ? 1.0 : 0.0;
    }
    weights_.push_back(met);
  }
}

const Recipe& TrialSource::pick(RandomStream& stream) const {
  double total = 0.0;
  for (const double weight : weights_) total += weight;
  double at = stream.uniform() * total;
  for (std::size_t i = 0; i + 1 < recipes_.size(); ++i) {
    if (at < weights_[i]) return recipes_[i];
    at -= weights_[i];
  }
  return recipes_.back();
}

void TrialSource::redraw_parameters(Trial& trial, RandomStream& stream) const {
  trial.parameters.clear();
  for (const auto& [name, text] : runner_.theorem().parameters) {
    if (chance(stream, 0.6)) continue;
    const double stated = std::strtod(text.c_str(), nullptr);
    if (stated == 0.0) {
      trial.parameters[name] = fmt::format("{}", short_number(log_uniform(stream, 1e-3, 10.0)));
    } else if (stated > 0.0 && stated < 1.0 && chance(stream, 0.3)) {  // its distance from 1
      const double distance = std::min((1.0 - stated) * log_uniform(stream, 0.03, 30.0), 1.0);
      trial.parameters[name] = fmt::format("{}", short_number(1.0 - distance, 6));
    } else {
      trial.parameters[name] = fmt::format("{}", short_number(stated * log_uniform(stream, 0.03, 30.0)));
    }
  }
}

Trial TrialSource::draw_by(const Recipe& recipe, RandomStream& stream) const {
  Trial trial;
  const bool diagonal = is_diagonal(runner_.theorem());
  for (int i = 0; i < kSizeDraws; ++i) {
    draw_problem(trial, recipe, diagonal, stream);
    trial.depth = draw_depth(stream);
    redraw_parameters(trial, stream);
    if (runner_.admits_sizes(trial)) break;
  }
  trial.width = draw_width(stream);
  trial.step = draw_step(stream);
  trial.steps = draw_steps(stream);
  trial.seed = static_cast<std::uint64_t>(whole(stream, 0, 999));
  return trial;
}

Trial TrialSource::draw(RandomStream& stream) const {
  Trial trial = draw_by(pick(stream), stream);
  for (int i = 0; i < kDataDraws && !runner_.admits_data(trial); ++i) trial = draw_by(pick(stream), stream);
  return trial;
}

Trial TrialSource::vary(const Trial& trial, const Trial& mate, RandomStream& stream) const {
  Trial varied = trial;
  if (chance(stream, 0.15)) {
    varied = mate;
    varied.X = trial.X;
    varied.Y = trial.Y;
    return varied;
  }
  for (std::int64_t n = whole(stream, 1, 3); n > 0; --n) {
    switch (whole(stream, 0, 9)) {
      case 0:
        varied.depth = std::clamp<std::int64_t>(varied.depth + whole(stream, -3, 3), 2, kMostDepth);
        break;
      case 1:
        varied.Y *= log_uniform(stream, 0.5, 2.0);
        shorten(varied.Y);
        break;
      case 2: {  // one target moves
        const auto i = static_cast<Eigen::Index>(whole(stream, 0, varied.Y.size() - 1));
        double& entry = varied.Y.reshaped()(i);
        entry = short_number(entry + 0.3 * stream.normal() * varied.Y.cwiseAbs().maxCoeff());
        break;
      }
      case 3: {  // one input moves
        const auto i = static_cast<Eigen::Index>(whole(stream, 0, varied.X.size() - 1));
        double& entry = varied.X.reshaped()(i);
        entry = short_number(entry * log_uniform(stream, 0.5, 2.0));
        break;
      }
      case 4:
        varied.width = chance(stream, 0.5) ? draw_width(stream)
                                           : std::max<std::int64_t>(varied.width + whole(stream, -2, 2), 1);
        break;
      case 5:
        varied.step = std::min(short_number(varied.step * log_uniform(stream, 0.3, 3.0)), 1.0);
        break;
      case 6:
        varied.steps = draw_steps(stream);
        break;
      case 7:
        redraw_parameters(varied, stream);
        break;
      case 8: {  // another problem
        const Trial other = draw_by(pick(stream), stream);
        varied.X = other.X;
        varied.Y = other.Y;
        break;
      }
      default:
        varied.seed = static_cast<std::uint64_t>(whole(stream, 0, 999));
    }
  }
  return varied;
}

}  // namespace plumbline
