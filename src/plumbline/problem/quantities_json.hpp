// The JSON document of `plumb quantities` (schema plumbline.quantities/1).
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "plumbline/problem/quantities.hpp"

namespace plumbline {

/// {"lo": "…", "hi": "…"}: decimal strings of at most `digits` significant digits, rounded outward.
nlohmann::ordered_json interval_json(const Interval& value, unsigned digits);

nlohmann::ordered_json quantities_json(const std::string& problem_id, const Quantities& quantities,
                                       unsigned digits);

}  // namespace plumbline
