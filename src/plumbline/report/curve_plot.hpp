// Curves over the steps of a run, on a log axis, as SVG.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace plumbline {

/// One curve as a band: the value lies between low and high. Ends that are not finite leave a gap.
struct PlotBand {
  std::string name;
  std::string style;              ///< "observed" or "bound"
  std::vector<double> low, high;  ///< one for each step of the plot
};

struct CurvePlot {
  std::string title, y_label;
  std::vector<std::int64_t> steps;  ///< increasing, from 0 on
  std::vector<PlotBand> bands;
  std::optional<std::int64_t> marked;  ///< a step to point at
  std::string marked_name;
};

/// An <svg> element without a namespace. Steps are at log(1 + t); values at their logarithm, so that what is
/// not positive lies on the lower edge. A plot without one positive value says so instead.
std::string curve_svg(const CurvePlot& plot);

}  // namespace plumbline
