#include "plumbline/report/plots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <tuple>

#include "plumbline/report/markup.hpp"
#include "plumbline/report/trajectory_section.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

const std::string kWhite = "#ffffff";
const std::string kBlack = "#000000";

/// Where a width as written stands among others: numbers by size, then multiples of the threshold.
std::pair<int, double> order_of_width(const std::string& width) {
  char* end = nullptr;
  const double value = std::strtod(width.c_str(), &end);
  if (*end == '\0' && end != width.c_str()) return {0, value};
  return {1, end == width.c_str() ? 1.0 : value};
}

/// The distinct texts, sorted, and the place of each.
struct Columns {
  std::vector<std::string> names;
  explicit Columns(const std::vector<const CellSummary*>& cells) {
    for (const CellSummary* cell : cells) names.push_back(cell->width);
    std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
      return std::pair(order_of_width(a), a) < std::pair(order_of_width(b), b);
    });
    names.erase(std::unique(names.begin(), names.end()), names.end());
  }
  std::size_t place(const std::string& width) const {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), width) - names.begin());
  }
};

std::vector<std::int64_t> depths_of(const std::vector<const CellSummary*>& cells) {
  std::vector<std::int64_t> depths;
  depths.reserve(cells.size());
  for (const CellSummary* cell : cells) depths.push_back(cell->depth);
  std::sort(depths.begin(), depths.end());
  depths.erase(std::unique(depths.begin(), depths.end()), depths.end());
  return depths;
}

/// The edge left of the first column whose number is not below 10^log10_m.
double edge_at(const std::vector<std::string>& columns, double log10_m) {
  std::size_t below = 0;
  constexpr double kSame = 1e-12;  // a decimal that was rounded once
  while (below < columns.size() && order_of_width(columns[below]).first == 0 &&
         log10_of_decimal(columns[below]) < log10_m - kSame) {
    ++below;
  }
  return static_cast<double>(below);
}

std::vector<MapContour> contours_of(const std::vector<const WidthLadder*>& ladders,
                                    const std::vector<std::string>& columns) {
  MapContour theorem{"smallest width of the theorem", false, {}};
  MapContour observed{"smallest width at which the conclusions are true", true, {}};
  for (const WidthLadder* ladder : ladders) {
    const bool known = ladder != nullptr && !ladder->theorem_width.empty();
    theorem.place.push_back(known ? std::optional(edge_at(columns, log10_of_decimal(ladder->theorem_width)))
                                  : std::nullopt);
    observed.place.push_back(known && ladder->holds_from
                                 ? std::optional(edge_at(columns, log10_of_decimal(*ladder->holds_from)))
                                 : std::nullopt);
  }
  return {theorem, observed};
}

std::string tooltip(const CellSummary& cell) {
  std::string text = fmt::format("{}: {}", title_of(cell), to_string(cell.state));
  if (cell.log10_slack) text += fmt::format("; slack {} ({})", factor_text(*cell.log10_slack), cell.tightest);
  return text;
}

/// Short enough for a square.
std::string slack_in_square(double log10_slack) {
  if (std::abs(log10_slack) >= 3.0) return fmt::format("1e{:.0f}", log10_slack);
  return fmt::format("{:.2g}", std::pow(10.0, log10_slack));
}

GridMaps maps_of(const std::vector<const CellSummary*>& cells, const std::vector<WidthLadder>& ladders,
                 const std::vector<std::string>& links) {
  const CellSummary& first = *cells.front();
  const Columns columns(cells);
  const std::vector<std::int64_t> depths = depths_of(cells);
  GridMaps maps{first.theorem, first.problem, first.eta, first.more, {}, {}};
  maps.states.row_label = "depth L (layers)";
  maps.states.column_label = "width m (units)";
  maps.states.columns = columns.names;
  std::vector<const WidthLadder*> ladder_of_row;
  for (const std::int64_t depth : depths) {
    maps.states.rows.push_back(std::to_string(depth));
    const auto found = std::find_if(ladders.begin(), ladders.end(), [&](const WidthLadder& ladder) {
      return std::tie(ladder.theorem, ladder.problem, ladder.eta, ladder.more, ladder.depth) ==
             std::tie(first.theorem, first.problem, first.eta, first.more, depth);
    });
    ladder_of_row.push_back(found == ladders.end() ? nullptr : &*found);
  }
  maps.states.contours = contours_of(ladder_of_row, columns.names);
  maps.slack = maps.states;
  const std::string where = fmt::format("{} on {}, eta = {}", first.theorem, first.problem, first.eta);
  maps.states.title = "Hypotheses and conclusions: " + where;
  maps.slack.title = "Slack: " + where;
  for (const CellSummary* cell : cells) {
    const auto row = static_cast<std::size_t>(std::lower_bound(depths.begin(), depths.end(), cell->depth) -
                                              depths.begin());
    MapCell square{row, columns.place(cell->width), look_of(cell->state), tooltip(*cell), links[cell->index]};
    maps.states.cells.push_back(square);
    square.look = look_of_slack(cell->log10_slack);
    if (cell->log10_slack) square.look.text = slack_in_square(*cell->log10_slack);
    maps.slack.cells.push_back(std::move(square));
  }
  return maps;
}

