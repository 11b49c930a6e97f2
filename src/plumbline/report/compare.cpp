#include "plumbline/report/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "plumbline/report/cell_summary.hpp"
#include "plumbline/report/text_table.hpp"
#include "plumbline/report/trajectory_report.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// The verdict of a conclusion that a document does not have.
constexpr const char* kAbsent = "absent";

/// What is compared of one conclusion, or of a refused cell.
struct Outcome {
  std::string conclusion, verdict;
  Json numbers;
};

std::vector<Outcome> outcomes_of(const Json& cell) {
  const Json& check = cell.at("check");
  if (check.is_null()) return {{"", "failed", Json::object()}};
  std::vector<Outcome> outcomes;
  for (const Json& c : check.at("conclusions")) {
    const Json& worst = c.at("worst");
    Outcome outcome{c.at("name").get<std::string>(), c.at("verdict").get<std::string>(), Json::object()};
    outcome.numbers["log10_slack"] = worst.is_null() ? Json(nullptr) : worst.at("log10_slack");
    outcome.numbers["observed"] = worst.is_null() ? Json(nullptr) : worst.at("observed");
    outcome.numbers["bound"] = worst.is_null() ? Json(nullptr) : worst.at("bound");
    outcome.numbers["failures"] = c.at("failures");
    outcome.numbers["seeds"] = check.at("seeds");
    outcome.numbers["min_width"] = check.value("min_width", Json(nullptr));
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

/// How a trajectory ended, and its loss at every snapshot.
std::vector<Outcome> outcomes_of_trajectory(const Json& cell) {
  const Json& trajectory = cell.at("trajectory");
  if (trajectory.is_null()) return {{"", "failed", Json::object()}};
  Outcome outcome{"", trajectory.at("end").get<std::string>(), Json::object()};
  outcome.numbers["snapshots"] = trajectory.at("snapshots");
  return {outcome};
}

/// How bad a verdict is, for the order of flips. No end of a trajectory is worse than another.
int badness(const std::string& verdict) {
  static const std::map<std::string, int> order = {
      {"holds", 0},     {"vacuous", 1}, {kAbsent, 2}, {"undecided", 3}, {"failed", 4},  {"violated", 5},
      {"converged", 0}, {"stuck", 0},   {"floor", 0}, {"horizon", 0},   {"diverged", 0}};
  const auto found = order.find(verdict);
  return found == order.end() ? 4 : found->second;
}

/// A check or a trajectory of a document as it is compared.
struct Compared {
  std::string identity;  ///< equal to that of the same cell in another document
  std::string budget;    ///< runs, steps or snapshots asked for; tells apart cells of one identity
  std::string title;
  std::vector<Outcome> outcomes;
};

std::string key_text(const Json& key) {
  return key.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Compared compared_check(const CellSummary& summary, const Json& cell, const Json& suite) {
  const Json& check = cell.at("check");
  const auto usual = suite.at("suite").value("seed", std::uint64_t{0});
  const auto seed = cell.value("seed", usual);
  Compared one;
  one.identity = key_text({"check", summary.theorem, summary.problem, summary.depth, summary.width,
                           summary.eta, seed, cell.value("rigor", std::string("sampled"))});
  if (!check.is_null()) {
    const Json most = check.value("seeds_budget", Json(nullptr));
    const bool asked = check.contains("steps") && !check.value("steps_chosen", false);
    one.budget =
        key_text({most.is_null() ? check.at("seeds") : most, asked ? check.at("steps") : Json(nullptr)});
  }
  one.title = title_of(summary);
  if (seed == usual && seed != 0) one.title += fmt::format(", seed {}", seed);
  one.outcomes = outcomes_of(cell);
  return one;
}

Compared compared_trajectory(const Json& cell) {
  Compared one;
  Json key = {"trajectory"};
  for (const char* name : {"init", "problem", "depth", "width", "eta", "seed"}) key.push_back(cell.at(name));
  one.identity = key_text(key);
  if (const Json& trajectory = cell.at("trajectory"); !trajectory.is_null()) {
    for (const Json& snapshot : trajectory.at("snapshots")) one.budget += snapshot.at("t").dump() + " ";
  }
  one.title = fmt::format("{} on {}, L = {}, m = {}, eta = {}, seed {}", cell.at("init").get<std::string>(),
                          cell.at("problem").get<std::string>(), cell.at("depth").get<std::int64_t>(),
                          cell.at("width").get<std::string>(), cell.at("eta").get<std::string>(),
                          cell.at("seed").get<std::int64_t>());
  one.outcomes = outcomes_of_trajectory(cell);
  return one;
}

std::vector<Compared> cells_of(const Json& suite) {
  std::vector<Compared> cells;
  for (const CellSummary& summary : summarise_cells(suite)) {
    cells.push_back(compared_check(summary, suite.at("cells").at(summary.index), suite));
  }
  for (const Json& cell : trajectories_of(suite)) cells.push_back(compared_trajectory(cell));
  return cells;
}

/// For every cell of `before` its partner in `after`: of one identity, those with one budget first, the
/// others in their order; nothing where there is none left.
std::vector<std::optional<std::size_t>> partners(const std::vector<Compared>& before,
                                                 const std::vector<Compared>& after) {
  std::map<std::string, std::vector<std::size_t>> free;
  for (std::size_t i = 0; i < after.size(); ++i) free[after[i].identity].push_back(i);
  std::vector<std::optional<std::size_t>> found(before.size());
  for (const bool same_budget : {true, false}) {
    for (std::size_t i = 0; i < before.size(); ++i) {
      std::vector<std::size_t>& places = free[before[i].identity];
      const auto place = std::find_if(places.begin(), places.end(), [&](std::size_t j) {
        return !same_budget || after[j].budget == before[i].budget;
      });
      if (found[i] || place == places.end()) continue;
      found[i] = *place;
      places.erase(place);
    }
  }
  return found;
}

class Comparison {
 public:
  void compare(const Compared& before, const Compared& after) {
    for (const Outcome& one : before.outcomes) {
      take(before.title, one, named(after.outcomes, one.conclusion));
    }
    for (const Outcome& one : after.outcomes) {
      const Outcome other = named(before.outcomes, one.conclusion);
      if (other.verdict == kAbsent) take(before.title, other, one);
    }
  }

  Json document(Json only_before, Json only_after) {
    std::stable_sort(flips_.begin(), flips_.end(), [](const Json& a, const Json& b) {
      const auto worse = [](const Json& flip) {
        return badness(flip.at("after").get<std::string>()) - badness(flip.at("before").get<std::string>());
      };
      return worse(a) > worse(b);
    });
    return {
        {"schema", "plumbline.compare/1"},     {"flips", flips_},     {"only_before", std::move(only_before)},
        {"only_after", std::move(only_after)}, {"changes", changes_}, {"same", same_}};
  }

 private:
  static Outcome named(const std::vector<Outcome>& outcomes, const std::string& conclusion) {
    const auto found = std::find_if(outcomes.begin(), outcomes.end(),
                                    [&](const Outcome& o) { return o.conclusion == conclusion; });
    return found == outcomes.end() ? Outcome{conclusion, kAbsent, Json::object()} : *found;
  }

  void take(const std::string& title, const Outcome& before, const Outcome& after) {
    if (before.verdict != after.verdict) {
      flips_.push_back({{"cell", title},
                        {"conclusion", before.conclusion},
                        {"before", before.verdict},
                        {"after", after.verdict}});
    } else if (before.numbers != after.numbers) {
      changes_.push_back({{"cell", title},
                          {"conclusion", before.conclusion},
                          {"verdict", after.verdict},
                          {"before", before.numbers},
                          {"after", after.numbers}});
    } else {
      ++same_;
    }
  }

  std::vector<Json> flips_, changes_;
  std::int64_t same_ = 0;
};

std::string slack_text_of(const Json& numbers) {
  const Json slack = numbers.value("log10_slack", Json(nullptr));
  return slack.is_null() ? "-" : factor_text(slack.get<double>());
}

std::string text_of(const Json& numbers, const char* key) {
  const Json value = numbers.value(key, Json(nullptr));
  if (value.is_null()) return "-";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string flips_text(const Json& flips) {
  if (flips.empty()) return "";
  TextTable table({"verdict before", "after", "conclusion", "cell"});
  for (const Json& flip : flips) {
    table.add({flip.at("before").get<std::string>(), flip.at("after").get<std::string>(),
               flip.at("conclusion").get<std::string>(), flip.at("cell").get<std::string>()});
  }
  return table.to_string() + "\n";
}

/// One line for every snapshot at which the loss of a trajectory changed.
std::string losses_text(const Json& changes) {
  std::string text;
  for (const Json& change : changes) {
    const Json before = change.at("before").value("snapshots", Json::array());
    const Json after = change.at("after").value("snapshots", Json::array());
    for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
      const Json old = i < before.size() ? before.at(i) : Json(nullptr);
      const Json now = i < after.size() ? after.at(i) : Json(nullptr);
      if (old == now) continue;
      const auto shown = [](const Json& snapshot) {
        if (snapshot.is_null()) return std::string("none");
        return fmt::format("{} at t = {}", snapshot.at("relative_loss").dump(), snapshot.at("t").dump());
      };
      text += fmt::format("relative loss {} before, {} after: {}\n", shown(old), shown(now),
                          change.at("cell").get<std::string>());
    }
  }
  return text.empty() ? text : text + "\n";
}

std::string changes_text(const Json& all) {
  Json changes = Json::array();
  for (const Json& change : all) {
    if (!change.at("after").contains("snapshots")) changes.push_back(change);
  }
  if (changes.empty()) return losses_text(all);
  TextTable table({"slack before", "after", "failed before", "after", "theorem's width before", "after",
                   "verdict", "conclusion", "cell"});
  for (const Json& change : changes) {
    const Json& before = change.at("before");
    const Json& after = change.at("after");
    table.add({slack_text_of(before), slack_text_of(after), text_of(before, "failures"),
               text_of(after, "failures"), text_of(before, "min_width"), text_of(after, "min_width"),
               change.at("verdict").get<std::string>(), change.at("conclusion").get<std::string>(),
               change.at("cell").get<std::string>()});
  }
  return table.to_string() + "\n" + losses_text(all);
}

std::string list_text(const Json& list, const char* what) {
  std::string text;
  for (const Json& title : list) text += fmt::format("{}: {}\n", what, title.get<std::string>());
  return text.empty() ? text : text + "\n";
}

}  // namespace

Json compare_results(const Json& before, const Json& after) {
  const std::vector<Compared> old_cells = cells_of(before);
  const std::vector<Compared> new_cells = cells_of(after);
  const std::vector<std::optional<std::size_t>> partner = partners(old_cells, new_cells);
  Comparison comparison;
  Json only_before = Json::array(), only_after = Json::array();
  std::vector<bool> taken(new_cells.size(), false);
  for (std::size_t i = 0; i < old_cells.size(); ++i) {
    if (!partner[i]) {
      only_before.push_back(old_cells[i].title);
    } else {
      comparison.compare(old_cells[i], new_cells[*partner[i]]);
      taken[*partner[i]] = true;
    }
  }
  for (std::size_t i = 0; i < new_cells.size(); ++i) {
    if (!taken[i]) only_after.push_back(new_cells[i].title);
  }
  return comparison.document(std::move(only_before), std::move(only_after));
}

std::string compare_text(const Json& comparison) {
  const Json& flips = comparison.at("flips");
  const auto to_violated = std::count_if(flips.begin(), flips.end(),
                                         [](const Json& flip) { return flip.at("after") == "violated"; });
  std::string text = flips_text(flips) + list_text(comparison.at("only_before"), "only before") +
                     list_text(comparison.at("only_after"), "only after") +
                     changes_text(comparison.at("changes"));
  return text +
         fmt::format("{} verdicts flipped, {} of them to violated; {} changed in numbers, {} are the same.\n",
                     flips.size(), to_violated, comparison.at("changes").size(),
                     comparison.at("same").get<std::int64_t>());
}

}  // namespace plumbline
