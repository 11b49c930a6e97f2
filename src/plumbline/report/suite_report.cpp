#include "plumbline/report/suite_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"
#include "plumbline/report/cell_summary.hpp"
#include "plumbline/report/csv_text.hpp"
#include "plumbline/report/suite_rows.hpp"
#include "plumbline/report/text_table.hpp"
#include "plumbline/report/trajectory_report.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

std::string cell_verdict(const Json& cell) {
  return cell.at("check").is_null() ? "failed" : cell.at("check").at("verdict").get<std::string>();
}

/// Whether runs show that a claim fails with no larger probability than it says: every number enclosed.
bool is_shown(const Json& interval, const Json& claimed) {
  const PrecisionScope precision(40);
  const Interval most = enclose_decimal(interval.at("hi").get<std::string>());
  return less_equal(most, enclose_decimal(claimed.at("lo").get<std::string>())) == Truth::kTrue;
}

}  // namespace

VerdictCounts count_verdicts(const Json& suite) {
  VerdictCounts counts;
  for (const Json& cell : suite.at("cells")) {
    const std::string verdict = cell_verdict(cell);
    if (verdict == "holds") {
      ++counts.holds;
    } else if (verdict == "violated") {
      ++counts.violated;
    } else if (verdict == "vacuous") {
      ++counts.vacuous;
    } else if (verdict == "undecided") {
      ++counts.undecided;
    } else {
      ++counts.failed;
    }
  }
  return counts;
}

std::string verdict_sentence(const VerdictCounts& counts) {
  if (counts.total() == 0) return "Nothing was checked.";
  const std::string lead = counts.violated > 0
                               ? fmt::format("VIOLATED in {} of {} cells", counts.violated, counts.total())
                               : fmt::format("Nothing violated in {} cells", counts.total());
  return fmt::format("{}: {} hold, {} vacuous (a hypothesis or premise is false), {} undecided, {} failed.",
                     lead, counts.holds, counts.vacuous, counts.undecided, counts.failed);
}

SuiteOutcome outcome_of(const Json& suite) {
  const VerdictCounts counts = count_verdicts(suite);
  SuiteOutcome outcome;
  outcome.violated = counts.violated > 0;
  outcome.undecided = counts.undecided > 0;
  outcome.nothing = counts.total() == 0 && trajectories_of(suite).empty();
  outcome.refused = counts.failed;
  outcome.missing = suite.value("missing", std::int64_t{0});
  for (const Json& cell : trajectories_of(suite)) outcome.refused += cell.at("trajectory").is_null() ? 1 : 0;
  for (const Json* cells : {&suite.at("cells"), &trajectories_of(suite)}) {
    for (const Json& cell : *cells) outcome.internal += cell.value("internal", false) ? 1 : 0;
  }
  return outcome;
}

std::string outcome_word(const SuiteOutcome& outcome) {
  if (outcome.violated) return "violated";
  const bool open = outcome.undecided || outcome.nothing || outcome.refused > 0 || outcome.missing > 0;
  return open ? "undecided" : "holds";
}

std::string suite_sentence(const Json& suite) {
  const VerdictCounts counts = count_verdicts(suite);
  std::string text = trajectories_sentence(suite);
  if (text.empty() || counts.total() > 0) text = verdict_sentence(counts) + (text.empty() ? "" : " ") + text;
  const std::int64_t missing = outcome_of(suite).missing;
  return missing > 0 ? fmt::format("{} {} cells have no result yet.", text, missing) : text;
}

std::string strength_sentence(const Json& suite) {
  int sampled = 0, enclosed = 0, proved = 0, with_probability = 0, shown = 0;
  std::int64_t most_steps = 0;
  for (const Json& cell : suite.at("cells")) {
    const Json& check = cell.at("check");
    if (check.is_null()) continue;
    for (const Json& c : check.at("conclusions")) {
      if (c.at("verdict") != "holds" || !c.contains("how")) continue;
      sampled += c.at("how") == "sampled" ? 1 : 0;
      enclosed += c.at("how") == "enclosed" ? 1 : 0;
      proved += c.at("how") == "proved" ? 1 : 0;
      if (c.at("how") != "proved") most_steps = std::max(most_steps, c.at("steps").get<std::int64_t>());
      const Json interval = c.value("failure_probability", Json::object());
      const Json claimed = interval.value("claimed_at_most", Json("0"));
      if (!claimed.is_object()) continue;  // "0": claimed surely
      ++with_probability;
      shown += is_shown(interval, claimed) ? 1 : 0;
    }
  }
  if (sampled + enclosed + proved == 0) return "";
  std::vector<std::string> parts;
  if (sampled > 0)
    parts.push_back(fmt::format("{} sampled (evidence from runs in double, no proof)", sampled));
  if (enclosed > 0)
    parts.push_back(fmt::format("{} enclosed (rigorous at the steps that were run)", enclosed));
  if (proved > 0) parts.push_back(fmt::format("{} proved (for every t, for these seeds)", proved));
  std::string text = fmt::format("Of the conclusions that hold, {}", fmt::join(parts, ", "));
  if (most_steps > 0) text += fmt::format("; runs that prove nothing go up to t = {}", most_steps);
  text += ".";
  if (with_probability > 0) {
    text += fmt::format(
        " {} are claimed with a probability: the runs do not refute them, and are enough to show it in {}.",
        with_probability, shown);
  }
  return text;
}

