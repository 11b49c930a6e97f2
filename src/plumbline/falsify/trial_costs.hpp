// What trials may cost.
#pragma once

namespace plumbline {

/// Operations of one trial (trial_runner.hpp): at first, and at most. About a tenth of a second and two
/// seconds.
inline constexpr double kFirstOperations = 1.5e8;
inline constexpr double kMostOperations = 3e9;
/// All runs of a check that confirms: each operation is also made in ball arithmetic, some thirty times
/// slower.
inline constexpr double kConfirmingOperations = 2e9;

}  // namespace plumbline
