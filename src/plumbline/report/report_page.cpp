#include "plumbline/report/report_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <vector>

#include "plumbline/report/cell_section.hpp"
#include "plumbline/report/html_template.hpp"
#include "plumbline/report/ledger.hpp"
#include "plumbline/report/markup.hpp"
#include "plumbline/report/page_style.hpp"
#include "plumbline/report/page_template.hpp"
#include "plumbline/report/plots.hpp"
#include "plumbline/report/suite_report.hpp"
#include "plumbline/report/suite_rows.hpp"
#include "plumbline/report/theorem_section.hpp"
#include "plumbline/report/trajectory_section.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostListed = 50;

Json violations_of(const std::vector<CellSummary>& cells, const std::vector<std::string>& links) {
  Json rows = Json::array();
  std::size_t count = 0;
  for (const CellSummary& cell : cells) {
    if (cell.state != CellState::kViolated) continue;
    if (++count > kMostListed) continue;
    std::string text = title_of(cell);
    if (cell.log10_slack)
      text += fmt::format(": bound/observed {} ({})", factor_text(*cell.log10_slack), cell.tightest);
    rows.push_back({{"link", links[cell.index]}, {"text", text}});
  }
  if (count == 0) return nullptr;
  Json section = {{"title", fmt::format("VIOLATED in {} of {} cells", count, cells.size())}, {"rows", rows}};
  if (count > kMostListed)
    section["more"] = fmt::format("and {} more, in the tables below", count - kMostListed);
  return section;
}

/// Sections of cells within a budget of bytes, worst first; in the order of the document.
std::vector<std::string> cell_sections(const Json& suite, const std::vector<CellSummary>& cells,
                                       std::size_t budget) {
  std::vector<const CellSummary*> order = pointers_to(cells);
  std::stable_sort(order.begin(), order.end(), [](const CellSummary* a, const CellSummary* b) {
    const auto key = [](const CellSummary* cell) {
      return std::pair(cell->state, cell->log10_slack.value_or(std::numeric_limits<double>::infinity()));
    };
    return key(a) < key(b);
  });
  const HtmlTemplate page(kCellTemplate);
  std::vector<std::string> sections(cells.size());
  std::size_t used = 0;
  for (const CellSummary* cell : order) {
    Json values = cell_section(*cell, suite.at("cells").at(cell->index));
    const CellLook look = look_of(cell->state);
    values["fill"] = look.fill;
    values["ink"] = look.ink;
    values["mark"] = look.mark;
    std::string section = page.fill(values);
    used += section.size();
    if (used > budget) break;
    sections[cell->index] = std::move(section);
  }
  return sections;
}

std::string rows_part(const Json& suite, const std::vector<std::string>& sections) {
  Json rows = Json::array();
  std::size_t last_cell = std::numeric_limits<std::size_t>::max();
  for (const SuiteRow& row : suite_rows(suite)) {
    const bool first_of_cell = row.cell != last_cell;
    last_cell = row.cell;
    rows.push_back({{"id", first_of_cell ? Json(fmt::format("r{}", row.cell)) : Json(nullptr)},
                    {"theorem", row.theorem},
                    {"problem", row.problem},
                    {"depth", row.depth},
                    {"width", row.width},
                    {"m", short_decimal(row.m)},
                    {"eta", step_text(row)},
                    {"conclusion", row.conclusion},
                    {"verdict", verdict_text(row)},
                    {"class", row.verdict},
                    {"hypotheses", hypotheses_text(row)},
                    {"slack", slack_text(row)},
                    {"failed", row.failed},
                    {"steps", row.steps},
                    {"note", row.note}});
  }
  const auto shown =
      std::count_if(sections.begin(), sections.end(), [](const std::string& s) { return !s.empty(); });
  Json values = {{"rows", rows}, {"left_out", nullptr}};
  if (static_cast<std::size_t>(shown) < sections.size()) {
    values["left_out"] = fmt::format(
        "Curves and tables of {} of {} cells, the worst ones: the page would grow too large with all. "
        "plumb report DIR --cell N --html FILE shows the others one by one.",
        shown, sections.size());
  }
  return HtmlTemplate(kRowsTemplate).fill(values);
}

Json tightest_of(const Json& suite, const std::vector<CellSummary>& cells,
                 const std::vector<std::string>& links) {
  const CellSummary* cell = tightest_cell(pointers_to(cells));
  if (cell == nullptr) return nullptr;
  std::string text = fmt::format("{} ({}", title_of(*cell), to_string(cell->state));
  if (cell->log10_slack)
    text += fmt::format(", {}: slack {}", cell->tightest, factor_text(*cell->log10_slack));
  return {{"link", links[cell->index]},
          {"text", text + ")"},
          {"inside", is_inside(cell->state)},
          {"commands", commands_of(suite.at("cells").at(cell->index))}};
}

/// Whatever of the document says where it comes from, besides the suite itself.
Json provenance_of(const Json& suite) {
  Json parts = Json::object();
  for (const char* key : {"provenance", "environment", "inputs"}) {
    if (suite.contains(key)) parts[key] = suite.at(key);
  }
  return parts.empty() ? Json(nullptr) : Json(parts.dump(2));
}

}  // namespace

std::string report_page(const Json& suite, std::size_t cell_bytes) {
  const std::vector<CellSummary> cells = summarise_cells(suite);
  const std::vector<WidthLadder> ladders = width_ladders(suite, cells);
  const std::vector<std::string> sections = cell_sections(suite, cells, cell_bytes);
  std::vector<std::string> links;
  links.reserve(cells.size());
  for (const CellSummary& cell : cells) {
    links.push_back(fmt::format("#{}{}", sections[cell.index].empty() ? "r" : "c", cell.index));
  }
  const std::vector<GridMaps> maps = grid_maps(cells, ladders, links);
  const std::vector<TheoremCells> theorems = by_theorem(cells, maps, ladders);
  Json names = Json::array();
  for (std::size_t i = 0; i < theorems.size(); ++i)
    names.push_back({{"index", i}, {"name", theorems[i].name}});
  const std::string sure = strength_sentence(suite);
  std::string page = HtmlTemplate(kPageHead).fill(
      {{"title", title_of_suite(suite)},
       {"style", kPageStyle},
       {"sentence", suite_sentence(suite)},
       {"state", outcome_word(outcome_of(suite))},
       {"sure", sure.empty() ? Json(nullptr) : Json(sure)},
       {"marks", map_mark_definitions()},
       {"counts", cells.empty() ? Json(nullptr) : Json{{"rows", legend_of(pointers_to(cells))}}},
       {"violations", violations_of(cells, links)},
       {"tightest", tightest_of(suite, cells, links)},
       {"theorem_links", names.empty() ? Json(nullptr) : Json{{"rows", names}}}});
  const HtmlTemplate theorem_page(kTheoremTemplate);
  for (std::size_t i = 0; i < theorems.size(); ++i) {
    Json values = theorem_section(theorems[i], suite, links);
    values["index"] = i;
    values["state_legend"] = legend_items(state_legend());
    values["slack_legend"] = legend_items(slack_legend());
    page += theorem_page.fill(values);
  }
  page += trajectory_section(suite);
  if (!cells.empty()) page += rows_part(suite, sections);
  for (const std::string& section : sections) page += section;
  const Json ledger = precision_ledger(suite);
  return page +
         HtmlTemplate(kPageFoot).fill({{"ledger", ledger.empty() ? Json(nullptr) : Json{{"rows", ledger}}},
                                       {"provenance", provenance_of(suite)},
                                       {"suite", suite.at("suite").dump(2)}});
}

}  // namespace plumbline
