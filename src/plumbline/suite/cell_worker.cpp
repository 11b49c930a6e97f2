#include "plumbline/suite/cell_worker.hpp"

#include <algorithm>
#include <chrono>
#include <memory>

#include "plumbline/suite/environment.hpp"
#include "plumbline/suite/memory_gate.hpp"

namespace plumbline {

FinishedCell run_here(const nlohmann::ordered_json& config, const SuiteInputs& inputs, const StopFlag& stop) {
  static const nlohmann::ordered_json environment = environment_json();
  const auto start = std::chrono::steady_clock::now();
  FinishedCell finished{run_cell(config, inputs, stop), 0.0, environment};
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  finished.seconds = seconds.count();
  return finished;
}

std::vector<CellWorker> local_workers(const SuiteInputs& inputs, unsigned count) {
  const auto gate = std::make_shared<MemoryGate>(kMemoryShare * physical_memory());
  const CellWorker worker = [gate, &inputs](const Cell& cell, const StopFlag& stop) {
    const MemoryGate::Pass pass(*gate, cell.bytes);
    return run_here(cell.config, inputs, stop);
  };
  return std::vector<CellWorker>(std::max(count, 1U), worker);
}

}  // namespace plumbline
