// What a claim about a later step may ask of t = 0.
#pragma once

#include <cstdint>

#include "plumbline/theorem/theorem.hpp"
#include "plumbline/verdict/observation.hpp"

namespace plumbline {

/// At t = 0 of a run: observes everything that the claim of `conclusion` or its premises observe at step 0,
/// at all of its layers, so that it is remembered whatever else is evaluated at t = 0.
void remember_start(const Theorem& theorem, const Conclusion& conclusion, const RunEnvironment& environment,
                    std::int64_t depth);

}  // namespace plumbline
