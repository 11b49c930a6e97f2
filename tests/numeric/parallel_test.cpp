#include "plumbline/numeric/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace plumbline {
namespace {

TEST(ForEachIndex, CallsEveryIndexOnceForAnyNumberOfThreads) {
  for (const unsigned threads : {0U, 1U, 2U, 7U, 64U}) {
    std::vector<std::atomic<int>> calls(100);
    for_each_index(100, threads, [&](std::int64_t i) { ++calls[static_cast<std::size_t>(i)]; });
    for (const auto& count : calls) EXPECT_EQ(count, 1) << threads << " threads";
  }
}

TEST(ForEachIndex, DoesNothingForNothing) {
  for (const std::int64_t count : {0, -3}) {
    for_each_index(count, 4, [](std::int64_t) { FAIL() << "called"; });
  }
}

TEST(ForEachIndex, OneThreadGoesInOrderOnTheCallersThread) {
  std::vector<std::int64_t> order;
  const auto caller = std::this_thread::get_id();
  for_each_index(5, 1, [&](std::int64_t i) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    order.push_back(i);
  });
  EXPECT_EQ(order, (std::vector<std::int64_t>{0, 1, 2, 3, 4}));
}

TEST(ForEachIndex, NeverMoreAtATimeThanThreads) {
  std::atomic<int> running{0};
  std::atomic<int> most{0};
  for_each_index(40, 3, [&](std::int64_t) {
    const int now = ++running;
    int seen = most;
    while (seen < now && !most.compare_exchange_weak(seen, now)) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    --running;
  });
  EXPECT_LE(most, 3);
  EXPECT_GE(most, 2);  // 40 ms of sleep in three threads do overlap
}

std::string message_of_failure(std::int64_t count, unsigned threads,
                               const std::function<void(std::int64_t)>& body) {
  try {
    for_each_index(count, threads, body);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "none";
}

TEST(ForEachIndex, RethrowsTheFailureOfTheSmallestIndexThatFailed) {
  // Both indices run at the same time, each on a thread of its own; `first` is the one that fails first.
  for (const std::int64_t first : {0, 1}) {
    std::atomic<int> started{0};
    std::atomic<bool> first_failed{false};
    const std::string message = message_of_failure(2, 2, [&](std::int64_t i) {
      ++started;
      while (started < 2) std::this_thread::yield();
      if (i != first) {
        while (!first_failed) std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
      if (i == first) first_failed = true;
      throw std::runtime_error("index " + std::to_string(i));
    });
    EXPECT_EQ(message, "index 0") << "when index " << first << " fails first";
  }
}

TEST(ForEachIndex, TakesNoNewIndexAfterAFailure) {
  std::atomic<int> calls{0};
  const std::string message = message_of_failure(1000, 1, [&](std::int64_t i) {
    ++calls;
    if (i == 3) throw std::runtime_error("stop");
  });
  EXPECT_EQ(message, "stop");
  EXPECT_EQ(calls, 4);
}

}  // namespace
}  // namespace plumbline
