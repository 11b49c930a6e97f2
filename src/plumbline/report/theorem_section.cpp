#include "plumbline/report/theorem_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "plumbline/report/cell_section.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

const Json& check_of(const Json& suite, const CellSummary& cell) {
  return suite.at("cells").at(cell.index).at("check");
}

/// What is known of the truth of one hypothesis over the cells.
struct Influence {
  std::string name;
  int is_true = 0, is_false = 0, unknown = 0;
  int false_but_conclusions_true = 0, false_and_a_conclusion_false = 0, false_and_conclusions_unknown = 0;
};

std::string alone(const Json& check) {
  std::string word = "vacuous";
  for (const Json& c : check.at("conclusions")) {
    const Json& one = c.at("conclusion_alone");
    if (one == "violated") return "violated";
    if (one == "undecided" || word == "vacuous") word = one.get<std::string>();
  }
  return word;
}

Json influence_rows(const TheoremCells& theorem, const Json& suite) {
  std::vector<Influence> list;
  for (const CellSummary* cell : theorem.cells) {
    const Json& check = check_of(suite, *cell);
    if (check.is_null()) continue;
    const std::string conclusions = alone(check);
    for (const Json& h : check.at("hypotheses")) {
      const auto name = h.at("name").get<std::string>();
      auto place = std::find_if(list.begin(), list.end(), [&](const Influence& i) { return i.name == name; });
      if (place == list.end()) place = list.insert(list.end(), Influence{name});
      const Json& verdict = h.at("verdict");
      place->is_true += verdict == "holds" ? 1 : 0;
      place->unknown += verdict == "undecided" ? 1 : 0;
      if (verdict != "violated") continue;
      ++place->is_false;
      place->false_but_conclusions_true += conclusions == "holds" ? 1 : 0;
      place->false_and_a_conclusion_false += conclusions == "violated" ? 1 : 0;
      place->false_and_conclusions_unknown += conclusions == "undecided" ? 1 : 0;
    }
  }
  Json rows = Json::array();
  for (const Influence& i : list) {
    rows.push_back({{"name", i.name},
                    {"true", i.is_true},
                    {"false", i.is_false},
                    {"unknown", i.unknown},
                    {"slack", i.is_false > 0 ? Json(i.false_but_conclusions_true) : Json("-")},
                    {"needed", i.is_false > 0 ? Json(i.false_and_a_conclusion_false) : Json("-")},
                    {"open", i.is_false > 0 ? Json(i.false_and_conclusions_unknown) : Json("-")}});
  }
  return rows;
}

Json ladder_rows(const TheoremCells& theorem) {
  Json rows = Json::array();
  for (const WidthLadder* ladder : theorem.ladders) {
    if (ladder->theorem_width.empty()) continue;
    rows.push_back({{"problem", ladder->problem},
                    {"depth", ladder->depth},
                    {"eta", ladder->eta},
                    {"theorem_width", ladder->theorem_width},
                    {"holds_from", ladder->holds_from.value_or("-")},
                    {"fails_up_to", ladder->fails_up_to.value_or("none")},
                    {"factor", factor_sentence(*ladder)}});
  }
  return rows;
}

/// Whether the factor of a is known more closely than that of b.
bool is_closer(const WidthLadder& a, const WidthLadder& b) {
  if (!a.log10_below || !b.log10_below) return a.log10_below.has_value() && !b.log10_below;
  return *a.log10_below - a.log10_at_least < *b.log10_below - b.log10_at_least;
}

/// Over all ladders: from the least to the most that is known, and the one that is known best.
Json looseness_sentence(const TheoremCells& theorem) {
  double least = std::numeric_limits<double>::infinity(), most = -least;
  std::set<std::pair<std::string, std::int64_t>> pairs;
  const WidthLadder* closest = nullptr;
  for (const WidthLadder* ladder : theorem.ladders) {
    if (!ladder->excuse.empty()) continue;
    pairs.emplace(ladder->problem, ladder->depth);
    least = std::min(least, ladder->log10_at_least);
    most = std::max(most, ladder->log10_at_least);
    if (closest == nullptr || is_closer(*ladder, *closest)) closest = ladder;
  }
  if (closest == nullptr) return nullptr;
  std::string text = fmt::format(
      "For each of {} pairs of problem and depth, the width it asks for is too large by a factor of at least "
      "{}{}: at so much less, and at every larger width of the grid, all that is claimed was true.",
      pairs.size(), factor_text_down(least),
      most > least ? fmt::format(", for one of them of at least {}", factor_text_down(most)) : "");
  if (closest->log10_below) {
    text += fmt::format(" Known most closely for {} at L = {}: {}.", closest->problem, closest->depth,
                        factor_sentence(*closest));
  }
  return text + " Measured, not proved.";
}

