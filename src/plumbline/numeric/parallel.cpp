#include "plumbline/numeric/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace plumbline {

void for_each_index(std::int64_t count, unsigned threads, const std::function<void(std::int64_t)>& body) {
  std::atomic<std::int64_t> next{0};
  std::mutex mutex;
  std::exception_ptr failure;
  std::int64_t failed_index = count;
  const auto work = [&] {
    for (std::int64_t i = next++; i < count; i = next++) {
      try {
        body(i);
      } catch (...) {
        const std::lock_guard<std::mutex> lock(mutex);
        next = count;  // take no new work
        if (i < failed_index) {
          failed_index = i;
          failure = std::current_exception();
        }
      }
    }
  };
  const auto workers = static_cast<std::int64_t>(std::max(threads, 1U));
  std::vector<std::thread> pool;
  pool.reserve(static_cast<std::size_t>(std::max<std::int64_t>(std::min(workers, count), 0)));
  try {
    for (std::int64_t i = 1; i < std::min(workers, count); ++i) pool.emplace_back(work);
  } catch (const std::system_error&) {
    // The system gives no more threads: those there are do all the work.
  }
  work();
  for (std::thread& thread : pool) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace plumbline
