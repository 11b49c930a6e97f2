// One cell of a results document as the values of its section of the page.
#pragma once

#include <nlohmann/json.hpp>

#include "plumbline/report/cell_summary.hpp"

namespace plumbline {

/// Whether rows say what is claimed: once a theorem is enough for a page.
enum class Formulas { kShown, kLeftOut };

/// Rows "required | observed | bound | margin | how sure" of a check's hypotheses and conclusions; shared by
/// the sections of cells and of theorems.
nlohmann::ordered_json hypothesis_rows(const nlohmann::ordered_json& check, Formulas formulas);
nlohmann::ordered_json conclusion_rows(const nlohmann::ordered_json& check, Formulas formulas);

/// Everything the section of a cell shows.
nlohmann::ordered_json cell_section(const CellSummary& summary, const nlohmann::ordered_json& cell);

/// A formula of the document as MathML; what does not parse, as text.
std::string formula(const std::string& claim);

}  // namespace plumbline
