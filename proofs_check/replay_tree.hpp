// An independent check of a proof tree: symbolic differentiation and the evaluator of theorem files, at other
// digits.
#pragma once

#include <string>

#include "proofs_check/proof_file.hpp"
#include "proofs_check/prove.hpp"

namespace plumbline::proofs {

/// Empty if the tree proves the step on all of `ranges`, else the first objection. Shares with prove() the
/// number types, the step and the list of words; no evaluation, no slope, no search. It
/// also checks that `ranges` cover those of the step.
std::string objection_to(const ProofTree& tree, const ProofStep& step, const Ranges& ranges);

}  // namespace plumbline::proofs
