// Suite files: grids of checks (theorems × problems × depths × widths × steps × seeds) and of trajectories
// (initialisations × problems × …), as they are written (docs/suite-files.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace plumbline {

/// A grid of checks. Names are ids or paths; widths and steps are as written.
struct SuiteGrid {
  std::vector<std::string> theorems, problems;
  std::vector<std::int64_t> depths;
  std::vector<std::string> widths, etas;
  std::vector<std::int64_t> seed_axis = {0};  ///< the seeds that runs derive from, one a cell
  std::int64_t seeds = 5;                     ///< runs a cell
  std::optional<std::int64_t> steps;
  std::string rigor = "sampled";
};

/// A grid of trajectories: one run a cell, its loss at the steps asked for.
struct TrajectoryGrid {
  std::vector<std::string> inits, problems;  ///< "orthogonal" or "gaussian"
  std::vector<std::int64_t> depths;
  std::vector<std::string> widths, etas;  ///< widths are integers; max is d_y/(2 L ‖X‖²)
  std::vector<std::int64_t> seed_axis = {0};
  std::vector<std::int64_t> snapshots;  ///< increasing; the last is the horizon
  double floor = 0.0;                   ///< relative losses at or below are drawn as one
  double resolution = 0.0;              ///< decades of relative loss that a plot does not tell apart
  std::string theorem;  ///< its smallest width goes beside the runs of its initialisation; "": none does
};

/// A suite file as read.
struct Suite {
  std::string id, title;
  std::vector<SuiteGrid> grids;
  std::vector<TrajectoryGrid> trajectories;  ///< at least one grid of the two kinds
  std::uint64_t seed = 0;     ///< of grids without their own, and of the order in which cells are run
  double confidence = 0.999;  ///< over all probability claims of all cells together
};

/// @throws InputError naming the file, line and key that is wrong.
Suite read_suite(const std::filesystem::path& file);

/// Everything the suite says, defaults filled in and ranges written out.
nlohmann::ordered_json suite_json(const Suite& suite);

}  // namespace plumbline
