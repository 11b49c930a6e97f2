// Runs the cells of a store that have no result yet, on several workers, one transaction a cell.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>

#include "plumbline/numeric/stop_flag.hpp"
#include "plumbline/suite/cell.hpp"
#include "plumbline/suite/cell_worker.hpp"
#include "plumbline/suite/run_cell.hpp"
#include "plumbline/suite/store.hpp"

namespace plumbline {

/// The i-th of n parts of a suite, 1 ≤ i ≤ n: every n-th cell of the running order.
struct Shard {
  std::int64_t index = 1, count = 1;
};
/// "i/n". @throws InputError for anything else.
Shard parse_shard(const std::string& text);
/// "violated,undecided": verdicts as in CellResult. @throws InputError for a word that is none.
std::set<std::string> parse_verdicts(const std::string& text);

/// How a suite starts in a folder that may hold a store.
enum class Start {
  kFresh,   ///< a new store, but never in place of an unfinished one
  kResume,  ///< goes on with what is there, of the same suite; else a new store
  kAgain,   ///< only a store that is there, of the same suite
  kRestart  ///< a new store in any case
};

/// What is to be run of a suite.
// NOLINTNEXTLINE(bugprone-exception-escape): takes the moves of JSON documents for ones that throw
struct Plan {
  nlohmann::ordered_json suite;  ///< suite_json and the digests of the inputs
  std::vector<Cell> cells;
  std::uint64_t seed = 0;  ///< of the running order
};
Plan make_plan(const Suite& suite, const SuiteInputs& inputs);

/// @throws InputError if an unfinished store would be replaced, another suite's resumed, or one is missing.
Store open_store(const std::filesystem::path& file, const Plan& plan, Start start);

struct Progress {
  std::int64_t done = 0, total = 0;  ///< cells of this call
  double seconds_left = 0.0;         ///< from the cost model, at the pace of the cells done
};

struct RunOptions {
  unsigned threads = 1;             ///< of this process; not looked at if there are workers
  std::vector<CellWorker> workers;  ///< who runs the cells
  Shard shard;
  std::set<std::string> only;  ///< if not empty: run cells again that have one of these verdicts, no others
  bool fail_fast = false;      ///< take no new cell once one is violated or failed
  std::function<void(const Progress&)> progress;                  ///< called under a lock
  std::function<void(const Cell&, const CellResult&)> on_result;  ///< called under the same lock
};

struct RunReport {
  std::int64_t ran = 0;   ///< cells that were run to their end
  std::int64_t left = 0;  ///< cells that were to be run and were not
};

/// What a cell needs to get a result, in the running order: places of plan.cells.
std::vector<std::size_t> pending_cells(const Plan& plan, const Store& store, const RunOptions& options);

/// Cells that another process finished meanwhile are not run again. Returns early once `stop` is raised; what
/// was running then is dropped.
RunReport run_plan(const Plan& plan, const SuiteInputs& inputs, Store& store, const RunOptions& options,
                   const StopFlag& stop);

}  // namespace plumbline
