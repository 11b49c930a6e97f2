// Constants whose proof is open, over all runs of a check.
#pragma once

#include <vector>

#include "plumbline/verdict/claim_run.hpp"

namespace plumbline {

/// For every open constant of the theorem, the values that the runs still allow. A conclusion that depends on
/// it excludes a value when so many runs exclude it as would refute the conclusion (one run where it is
/// claimed surely). A conclusion that is violated by itself and does not depend on it excludes all values at
/// which the hypotheses are true here: they let the theorem speak where it is wrong.
/// A value in a claimed probability is excluded when the failures refute the probability that it gives.
/// @param outcomes [run][conclusion]. @param level significance of refuting a conclusion.
std::vector<OpenConstantResult> judge_open_constants(const Theorem& theorem, const PreparedProblem& problem,
                                                     const Setting& setting,
                                                     const std::vector<std::vector<RunOutcome>>& outcomes,
                                                     const std::vector<ConclusionResult>& conclusions,
                                                     double level);

/// Whether the verdict on a conclusion hangs on a constant whose proof is open.
bool hangs_on_open_constant(const Theorem& theorem, const Conclusion& conclusion);

}  // namespace plumbline
