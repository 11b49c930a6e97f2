#include "plumbline/report/suite_rows.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "plumbline/report/cell_summary.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

void append(std::string& list, const std::string& text, const char* separator) {
  list += (list.empty() ? "" : separator) + text;
}

std::string truth_by_itself(const Json& conclusion) {
  const auto alone = conclusion.at("conclusion_alone").get<std::string>();
  return alone == "vacuous" ? "no premise met" : alone + " by itself";
}

std::string hypotheses_not_true(const Json& check) {
  std::string names;
  for (const Json& hypothesis : check.at("hypotheses")) {
    if (hypothesis.at("verdict") != "holds") append(names, hypothesis.at("name").get<std::string>(), ", ");
  }
  return names;
}

std::string worst_text(const Json& worst) {
  const auto interval = [&](const char* key) {
    const Json& value = worst.at(key);
    return fmt::format("[{}, {}]", value.at("lo").get<std::string>(), value.at("hi").get<std::string>());
  };
  return fmt::format("observed {} against {} {} at run {}, t = {}", interval("observed"),
                     worst.at("relation").get<std::string>(), interval("bound"),
                     worst.at("seed").get<std::int64_t>(), worst.at("t").get<std::int64_t>());
}

SuiteRow row_of(SuiteRow row, const Json& check, const Json& conclusion) {
  row.conclusion = conclusion.at("name").get<std::string>();
  row.verdict = conclusion.at("verdict").get<std::string>();
  if (row.verdict == "vacuous") row.truth = truth_by_itself(conclusion);
  row.failed = fmt::format("{} of {}", conclusion.at("failures").get<std::int64_t>(),
                           check.at("seeds").get<std::int64_t>());
  const auto steps = conclusion.at("steps").get<std::int64_t>();
  row.steps = steps < 0 ? "none" : std::to_string(steps);
  if (const Json& worst = conclusion.at("worst"); !worst.is_null()) {
    row.worst = worst_text(worst);
    if (!worst.at("log10_slack").is_null()) row.log10_slack = worst.at("log10_slack").get<double>();
  }
  for (const Json& message : conclusion.at("messages")) append(row.note, message.get<std::string>(), "; ");
  return row;
}

}  // namespace

std::string verdict_text(const SuiteRow& row) {
  return row.truth.empty() ? row.verdict : fmt::format("{} ({})", row.verdict, row.truth);
}

std::string error_text(const Json& cell) {
  return (cell.value("internal", false) ? "internal fault: " : "") + cell.at("error").get<std::string>();
}

std::string step_text(const SuiteRow& row) {
  return row.more.empty() ? row.eta : row.eta + ", " + row.more;
}

std::string hypotheses_text(const SuiteRow& row) {
  return row.verdict != "failed" && row.hypotheses.empty() ? "none" : row.hypotheses;
}

std::string slack_text(const SuiteRow& row) {
  if (row.log10_slack) return fmt::format("{:.3g}", *row.log10_slack);
  return row.verdict == "failed" ? "" : "-";
}

std::string short_decimal(const std::string& text) {
  if (text.size() <= 7) return text;
  return fmt::format("{:.4g}", std::strtod(text.c_str(), nullptr));
}

std::vector<SuiteRow> suite_rows(const Json& suite) {
  std::vector<SuiteRow> rows;
  for (const CellSummary& summary : summarise_cells(suite)) {
    const Json& cell = suite.at("cells").at(summary.index);
    SuiteRow base;
    base.cell = summary.index;
    base.theorem = summary.theorem;
    base.problem = summary.problem;
    base.depth = std::to_string(summary.depth);
    base.width = summary.width;
    base.eta = summary.eta;
    base.more = summary.more;
    if (cell.contains("seed")) base.seed = std::to_string(cell.at("seed").get<std::uint64_t>());
    base.rigor = cell.value("rigor", std::string());
    const Json& check = cell.at("check");
    if (check.is_null()) {
      base.verdict = "failed";
      base.internal = cell.value("internal", false);
      base.note = error_text(cell);
      rows.push_back(std::move(base));
      continue;
    }
    base.m = check.at("width").get<std::string>();
    base.hypotheses = hypotheses_not_true(check);
    for (const Json& conclusion : check.at("conclusions")) rows.push_back(row_of(base, check, conclusion));
  }
  return rows;
}

}  // namespace plumbline
