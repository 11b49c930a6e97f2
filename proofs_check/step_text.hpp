// Parts of a step in words, for tables and pages.
#pragma once

#include <string>

#include "proofs_check/proof_file.hpp"
#include "proofs_check/prove.hpp"

namespace plumbline::proofs {

/// "x in [0, 0.5], L in [2, inf] integer"; "numbers" without variables.
std::string domain_text(const ProofStep& step);

/// The place in the paper without the explanation after it: "Claim 4.3" of "Claim 4.3: A(t + 1)".
std::string place_text(const std::string& where);

/// ✓ proved, ✗ refuted, ? undecided.
std::string symbol_of(StepVerdict verdict);

}  // namespace plumbline::proofs
