// One cell, run from its configuration alone: the same result on any thread, process or machine.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "plumbline/numeric/stop_flag.hpp"
#include "plumbline/suite/suite_inputs.hpp"

namespace plumbline {

/// What came of a cell.
// NOLINTNEXTLINE(bugprone-exception-escape): takes the moves of JSON documents for ones that throw
struct CellResult {
  /// Of a check: holds, violated, vacuous or undecided; of a trajectory: how it ended (trajectory_json);
  /// "failed" if the cell was refused, or if Plumbline itself failed at it.
  std::string verdict;
  /// The document of the check or the trajectory; of a failed cell {"error": message, "internal": bool}, and
  /// "untrained": true if its network is written down from the data.
  nlohmann::ordered_json document;
};

/// @param config Cell::config. @throws Stopped once `stop` is raised, nothing else.
CellResult run_cell(const nlohmann::ordered_json& config, const SuiteInputs& inputs, const StopFlag& stop);

}  // namespace plumbline
