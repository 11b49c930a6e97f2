#include "plumbline/report/theorem_region.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "plumbline/report/looseness.hpp"

namespace plumbline {
namespace {

std::string width_text(double log10_width) {
  return std::isinf(log10_width) ? "no width" : fmt::format("about 10^{:.2f}", log10_width);
}

}  // namespace

MapContour region_contour(const TheoremRegion& region, const std::vector<std::int64_t>& depths,
                          const std::vector<std::string>& widths) {
  MapContour contour{"width of the theorem", false,
                     std::vector<std::optional<double>>(depths.size(), std::nullopt)};
  for (std::size_t row = 0; row < depths.size(); ++row) {
    const auto found = region.log10_width.find(depths[row]);
    if (found == region.log10_width.end()) continue;
    const auto first = std::find_if(widths.begin(), widths.end(), [&](const std::string& width) {
      return log10_of_decimal(width) >= found->second;
    });
    contour.place[row] = static_cast<double>(std::distance(widths.begin(), first));
  }
  return contour;
}

std::string region_text(const TheoremRegion& region, double log10_widest) {
  const auto [least, most] =
      std::minmax_element(region.log10_width.begin(), region.log10_width.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; });
  const std::string from = width_text(least->second);
  const std::string to = width_text(most->second);
  return fmt::format("{} asks for a width m of {}{}{}.", region.theorem, from, to == from ? "" : " to " + to,
                     least->second > log10_widest ? ": its region lies right of the whole map" : "");
}

}  // namespace plumbline
