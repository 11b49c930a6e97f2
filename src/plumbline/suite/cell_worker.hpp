// Who runs a cell: a thread of this process, or another process.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

#include "plumbline/numeric/stop_flag.hpp"
#include "plumbline/suite/cell.hpp"
#include "plumbline/suite/run_cell.hpp"

namespace plumbline {

/// What a worker hands back.
// NOLINTNEXTLINE(bugprone-exception-escape): takes the moves of JSON documents for ones that throw
struct FinishedCell {
  CellResult result;
  double seconds = 0.0;
  nlohmann::ordered_json environment;  ///< environment_json() of the process that ran it
};

/// Runs one cell after another, one at a time. @throws Stopped once the flag is raised.
using CellWorker = std::function<FinishedCell(const Cell& cell, const StopFlag& stop)>;

/// Runs the cell here and now. @throws Stopped as run_cell.
FinishedCell run_here(const nlohmann::ordered_json& config, const SuiteInputs& inputs, const StopFlag& stop);

/// Share of a machine's memory that the cells running on it may take together.
inline constexpr double kMemoryShare = 0.6;

/// So many workers (≥ 1) of this process. They share its memory: one waits where a cell does not fit.
/// @param inputs must outlive them.
std::vector<CellWorker> local_workers(const SuiteInputs& inputs, unsigned count);

}  // namespace plumbline
