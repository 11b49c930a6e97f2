#include "plumbline/verdict/curve_json.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <string>

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

double to_double(const std::string& text) {
  return std::strtod(text.c_str(), nullptr);
}

/// x to four significant digits, moved up if `up`, else down, where it has more; null if it is not finite.
Json rounded(double x, bool up) {
  if (!std::isfinite(x)) return nullptr;
  double near = to_double(fmt::format("{:.3e}", x));
  if (up ? near < x : near > x) {
    // One unit of the fourth digit further; its own rounding in double cannot undo that.
    const double unit = std::pow(10.0, std::floor(std::log10(std::abs(x))) - 3.0);
    near = to_double(fmt::format("{:.3e}", up ? near + unit : near - unit));
  }
  const bool outside = std::isfinite(near) && (up ? near >= x : near <= x);
  return outside ? Json(near) : Json(x);
}

}  // namespace

Json curve_json(const std::vector<ComparedPoint>& curve) {
  if (curve.empty()) return nullptr;
  Json json = {{"t", Json::array()},
               {"observed", {{"lo", Json::array()}, {"hi", Json::array()}}},
               {"bound", {{"lo", Json::array()}, {"hi", Json::array()}}}};
  for (const ComparedPoint& point : curve) {
    json["t"].push_back(point.step);
    json["observed"]["lo"].push_back(rounded(point.observed_low, false));
    json["observed"]["hi"].push_back(rounded(point.observed_high, true));
    json["bound"]["lo"].push_back(rounded(point.bound_low, false));
    json["bound"]["hi"].push_back(rounded(point.bound_high, true));
  }
  return json;
}

}  // namespace plumbline
