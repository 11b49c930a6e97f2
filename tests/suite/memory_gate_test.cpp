#include "plumbline/suite/memory_gate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <limits>
#include <optional>
#include <thread>
#include <vector>

namespace plumbline {
namespace {

/// The most bytes that were inside at once when so many pieces of work went through.
double peak(double limit, double bytes, int pieces) {
  MemoryGate gate(limit);
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < pieces; ++i) {
    threads.emplace_back([&] {
      const MemoryGate::Pass pass(gate, bytes);
      const int now = ++inside;
      for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) continue;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      --inside;
    });
  }
  for (std::thread& thread : threads) thread.join();
  return most * bytes;
}

TEST(MemoryGate, KeepsWhatIsInsideWithinTheLimit) {
  EXPECT_EQ(peak(10.0, 3.0, 8), 9.0);
  EXPECT_EQ(peak(10.0, 10.0, 4), 10.0);
}

TEST(MemoryGate, LetsInAloneWhatIsTooLarge) {
  EXPECT_EQ(peak(10.0, 25.0, 4), 25.0);
}

TEST(MemoryGate, LetsInEverythingThatIsSmall) {
  EXPECT_GT(peak(10.0, 0.001, 8), 0.0011);
}

TEST(MemoryGate, ForgetsWorkOfUnknownSize) {
  MemoryGate gate(10.0);
  { const MemoryGate::Pass endless(gate, std::numeric_limits<double>::infinity()); }
  std::optional<MemoryGate::Pass> first(std::in_place, gate, 3.0);
  std::promise<void> inside;
  std::thread second([&] {
    const MemoryGate::Pass pass(gate, 3.0);
    inside.set_value();
  });
  EXPECT_EQ(inside.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
  first.reset();
  second.join();
}

TEST(PhysicalMemory, IsThatOfAMachine) {
  EXPECT_GT(physical_memory(), 1e8);
}

}  // namespace
}  // namespace plumbline
