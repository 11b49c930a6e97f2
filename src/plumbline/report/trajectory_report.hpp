// Trajectories of a suite's document as text and CSV.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace plumbline {

/// The lists of the document; empty where it has none, as documents of a single check and of earlier
/// releases.
const nlohmann::ordered_json& trajectories_of(const nlohmann::ordered_json& suite);
const nlohmann::ordered_json& transitions_of(const nlohmann::ordered_json& suite);

/// "72 trajectories: 30 proved to converge, …"; empty if there are none.
std::string trajectories_sentence(const nlohmann::ordered_json& suite);

/// "[0.25, unbounded]": the exponents that a transition's growth leaves.
std::string exponent_text(const nlohmann::ordered_json& transition);

/// "b in [4.00, 4.32] units a layer": the straight lines that a transition leaves.
std::string slope_text(const nlohmann::ordered_json& transition);

/// How the transition widths grow at the last snapshot, in one sentence; empty if there are none.
std::string growth_sentence(const nlohmann::ordered_json& suite);

/// How they ended, initialisation by initialisation, how many steps that saved, and the transition widths.
std::string trajectories_text(const nlohmann::ordered_json& suite);

/// One row a cell and snapshot.
std::string trajectories_csv(const nlohmann::ordered_json& suite);

}  // namespace plumbline
