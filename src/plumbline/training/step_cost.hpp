// What a step of gradient descent costs, and what a run needs.
#pragma once

#include "plumbline/network/initialise.hpp"
#include "plumbline/problem/reduction.hpp"

namespace plumbline {

/// Floating-point operations of one step: Σ over layers of 2·rows·columns·(forward + backward + update).
double flops_per_step(const ReducedProblem& problem, const InitialisationSpec& spec, Form form);

/// Memory of one run in bytes, about: its weights, and a third more for features, products and base.
double bytes_of_run(const ReducedProblem& problem, const InitialisationSpec& spec, Form form);

}  // namespace plumbline
