// One theorem of a results document as the values of its section of the page.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "plumbline/report/cell_summary.hpp"
#include "plumbline/report/looseness.hpp"
#include "plumbline/report/plots.hpp"

namespace plumbline {

/// A theorem with its own cells, maps and ladders.
struct TheoremCells {
  std::string name;
  std::vector<const CellSummary*> cells;
  std::vector<const GridMaps*> maps;
  std::vector<const WidthLadder*> ladders;
};

/// The cells theorem by theorem, in the order of the document.
std::vector<TheoremCells> by_theorem(const std::vector<CellSummary>& cells, const std::vector<GridMaps>& maps,
                                     const std::vector<WidthLadder>& ladders);

/// The states that these cells are in, worst first: how many are, what it means, and how they look on a map.
nlohmann::ordered_json legend_of(const std::vector<const CellSummary*>& cells);

/// Everything the section of a theorem shows. @param links of every cell of the document.
nlohmann::ordered_json theorem_section(const TheoremCells& theorem, const nlohmann::ordered_json& suite,
                                       const std::vector<std::string>& links);

}  // namespace plumbline
