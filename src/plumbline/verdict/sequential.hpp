// When to stop drawing further runs, with proved control of both errors.
#pragma once

#include <cstdint>
#include <vector>

namespace plumbline {

/// One look at the runs so far: after how many of them, and the significance that it may spend.
struct Look {
  std::int64_t runs = 0;
  double level = 0.0;
};

/// Looks after 20, 40, 80, … runs and after `budget` runs, at the levels level/2, level/4, level/8, …. Each
/// look tests exactly at its own level (refutes, shows), so by the union bound the probability that any look
/// rejects what is true is at most the sum of the levels, which is less than `level`: wherever the rule
/// stops, and whatever made it stop. (Spending a significance over interim analyses: Lan and DeMets,
/// Biometrika 70, 1983; the geometric series as in Robbins, Ann. Math. Stat. 41, 1970.)
/// @param budget ≥ 1. The last look has `budget` runs; never empty.
std::vector<Look> planned_looks(std::int64_t budget, double level);

}  // namespace plumbline
