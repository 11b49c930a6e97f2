#include "plumbline/falsify/search_json.hpp"

#include <fmt/format.h>

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

Json optional_json(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// "2", "4 to 5", "31 and more": the range of whole numbers that starts there.
std::string depth_range(std::size_t i) {
  const auto& lower_ends = MarginMap::depths();
  const std::int64_t from = lower_ends[i];
  if (i + 1 == lower_ends.size()) return fmt::format("{} and more", from);
  return lower_ends[i + 1] - from == 1 ? std::to_string(from)
                                       : fmt::format("{} to {}", from, lower_ends[i + 1] - 1);
}
std::string kappa_range(std::size_t i) {
  const auto& lower_ends = MarginMap::kappas();
  return i + 1 == lower_ends.size() ? fmt::format("{} and more", lower_ends[i])
                                    : fmt::format("{} to {}", lower_ends[i], lower_ends[i + 1]);
}

Json map_json(const MarginMap& map) {
  Json cells = Json::array();
  for (const auto& [at, cell] : map.cells) {
    cells.push_back({{"depth", depth_range(at.first)},
                     {"kappa", kappa_range(at.second)},
                     {"trials", cell.trials},
                     {"least_score", optional_json(cell.least)}});
  }
  return cells;
}

Json conclusions_json(const Theorem& theorem, const SearchResult& result) {
  Json conclusions = Json::array();
  for (std::size_t i = 0; i < theorem.conclusions.size(); ++i) {
    const auto& closest = result.closest[i];
    conclusions.push_back({{"name", theorem.conclusions[i].name},
                           {"closest", closest ? Json(describe(closest->trial)) : Json(nullptr)},
                           {"log10_slack", closest ? Json(closest->margin.log10_slack) : Json(nullptr)},
                           {"score", closest ? Json(closest->margin.score) : Json(nullptr)}});
  }
  return conclusions;
}

}  // namespace

Json violation_json(const Confirmed& counterexample) {
  const CheckResult& check = *counterexample.result.check;
  const ConclusionResult& c = check.conclusions[counterexample.conclusion];
  Json json = {{"setting", describe(counterexample.trial)},
               {"conclusion", c.name},
               {"depth", check.depth},
               {"width", check.width.str()},
               {"eta", check.eta},
               {"runs", check.seeds},
               {"failures", c.failures},
               {"confirmed", c.confirmed}};
  if (c.worst) {
    json["observed"] = format_human(c.worst->observed);
    json["relation"] = c.worst->relation;
    json["bound"] = format_human(c.worst->bound);
  }
  return json;
}

Json search_json(const Theorem& theorem, const std::string& name, const SearchRequest& request,
                 const SearchResult& result, const std::string& case_file) {
  const bool found = result.counterexample.has_value();
  const auto least = result.closest_conclusion();
  const auto& closest = least ? result.closest[*least] : std::nullopt;
  Json history = Json::array();
  for (const auto& [tried, score] : result.history) history.push_back({{"tried", tried}, {"score", score}});
  return {{"schema", "plumbline.falsify/1"},
          {"theorem", name},
          {"verdict", found ? "violated" : "undecided"},
          {"tried", result.tried},
          {"inside_hypotheses", result.ran},
          {"too_costly", result.costly},
          {"unconfirmed", result.unconfirmed},
          {"not_tested", result.not_tested},
          {"stopped", result.stopped},
          {"seed", request.seed},
          {"case", found && !case_file.empty() ? Json(case_file) : Json(nullptr)},
          {"counterexample", found ? Json(describe(result.counterexample->trial)) : Json(nullptr)},
          {"violation", found ? violation_json(*result.counterexample) : Json(nullptr)},
          {"closest", closest ? Json(describe(closest->trial)) : Json(nullptr)},
          {"closest_log10_slack", closest ? Json(closest->margin.log10_slack) : Json(nullptr)},
          {"closest_score", closest ? Json(closest->margin.score) : Json(nullptr)},
          {"conclusions", conclusions_json(theorem, result)},
          {"history", history},
          {"map", map_json(result.map)}};
}

}  // namespace plumbline
