// Trajectories of a suite's document as text and CSV.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

namespace plumbline {

/// Cells of trajectories that were refused or failed.
std::int64_t failed_trajectories(const nlohmann::ordered_json& suite);

/// How they ended, initialisation by initialisation, how many steps that saved, and the transition widths.
std::string trajectories_text(const nlohmann::ordered_json& suite);

/// One row a cell and snapshot.
std::string trajectories_csv(const nlohmann::ordered_json& suite);

}  // namespace plumbline
