#include "plumbline/suite/memory_gate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
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

TEST(PhysicalMemory, IsThatOfAMachine) {
  EXPECT_GT(physical_memory(), 1e8);
}

}  // namespace
}  // namespace plumbline
