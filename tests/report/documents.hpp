// Results documents for tests, written in a few words.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace plumbline::test {

/// One cell: a theorem with a width hypothesis and one conclusion about t.
struct CellSketch {
  std::string verdict = "holds";  ///< "failed" for a refused cell
  std::string alone;              ///< the conclusion's own truth; the verdict's if empty
  std::string theorem = "thm", problem = "prob";
  std::int64_t depth = 2;
  std::string width = "64", m = "64", min_width = "1000";
  double log10_slack = 0.5;
  std::string name = "rate";
};

nlohmann::ordered_json cell_of(const CellSketch& sketch);
nlohmann::ordered_json document_of(const std::vector<CellSketch>& cells);

/// Whether every tag of an XML text, or of an SVG element of a page, is closed where it has to be and no
/// stray angle bracket is left. Empty if so, else what is wrong.
std::string markup_fault(const std::string& xml);

}  // namespace plumbline::test
