#include "plumbline/suite/memory_gate.hpp"

#include <unistd.h>

#include <algorithm>
#include <limits>

namespace plumbline {

MemoryGate::Pass::Pass(MemoryGate& gate, double bytes)
    : gate_(gate), bytes_(std::min(bytes, gate.capacity_)) {
  std::unique_lock<std::mutex> lock(gate_.mutex_);
  gate_.left_.wait(lock, [&] { return gate_.inside_ == 0 || bytes_ <= gate_.free_; });
  gate_.free_ -= bytes_;
  ++gate_.inside_;
}

MemoryGate::Pass::~Pass() {
  {
    const std::lock_guard<std::mutex> lock(gate_.mutex_);
    gate_.free_ += bytes_;
    --gate_.inside_;
  }
  gate_.left_.notify_all();
}

double physical_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long size = sysconf(_SC_PAGE_SIZE);
  if (pages <= 0 || size <= 0) return std::numeric_limits<double>::infinity();
  return static_cast<double>(pages) * static_cast<double>(size);
}

}  // namespace plumbline
