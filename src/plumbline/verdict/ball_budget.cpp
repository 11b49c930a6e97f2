#include "plumbline/verdict/ball_budget.hpp"

#include <fmt/format.h>

#include <cmath>

#include "plumbline/training/ball_run.hpp"
#include "plumbline/training/diagonal_flow_run.hpp"
#include "plumbline/training/flow_ball_run.hpp"
#include "plumbline/verdict/observation.hpp"

namespace plumbline {
namespace {

/// Products of two 40-digit numbers in one attempt on one run: some two seconds.
constexpr double kMostProducts = 5e7;

/// Products of one step, of Taylor's method for a flow. Each of its coefficients costs a gradient whose
/// products are sums over all earlier coefficients, but for those with the data of a diagonal network.
double products_per_step(const RunUnderCheck& run, unsigned digits) {
  const double gradient = operations_per_gradient(run.theorem, run.problem, run.request.at.setting) / 2.0;
  if (!is_flow(run.theorem)) return gradient;
  if (!is_diagonal(run.theorem)) return gradient * taylor_cost(digits);
  const auto inputs = static_cast<double>(run.problem.problem().X.rows());
  return gradient * taylor_order(digits) + 4.0 * inputs * taylor_cost(digits);
}

}  // namespace

std::unique_ptr<ObservedRun> make_ball_run(const RunUnderCheck& run, unsigned digits) {
  const std::int64_t steps = affordable_ball_steps(run, digits);
  if (is_diagonal(run.theorem) && is_flow(run.theorem)) {
    return std::make_unique<DiagonalFlowBallRun>(run.problem.problem(), diagonal_spec_of(run), digits, steps);
  }
  if (is_diagonal(run.theorem)) {
    return std::make_unique<DiagonalBallRun>(run.problem.problem(), diagonal_spec_of(run), digits);
  }
  if (is_flow(run.theorem)) {
    return std::make_unique<FlowBallRun>(run.problem.reduced(), initialisation_of(run), run.request.at.eta,
                                         run.problem.quantities(digits).loss_opt,
                                         observation_needs(run.theorem), digits, steps);
  }
  if (is_memorizing(run.theorem)) {
    return std::make_unique<MemorizingRun>(run.problem.problem(), run.problem.points(),
                                           memorizing_spec_of(run), digits);
  }
  return std::make_unique<BallRun>(run.problem.reduced(), initialisation_of(run), run.request.at.eta,
                                   run.problem.quantities(digits).loss_opt, observation_needs(run.theorem),
                                   digits);
}

std::int64_t affordable_ball_steps(const RunUnderCheck& run, unsigned digits) {
  if (digits > kMostWitnessDigits) return 0;
  // A product of d digits costs about as d^1.5 here, beginning at 40.
  const double cost =
      products_per_step(run, digits) * std::pow(static_cast<double>(digits) / kFirstBallDigits, 1.5);
  return static_cast<std::int64_t>(kMostProducts / cost);
}

bool ball_run_is_affordable(const RunUnderCheck& run, unsigned digits, std::int64_t steps) {
  const std::int64_t most = affordable_ball_steps(run, digits);
  return most > 0 && steps <= most;
}

std::string ball_budget_text(unsigned most_digits) {
  return fmt::format("undecided or too costly within {:.0e} products a run and {} digits", kMostProducts,
                     most_digits);
}

}  // namespace plumbline
