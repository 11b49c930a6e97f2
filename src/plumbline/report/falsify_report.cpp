#include "plumbline/report/falsify_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "plumbline/report/falsify_page.hpp"
#include "plumbline/report/html_template.hpp"
#include "plumbline/report/page_style.hpp"
#include "plumbline/report/text_table.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& value) {
  return value.is_null() ? "-" : value.is_string() ? value.get<std::string>() : value.dump();
}

std::string ratio_text(const Json& log10_slack) {
  return log10_slack.is_null() ? "-" : fmt::format("{:.5g}", std::pow(10.0, log10_slack.get<double>()));
}

std::string violation_text(const Json& violation) {
  return fmt::format(
      "{}: {} of {} runs failed, {} confirmed in ball arithmetic; worst: observed {} {} bound {}",
      violation.at("conclusion").get<std::string>(), violation.at("failures").dump(),
      violation.at("runs").dump(), violation.at("confirmed").dump(), violation.value("observed", "-"),
      violation.value("relation", "-"), violation.value("bound", "-"));
}

std::string tried_text(const Json& document) {
  std::string text = fmt::format("{} trials, {} of them inside the hypotheses", document.at("tried").dump(),
                                 document.at("inside_hypotheses").dump());
  if (document.at("too_costly") > 0) text += fmt::format(", {} too costly", document.at("too_costly").dump());
  if (document.at("unconfirmed") > 0) {
    text += fmt::format(", {} failing in a run that the test does not confirm",
                        document.at("unconfirmed").dump());
  }
  return text;
}

std::string closest_text(const Json& document) {
  if (document.at("closest").is_null()) return {};
  return fmt::format("  closest that holds: bound/observed = {}, score {:.4g}, at {}\n",
                     ratio_text(document.at("closest_log10_slack")),
                     document.at("closest_score").get<double>(), text_of(document.at("closest")));
}

std::vector<std::string> distinct(const Json& rows, const char* key) {
  std::vector<std::string> values;
  for (const Json& row : rows) {
    const auto value = row.at(key).get<std::string>();
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
  }
  return values;
}

std::string cell_text(const Json& map, const std::string& depth, const std::string& kappa) {
  for (const Json& cell : map) {
    if (cell.at("depth") != depth || cell.at("kappa") != kappa) continue;
    const Json& least = cell.at("least_score");
    return fmt::format("{} ({})", least.is_null() ? "-" : fmt::format("{:.3g}", least.get<double>()),
                       cell.at("trials").dump());
  }
  return "";
}

std::string map_text(const Json& map) {
  if (map.empty()) return {};
  const std::vector<std::string> kappas = distinct(map, "kappa");
  std::vector<std::string> header = {"L"};
  for (const std::string& kappa : kappas) header.push_back("kappa " + kappa);
  TextTable table(header);
  for (const std::string& depth : distinct(map, "depth")) {
    std::vector<std::string> row = {depth};
    for (const std::string& kappa : kappas) row.push_back(cell_text(map, depth, kappa));
    table.add(row);
  }
  return table.to_string();
}

/// The least score so far against the trials, as the points of an SVG line in 600 x 160, and where score 0
/// is.
Json curve_of(const Json& document) {
  const Json& history = document.at("history");
  if (history.empty()) return nullptr;
  static constexpr double kMostShown = 10.0;
  const double last = std::max(document.at("tried").get<double>(), 1.0);
  const auto shown = [](const Json& point) {
    return std::clamp(point.at("score").get<double>(), -kMostShown, kMostShown);
  };
  double least = 0.0, most = 0.0;  // the line of score 0 is always in sight
  for (const Json& point : history) {
    least = std::min(least, shown(point));
    most = std::max(most, shown(point));
  }
  const double range = most > least ? most - least : 1.0;
  const auto y_of = [&](double score) { return 150.0 - 140.0 * (score - least) / range; };
  std::string points;
  double y = y_of(shown(history.front()));
  for (const Json& point : history) {
    const double x = 600.0 * point.at("tried").get<double>() / last;
    points += fmt::format("{:.1f},{:.1f} ", x, y);
    y = y_of(shown(point));
    points += fmt::format("{:.1f},{:.1f} ", x, y);
  }
  return {{"points", points + fmt::format("600,{:.1f}", y)}, {"zero", fmt::format("{:.1f}", y_of(0.0))}};
}

