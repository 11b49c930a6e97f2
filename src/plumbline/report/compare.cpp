#include "plumbline/report/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "plumbline/report/cell_summary.hpp"
#include "plumbline/report/text_table.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// What tells a cell from the others of its document.
std::string identity_of(const CellSummary& cell) {
  const Json key = {cell.theorem, cell.problem, cell.depth, cell.width, cell.eta, cell.more};
  return key.dump(-1, ' ', false, Json::error_handler_t::replace);
}

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

/// How bad a verdict is, for the order of flips.
int badness(const std::string& verdict) {
  static const std::map<std::string, int> order = {{"holds", 0},     {"vacuous", 1}, {kAbsent, 2},
                                                   {"undecided", 3}, {"failed", 4},  {"violated", 5}};
  const auto found = order.find(verdict);
  return found == order.end() ? 4 : found->second;
}

/// The cells of a document by identity, and the order in which they come.
struct Cells {
  std::map<std::string, const Json*> by_identity;
  std::vector<std::string> order;
  std::map<std::string, std::string> titles;
  explicit Cells(const Json& suite) {
    const std::vector<CellSummary> summaries = summarise_cells(suite);
    for (std::size_t i = 0; i < summaries.size(); ++i) {
      const Json& cell = suite.at("cells").at(i);
      const std::string identity = identity_of(summaries[i]);
      if (by_identity.emplace(identity, &cell).second) order.push_back(identity);
      titles[identity] = title_of(summaries[i]);
    }
  }
};

class Comparison {
 public:
  void compare(const std::string& title, const Json& before, const Json& after) {
    const std::vector<Outcome> old_outcomes = outcomes_of(before);
    const std::vector<Outcome> new_outcomes = outcomes_of(after);
    for (const Outcome& one : old_outcomes) take(title, one, named(new_outcomes, one.conclusion));
    for (const Outcome& one : new_outcomes) {
      const Outcome other = named(old_outcomes, one.conclusion);
      if (other.verdict == kAbsent) take(title, other, one);
    }
    if (!before.contains("seconds") || !after.contains("seconds")) return;
    ++timed_;
    before_seconds_ += before.at("seconds").get<double>();
    after_seconds_ += after.at("seconds").get<double>();
  }

  Json document(Json only_before, Json only_after) {
    std::stable_sort(flips_.begin(), flips_.end(), [](const Json& a, const Json& b) {
      const auto worse = [](const Json& flip) {
        return badness(flip.at("after").get<std::string>()) - badness(flip.at("before").get<std::string>());
      };
      return worse(a) > worse(b);
    });
    Json speed = nullptr;
    if (timed_ > 0) {
      speed = {{"cells", timed_}, {"before_seconds", before_seconds_}, {"after_seconds", after_seconds_}};
    }
    return {{"schema", "plumbline.compare/1"},
            {"flips", flips_},
            {"only_before", std::move(only_before)},
            {"only_after", std::move(only_after)},
            {"changes", changes_},
            {"speed", speed},
            {"same", same_}};
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
  std::int64_t same_ = 0, timed_ = 0;
  double before_seconds_ = 0.0, after_seconds_ = 0.0;
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

std::string changes_text(const Json& changes) {
  if (changes.empty()) return "";
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
  return table.to_string() + "\n";
}

std::string list_text(const Json& list, const char* what) {
  std::string text;
  for (const Json& title : list) text += fmt::format("{}: {}\n", what, title.get<std::string>());
  return text.empty() ? text : text + "\n";
}

std::string speed_text(const Json& speed) {
  if (speed.is_null()) return "speed: no times are stored\n";
  const auto before = speed.at("before_seconds").get<double>();
  const auto after = speed.at("after_seconds").get<double>();
  std::string text = fmt::format("speed: {:.3g} s before, {:.3g} s after", before, after);
  if (before > 0.0) text += fmt::format(" ({:.3g}x)", after / before);
  return text + fmt::format(" over {} cells\n", speed.at("cells").get<std::int64_t>());
}

}  // namespace

Json compare_results(const Json& before, const Json& after) {
  const Cells old_cells(before);
  const Cells new_cells(after);
  Comparison comparison;
  Json only_before = Json::array(), only_after = Json::array();
  for (const std::string& identity : old_cells.order) {
    const auto found = new_cells.by_identity.find(identity);
    if (found == new_cells.by_identity.end()) {
      only_before.push_back(old_cells.titles.at(identity));
    } else {
      comparison.compare(old_cells.titles.at(identity), *old_cells.by_identity.at(identity), *found->second);
    }
  }
  for (const std::string& identity : new_cells.order) {
    if (!old_cells.by_identity.contains(identity)) only_after.push_back(new_cells.titles.at(identity));
  }
  return comparison.document(std::move(only_before), std::move(only_after));
}

std::string compare_text(const Json& comparison) {
  const Json& flips = comparison.at("flips");
  const auto to_violated = std::count_if(flips.begin(), flips.end(),
                                         [](const Json& flip) { return flip.at("after") == "violated"; });
  std::string text = flips_text(flips) + list_text(comparison.at("only_before"), "only before") +
                     list_text(comparison.at("only_after"), "only after") +
                     changes_text(comparison.at("changes")) + speed_text(comparison.at("speed"));
  return text +
         fmt::format("{} verdicts flipped, {} of them to violated; {} changed in numbers, {} are the same.\n",
                     flips.size(), to_violated, comparison.at("changes").size(),
                     comparison.at("same").get<std::int64_t>());
}

}  // namespace plumbline
