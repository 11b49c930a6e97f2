// Counter-based randomness: every number is a pure function of (seed, run, layer, index), so any cell of a
// grid can be recomputed alone, anywhere (Philox 4x64; Salmon et al., SC 2011).
#pragma once

#include <array>
#include <cstdint>

namespace plumbline {

/// (k + 1/2)·2^-53 for the upper 53 bits k, rounded to a double in the open interval (0, 1).
double open_unit(std::uint64_t bits);

/// The sequence that belongs to (seed, run, layer). Two streams that differ in any of the three are
/// independent for all practical purposes; equal arguments give equal sequences.
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint64_t run, std::uint64_t layer);

  std::uint64_t bits();
  /// Uniform on the open interval (0, 1): open_unit(bits()).
  double uniform();
  /// Standard normal (Box–Muller).
  double normal();
  /// Chi-squared with `degrees` > 0 degrees of freedom, any size (Marsaglia and Tsang, 2000).
  /// @throws InternalError if degrees is not positive and finite.
  double chi_squared(double degrees);

 private:
  std::array<std::uint64_t, 2> key_;
  std::uint64_t layer_;
  std::uint64_t block_ = 0;
  std::array<std::uint64_t, 4> buffer_{};
  unsigned next_ = 4;
  bool has_spare_normal_ = false;
  double spare_normal_ = 0.0;
};

}  // namespace plumbline
