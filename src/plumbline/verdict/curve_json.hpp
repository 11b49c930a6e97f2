// The curve of a conclusion in JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "plumbline/verdict/curve.hpp"

namespace plumbline {

/// {"t": […], "observed": {"lo": […], "hi": […]}, "bound": {"lo": […], "hi": […]}}: numbers of four
/// significant digits, rounded outward; null where an end is infinite. Null for no points.
nlohmann::ordered_json curve_json(const std::vector<ComparedPoint>& curve);

}  // namespace plumbline
