#include "plumbline/falsify/solve_setting.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "plumbline/network/plain_network.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/verdict/hypotheses.hpp"
#include "plumbline/verdict/run_under_check.hpp"

namespace plumbline {
namespace {

constexpr int kLeastExponent = -30;
constexpr int kMostExponent = 9;
/// The curvature of a balanced network at ‖W*‖ = 1 allows 2.
constexpr double kBeyond = 8.0;

/// Steps that are allowed: from `least` to `most`, without an end where there is none in the range looked at.
struct StepRange {
  std::optional<double> least, most;
};

/// The allowed step nearest to a forbidden one, to 40 bits; both are positive.
double edge(double allowed, double forbidden, const std::function<bool(double)>& is_allowed) {
  for (int i = 0; i < 48; ++i) {
    const double middle = std::sqrt(allowed) * std::sqrt(forbidden);
    if (middle == allowed || middle == forbidden) break;
    (is_allowed(middle) ? allowed : forbidden) = middle;
  }
  return allowed;
}

/// The topmost run of allowed steps among the powers of ten, its ends found by bisection.
std::optional<StepRange> step_range(const std::function<bool(double)>& is_allowed) {
  int top = kMostExponent;
  while (top >= kLeastExponent && !is_allowed(std::pow(10.0, top))) --top;
  if (top < kLeastExponent) return std::nullopt;
  int bottom = top;
  while (bottom > kLeastExponent && is_allowed(std::pow(10.0, bottom - 1))) --bottom;
  StepRange range;
  if (top < kMostExponent) range.most = edge(std::pow(10.0, top), std::pow(10.0, top + 1), is_allowed);
  if (bottom > kLeastExponent) {
    range.least = edge(std::pow(10.0, bottom), std::pow(10.0, bottom - 1), is_allowed);
  }
  return range;
}

double natural_step(const Theorem& theorem, const PreparedProblem& problem, const Trial& trial) {
  const double norm = problem.reduced().singular_values(0);
  if (is_diagonal(theorem)) return kBeyond * static_cast<double>(trial.X.cols()) / (norm * norm);
  const double gain = theorem.scale == "none" ? 1.0 : static_cast<double>(trial.Y.rows());
  return kBeyond * gain / (static_cast<double>(trial.depth) * norm * norm);
}

std::optional<double> solved_step(const Theorem& theorem, const HypothesisGroups& groups,
                                  const PreparedProblem& problem, const Trial& trial, Setting setting) {
  if (groups.step.empty()) return trial.step * natural_step(theorem, problem, trial);
  const auto range = step_range([&](double eta) {
    setting.eta = exact(eta);
    return truth_of(groups.step, theorem, problem.quantities(), setting) == Truth::kTrue;
  });
  if (!range) return std::nullopt;
  if (range->most) return std::max(trial.step * *range->most, range->least.value_or(0.0));
  if (range->least) return *range->least / trial.step;
  return trial.step * natural_step(theorem, problem, trial);
}

Integer least_width(const Theorem& theorem, const HypothesisGroups& groups, const PreparedProblem& problem,
                    const Setting& setting) {
  if (is_diagonal(theorem)) return Integer(1);
  Integer least = groups.width.empty() ? Integer(1) : smallest_width(theorem, problem, setting);
  const Scheme scheme = scheme_from_name(theorem.init);
  if (is_plain(scheme)) least = std::max(least, Integer(least_plain_width(problem.reduced(), scheme)));
  return least;
}

}  // namespace

std::optional<ResolvedSetting> solve_setting(const Theorem& theorem, const HypothesisGroups& groups,
                                             const PreparedProblem& problem, const Trial& trial) {
  ResolvedSetting found;
  Setting& setting = found.setting;
  setting.depth = trial.depth;
  setting.parameters = trial.parameters;
  setting.width = 1;
  setting.eta = exact(1.0);
  // What depends on both is solved for the step alone, at a width that is given.
  if (groups.tied) setting.width = Integer(std::max(trial.X.rows(), trial.Y.rows())) * trial.width;
  const auto eta = solved_step(theorem, groups, problem, trial, setting);
  if (!eta || !(*eta > 0.0) || !std::isfinite(*eta)) return std::nullopt;
  found.eta = *eta;
  setting.eta = exact(found.eta);
  if (groups.tied) return found;
  try {
    setting.width = least_width(theorem, groups, problem, setting) * trial.width;
  } catch (const InputError&) {  // no width will do
    return std::nullopt;
  }
  return found;
}

}  // namespace plumbline
