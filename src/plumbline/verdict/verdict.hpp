// The words a claim can end with (docs/theory.md §10).
#pragma once

#include <string>

#include "plumbline/numeric/interval.hpp"

namespace plumbline {

enum class Verdict {
  kUndecided,  ///< enclosures overlap, or the evidence does not reach; also "not run"
  kHolds,
  kVacuous,  ///< a hypothesis is surely false
  kViolated  ///< hypotheses surely true, conclusion surely false
};

/// How a `holds` or `violated` was reached, weakest first.
enum class Evidence {
  kSampled,   ///< double precision with an estimated resolution, finitely many steps
  kEnclosed,  ///< enclosures of the exact orbit, finitely many steps
  kProved     ///< for every t
};

std::string to_string(Verdict verdict);
std::string to_string(Evidence evidence);
/// A hypothesis as a verdict: true is holds, false is violated, unknown is undecided.
Verdict verdict_of(Truth truth);

}  // namespace plumbline
