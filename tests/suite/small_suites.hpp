// Suites that run in a moment, for the tests of the store and the runner.
#pragma once

#include <filesystem>

#include <string>

#include "plumbline/numeric/stop_flag.hpp"
#include "plumbline/suite/results.hpp"
#include "plumbline/suite/runner.hpp"
#include "problem/temp_folder.hpp"

namespace plumbline::test {

inline std::string data_path(const std::string& rest) {
  return (std::filesystem::path(PLUMBLINE_ROOT) / "data" / rest).string();
}

/// 16 checks of Theorem 4.1.
inline Suite small_suite() {
  Suite suite;
  suite.id = "small";
  suite.grids.resize(1);
  SuiteGrid& grid = suite.grids.front();
  grid.theorems = {data_path("theorems/hxp2020-4.1.toml")};
  grid.problems = {data_path("problems/spectrum-kappa4.toml"), data_path("problems/spectrum-kappa1.toml")};
  grid.depths = {3, 2};
  grid.widths = {"threshold", "64"};
  grid.etas = {"max", "0.5max"};
  grid.seeds = 2;
  grid.steps = 5;
  return suite;
}

/// 12 trajectories.
inline Suite small_sweep() {
  Suite suite;
  suite.id = "sweep";
  suite.trajectories.resize(1);
  TrajectoryGrid& grid = suite.trajectories.front();
  grid.inits = {"orthogonal", "gaussian"};
  grid.problems = {data_path("problems/spectrum-kappa4.toml")};
  grid.depths = {2, 5};
  grid.widths = {"5", "12", "40"};
  grid.etas = {"max"};
  grid.snapshots = {10, 60};
  grid.floor = 1e-16;
  grid.resolution = 0.05;
  return suite;
}

/// Both kinds of grid.
inline Suite mixed_suite() {
  Suite suite = small_suite();
  suite.trajectories = small_sweep().trajectories;
  return suite;
}

/// A suite, its plan, and stores in a folder that goes away with it.
struct SuiteBench {
  explicit SuiteBench(Suite from) : suite(std::move(from)), inputs(suite), plan(make_plan(suite, inputs)) {}

  std::filesystem::path file(const std::string& name) const { return folder.path() / name; }
  /// Runs what is missing in the store of that name.
  RunReport run(const std::string& name, const RunOptions& options = {}) const {
    Store store = open_store(file(name), plan, Start::kResume);
    return run_plan(plan, inputs, store, options, stop);
  }
  nlohmann::ordered_json document(const std::string& name) const {
    return results_document(Store::open(file(name)));
  }

  TempFolder folder;
  Suite suite;
  SuiteInputs inputs;
  Plan plan;
  StopFlag stop;
};

}  // namespace plumbline::test
