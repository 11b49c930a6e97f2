// What a large store costs: bytes a cell, and the time until a resumed run takes up its first cell.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "plumbline/numeric/error.hpp"
#include "plumbline/suite/runner.hpp"

namespace plumbline {
namespace {

/// So many cells of Theorem 4.1 on one problem.
Suite large_suite(std::int64_t cells) {
  Suite suite;
  suite.id = "large";
  SuiteGrid grid;
  grid.theorems = {"hxp2020-4.1"};
  grid.problems = {"linnerud"};
  grid.etas = {"max"};
  grid.widths = {"threshold"};
  for (std::int64_t depth = 2; depth < 102; ++depth) grid.depths.push_back(depth);
  grid.seed_axis.clear();
  for (std::int64_t seed = 0; seed < cells / 100; ++seed) grid.seed_axis.push_back(seed);
  suite.grids.push_back(grid);
  return suite;
}

std::filesystem::path scratch_file() {
  return std::filesystem::temp_directory_path() / ("plumbline-bench-" + std::to_string(getpid()) + ".sqlite");
}

void remove_store(const std::filesystem::path& file) {
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
}

/// Reads the suite's inputs, plans, opens the store, which holds all cells but one, and finds that one.
void resume(benchmark::State& state) {
  const Suite suite = large_suite(state.range(0));
  const std::filesystem::path file = scratch_file();
  {
    const SuiteInputs inputs(suite);
    const Plan plan = make_plan(suite, inputs);
    const CellResult result = run_cell(plan.cells.front().config, inputs, StopFlag());
    Store store = Store::create(file, plan.suite, plan.cells);
    for (std::size_t i = 1; i < plan.cells.size(); ++i)
      store.put(plan.cells[i].id, result, 1.0, {{"bench", 1}});
  }
  for (auto iteration : state) {
    const SuiteInputs inputs(suite);
    const Plan plan = make_plan(suite, inputs);
    const Store store = open_store(file, plan, Start::kResume);
    if (pending_cells(plan, store, {}).size() != 1)
      throw InternalError("store_bench: expected one pending cell");
  }
  state.counters["MB"] = static_cast<double>(std::filesystem::file_size(file)) / 1e6;
  remove_store(file);
}
BENCHMARK(resume)->Arg(100'000)->Unit(benchmark::kMillisecond)->Iterations(3);

}  // namespace
}  // namespace plumbline
