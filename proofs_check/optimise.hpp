// The free constants of a proof made best: NLopt searches, short decimals are chosen, the prover has the last
// word.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "proofs_check/proof_file.hpp"
#include "proofs_check/prove.hpp"

namespace plumbline::proofs {

/// What the search found for one free constant.
struct FoundChoice {
  double found = 0.0;   ///< at the optimum, before rounding
  std::string rounded;  ///< a whole multiple of its grain
};

struct Optimum {
  bool closes = false;               ///< whether the rounded choices seem to close every step
  std::vector<FoundChoice> choices;  ///< one a free constant, in the order of the file; the least violated
                                     ///< ones if nothing closes
  std::string obstacle;              ///< if nothing closes: the step that fails by most there
  /// The rounded choices by name, for with_choices().
  std::map<std::string, std::string> rounded(const ProofFile& proof) const;
};

/// One sentence for people: the optimum, the rounded constant and whether every step is proved with it, what
/// the limit steps of the file say; or which steps fail. @param results of the file with the rounded choices
std::string optimum_text(const ProofFile& proof, const Optimum& optimum,
                         const std::vector<StepResult>& results);

/// Searches the ranges of the free constants for the choice with the smallest `minimise` that meets every
/// step (sequential quadratic programming; every step is a condition at its worst points, which are looked
/// for anew after each search; where that ends without a choice that closes, from a few other starts), then
/// rounds one constant after the other, in the order of the file, to that neighbouring multiple of its grain
/// which leaves the better optimum of the others. Nothing here is a proof: the caller proves the file with
/// the rounded choices. Deterministic, on one thread.
/// @param start where the search begins, by name; the middle of the ranges where nothing is said. The
/// choices that stand in the file are never looked at.
/// @throws InputError if the proof has no free constant.
Optimum optimise(const ProofFile& proof, const std::map<std::string, double>& start = {});

}  // namespace plumbline::proofs
