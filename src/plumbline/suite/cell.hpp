// Cells: the places of a suite's grids, each named by a digest of everything its result depends on.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "plumbline/suite/suite.hpp"
#include "plumbline/suite/suite_inputs.hpp"

namespace plumbline {

/// One place of a grid. `config` alone says what to run (run_cell); with the digests of the theorem and the
/// problem it gives the id, a name-based UUID (RFC 4122, version 5). Equal ids mean equal results.
struct Cell {
  std::string id;
  nlohmann::ordered_json config;  ///< "kind" is "check" or "trajectory"
  double operations = 0.0;        ///< about; for the time that is left, never for a result
  double bytes = 0.0;             ///< memory of one run, about; for how many cells run at once
};

/// Every cell: grid by grid, in the order theorem (init), problem, depth, width, step, seed; checks first.
std::vector<Cell> plan_cells(const Suite& suite, const SuiteInputs& inputs);

/// Places 0 … count − 1 in the order in which they are run: shuffled, the same for the same seed and count.
std::vector<std::size_t> running_order(std::size_t count, std::uint64_t seed);

}  // namespace plumbline
