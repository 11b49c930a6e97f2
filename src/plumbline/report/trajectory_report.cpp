#include "plumbline/report/trajectory_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "plumbline/report/csv_text.hpp"
#include "plumbline/report/suite_rows.hpp"
#include "plumbline/report/text_table.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// Ends of trajectories and what they mean, in the order of the table's columns.
struct End {
  const char *name, *meaning;
};
constexpr std::array<End, 5> kEnds = {{{"converged", "proved to converge"},
                                       {"stuck", "proved to be stuck"},
                                       {"floor", "at double's floor"},
                                       {"horizon", "run to the last snapshot"},
                                       {"diverged", "diverged"}}};

/// What a row of the table counts.
struct Tally {
  std::map<std::string, std::int64_t> by_end;
  std::int64_t cells = 0, failed = 0;

  void take(const Json& trajectory) {
    ++cells;
    if (trajectory.is_null()) {
      ++failed;
    } else {
      ++by_end[trajectory.at("end").get<std::string>()];
    }
  }

  std::int64_t ended(const char* name) const {
    const auto found = by_end.find(name);
    return found == by_end.end() ? 0 : found->second;
  }
};

/// A row of the table: one initialisation.
std::vector<std::string> row_of(const Json& trajectories, const std::string& init) {
  Tally tally;
  double run = 0.0, asked = 0.0;
  for (const Json& cell : trajectories) {
    if (cell.at("init") != init) continue;
    const Json& trajectory = cell.at("trajectory");
    tally.take(trajectory);
    if (trajectory.is_null()) continue;
    run += trajectory.at("steps_run").get<double>();
    asked += trajectory.at("snapshots").back().at("t").get<double>();
  }
  std::vector<std::string> row = {init, std::to_string(tally.cells)};
  for (const End& end : kEnds) row.push_back(std::to_string(tally.ended(end.name)));
  row.push_back(std::to_string(tally.failed));
  row.push_back(fmt::format("{:.0f}", asked));
  row.push_back(fmt::format("{:.0f}", run));
  return row;
}

std::vector<std::string> inits_of(const Json& trajectories) {
  std::vector<std::string> inits;
  for (const Json& cell : trajectories) {
    const auto init = cell.at("init").get<std::string>();
    if (std::find(inits.begin(), inits.end(), init) == inits.end()) inits.push_back(init);
  }
  return inits;
}

std::string number_field(const Json& value) {
  return value.is_null() ? "inf" : fmt::format("{}", value.get<double>());
}

/// "53 < m <= 92"; open ends where the grid ends.
std::string interval_text(const Json& depth) {
  const bool below = depth.at("above").is_null();
  const bool above = depth.at("at_most").is_null();
  if (below && above) return "";
  if (below) return fmt::format("m <= {}", depth.at("at_most").get<std::string>());
  if (above) return fmt::format("{} < m", depth.at("above").get<std::string>());
  return fmt::format("{} < m <= {}", depth.at("above").get<std::string>(),
                     depth.at("at_most").get<std::string>());
}

std::string end_text(const Json& end) {
  return end.is_null() ? "unbounded" : fmt::format("{:.2f}", end.get<double>());
}

/// One line a depth, and the growth below.
std::string transition_text(const Json& transition) {
  std::string text = fmt::format(
      "\ntransition width, {} on {}, eta = {}, seed {}: relative loss at t = {} at most {} from there on\n",
      transition.at("init").get<std::string>(), transition.at("problem").get<std::string>(),
      transition.at("eta").get<std::string>(), transition.at("seed").get<std::int64_t>(),
      transition.at("t").get<std::int64_t>(), transition.at("level").get<double>());
  for (const Json& depth : transition.at("depths")) {
    text += fmt::format("  L = {:<4} {}\n", depth.at("depth").get<std::int64_t>(), interval_text(depth));
  }
  text += fmt::format("  grows as L^b, L >= {}: b in {}, misfit {:.2g} decades\n",
                      transition.at("from_depth").get<std::int64_t>(), exponent_text(transition),
                      transition.at("misfit").get<double>());
  text += fmt::format("  as a straight line a + b L: {}\n", slope_text(transition));
  return text;
}

/// An empty list where the document has none.
const Json& list_of(const Json& suite, const char* key) {
  static const Json none = Json::array();
  const auto found = suite.find(key);
  return found == suite.end() ? none : *found;
}

}  // namespace

const Json& trajectories_of(const Json& suite) {
  return list_of(suite, "trajectories");
}

