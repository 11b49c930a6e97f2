#include "plumbline/report/cell_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "plumbline/numeric/interval.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

constexpr unsigned kHumanDigits = 6;

bool any_is(const Json& list, const char* key, const char* value) {
  return std::any_of(list.begin(), list.end(), [&](const Json& entry) { return entry.at(key) == value; });
}

CellState state_of(const Json& check) {
  const Json& verdict = check.at("verdict");
  if (verdict == "violated") return CellState::kViolated;
  if (verdict == "holds") return CellState::kHolds;
  if (verdict != "vacuous") return CellState::kUndecided;
  const Json& conclusions = check.at("conclusions");
  if (!any_is(check.at("hypotheses"), "verdict", "violated")) return CellState::kPremise;
  if (any_is(conclusions, "conclusion_alone", "violated")) return CellState::kOutside;
  if (any_is(conclusions, "conclusion_alone", "undecided")) return CellState::kUndecided;
  return any_is(conclusions, "conclusion_alone", "holds") ? CellState::kBeyond : CellState::kPremise;
}

void take_slack(CellSummary& cell, const Json& conclusions) {
  for (const Json& conclusion : conclusions) {
    const Json& worst = conclusion.at("worst");
    if (worst.is_null() || worst.at("log10_slack").is_null()) continue;
    const auto slack = worst.at("log10_slack").get<double>();
    if (cell.log10_slack && *cell.log10_slack <= slack) continue;
    cell.log10_slack = slack;
    cell.tightest = conclusion.at("name").get<std::string>();
  }
}

/// A word for a shell: as it is, or in single quotes.
std::string quoted(const std::string& word) {
  const bool plain = !word.empty() && word.front() != '-' &&
                     word.find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                         "._/+:@%-") == std::string::npos;
  if (plain) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

/// The confidence of plumb check when none is given.
constexpr double kUsualConfidence = 0.999;

/// At which confidence a check by itself tests its probability claims as strictly as they were tested in
/// their suite, among the claims of all its cells.
double confidence_alone(const Json& cell) {
  const Json& check = cell.at("check");
  const auto asked = check.value("confidence", kUsualConfidence);
  const Json& conclusions = check.at("conclusions");
  const auto own = std::count_if(conclusions.begin(), conclusions.end(), [](const Json& conclusion) {
    const Json bounds = conclusion.value("failure_probability", Json::object());
    return bounds.value("claimed_at_most", Json("0")).is_object();  // "0": claimed surely
  });
  const auto all = cell.value("claims", std::int64_t{0});
  if (own == 0 || all <= own) return asked;
  return 1.0 - (1.0 - asked) * static_cast<double>(own) / static_cast<double>(all);
}

}  // namespace

std::string to_string(CellState state) {
  static constexpr std::array<const char*, kCellStates> words = {"violated", "refused", "undecided", "holds",
                                                                 "beyond",   "outside", "premise"};
  return words.at(static_cast<std::size_t>(state));
}

std::string meaning(CellState state) {
  static constexpr std::array<const char*, kCellStates> texts = {
      "hypotheses true, conclusion FALSE: the theorem is refuted here",
      "refused: did not run",
      "what was computed does not tell: of the theorem, or, where a hypothesis is false and the cell counts "
      "as vacuous, of the conclusions alone",
      "hypotheses true, conclusions true",
      "a hypothesis false, conclusions true all the same: the theorem asks for more than this needs",
      "a hypothesis false, a conclusion false: the theorem does not speak here",
      "no premise of the conclusions was true"};
  return texts.at(static_cast<std::size_t>(state));
}

std::vector<CellSummary> summarise_cells(const Json& suite) {
  const auto usual_seed = suite.at("suite").value("seed", std::uint64_t{0});
  std::vector<CellSummary> cells;
  for (const Json& cell : suite.at("cells")) {
    CellSummary summary;
    summary.index = cells.size();
    summary.theorem = cell.at("theorem").get<std::string>();
    summary.problem = cell.at("problem").get<std::string>();
    summary.depth = cell.at("depth").get<std::int64_t>();
    summary.width = cell.at("width").get<std::string>();
    summary.eta = cell.at("eta").get<std::string>();
    if (const auto seed = cell.value("seed", usual_seed); seed != usual_seed) {
      summary.more = fmt::format("seed {}", seed);
    }
    if (const auto rigor = cell.value("rigor", std::string("sampled")); rigor != "sampled") {
      summary.more += (summary.more.empty() ? "" : ", ") + rigor;
    }
    if (const Json& check = cell.at("check"); !check.is_null()) {
      summary.m = check.at("width").get<std::string>();
      summary.state = state_of(check);
      take_slack(summary, check.at("conclusions"));
    }
    cells.push_back(std::move(summary));
  }
  return cells;
}

