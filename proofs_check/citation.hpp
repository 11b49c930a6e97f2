// Whether the proof that a theorem file names for a constant exists and checks that constant.
#pragma once

#include <string>
#include <vector>

#include "plumbline/theorem/theorem.hpp"

namespace plumbline::proofs {

/// One message for every constant with a proof other than "open" that names no file of data/proofs, or whose
/// value is neither what that proof derives nor a number that one of its steps needs as it stands (a constant
/// with a `worse` value, such as the 1.6566 on the way to C). @throws InputError if a proof file does not
/// read.
std::vector<std::string> citation_errors(const Theorem& theorem);

}  // namespace plumbline::proofs