const Json& transitions_of(const Json& suite) {
  return list_of(suite, "transitions");
}

std::string trajectories_sentence(const Json& suite) {
  Tally tally;
  for (const Json& cell : trajectories_of(suite)) tally.take(cell.at("trajectory"));
  if (tally.cells == 0) return "";
  std::string text = fmt::format("{} trajectories", tally.cells);
  const char* separator = ": ";
  for (const End& end : kEnds) {
    if (tally.ended(end.name) == 0) continue;
    text += fmt::format("{}{} {}", separator, tally.ended(end.name), end.meaning);
    separator = ", ";
  }
  if (tally.failed > 0) text += fmt::format("{}{} failed", separator, tally.failed);
  return text + ".";
}

std::string exponent_text(const Json& transition) {
  const Json& exponent = transition.at("exponent");
  return fmt::format("[{}, {}]", end_text(exponent.at("lo")), end_text(exponent.at("hi")));
}

std::string slope_text(const Json& transition) {
  const Json slope = transition.value("slope", Json(nullptr));
  if (slope.is_null()) return "no b (none passes through every interval)";
  return fmt::format("b in [{}, {}] units a layer", end_text(slope.at("lo")), end_text(slope.at("hi")));
}

std::string growth_sentence(const Json& suite) {
  std::string text;
  for (const Json& transition : transitions_of(suite)) {
    const auto same = [&](const Json& other) {  // but later
      for (const char* key : {"init", "problem", "eta", "seed"}) {
        if (other.at(key) != transition.at(key)) return false;
      }
      return other.at("t") > transition.at("t");
    };
    const Json& all = transitions_of(suite);
    if (std::any_of(all.begin(), all.end(), same)) continue;
    text += fmt::format("{}{} on {} at t = {}: as L^b with b in {}, as a straight line in L with {}",
                        text.empty() ? "" : "; ", transition.at("init").get<std::string>(),
                        transition.at("problem").get<std::string>(), transition.at("t").get<std::int64_t>(),
                        exponent_text(transition), slope_text(transition));
  }
  return text.empty() ? text : "The transition width grows, " + text + ".";
}

std::string trajectories_text(const Json& suite) {
  const Json& trajectories = trajectories_of(suite);
  TextTable table({"init", "cells", "converged", "stuck", "floor", "horizon", "diverged", "failed",
                   "steps asked", "steps run"});
  for (const std::string& init : inits_of(trajectories)) table.add(row_of(trajectories, init));
  std::string notes;
  for (const Json& cell : trajectories) {
    if (!cell.at("trajectory").is_null()) continue;
    notes += fmt::format("note: {} {} L={} width={}: {}\n", cell.at("init").get<std::string>(),
                         cell.at("problem").get<std::string>(), cell.at("depth").get<std::int64_t>(),
                         cell.at("width").get<std::string>(), error_text(cell));
  }
  std::string text = table.to_string() + notes;
  for (const Json& transition : transitions_of(suite)) text += transition_text(transition);
  return text + "\n";
}

std::string trajectories_csv(const Json& suite) {
  std::string text =
      "init,problem,depth,width,eta,seed,end,steps_run,steps_saved,t,relative_loss,low,high,note\n";
  for (const Json& cell : trajectories_of(suite)) {
    std::string place;
    for (const char* key : {"init", "problem"}) place += csv_field(cell.at(key).get<std::string>()) + ",";
    place +=
        fmt::format("{},{},{},{},", cell.at("depth").get<std::int64_t>(), cell.at("width").get<std::string>(),
                    cell.at("eta").get<std::string>(), cell.at("seed").get<std::int64_t>());
    const Json& trajectory = cell.at("trajectory");
    if (trajectory.is_null()) {
      text += place + "failed,,,,,,," + csv_field(error_text(cell)) + "\n";
      continue;
    }
    place += fmt::format("{},{},{},", trajectory.at("end").get<std::string>(),
                         trajectory.at("steps_run").get<std::int64_t>(),
                         trajectory.at("steps_saved").get<std::int64_t>());
    for (const Json& snapshot : trajectory.at("snapshots")) {
      text += fmt::format("{}{},{},{},{},\n", place, snapshot.at("t").get<std::int64_t>(),
                          number_field(snapshot.at("relative_loss")), number_field(snapshot.at("low")),
                          number_field(snapshot.at("high")));
    }
  }
  return text;
}

}  // namespace plumbline
