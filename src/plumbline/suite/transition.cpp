#include "plumbline/suite/transition.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Whether each width has converged; nothing for a cell without a trajectory.
using Widths = std::map<double, std::pair<std::string, std::optional<bool>>>;

/// A depth and the interval its transition width lies in: as they are, or log10 of both.
struct Place {
  double depth, low, high;
};

Place logarithms(const Place& place) {
  return {std::log10(place.depth), place.low > 0.0 ? std::log10(place.low) : -kInfinity,
          std::log10(place.high)};
}

/// The slopes b of all straight lines a + b·depth through every interval, widened by so much at both ends:
/// what every pair of places leaves; the first larger than the second if there is none.
std::pair<double, double> slopes(const std::vector<Place>& places, double widening) {
  double least = -kInfinity;
  double most = kInfinity;
  for (const Place& a : places) {
    for (const Place& b : places) {
      if (!(a.depth < b.depth)) continue;
      least = std::max(least, (b.low - a.high - 2.0 * widening) / (b.depth - a.depth));
      most = std::min(most, (b.high - a.low + 2.0 * widening) / (b.depth - a.depth));
    }
  }
  return {least, most};
}

/// The least widening for which some power law passes through all intervals, by bisection from above.
double misfit_of(const std::vector<Place>& places) {
  const auto fits = [&](double widening) {
    const auto [least, most] = slopes(places, widening);
    return least <= most;
  };
  if (fits(0.0)) return 0.0;
  double low = 0.0;
  double high = 100.0;  // decades: more than any grid spans
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (fits(middle) ? high : low) = middle;
  }
  return high;
}

Json finite(double x) {
  return std::isfinite(x) ? Json(x) : Json(nullptr);
}

/// The entry of one depth, and its place for the fit; nothing while a cell is missing.
std::optional<std::pair<Json, Place>> transition_at(std::int64_t depth, const Widths& widths) {
  const bool complete =
      std::all_of(widths.begin(), widths.end(), [](const auto& w) { return w.second.second.has_value(); });
  if (!complete || widths.size() < 2) return std::nullopt;
  auto first = widths.end();  // the smallest width from which on all have converged
  while (first != widths.begin() && *std::prev(first)->second.second) --first;
  const bool none = first == widths.end();
  const bool all = first == widths.begin();
  const Json entry = {{"depth", depth},
                      {"above", all ? Json(nullptr) : Json(std::prev(first)->second.first)},
                      {"at_most", none ? Json(nullptr) : Json(first->second.first)}};
  Place place{static_cast<double>(depth), 0.0, kInfinity};
  if (!all) place.low = std::prev(first)->first;
  if (!none) place.high = first->first;
  return std::pair{entry, place};
}

Json growth(const std::vector<Place>& places) {
  std::vector<Place> logs;
  logs.reserve(places.size());
  for (const Place& place : places) logs.push_back(logarithms(place));
  const double misfit = misfit_of(logs);
  const auto [least, most] = slopes(logs, 2.0 * misfit);
  const auto [flattest, steepest] = slopes(places, 0.0);
  const Json slope =
      flattest <= steepest ? Json{{"lo", finite(flattest)}, {"hi", finite(steepest)}} : Json(nullptr);
  return {{"from_depth", kTransitionDepth},
          {"exponent", {{"lo", finite(least)}, {"hi", finite(most)}}},
          {"misfit", misfit},
          {"slope", slope}};
}

/// Everything but depth, width and snapshot: what one line of a figure has in common.
using Line = std::tuple<std::string, std::string, std::string, std::int64_t>;

Line line_of(const Json& cell) {
  return {cell.at("init").get<std::string>(), cell.at("problem").get<std::string>(),
          cell.at("eta").get<std::string>(), cell.at("seed").get<std::int64_t>()};
}

/// Snapshots asked for, line by line, in the order of the document. (A cell that failed shows none itself.)
std::vector<std::pair<Line, std::int64_t>> snapshots_of(const Json& trajectories) {
  std::vector<std::pair<Line, std::int64_t>> keys;
  for (const Json& cell : trajectories) {
    if (cell.at("trajectory").is_null()) continue;
    for (const Json& snapshot : cell.at("trajectory").at("snapshots")) {
      const std::pair key{line_of(cell), snapshot.at("t").get<std::int64_t>()};
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    }
  }
  return keys;
}

/// Nothing if the cell has no such snapshot, or its enclosure does not tell.
std::optional<bool> has_converged(const Json& cell, std::int64_t t) {
  if (cell.at("trajectory").is_null()) return std::nullopt;
  for (const Json& snapshot : cell.at("trajectory").at("snapshots")) {
    if (snapshot.at("t") != t) continue;
    if (snapshot.at("relative_loss").is_null()) return false;  // beyond double's range
    const Json& low = snapshot.at("low");
    const Json& high = snapshot.at("high");
    if (!high.is_null() && high.get<double>() <= kTransitionLevel) return true;
    if (low.is_null() || low.get<double>() > kTransitionLevel) return false;
    return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Json transitions_json(const Json& trajectories, const Json& not_run) {
  Json json = Json::array();
  for (const auto& [line, t] : snapshots_of(trajectories)) {
    std::map<std::int64_t, Widths> by_depth;
    for (const Json* cells : {&trajectories, &not_run}) {
      for (const Json& cell : *cells) {
        if (line_of(cell) != line) continue;
        const auto width = cell.at("width").get<std::string>();
        by_depth[cell.at("depth").get<std::int64_t>()][std::stod(width)] = {width, has_converged(cell, t)};
      }
    }
    Json depths = Json::array();
    std::vector<Place> places;
    for (const auto& [depth, widths] : by_depth) {
      const auto at = transition_at(depth, widths);
      if (!at) continue;
      depths.push_back(at->first);
      if (depth >= kTransitionDepth) places.push_back(at->second);
    }
    if (depths.empty()) continue;
    const auto& [init, problem, eta, seed] = line;
    Json entry = {{"init", init},
                  {"problem", problem},
                  {"eta", eta},
                  {"seed", seed},
                  {"t", t},
                  {"level", kTransitionLevel},
                  {"depths", std::move(depths)}};
    entry.update(growth(places));
    json.push_back(std::move(entry));
  }
  return json;
}

}  // namespace plumbline
