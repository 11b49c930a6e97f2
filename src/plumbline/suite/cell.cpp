#include "plumbline/suite/cell.hpp"

#include <algorithm>
#include <utility>

#include "plumbline/network/scheme.hpp"
#include "plumbline/numeric/random_stream.hpp"
#include "plumbline/training/double_run.hpp"
#include "plumbline/training/memorizing_run.hpp"
#include "plumbline/training/step_cost.hpp"
#include "plumbline/verdict/check.hpp"
#include "plumbline/verdict/observation.hpp"
#include "plumbline/verdict/resolve.hpp"
#include "plumbline/verdict/run_under_check.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// Steps assumed of a run whose steps are chosen from its cost.
constexpr double kUsualSteps = 1000.0;
/// The random stream of the running order lies outside those of the layers of a run.
constexpr std::uint64_t kOrderStream = 1ULL << 41U;

/// Sizes as step_cost.hpp reads them, with full rank, so that nothing has to be computed for them.
ReducedProblem sizes_of(const Problem& problem) {
  ReducedProblem sizes;
  sizes.d_x = problem.X.rows();
  sizes.d_y = problem.Y.rows();
  sizes.rank = std::min(problem.X.rows(), problem.X.cols());
  return sizes;
}

/// A threshold is not solved for here: an orthogonal network costs the same at any width above r + d_y, and
/// of others the time that is left is a guess.
Integer assumed_width(const std::string& text, const ReducedProblem& sizes) {
  const WidthSpec width = parse_width(text);
  return width.threshold_factor == 0 ? width.value : Integer(sizes.d_x + sizes.rank + sizes.d_y);
}

void estimate(Cell& cell, const ReducedProblem& sizes, const InitialisationSpec& spec, Form form,
              double steps) {
  cell.operations = flops_per_step(sizes, spec, form) * steps;
  cell.bytes = bytes_of_run(sizes, spec, form);
}

void estimate_check(Cell& cell, const Theorem& theorem, const Problem& problem) {
  const Json& config = cell.config;
  const double runs = config.at("seeds").get<double>();
  const double steps = config.at("steps").is_null() ? kUsualSteps : config.at("steps").get<double>() + 1.0;
  if (is_diagonal(theorem)) {
    cell.operations = 4.0 * static_cast<double>(problem.X.size()) * runs * steps;
    return;
  }
  if (is_memorizing(theorem)) {  // written down and evaluated once
    cell.operations = memorizing_operations(problem.X.cols(), problem.X.rows()) * runs;
    return;
  }
  const ReducedProblem sizes = sizes_of(problem);
  InitialisationSpec spec;
  spec.scheme = scheme_from_name(theorem.init);
  spec.depth = config.at("depth").get<std::int64_t>();
  spec.width = assumed_width(config.at("width").get<std::string>(), sizes);
  estimate(cell, sizes, spec, form_of_run(sizes, spec, observation_needs(theorem)), runs * steps);
}

void estimate_trajectory(Cell& cell, const Problem& problem) {
  const Json& config = cell.config;
  InitialisationSpec spec;
  spec.scheme = scheme_from_name(config.at("init").get<std::string>());
  spec.depth = config.at("depth").get<std::int64_t>();
  spec.width = parse_width(config.at("width").get<std::string>()).value;
  const ReducedProblem sizes = sizes_of(problem);
  estimate(cell, sizes, spec, natural_form(sizes, spec), config.at("snapshots").back().get<double>());
}

/// Calls take(problem, depth, width, eta, seed) at every place of what the two kinds of grid share.
template <class Grid, class Take>
void for_each_place(const Grid& grid, const Take& take) {
  for (const std::string& problem : grid.problems) {
    for (const std::int64_t depth : grid.depths) {
      for (const std::string& width : grid.widths) {
        for (const std::string& eta : grid.etas) {
          for (const std::int64_t seed : grid.seed_axis) take(problem, depth, width, eta, seed);
        }
      }
    }
  }
}

void plan_checks(const Suite& suite, const SuiteGrid& grid, std::int64_t claims, const SuiteInputs& inputs,
                 std::vector<Cell>& cells) {
  for (const std::string& theorem : grid.theorems) {
    for_each_place(grid, [&](const std::string& problem, std::int64_t depth, const std::string& width,
                             const std::string& eta, std::int64_t seed) {
      Cell cell;
      cell.config = {{"kind", "check"},
                     {"theorem", theorem},
                     {"problem", problem},
                     {"depth", depth},
                     {"width", width},
                     {"eta", eta},
                     {"seed", seed},
                     {"seeds", grid.seeds},
                     {"steps", grid.steps ? Json(*grid.steps) : Json(nullptr)},
                     {"rigor", grid.rigor},
                     {"confidence", suite.confidence},
                     {"claims", claims}};
      cell.id =
          content_id(cell.config.dump() + inputs.theorem_digest(theorem) + inputs.problem_digest(problem));
      estimate_check(cell, inputs.theorem(theorem), inputs.problem(problem));
      cells.push_back(std::move(cell));
    });
  }
}

void plan_trajectories(const TrajectoryGrid& grid, const SuiteInputs& inputs, std::vector<Cell>& cells) {
  for (const std::string& init : grid.inits) {
    for_each_place(grid, [&](const std::string& problem, std::int64_t depth, const std::string& width,
                             const std::string& eta, std::int64_t seed) {
      Cell cell;
      cell.config = {{"kind", "trajectory"}, {"init", init},
                     {"problem", problem},   {"depth", depth},
                     {"width", width},       {"eta", eta},
                     {"seed", seed},         {"snapshots", grid.snapshots},
                     {"floor", grid.floor},  {"resolution", grid.resolution}};
      std::string digests = inputs.problem_digest(problem);
      if (!grid.theorem.empty() && inputs.theorem(grid.theorem).init == init) {
        cell.config["theorem"] = grid.theorem;
        digests += inputs.theorem_digest(grid.theorem);
      }
      cell.id = content_id(cell.config.dump() + digests);
      estimate_trajectory(cell, inputs.problem(problem));
      cells.push_back(std::move(cell));
    });
  }
}

std::size_t places(const SuiteGrid& grid) {
  return grid.theorems.size() * grid.problems.size() * grid.depths.size() * grid.widths.size() *
         grid.etas.size() * grid.seed_axis.size();
}

/// Probability claims of all checks: together they are tested at the suite's confidence.
std::int64_t claims_of(const Suite& suite, const SuiteInputs& inputs) {
  std::int64_t claims = 0;
  for (const SuiteGrid& grid : suite.grids) {
    const auto of_each = static_cast<std::int64_t>(places(grid) / grid.theorems.size());
    for (const std::string& name : grid.theorems) {
      claims += of_each * probability_claims(inputs.theorem(name));
    }
  }
  return claims;
}

}  // namespace

std::vector<Cell> plan_cells(const Suite& suite, const SuiteInputs& inputs) {
  std::vector<Cell> cells;
  const std::int64_t claims = claims_of(suite, inputs);
  for (const SuiteGrid& grid : suite.grids) plan_checks(suite, grid, claims, inputs, cells);
  for (const TrajectoryGrid& grid : suite.trajectories) plan_trajectories(grid, inputs, cells);
  return cells;
}

std::vector<std::size_t> running_order(std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> order(count);
  for (std::size_t i = 0; i < count; ++i) order[i] = i;
  RandomStream stream(seed, 0, kOrderStream);
  for (std::size_t left = count; left > 1; --left) {  // Fisher–Yates; the bias of % is below 2^-40
    std::swap(order[left - 1], order[stream.bits() % left]);
  }
  return order;
}

}  // namespace plumbline
