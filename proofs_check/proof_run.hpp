// A whole proof file checked, every tree replayed.
#pragma once

#include <functional>
#include <vector>

#include "proofs_check/proof_file.hpp"
#include "proofs_check/prove.hpp"

namespace plumbline::proofs {

/// The results of the steps in their order, for any number of threads. @param progress called under a lock
/// after each step.
/// @throws InternalError if the independent replay refuses a tree, naming the step and what it objects to;
/// InputError as prove().
std::vector<StepResult> check_proof(const ProofFile& proof, unsigned threads,
                                    const std::function<void()>& progress = {});

}  // namespace plumbline::proofs
