// Whether the proof that a theorem file names for a constant exists and checks that constant.
#pragma once

#include <string>
#include <vector>

#include "plumbline/theorem/theorem.hpp"

namespace plumbline::proofs {

/// A constant of a theorem file and the proof that it names for it.
struct Citation {
  std::string theorem, constant, value;
  std::string proof;  ///< a file of data/proofs
};

/// The constants with a proof other than "open".
std::vector<Citation> citations_of(const Theorem& theorem);

/// One message for every constant with a proof other than "open" that names no file of data/proofs, or whose
/// value is neither what that proof derives nor a number that one of its steps needs as it stands (a constant
/// with a `worse` value, such as the 1.6566 on the way to C). @throws InputError if a proof file does not
/// read.
std::vector<std::string> citation_errors(const Theorem& theorem);

}  // namespace plumbline::proofs
