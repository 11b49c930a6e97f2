// Proofs as one HTML page: graphs of steps with their verdicts, and an entry for every step.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "proofs_check/citation.hpp"
#include "proofs_check/optimise.hpp"
#include "proofs_check/proof_graph.hpp"
#include "proofs_check/prove.hpp"

namespace plumbline::proofs {

/// What is known about one file that was asked for.
struct CheckedProof {
  std::vector<StepResult> results;              ///< one a step
  std::vector<std::vector<StepVerdict>> worse;  ///< by step and constant with a `worse` value, in order: the
                                                ///< verdict on the step altered so
  std::optional<Optimum> optimum;               ///< if one was looked for
};

/// The verdicts on a step with each of its constants altered, for CheckedProof::worse.
std::vector<StepVerdict> verdicts_when_worse(const ProofStep& step);

/// One self-contained page: inline style and drawings, no script, nothing from elsewhere. All text of files
/// is escaped. With `times`, how long each step took; without, the page depends on the files alone.
/// @param checked one entry a file that was asked for, in the order of the graph
std::string proof_page(const ProofGraph& graph, const std::vector<CheckedProof>& checked,
                       const std::vector<Citation>& citations, bool times);

}  // namespace plumbline::proofs
