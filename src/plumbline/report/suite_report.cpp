#include "plumbline/report/suite_report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <kainjow/mustache.hpp>

#include "plumbline/report/csv_text.hpp"
#include "plumbline/report/page_template.hpp"
#include "plumbline/report/suite_rows.hpp"
#include "plumbline/report/text_table.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

std::string cell_verdict(const Json& cell) {
  return cell.at("check").is_null() ? "failed" : cell.at("check").at("verdict").get<std::string>();
}

/// "vacuous (holds by itself)" where the conclusion's own truth says more.
std::string verdict_text(const SuiteRow& row) {
  return row.truth.empty() ? row.verdict : fmt::format("{} ({})", row.verdict, row.truth);
}

std::string hypotheses_text(const SuiteRow& row) {
  return row.verdict != "failed" && row.hypotheses.empty() ? "none" : row.hypotheses;
}

std::string slack_text(const SuiteRow& row) {
  if (row.log10_slack) return fmt::format("{:.3g}", *row.log10_slack);
  return row.verdict == "failed" ? "" : "-";
}

/// Four significant digits of a decimal string; long widths become readable.
std::string short_decimal(const std::string& text) {
  if (text.size() <= 7) return text;
  return fmt::format("{:.4g}", std::strtod(text.c_str(), nullptr));
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
    table.add({row.theorem, row.problem, row.depth, row.width, short_decimal(row.m), row.eta, row.conclusion,
               slack_text(row), row.failed, row.steps, hypotheses_text(row), verdict_text(row)});
    if (!row.note.empty()) {
      notes += fmt::format("note: {} {} L={} width={} {}: {}\n", row.theorem, row.problem, row.depth,
                           row.width, row.conclusion, row.note);
    }
  }
  return table.to_string() + "\n" + notes + open_constants_text(suite) +
         verdict_sentence(count_verdicts(suite)) + "\n";
}

std::string suite_csv(const Json& suite) {
  std::string text =
      "theorem,problem,depth,width,m,eta,conclusion,verdict,hypotheses_not_true,log10_slack,failed,steps,"
      "note\n";
  for (const SuiteRow& row : suite_rows(suite)) {
    const std::vector<std::string> fields = {row.theorem,
                                             row.problem,
                                             row.depth,
                                             row.width,
                                             row.m,
                                             row.eta,
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

std::string suite_html(const Json& suite) {
  namespace mustache = kainjow::mustache;
  const VerdictCounts counts = count_verdicts(suite);
  mustache::data page;
  const auto title = suite.at("suite").at("title").get<std::string>();
  page.set("title", title.empty() ? suite.at("suite").at("id").get<std::string>() : title);
  page.set("sentence", verdict_sentence(counts));
  page.set("state", counts.violated > 0                    ? "violated"
                    : counts.undecided + counts.failed > 0 ? "undecided"
                                                           : "holds");
  page.set("suite", suite.at("suite").dump(2));
  mustache::data list(mustache::data::type::list);
  for (const SuiteRow& row : suite_rows(suite)) {
    mustache::data entry;
    entry.set("theorem", row.theorem);
    entry.set("problem", row.problem);
    entry.set("depth", row.depth);
    entry.set("width", row.width);
    entry.set("m", short_decimal(row.m));
    entry.set("eta", row.eta);
    entry.set("conclusion", row.conclusion);
    entry.set("verdict", verdict_text(row));
    entry.set("class", row.verdict);
    entry.set("hypotheses", hypotheses_text(row));
    entry.set("slack", slack_text(row));
    entry.set("failed", row.failed);
    entry.set("steps", row.steps);
    entry.set("note", row.note);
    list.push_back(entry);
  }
  page.set("rows", list);
  mustache::mustache view{std::string(kPageTemplate)};
  return view.render(page);
}

}  // namespace plumbline
