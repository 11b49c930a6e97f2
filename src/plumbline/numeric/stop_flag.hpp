// A request to stop, raised from anywhere (a signal handler too) and looked at between the steps of long
// work.
#pragma once

#include <atomic>
#include <exception>

namespace plumbline {

/// Thrown by work that was asked to stop. What it had computed is dropped; nothing it shares is half done.
class Stopped : public std::exception {
 public:
  const char* what() const noexcept override { return "stopped on request"; }
};

class StopFlag {
 public:
  /// Safe to call from a signal handler.
  void raise() noexcept { raised_.store(true, std::memory_order_relaxed); }
  bool raised() const noexcept { return raised_.load(std::memory_order_relaxed); }
  /// @throws Stopped once the flag is raised.
  void check() const {
    if (raised()) throw Stopped();
  }

 private:
  std::atomic<bool> raised_{false};
  static_assert(std::atomic<bool>::is_always_lock_free);
};

}  // namespace plumbline
