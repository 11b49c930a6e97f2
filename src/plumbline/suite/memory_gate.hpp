// Keeps cells that run at once within the memory of the machine.
#pragma once

#include <condition_variable>
#include <mutex>

namespace plumbline {

/// Lets work in as long as all that is inside fits; what is too large for that gets in alone.
class MemoryGate {
 public:
  explicit MemoryGate(double bytes) : capacity_(bytes), free_(bytes) {}

  /// Inside from construction, which waits, to destruction.
  class Pass {
   public:
    Pass(MemoryGate& gate, double bytes);
    ~Pass();
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;

   private:
    MemoryGate& gate_;
    double bytes_;
  };

 private:
  std::mutex mutex_;
  std::condition_variable left_;
  double capacity_;
  double free_;
  int inside_ = 0;
};

/// Physical memory; infinite where the system does not tell.
double physical_memory();

}  // namespace plumbline