std::string title_of_suite(const Json& suite) {
  const auto title = suite.at("suite").at("title").get<std::string>();
  return title.empty() ? suite.at("suite").at("id").get<std::string>() : title;
}

/// One line for every open constant of a cell that something was found out about.
std::string open_constants_text(const Json& suite) {
  std::string text;
  for (const Json& cell : suite.at("cells")) {
    const Json& check = cell.at("check");
    if (check.is_null()) continue;
    for (const Json& constant : check.value("open_constants", Json::array())) {
      for (const char* end : {"least", "most"}) {
        if (constant.at(end).is_null()) continue;
        text += fmt::format("constant: {} {} L={} width={}: the runs allow {} to be at {} {}\n",
                            cell.at("theorem").get<std::string>(), cell.at("problem").get<std::string>(),
                            cell.at("depth").get<std::int64_t>(), cell.at("width").get<std::string>(),
                            constant.at("name").get<std::string>(), end,
                            short_decimal(constant.at(end).at("hi").get<std::string>()));
      }
    }
  }
  return text;
}

std::string suite_text(const Json& suite) {
  TextTable table({"theorem", "problem", "L", "width", "m", "eta", "conclusion", "log10 slack", "failed",
                   "steps", "not true", "verdict"});
  std::string notes;
  for (const SuiteRow& row : suite_rows(suite)) {
    table.add({row.theorem, row.problem, row.depth, row.width, short_decimal(row.m), step_text(row),
               row.conclusion, slack_text(row), row.failed, row.steps, hypotheses_text(row),
               verdict_text(row)});
    if (!row.note.empty()) {
      notes += fmt::format("note: {} {} L={} width={}{} {}: {}\n", row.theorem, row.problem, row.depth,
                           row.width, row.more.empty() ? "" : " " + row.more, row.conclusion, row.note);
    }
  }
  return table.to_string() + "\n" + notes + open_constants_text(suite) + suite_sentence(suite) + "\n";
}

std::string worst_cell_text(const Json& suite) {
  const std::vector<CellSummary> cells = summarise_cells(suite);
  const CellSummary* cell = tightest_cell(pointers_to(cells));
  if (cell == nullptr) return "";
  std::string commands = commands_of(suite.at("cells").at(cell->index));
  for (std::size_t at = 0; (at = commands.find('\n', at)) != std::string::npos; at += 3)
    commands.insert(at + 1, "  ");
  const std::string slack =
      cell->log10_slack ? fmt::format(", {}: slack {}", cell->tightest, factor_text(*cell->log10_slack)) : "";
  return fmt::format("Tightest: {} ({}{})\n  {}\n", title_of(*cell), to_string(cell->state), slack, commands);
}

std::string suite_csv(const Json& suite) {
  std::string text =
      "theorem,problem,depth,width,m,eta,seed,rigor,conclusion,verdict,hypotheses_not_true,log10_slack,"
      "failed,steps,"
      "note\n";
  for (const SuiteRow& row : suite_rows(suite)) {
    const std::vector<std::string> fields = {row.theorem,
                                             row.problem,
                                             row.depth,
                                             row.width,
                                             row.m,
                                             row.eta,
                                             row.seed,
                                             row.rigor,
                                             row.conclusion,
                                             verdict_text(row),
                                             hypotheses_text(row),
                                             slack_text(row),
                                             row.failed,
                                             row.steps,
                                             row.note};
    for (std::size_t i = 0; i < fields.size(); ++i) text += (i == 0 ? "" : ",") + csv_field(fields[i]);
    text += "\n";
  }
  return text;
}

}  // namespace plumbline
