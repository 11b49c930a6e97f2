// Two results documents side by side.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace plumbline {

/// Schema plumbline.compare/1:
///   "flips": verdicts of conclusions (or of refused cells) and ends of trajectories that differ, what became
///   worse first; "only_before", "only_after": cells that one document alone has; "changes": same verdict,
///   other numbers (slack, runs failed, smallest width; the loss at snapshots); "same": how many conclusions
///   and trajectories are equal in all of this.
/// Checks are the same when theorem, problem, depth, width, step, seed and rigor are, trajectories when
/// initialisation, problem, depth, width, step and seed are. Where a document has several of these, those
/// that were asked for as many runs and steps, or the same snapshots, are compared, and else the first with
/// the first.
/// @throws nlohmann::json::exception if a document is damaged.
nlohmann::ordered_json compare_results(const nlohmann::ordered_json& before,
                                       const nlohmann::ordered_json& after);

/// The comparison for people: flips first, then changes, and one sentence last.
std::string compare_text(const nlohmann::ordered_json& comparison);

}  // namespace plumbline
