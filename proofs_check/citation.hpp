// Whether the proof that a theorem file names for a constant exists and checks that constant.
#pragma once

#include <string>
#include <vector>

#include "plumbline/theorem/theorem.hpp"

namespace plumbline::proofs {

/// A constant of a theorem file and what it names for it: FILE, the constant that this file of data/proofs
/// derives; FILE/NAME, its free constant of that name; FILE/STEP/NAME, the constant of that name of one of
/// its steps.
struct Citation {
  std::string theorem, constant, value;
  std::string proof;  ///< FILE
  std::string place;  ///< "", "NAME" or "STEP/NAME"
};

/// The constants with a proof other than "open".
std::vector<Citation> citations_of(const Theorem& theorem);

/// One message for every constant with a proof other than "open" that names no file of data/proofs or no
/// constant of it, or has another value than it. Steps that say what a proof cannot do (`limit`) vouch for
/// nothing.
/// @throws InputError if a proof file does not read.
std::vector<std::string> citation_errors(const Theorem& theorem);

}  // namespace plumbline::proofs
