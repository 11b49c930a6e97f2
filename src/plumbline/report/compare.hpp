// Two results documents side by side.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace plumbline {

/// Schema plumbline.compare/1:
///   "flips": verdicts of conclusions (or of refused cells) that differ, what became worse first;
///   "only_before", "only_after": cells that one document alone has;
///   "changes": same verdict, other numbers (slack, runs failed, smallest width);
///   "speed": seconds of the cells that both have, where both documents hold them ("seconds" of a cell); else
///   null; "same": how many conclusions are equal in all of this.
/// Cells are the same when theorem, problem, depth, width and step are, and seed and rigor where they are not
/// usual.
/// @throws nlohmann::json::exception if a document is damaged.
nlohmann::ordered_json compare_results(const nlohmann::ordered_json& before,
                                       const nlohmann::ordered_json& after);

/// The comparison for people: flips first, then changes, then speed, and one sentence last.
std::string compare_text(const nlohmann::ordered_json& comparison);

}  // namespace plumbline
