// Where the hypotheses of a theorem hold on a map of depth × width.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "plumbline/report/cell_map.hpp"

namespace plumbline {

/// The smallest width with which the hypotheses of a theorem hold, by depth.
struct TheoremRegion {
  std::string theorem;
  std::map<std::int64_t, double> log10_width;  ///< infinite where no width will do
};

/// A line left of the first width of every row that is large enough; right of all where none is.
/// @param depths,widths increasing
MapContour region_contour(const TheoremRegion& region, const std::vector<std::int64_t>& depths,
                          const std::vector<std::string>& widths);

/// A sentence: what is asked for, and whether that lies beyond a map whose widest network is that wide.
std::string region_text(const TheoremRegion& region, double log10_widest);

}  // namespace plumbline
