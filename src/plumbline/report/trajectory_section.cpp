#include "plumbline/report/trajectory_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>

#include "plumbline/report/html_template.hpp"
#include "plumbline/report/looseness.hpp"
#include "plumbline/report/plots.hpp"
#include "plumbline/report/theorem_region.hpp"
#include "plumbline/report/trajectory_report.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// Relative losses from 10^kSmallest to 1 have colours of their own.
constexpr double kSmallest = -12.0;

inline constexpr std::string_view kSection = R"html(
<section>
<h2 id="trajectories">Trajectories</h2>
{{#growth_sentence}}<p><b>Growth with depth.</b> {{growth_sentence}}</p>
{{/growth_sentence}}<p class="soft">Colour: the relative loss (ℓ(t) − ℓ*)/(ℓ(0) − ℓ*) at step t. Dashed: the transition width, the smallest of the grid from which on every wider network has converged{{#level}}, to a relative loss of at most {{level}}{{/level}}; at the right edge none of the grid has. Solid: the smallest width with which the hypotheses of a theorem hold; its region lies right of the line.</p>
<ul class="legend">{{{legend}}}</ul>
{{#groups}}<h3>{{name}}</h3><div class="maps">{{#maps}}<figure><h4>{{init}}</h4>{{{svg}}}{{#region}}<figcaption>{{region}}</figcaption>{{/region}}</figure>{{/maps}}</div>
{{/groups}}
{{#growth}}<h3>Growth of the transition width with depth</h3>
<div class="scroll"><table><thead><tr><th>init</th><th>problem</th><th>step</th><th>seed</th><th>t</th><th>grows as L^b with b in</th><th>misfit (decades)</th><th>as a straight line a + bL</th></tr></thead><tbody>
{{#rows}}<tr><th scope="row">{{init}}</th><td>{{problem}}</td><td>{{eta}}</td><td>{{seed}}</td><td>{{t}}</td><td>{{exponent}}</td><td>{{misfit}}</td><td>{{slope}}</td></tr>
{{/rows}}</tbody></table></div>
<p class="soft">b: the exponents of all power laws m = A·L^b that pass between the widths of the grid on either side of every transition at L ≥ {{from_depth}}, one run a cell; no interval of confidence. Depths at which no width of the grid has converged bound the law from below alone. Misfit: by how many decades the widths had to be widened for one law to fit.</p>{{/growth}}
</section>
)html";

CellLook look_of_loss(const Json& relative_loss) {
  if (relative_loss.is_null()) return {"#000000", "#ffffff", "cross", ""};
  const double value = relative_loss.get<double>();
  if (value > 1.0) return {"#000000", "#ffffff", "bang", ""};
  const double log10_value = value > 0.0 ? std::log10(value) : kSmallest;
  const double share = std::clamp(1.0 - log10_value / kSmallest, 0.0, 1.0);
  return {sequential_colour(share), share > 0.5 ? "#000000" : "#ffffff", "",
          log10_value > -0.5 ? "0" : fmt::format("{:.0f}", log10_value)};
}

/// What the cells of one map have in common; maps stand in this order.
using Key = std::tuple<std::string, std::string, std::int64_t, std::int64_t, std::string>;

struct Square {
  std::int64_t depth = 0;
  std::string width;
  Json relative_loss;
  std::string end;
  Json theorem;  // {"id", "min_width"}; null where the sweep names none
};

std::map<Key, std::vector<Square>> squares_of(const Json& suite) {
  std::map<Key, std::vector<Square>> squares;
  for (const Json& cell : trajectories_of(suite)) {
    const Json& trajectory = cell.at("trajectory");
    if (trajectory.is_null()) continue;
    for (const Json& snapshot : trajectory.at("snapshots")) {
      const Key key{cell.at("problem"), cell.at("eta"), cell.at("seed"), snapshot.at("t"), cell.at("init")};
      squares[key].push_back({cell.at("depth"), cell.at("width"), snapshot.at("relative_loss"),
                              trajectory.at("end"), trajectory.value("theorem", Json(nullptr))});
    }
  }
  return squares;
}

/// The transition width of every row, as an edge between columns; nothing where it is not known.
MapContour contour_of(const Json& suite, const Key& key, const std::vector<std::int64_t>& depths,
                      const std::vector<std::string>& widths) {
  const auto& [problem, eta, seed, t, init] = key;
  MapContour contour{"transition width", true,
                     std::vector<std::optional<double>>(depths.size(), std::nullopt)};
  for (const Json& transition : transitions_of(suite)) {
    if (transition.at("problem") != problem || transition.at("eta") != eta || transition.at("seed") != seed ||
        transition.at("t") != t || transition.at("init") != init)
      continue;
    for (const Json& entry : transition.at("depths")) {
      const auto row = std::find(depths.begin(), depths.end(), entry.at("depth").get<std::int64_t>());
      if (row == depths.end()) continue;
      const auto column = entry.at("at_most").is_null() ? widths.end()
                                                        : std::find(widths.begin(), widths.end(),
                                                                    entry.at("at_most").get<std::string>());
      contour.place[static_cast<std::size_t>(row - depths.begin())] =
          static_cast<double>(column - widths.begin());
    }
  }
  return contour;
}

/// What the theorem of a sweep asks for at the depths of one map; no widths without a theorem.
TheoremRegion region_of(const std::vector<Square>& squares) {
  TheoremRegion region;
  for (const Square& square : squares) {
    if (square.theorem.is_null()) continue;
    region.theorem = square.theorem.at("id").get<std::string>();
    const Json& width = square.theorem.at("min_width");
    region.log10_width[square.depth] = width.is_null() ? std::numeric_limits<double>::infinity()
                                                       : log10_of_decimal(width.get<std::string>());
  }
  return region;
}

CellMap map_of(const Json& suite, const Key& key, const std::vector<Square>& squares) {
  const auto& [problem, eta, seed, t, init] = key;
  std::vector<std::int64_t> depths;
  std::vector<std::string> widths;
  for (const Square& square : squares) {
    depths.push_back(square.depth);
    widths.push_back(square.width);
  }
  std::sort(depths.begin(), depths.end());
  depths.erase(std::unique(depths.begin(), depths.end()), depths.end());
  std::sort(widths.begin(), widths.end(), [](const std::string& a, const std::string& b) {
    return std::pair(log10_of_decimal(a), a) < std::pair(log10_of_decimal(b), b);
  });
  widths.erase(std::unique(widths.begin(), widths.end()), widths.end());
  CellMap map;
  map.title =
      fmt::format("Relative loss at t = {}: {} on {}, eta = {}, seed {}", t, init, problem, eta, seed);
  map.row_label = "depth L (layers)";
  map.column_label = "width m (units)";
  for (const std::int64_t depth : depths) map.rows.push_back(std::to_string(depth));
  map.columns = widths;
  for (const Square& square : squares) {
    const auto row = std::lower_bound(depths.begin(), depths.end(), square.depth) - depths.begin();
    const auto column = std::find(widths.begin(), widths.end(), square.width) - widths.begin();
    const std::string value = square.relative_loss.is_null()
                                  ? "beyond double's range"
                                  : fmt::format("{:.3g}", square.relative_loss.get<double>());
    map.cells.push_back(
        {static_cast<std::size_t>(row), static_cast<std::size_t>(column), look_of_loss(square.relative_loss),
         fmt::format("L = {}, m = {}: relative loss {}, {}", square.depth, square.width, value, square.end),
         ""});
  }
  map.contours.push_back(contour_of(suite, key, depths, widths));
  const TheoremRegion region = region_of(squares);
  if (!region.log10_width.empty()) map.contours.push_back(region_contour(region, depths, widths));
  return map;
}

/// Empty without a theorem.
std::string region_text_of(const std::vector<Square>& squares) {
  const TheoremRegion region = region_of(squares);
  if (region.log10_width.empty()) return "";
  double widest = 0.0;
  for (const Square& square : squares) widest = std::max(widest, log10_of_decimal(square.width));
  return region_text(region, widest);
}

Json growth_of(const Json& suite) {
  Json rows = Json::array();
  for (const Json& transition : transitions_of(suite)) {
    Json row;
    for (const char* key : {"init", "problem", "eta", "seed", "t"}) row[key] = transition.at(key);
    row["exponent"] = exponent_text(transition);
    row["misfit"] = fmt::format("{:.2g}", transition.at("misfit").get<double>());
    row["slope"] = slope_text(transition);
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return nullptr;
  return {{"rows", rows}, {"from_depth", transitions_of(suite).front().at("from_depth")}};
}

/// The level of convergence of the transitions; null without any.
Json level_of(const Json& suite) {
  const Json& transitions = transitions_of(suite);
  if (transitions.empty()) return nullptr;
  return fmt::format("{:g}", transitions.front().at("level").get<double>());
}

}  // namespace

std::vector<LossMap> loss_maps(const Json& suite) {
  std::vector<LossMap> maps;
  for (const auto& [key, squares] : squares_of(suite)) {
    const auto& [problem, eta, seed, t, init] = key;
    maps.push_back({init, problem, eta, seed, t, map_of(suite, key, squares), region_text_of(squares)});
  }
  return maps;
}

std::vector<std::pair<std::string, CellLook>> loss_legend() {
  std::vector<std::pair<std::string, CellLook>> entries;
  for (const double exponent : {-12.0, -9.0, -6.0, -3.0, 0.0}) {
    entries.emplace_back(fmt::format("1e{:.0f}", exponent), look_of_loss(std::pow(10.0, exponent)));
  }
  entries.emplace_back("larger than at the start", look_of_loss(2.0));
  entries.emplace_back("diverged: beyond double's range", look_of_loss(nullptr));
  return entries;
}

std::string trajectory_section(const Json& suite) {
  if (trajectories_of(suite).empty()) return "";
  Json groups = Json::array();
  for (const LossMap& loss : loss_maps(suite)) {
    const std::string name =
        fmt::format("{}, t = {}, eta = {}, seed {}", loss.problem, loss.t, loss.eta, loss.seed);
    if (groups.empty() || groups.back().at("name") != name) {
      groups.push_back({{"name", name}, {"maps", Json::array()}});
    }
    groups.back()["maps"].push_back({{"init", loss.init},
                                     {"svg", map_svg(loss.map)},
                                     {"region", loss.region.empty() ? Json(nullptr) : Json(loss.region)}});
  }
  const std::string growth = growth_sentence(suite);
  return HtmlTemplate(kSection).fill({{"growth_sentence", growth.empty() ? Json(nullptr) : Json(growth)},
                                      {"level", level_of(suite)},
                                      {"legend", legend_items(loss_legend())},
                                      {"groups", std::move(groups)},
                                      {"growth", growth_of(suite)}});
}

}  // namespace plumbline