std::vector<const CellSummary*> pointers_to(const std::vector<CellSummary>& cells) {
  std::vector<const CellSummary*> pointers;
  pointers.reserve(cells.size());
  for (const CellSummary& cell : cells) pointers.push_back(&cell);
  return pointers;
}

bool is_inside(CellState state) {
  return state == CellState::kViolated || state == CellState::kHolds;
}

const CellSummary* tightest_cell(const std::vector<const CellSummary*>& cells) {
  const auto rank = [](const CellSummary* cell) {
    return std::pair(
        is_inside(cell->state) ? static_cast<int>(cell->state) : 100 + static_cast<int>(cell->state),
        cell->log10_slack.value_or(std::numeric_limits<double>::infinity()));
  };
  const CellSummary* best = nullptr;
  for (const CellSummary* cell : cells) {
    if (cell->state == CellState::kRefused) continue;
    if (best == nullptr || rank(cell) < rank(best)) best = cell;
  }
  return best;
}

std::string title_of(const CellSummary& cell) {
  return fmt::format("{} on {}, L = {}, m = {}, eta = {}{}", cell.theorem, cell.problem, cell.depth,
                     cell.width, cell.eta, cell.more.empty() ? "" : ", " + cell.more);
}

std::string commands_of(const Json& cell) {
  const Json& check = cell.at("check");
  std::string command = fmt::format("plumb check {} {}", quoted(cell.at("theorem").get<std::string>()),
                                    quoted(cell.at("problem").get<std::string>()));
  // A network that is written down has no setting: the command takes none.
  const bool trained = check.is_null() ? !cell.value("untrained", false)
                                       : !check.value("network", std::string()).starts_with("memorizing");
  if (trained) {
    command +=
        fmt::format(" --depth {} --width {} --eta {}", cell.at("depth").get<std::int64_t>(),
                    quoted(cell.at("width").get<std::string>()), quoted(cell.at("eta").get<std::string>()));
  }
  if (check.is_null()) return command;
  if (const Json budget = check.value("seeds_budget", Json(nullptr)); budget.is_null()) {
    command += fmt::format(" --seeds {}", check.at("seeds").get<std::int64_t>());
  } else {
    command += fmt::format(" --seeds auto --max-seeds {}", budget.get<std::int64_t>());
  }
  if (const auto seed = check.value("seed", std::uint64_t{0}); seed != 0)
    command += fmt::format(" --seed {}", seed);
  if (trained && check.contains("steps") && !check.value("steps_chosen", false)) {
    command += fmt::format(" --steps {}", check.at("steps").get<std::int64_t>());
  }
  const Json parameters = check.value("parameters", Json::object());
  for (const auto& [name, value] : parameters.items()) {
    command += " --set " + quoted(name + "=" + value.get<std::string>());
  }
  if (const auto rigor = check.value("rigor", std::string("sampled")); rigor != "sampled") {
    command += " --rigor " + rigor;
  }
  if (const double confidence = confidence_alone(cell); confidence != kUsualConfidence) {
    command += fmt::format(" --confidence {}", confidence);
  }
  const Json& conclusions = check.at("conclusions");
  const bool fails = std::any_of(conclusions.begin(), conclusions.end(),
                                 [](const Json& c) { return c.at("failures").get<std::int64_t>() > 0; });
  return fails ? command + " --case case.toml\nplumb replay case.toml" : command;
}

std::string factor_text(double log10_factor) {
  if (std::abs(log10_factor) > 15.0) {  // double may not hold it
    const double exponent = std::floor(log10_factor);
    return fmt::format("{:.4g}e{:+.0f}x", std::pow(10.0, log10_factor - exponent), exponent);
  }
  return fmt::format("{:.4g}x", std::pow(10.0, log10_factor));
}

std::string human_text(const Json& interval) {
  const auto low = interval.at("lo").get<std::string>();
  const auto high = interval.at("hi").get<std::string>();
  if (low.find("inf") != std::string::npos || high.find("inf") != std::string::npos) return low + ".." + high;
  const PrecisionScope precision(40);
  return format_human(hull(enclose_decimal(low), enclose_decimal(high)), kHumanDigits);
}

}  // namespace plumbline
