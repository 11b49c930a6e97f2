// The JSON document of a trajectory (schema plumbline.trajectory/1).
#pragma once

#include <nlohmann/json.hpp>

#include "plumbline/certificate/trajectory.hpp"

namespace plumbline {

/// Relative losses are numbers, or null where they left double's range.
nlohmann::ordered_json trajectory_json(const Trajectory& trajectory);

}  // namespace plumbline