Json row_of(const std::vector<std::string>& cells) {
  Json row = Json::array();
  for (const std::string& cell : cells) row.push_back({{"cell", cell}});
  return {{"cells", row}};
}

Json search_of(const Json& document) {
  Json conclusions = Json::array();
  for (const Json& c : document.at("conclusions")) {
    conclusions.push_back(
        row_of({text_of(c.at("name")), ratio_text(c.at("log10_slack")),
                c.at("score").is_null() ? "-" : fmt::format("{:.4g}", c.at("score").get<double>()),
                text_of(c.at("closest"))}));
  }
  Json map = Json::array();
  for (const Json& cell : document.at("map")) {
    const Json& least = cell.at("least_score");
    map.push_back(row_of({text_of(cell.at("depth")), text_of(cell.at("kappa")), cell.at("trials").dump(),
                          least.is_null() ? "-" : fmt::format("{:.4g}", least.get<double>())}));
  }
  return {{"conclusions", conclusions}, {"map", map}, {"curve", curve_of(document)}};
}

Json ablation_of(const Json& document) {
  Json rows = Json::array();
  for (const Json& row : document.at("rows")) {
    rows.push_back(row_of({text_of(row.at("what")), text_of(row.at("change")), text_of(row.at("outcome")),
                           row.at("tried").dump()}));
  }
  return {{"rows", rows}};
}

std::string sentence_of(const Json& document) {
  const std::string text =
      document.at("schema") == "plumbline.ablation/1" ? ablation_text(document) : search_text(document);
  return text.substr(0, text.find('\n'));
}

}  // namespace

std::string search_text(const Json& document) {
  const auto theorem = document.at("theorem").get<std::string>();
  std::string text;
  if (!document.at("violation").is_null()) {
    text = fmt::format("{}: violated\n  {}\n  {}\n", theorem, text_of(document.at("counterexample")),
                       violation_text(document.at("violation")));
    text += document.at("case").is_null()
                ? "  --out CASE.toml writes it, for plumb replay\n"
                : fmt::format("  replay: plumb replay {}\n", text_of(document.at("case")));
    return text + fmt::format("  found in {}\n", tried_text(document));
  }
  text = fmt::format("{}: not falsified in {} (this proves nothing)\n", theorem, tried_text(document));
  if (document.at("inside_hypotheses") == 0)
    text += "  the search does not reach the hypotheses of this theorem: nothing was tested\n";
  text += closest_text(document);
  if (document.at("map").empty()) return text;
  return text + "\nleast score: log10(bound/observed), per share of the largest step (trials):\n" +
         map_text(document.at("map"));
}

std::string ablation_text(const Json& document) {
  TextTable table({"what", "change", "outcome", "trials"});
  for (const Json& row : document.at("rows")) {
    table.add({text_of(row.at("what")), text_of(row.at("change")), text_of(row.at("outcome")),
               row.at("tried").dump()});
  }
  std::string text = fmt::format(
      "{}: what its hypotheses and constants are needed for ({} rows; "
      "\"not violated\" proves nothing)\n\n",
      document.at("theorem").get<std::string>(), document.at("rows").size());
  text += table.to_string();
  for (const Json& row : document.at("rows")) {
    if (row.at("setting").is_null()) continue;
    text += fmt::format("\n  {}, {}: {}", text_of(row.at("what")), text_of(row.at("change")),
                        text_of(row.at("setting")));
  }
  return text + "\n";
}

std::string falsify_html(const Json& document) {
  static const HtmlTemplate page{kFalsifyPage};
  const bool found = document.contains("violation") && !document.at("violation").is_null();
  const bool ablation = document.at("schema") == "plumbline.ablation/1";
  return page.fill({{"title", fmt::format("plumb falsify {}", document.at("theorem").get<std::string>())},
                    {"style", kPageStyle},
                    {"state", found ? "violated" : "undecided"},
                    {"sentence", sentence_of(document)},
                    {"ablation", ablation ? ablation_of(document) : Json(nullptr)},
                    {"search", ablation ? Json(nullptr) : search_of(document)},
                    {"document", document.dump(1, ' ', false, Json::error_handler_t::replace)}});
}

}  // namespace plumbline
