// Downhill from a trial, without derivatives.
#pragma once

#include <functional>
#include <vector>

#include "plumbline/falsify/trial_runner.hpp"

namespace plumbline {

/// What was tried on the way, in order, with what came of it.
struct RefinedTrial {
  Trial trial;
  TrialResult result;
};

/// Minimises the score of one conclusion over the numbers of a trial that are not whole: its step, the size
/// of its targets, its singular values where they differ, its parameters; each on a logarithmic scale
/// (NLopt's subplex method). Ends at the first trial that fails, and as soon as `over` says so.
std::vector<RefinedTrial> refine(const TrialRunner& runner, const Trial& start, std::size_t conclusion,
                                 int most_trials, double most_operations, const std::function<bool()>& over);

}  // namespace plumbline
