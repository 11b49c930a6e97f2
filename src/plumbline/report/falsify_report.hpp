// Views of a search for counterexamples, made from its document alone (schema plumbline.falsify/1 or
// plumbline.ablation/1).
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace plumbline {

/// For people: the counterexample, or how hard the search tried and how close it came.
std::string search_text(const nlohmann::ordered_json& document);
/// A table: hypothesis by hypothesis, what happens without it.
std::string ablation_text(const nlohmann::ordered_json& document);
/// One self-contained HTML page of either document; it needs no script and no network.
std::string falsify_html(const nlohmann::ordered_json& document);

}  // namespace plumbline
