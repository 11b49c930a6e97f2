#include "plumbline/suite/cell_worker.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "plumbline/numeric/error.hpp"
#include "suite/small_suites.hpp"

namespace plumbline {
namespace {

using test::small_sweep;
using test::SuiteBench;

TEST(CellWorkers, RunEveryCellOnceAndGiveTheBytesOfThreads) {
  const SuiteBench bench(small_sweep());
  std::atomic<int> ran{0};
  RunOptions options;
  for (const CellWorker& worker : local_workers(bench.inputs, 3)) {
    options.workers.push_back([&ran, worker](const Cell& cell, const StopFlag& stop) {
      ++ran;
      return worker(cell, stop);
    });
  }
  ASSERT_EQ(options.workers.size(), 3U);
  EXPECT_EQ(bench.run("workers", options).left, 0);
  EXPECT_EQ(ran, static_cast<int>(bench.plan.cells.size()));
  bench.run("threads");
  EXPECT_EQ(bench.document("workers"), bench.document("threads"));
}

TEST(CellWorkers, OneThatFailsEndsTheRunAndKeepsWhatIsStored) {
  const SuiteBench bench(small_sweep());
  int taken = 0;
  RunOptions options;
  options.workers = {[&](const Cell& cell, const StopFlag& stop) {
    if (++taken == 4) throw InternalError("the worker is gone");
    return run_here(cell.config, bench.inputs, stop);
  }};
  EXPECT_THROW(bench.run("failing", options), InternalError);
  EXPECT_EQ(taken, 4);
  EXPECT_EQ(Store::open(bench.file("failing")).finished_count(), 3);
}

}  // namespace
}  // namespace plumbline