/// log10 of bound/observed, in the direction of the claim, where the curve of a conclusion ends; nothing
/// without a curve over time, or where an end of the quotient is no positive number.
std::optional<double> slack_at_the_end(const Json& conclusion) {
  const Json curve = conclusion.value("curve", Json(nullptr));
  if (curve.is_null() || curve.at("t").size() < 2) return std::nullopt;
  const auto end = [&](const char* side, const char* of) {
    const Json& value = curve.at(side).at(of).back();
    return value.is_null() ? 0.0 : value.get<double>();
  };
  const auto relation = conclusion.at("worst").at("relation").get<std::string>();
  const bool below = relation.starts_with("<");
  if (!below && !relation.starts_with(">")) return std::nullopt;  // an equation has no direction
  const double larger = below ? end("bound", "lo") : end("observed", "lo");
  const double smaller = below ? end("observed", "hi") : end("bound", "hi");
  if (!(larger > 0.0 && smaller > 0.0)) return std::nullopt;
  return std::log10(larger / smaller);
}

bool hypotheses_hold(const Json& check) {
  const Json& hypotheses = check.at("hypotheses");
  return std::all_of(hypotheses.begin(), hypotheses.end(),
                     [](const Json& h) { return h.at("verdict") == "holds"; });
}

/// One conclusion over the cells whose every hypothesis is surely true.
struct Claimed {
  std::string name;
  int cells = 0;
  std::int64_t failures = 0, runs = 0;
  const CellSummary* tightest = nullptr;
  double log10_slack = std::numeric_limits<double>::infinity();
  std::optional<double> log10_end = std::nullopt;  ///< least slack where a curve ends
};

