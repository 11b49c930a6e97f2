// Whether this machine's double arithmetic is what the a-priori bounds assume: IEEE 754 binary64, rounding to
// nearest, gradual underflow, no excess precision. Fused multiply-add may or may not be used: the bounds hold
// either way.
#pragma once

#include <string>
#include <vector>

namespace plumbline {

/// One assumption and whether it holds on the calling thread, by doing the arithmetic.
struct MachineAssumption {
  std::string name;
  bool holds = false;
};
std::vector<MachineAssumption> check_machine();

/// The same on `threads` threads at once: an assumption holds if it holds on every one.
std::vector<MachineAssumption> check_machine_threads(unsigned threads);

/// @throws InputError naming what this thread's arithmetic does not deliver; rigorous modes call it first.
void require_sound_arithmetic();

}  // namespace plumbline
