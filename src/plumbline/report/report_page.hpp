// The report page of a results document.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace plumbline {

/// Most bytes of the sections of single cells. Cells beyond it, the best ones, keep their squares and rows,
/// and the page says how many they are.
inline constexpr std::size_t kCellBytes = 3'800'000;

/// One self-contained HTML page (docs/reports.md), made from the document alone.
std::string report_page(const nlohmann::ordered_json& suite, std::size_t cell_bytes = kCellBytes);

}  // namespace plumbline
