// The plots of a results document: maps of its grids and curves of its cells.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "plumbline/report/cell_map.hpp"
#include "plumbline/report/cell_summary.hpp"
#include "plumbline/report/curve_plot.hpp"
#include "plumbline/report/looseness.hpp"

namespace plumbline {

/// How a state looks on a map, and how much a factor of slack does.
CellLook look_of(CellState state);
CellLook look_of_slack(std::optional<double> log10_slack);
/// Every look with its meaning; of slack from least to most.
std::vector<std::pair<std::string, CellLook>> state_legend();
std::vector<std::pair<std::string, CellLook>> slack_legend();

/// <li> elements for a legend.
std::string legend_items(const std::vector<std::pair<std::string, CellLook>>& entries);

/// Width × depth for one theorem, problem and step.
struct GridMaps {
  std::string theorem, problem, eta, more;
  CellMap states, slack;
};

/// In the order of the document. @param links of every cell: "#c12", or "".
std::vector<GridMaps> grid_maps(const std::vector<CellSummary>& cells,
                                const std::vector<WidthLadder>& ladders,
                                const std::vector<std::string>& links);

/// Observed and bound of a conclusion along the run of its worst case; nothing where fewer than two steps are
/// stored.
std::optional<CurvePlot> curve_plot(const nlohmann::ordered_json& conclusion, const std::string& title);

/// Every plot of the document as a file for a paper: name → SVG document with labels, legend and its own
/// colours.
std::map<std::string, std::string> svg_files(const nlohmann::ordered_json& suite);

}  // namespace plumbline
