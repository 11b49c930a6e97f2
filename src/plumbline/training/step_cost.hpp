// What a step of gradient descent costs.
#pragma once

#include "plumbline/network/initialise.hpp"
#include "plumbline/problem/reduction.hpp"

namespace plumbline {

/// Floating-point operations of one step: Σ over layers of 2·rows·columns·(forward + backward + update).
double flops_per_step(const ReducedProblem& problem, const InitialisationSpec& spec);

}  // namespace plumbline