Json claimed_rows(const TheoremCells& theorem, const Json& suite, const std::vector<std::string>& links) {
  std::vector<Claimed> list;
  for (const CellSummary* cell : theorem.cells) {
    const Json& check = check_of(suite, *cell);
    if (check.is_null() || !hypotheses_hold(check)) continue;
    for (const Json& c : check.at("conclusions")) {
      if (c.at("verdict") == "vacuous") continue;
      const auto name = c.at("name").get<std::string>();
      auto place = std::find_if(list.begin(), list.end(), [&](const Claimed& i) { return i.name == name; });
      if (place == list.end()) place = list.insert(list.end(), Claimed{name});
      ++place->cells;
      place->failures += c.at("failures").get<std::int64_t>();
      place->runs += check.at("seeds").get<std::int64_t>();
      const Json& worst = c.at("worst");
      if (worst.is_null() || worst.at("log10_slack").is_null()) continue;
      if (const auto end = slack_at_the_end(c)) {
        place->log10_end = std::min(*end, place->log10_end.value_or(*end));
      }
      const auto slack = worst.at("log10_slack").get<double>();
      if (slack >= place->log10_slack) continue;
      place->log10_slack = slack;
      place->tightest = cell;
    }
  }
  Json rows = Json::array();
  for (const Claimed& one : list) {
    Json row = {{"name", one.name},
                {"cells", one.cells},
                {"failed", fmt::format("{} of {}", one.failures, one.runs)}};
    if (one.tightest != nullptr) {
      row["slack"] = factor_text(one.log10_slack);
      row["end"] = one.log10_end ? factor_text(*one.log10_end) : "-";
      row["constant"] = factor_text_up(-one.log10_slack);
      row["cell"] = title_of(*one.tightest);
      row["link"] = links[one.tightest->index];
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Json open_constant_rows(const TheoremCells& theorem, const Json& suite) {
  Json rows = Json::array();
  for (const CellSummary* cell : theorem.cells) {
    const Json& check = check_of(suite, *cell);
    if (check.is_null()) continue;
    for (const Json& constant : check.value("open_constants", Json::array())) {
      const auto end = [&](const char* key) {
        return constant.at(key).is_null() ? std::string("-") : human_text(constant.at(key));
      };
      if (constant.at("least").is_null() && constant.at("most").is_null()) continue;
      rows.push_back({{"name", constant.at("name")},
                      {"stated", constant.contains("stated") ? human_text(constant.at("stated")) : "-"},
                      {"cell", title_of(*cell)},
                      {"least", end("least")},
                      {"most", end("most")}});
    }
  }
  return rows;
}

Json certificate_rows(const TheoremCells& theorem, const Json& suite) {
  Json rows = Json::array();
  for (const CellSummary* cell : theorem.cells) {
    const Json& check = check_of(suite, *cell);
    if (check.is_null()) continue;
    for (const Json& c : check.at("conclusions")) {
      const Json from = c.value("proved_from", Json(nullptr));
      if (from.is_null()) continue;
      const Json q = c.value("contraction", Json(nullptr));
      rows.push_back({{"cell", title_of(*cell)},
                      {"name", c.at("name")},
                      {"from", from},
                      {"contraction", q.is_null() ? std::string("-") : human_text(q)},
                      {"steps", c.at("steps")}});
    }
  }
  return rows;
}

Json definition_rows(const Json& check) {
  Json rows = Json::array();
  for (const Json& d : check.value("definitions", Json::array())) {
    const auto kind = d.at("kind").get<std::string>();
    const auto proof = d.value("proof", std::string());
    rows.push_back(
        {{"kind", kind},
         {"name", formula(d.at("name").get<std::string>())},
         {"formula", formula(d.at("text").get<std::string>())},
         {"value", d.at("value").is_null() ? std::string("of the run") : human_text(d.at("value"))},
         {"proof", proof.empty()     ? "-"
                   : proof == "open" ? "open"
                                     : "proved by " + proof}});
  }
  return rows;
}

Json statement(const CellSummary& cell, const Json& check, const std::string& link) {
  Json json = {{"cell", title_of(cell)},
               {"link", link},
               {"hypotheses", hypothesis_rows(check, Formulas::kShown)},
               {"conclusions", conclusion_rows(check, Formulas::kShown)},
               {"definitions", definition_rows(check)}};
  for (const char* key : {"title", "source", "init"}) {
    if (check.contains(key)) json[key] = check.at(key);
  }
  return json;
}

Json map_entries(const TheoremCells& theorem) {
  Json list = Json::array();
  for (const GridMaps* maps : theorem.maps) {
    std::string name = fmt::format("{}, eta = {}", maps->problem, maps->eta);
    if (!maps->more.empty()) name += ", " + maps->more;
    list.push_back({{"name", name}, {"states", map_svg(maps->states)}, {"slack", map_svg(maps->slack)}});
  }
  return list;
}

/// A list that an empty one leaves out of the page, title and all.
Json unless_empty(Json rows) {
  return rows.empty() ? Json(nullptr) : Json{{"rows", std::move(rows)}};
}

}  // namespace

Json legend_of(const std::vector<const CellSummary*>& cells) {
  std::array<int, kCellStates> counts{};
  for (const CellSummary* cell : cells) ++counts.at(static_cast<std::size_t>(cell->state));
  Json list = Json::array();
  for (std::size_t i = 0; i < kCellStates; ++i) {
    if (counts.at(i) == 0) continue;
    const auto state = static_cast<CellState>(i);
    const CellLook look = look_of(state);
    list.push_back({{"count", counts.at(i)},
                    {"state", to_string(state)},
                    {"meaning", meaning(state)},
                    {"fill", look.fill},
                    {"ink", look.ink},
                    {"mark", look.mark}});
  }
  return list;
}

std::vector<TheoremCells> by_theorem(const std::vector<CellSummary>& cells, const std::vector<GridMaps>& maps,
                                     const std::vector<WidthLadder>& ladders) {
  std::vector<TheoremCells> list;
  std::map<std::string, std::size_t> places;
  for (const CellSummary& cell : cells) {
    const auto [place, is_new] = places.emplace(cell.theorem, list.size());
    if (is_new) list.push_back({cell.theorem, {}, {}, {}});
    list[place->second].cells.push_back(&cell);
  }
  for (const GridMaps& entry : maps) list[places.at(entry.theorem)].maps.push_back(&entry);
  for (const WidthLadder& entry : ladders) list[places.at(entry.theorem)].ladders.push_back(&entry);
  return list;
}

Json theorem_section(const TheoremCells& theorem, const Json& suite, const std::vector<std::string>& links) {
  Json section = {{"name", theorem.name},
                  {"counts", legend_of(theorem.cells)},
                  {"maps", map_entries(theorem)},
                  {"influence", unless_empty(influence_rows(theorem, suite))},
                  {"looseness", looseness_sentence(theorem)},
                  {"ladders", unless_empty(ladder_rows(theorem))},
                  {"claimed", unless_empty(claimed_rows(theorem, suite, links))},
                  {"open_constants", unless_empty(open_constant_rows(theorem, suite))},
                  {"certificates", unless_empty(certificate_rows(theorem, suite))}};
  if (const CellSummary* cell = tightest_cell(theorem.cells)) {
    section["statement"] = statement(*cell, check_of(suite, *cell), links[cell->index]);
  }
  return section;
}

}  // namespace plumbline
