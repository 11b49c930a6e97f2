#include "plumbline/report/looseness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "plumbline/numeric/interval.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// What a width of the ladder showed.
struct Rung {
  double log10_m;
  std::string m;
  bool holds, fails;
};

bool other_hypothesis_false(const Json& check) {
  const Json& hypotheses = check.at("hypotheses");
  return std::any_of(hypotheses.begin(), hypotheses.end(), [](const Json& h) {
    return h.at("verdict") == "violated" && !h.value("on_width", true);
  });
}

bool asks_for_width(const Json& check) {
  const Json& hypotheses = check.at("hypotheses");
  return std::any_of(hypotheses.begin(), hypotheses.end(),
                     [](const Json& h) { return h.value("on_width", true); });
}

Rung rung_of(const CellSummary& cell, const Json& check) {
  const Json& conclusions = check.at("conclusions");
  const auto alone = [](const char* word) {
    return [word](const Json& c) { return c.at("conclusion_alone") == word; };
  };
  return {log10_of_decimal(cell.m), cell.m,
          std::all_of(conclusions.begin(), conclusions.end(), alone("holds")),
          std::any_of(conclusions.begin(), conclusions.end(), alone("violated"))};
}

/// factor_text of the factor rounded to four digits with `round`; what double got wrong of it does not count.
std::string factor_text_to(double log10_factor, double (*round)(double)) {
  constexpr double kNoise = 1e-11;
  const double unit = std::floor(log10_factor) - 3.0;  // log10 of the fourth digit's
  const double digits = std::pow(10.0, log10_factor - unit);
  const double near = std::round(digits);
  const double rounded = std::abs(digits - near) <= kNoise * digits ? near : round(digits);
  return factor_text(std::log10(rounded) + unit);
}

void find_edge(WidthLadder& ladder, std::vector<Rung> rungs) {
  std::sort(rungs.begin(), rungs.end(), [](const Rung& a, const Rung& b) { return a.log10_m < b.log10_m; });
  std::size_t first = rungs.size();
  while (first > 0 && rungs[first - 1].holds) --first;
  if (first == rungs.size()) {
    ladder.excuse = "the conclusions are not true at the largest width";
    return;
  }
  const double wanted = log10_of_decimal(ladder.theorem_width);
  ladder.holds_from = rungs[first].m;
  ladder.log10_at_least = wanted - rungs[first].log10_m;
  for (std::size_t i = first; i-- > 0;) {
    if (!rungs[i].fails) continue;
    ladder.fails_up_to = rungs[i].m;
    ladder.log10_below = wanted - rungs[i].log10_m;
    break;
  }
  if (ladder.log10_at_least > 0.0) return;
  ladder.excuse = rungs.front().log10_m < wanted ? "no tested width below the theorem's is known to be enough"
                                                 : "no width below the theorem's was tested";
}

}  // namespace

double log10_of_decimal(const std::string& text) {
  const PrecisionScope precision(30);
  return approx_midpoint(log_of(enclose_decimal(text)) / log_of(Interval(10)));
}

std::vector<WidthLadder> width_ladders(const Json& suite, const std::vector<CellSummary>& cells) {
  using Key = std::tuple<std::string, std::string, std::string, std::string, std::int64_t>;
  std::map<Key, std::size_t> places;
  std::vector<WidthLadder> ladders;
  std::vector<std::vector<Rung>> rungs;
  for (const CellSummary& cell : cells) {
    const Json& check = suite.at("cells").at(cell.index).at("check");
    if (check.is_null()) continue;
    const Key key{cell.theorem, cell.problem, cell.eta, cell.more, cell.depth};
    const auto [place, is_new] = places.emplace(key, ladders.size());
    if (is_new) {
      WidthLadder ladder;
      ladder.theorem = cell.theorem;
      ladder.problem = cell.problem;
      ladder.eta = cell.eta;
      ladder.more = cell.more;
      ladder.depth = cell.depth;
      ladders.push_back(std::move(ladder));
      rungs.emplace_back();
    }
    WidthLadder& ladder = ladders[place->second];
    const Json width = check.value("min_width", Json(nullptr));
    if (!width.is_null()) ladder.theorem_width = width.get<std::string>();
    if (!asks_for_width(check)) ladder.excuse = "no hypothesis speaks of the width";
    if (other_hypothesis_false(check))
      ladder.excuse = "a hypothesis that has nothing to do with the width is false";
    rungs[place->second].push_back(rung_of(cell, check));
  }
  for (std::size_t i = 0; i < ladders.size(); ++i) {
    WidthLadder& ladder = ladders[i];
    if (ladder.theorem_width.empty()) ladder.excuse = "no width meets the hypotheses, or none is stored";
    if (ladder.excuse.empty()) find_edge(ladder, std::move(rungs[i]));
  }
  return ladders;
}

std::string factor_text_down(double log10_factor) {
  return factor_text_to(log10_factor, std::floor);
}

std::string factor_text_up(double log10_factor) {
  return factor_text_to(log10_factor, std::ceil);
}

std::string factor_sentence(const WidthLadder& ladder) {
  if (!ladder.excuse.empty()) return ladder.excuse;
  const std::string least = factor_text_down(ladder.log10_at_least);
  if (!ladder.log10_below) return fmt::format("at least {} (no tested width is too small)", least);
  return fmt::format("at least {}, less than {}", least, factor_text_up(*ladder.log10_below));
}

}  // namespace plumbline
