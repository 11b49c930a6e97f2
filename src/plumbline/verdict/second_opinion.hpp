// Every refuted comparison is made again, by another evaluator at higher precision, before anybody hears of
// it.
#pragma once

#include <cstddef>

#include "plumbline/verdict/claim_run.hpp"
#include "plumbline/verdict/run_under_check.hpp"

namespace plumbline {

/// Runs again in ball arithmetic (training/ball_run.hpp) up to the step at which `outcome` refutes the
/// conclusion, with `digits` digits and ever more, and compares once more.
/// - Refuted again: `outcome` gets its witness.
/// - Surely true: where the first evaluator was rigorous, one of the two is wrong; where it was sampled,
///   double was, and the outcome becomes undecided and says so.
/// - Undecided at the most digits, or too many operations: a rigorous outcome stays as it is and says so. A
///   sampled one is compared on the run in double with a proved radius (EnclosedRun), and is undecided
///   unless that refutes it too: nothing but rigorous arithmetic refutes.
/// @throws InternalError with both numbers if a rigorous first evaluation and the second one exclude each
/// other.
void seek_second_opinion(const RunUnderCheck& run, std::size_t conclusion, unsigned digits,
                         RunOutcome& outcome);

}  // namespace plumbline
