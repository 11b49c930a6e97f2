// A stored case, run again.
#pragma once

#include <string>
#include <vector>

#include "plumbline/falsify/stored_case.hpp"

namespace plumbline {

struct ReplayResult {
  Verdict verdict = Verdict::kUndecided;  ///< of the conclusion in this run
  std::string observed, relation, bound;  ///< as in StoredCase
  unsigned witness_digits = 0;
  std::string witness_observed, witness_bound;
  std::vector<std::string> differences;  ///< "FIELD: expected …, found …"; empty: reproduced to the byte
};

/// Runs the case up to the step it speaks of. @param name what messages call the case.
/// @throws InputError if the theorem does not read, the conclusion is not among its own, or the data of
/// `problem` are not those of the case; InternalError as run_and_compare.
ReplayResult replay_case(const StoredCase& stored, const PreparedProblem& problem, const std::string& name);

}  // namespace plumbline
