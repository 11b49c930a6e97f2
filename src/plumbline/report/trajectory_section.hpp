// The part of the report page that shows trajectories: how small the loss got, over width × depth.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "plumbline/report/cell_map.hpp"

namespace plumbline {

/// The relative loss at one snapshot, with the transition width and the theorem's width drawn in.
struct LossMap {
  std::string init, problem, eta;
  std::int64_t seed = 0, t = 0;
  CellMap map;
  std::string region;  ///< where the theorem's region lies, as a sentence; empty without a theorem
};

/// One map for every problem, step, seed and snapshot, initialisation beside initialisation.
std::vector<LossMap> loss_maps(const nlohmann::ordered_json& suite);

/// What the colours of a loss map mean, from small to large.
std::vector<std::pair<std::string, CellLook>> loss_legend();

/// The section as HTML; empty if the document has no trajectories.
std::string trajectory_section(const nlohmann::ordered_json& suite);

}  // namespace plumbline