std::vector<double> numbers(const Json& list) {
  std::vector<double> values;
  for (const Json& entry : list) {
    values.push_back(entry.is_null() ? std::numeric_limits<double>::quiet_NaN() : entry.get<double>());
  }
  return values;
}

/// The tightest layers change from step to step, and their sizes with them: what can be followed is the
/// ratio.
void relate_to_bound(CurvePlot& plot) {
  PlotBand& observed = plot.bands[0];
  PlotBand& bound = plot.bands[1];
  for (std::size_t i = 0; i < plot.steps.size(); ++i) {
    observed.low[i] /= bound.high[i];
    observed.high[i] /= bound.low[i];
    bound.low[i] = bound.high[i] = 1.0;
  }
  plot.y_label = "observed / bound";
}

constexpr const char* kFileStyle =
    "<style>svg{background:#fff;color:#000;font:12px sans-serif}text{fill:currentColor}"
    ".plot{font-size:22px}.axis,.grid,.mark,.contour,.line{fill:none;stroke:currentColor}"
    ".axis{stroke-width:2}.grid{stroke-width:1;opacity:.25}.mark{stroke-width:2;stroke-dasharray:2 6}"
    ".line{stroke-width:4}.observed{stroke:#0072b2}.bound{stroke:#d55e00;stroke-dasharray:14 8}"
    ".band{stroke:none;opacity:.3}.band.observed,circle.observed{fill:#0072b2}"
    ".band.bound,circle.bound{fill:#d55e00}.cells text{text-anchor:middle;font-size:11px}"
    ".cells path{stroke:#fff}.cells use{fill:none}.contour{stroke-width:3}.dashed{stroke-dasharray:6 "
    "4}</style>";

/// An <svg> element of a page as a document of its own.
std::string as_file(std::string svg, const std::string& definitions) {
  svg.insert(4, " xmlns=\"http://www.w3.org/2000/svg\"");
  svg.insert(svg.find('>') + 1, kFileStyle + definitions);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg + "\n";
}

/// A name for a file: other characters than letters, digits, dot and dash become "_".
std::string file_name(std::string text) {
  constexpr std::size_t kLongest = 100;
  for (char& c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    if (!plain) c = '_';
  }
  return text.substr(0, kLongest);
}

}  // namespace

CellLook look_of(CellState state) {
  static const std::array<CellLook, kCellStates> looks = {{{"#d55e00", kBlack, "cross", ""},
                                                           {"#000000", kWhite, "bang", ""},
                                                           {"#f0e442", kBlack, "question", ""},
                                                           {"#0072b2", kWhite, "check", ""},
                                                           {"#a6d5f5", kBlack, "ring", ""},
                                                           {"#c9c9c9", kBlack, "bar", ""},
                                                           {"#efefef", kBlack, "dot", ""}}};
  return looks.at(static_cast<std::size_t>(state));
}

std::vector<std::pair<std::string, CellLook>> state_legend() {
  std::vector<std::pair<std::string, CellLook>> entries;
  for (std::size_t i = 0; i < kCellStates; ++i) {
    const auto state = static_cast<CellState>(i);
    entries.emplace_back(meaning(state), look_of(state));
  }
  return entries;
}

std::vector<std::pair<std::string, CellLook>> slack_legend() {
  return {{"below 1x: false there", look_of_slack(-0.1)},
          {"1x to 2x", look_of_slack(0.1)},
          {"2x to 10x", look_of_slack(0.5)},
          {"10x to 1000x", look_of_slack(2.0)},
          {"above 1000x", look_of_slack(4.0)},
          {"no number", look_of_slack(std::nullopt)}};
}

std::string legend_items(const std::vector<std::pair<std::string, CellLook>>& entries) {
  std::string html;
  for (const auto& [text, look] : entries) {
    const std::string mark =
        look.mark.empty()
            ? ""
            : fmt::format("<use href=\"#m-{}\" x=\"11\" y=\"9\" stroke=\"{}\"/>", look.mark, look.ink);
    html += fmt::format(
        "<li><svg width=\"22\" height=\"18\" aria-hidden=\"true\"><path d=\"M0 0h22v18h-22z\" "
        "fill=\"{}\"/>{}</svg>{}</li>",
        look.fill, mark, escaped(text));
  }
  return html;
}

