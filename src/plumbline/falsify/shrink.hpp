// From a counterexample to the smallest one.
#pragma once

#include "plumbline/falsify/search.hpp"
#include "plumbline/falsify/trial_source.hpp"

namespace plumbline {

/// Simpler settings that are still violated, until none is found or request.shrink_seconds are over: fewer
/// layers first (a short search at every smaller depth, near the counterexample), then smaller problems,
/// fewer steps, rounder numbers. Every improvement is told to request.news and request.found.
void shrink(const TrialRunner& runner, const TrialSource& source, Confirmer& confirmer,
            const SearchRequest& request, Confirmed& counterexample);

}  // namespace plumbline