CellLook look_of_slack(std::optional<double> log10_slack) {
  if (!log10_slack) return {"#efefef", kBlack, "dot", ""};
  if (*log10_slack < 0.0) return {"#d55e00", kBlack, "cross", ""};
  if (*log10_slack < std::log10(2.0)) return {"#e6f2fa", kBlack, "", ""};
  if (*log10_slack < 1.0) return {"#9fcbe8", kBlack, "", ""};
  if (*log10_slack < 3.0) return {"#3f8fc4", kBlack, "", ""};
  return {"#0a3f66", kWhite, "", ""};
}

std::vector<GridMaps> grid_maps(const std::vector<CellSummary>& cells,
                                const std::vector<WidthLadder>& ladders,
                                const std::vector<std::string>& links) {
  using Key = std::tuple<std::string, std::string, std::string, std::string>;
  std::map<Key, std::size_t> places;
  std::vector<std::vector<const CellSummary*>> groups;
  for (const CellSummary& cell : cells) {
    const auto [place, is_new] =
        places.emplace(Key{cell.theorem, cell.problem, cell.eta, cell.more}, groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].push_back(&cell);
  }
  std::map<Key, std::vector<WidthLadder>> ladders_of;
  for (const WidthLadder& ladder : ladders) {
    ladders_of[{ladder.theorem, ladder.problem, ladder.eta, ladder.more}].push_back(ladder);
  }
  std::vector<GridMaps> maps;
  for (const auto& group : groups) {
    const CellSummary& first = *group.front();
    maps.push_back(maps_of(group, ladders_of[{first.theorem, first.problem, first.eta, first.more}], links));
  }
  return maps;
}

std::optional<CurvePlot> curve_plot(const Json& conclusion, const std::string& title) {
  const Json curve = conclusion.value("curve", Json(nullptr));
  if (curve.is_null() || curve.at("t").size() < 2) return std::nullopt;
  const Json& worst = conclusion.at("worst");
  CurvePlot plot;
  plot.title = title;
  plot.y_label = "both sides of the claim";
  plot.steps = curve.at("t").get<std::vector<std::int64_t>>();
  const bool over_layers = !worst.is_null() && (worst.contains("i") || worst.contains("j"));
  plot.bands.push_back({"observed", "observed", numbers(curve.at("observed").at("lo")),
                        numbers(curve.at("observed").at("hi"))});
  plot.bands.push_back(
      {"bound", "bound", numbers(curve.at("bound").at("lo")), numbers(curve.at("bound").at("hi"))});
  if (over_layers) relate_to_bound(plot);
  if (!worst.is_null()) {
    plot.marked = worst.at("t").get<std::int64_t>();
    plot.marked_name = conclusion.at("failures").get<std::int64_t>() > 0
                           ? fmt::format("false at t = {}", *plot.marked)
                           : fmt::format("tightest at t = {}", *plot.marked);
  }
  return plot;
}

std::map<std::string, std::string> svg_files(const Json& suite) {
  const std::vector<CellSummary> cells = summarise_cells(suite);
  const std::vector<WidthLadder> ladders = width_ladders(suite, cells);
  std::map<std::string, std::string> files;
  std::size_t number = 0;
  for (GridMaps& maps : grid_maps(cells, ladders, std::vector<std::string>(cells.size()))) {
    const std::string name =
        file_name(fmt::format("{:03}-{}-{}-{}", number++, maps.theorem, maps.problem, maps.eta));
    maps.states.legend = state_legend();
    maps.slack.legend = slack_legend();
    files["map-" + name + ".svg"] = as_file(map_svg(maps.states), map_mark_definitions());
    files["slack-" + name + ".svg"] = as_file(map_svg(maps.slack), map_mark_definitions());
  }
  for (LossMap& loss : loss_maps(suite)) {
    loss.map.legend = loss_legend();
    const std::string name =
        file_name(fmt::format("{}-{}-{}-seed{}-t{}", loss.init, loss.problem, loss.eta, loss.seed, loss.t));
    files["loss-" + name + ".svg"] = as_file(map_svg(loss.map), map_mark_definitions());
  }
  for (const CellSummary& cell : cells) {
    const Json& check = suite.at("cells").at(cell.index).at("check");
    if (check.is_null()) continue;
    for (const Json& conclusion : check.at("conclusions")) {
      const auto conclusion_name = conclusion.at("name").get<std::string>();
      const auto plot = curve_plot(conclusion, title_of(cell) + ": " + conclusion_name);
      if (!plot) continue;
      const std::string name = file_name(fmt::format("{:05}-{}-{}-L{}-m{}-{}", cell.index, cell.theorem,
                                                     cell.problem, cell.depth, cell.width, conclusion_name));
      files["curve-" + name + ".svg"] = as_file(curve_svg(*plot), "");
    }
  }
  return files;
}

}  // namespace plumbline
