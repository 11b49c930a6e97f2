#include "plumbline/report/trajectory_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "plumbline/report/csv_text.hpp"
#include "plumbline/report/text_table.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// Ends of trajectories, in the order of the table's columns.
const std::vector<std::string>& ends() {
  static const std::vector<std::string> names = {"converged", "stuck", "floor", "horizon", "diverged"};
  return names;
}

/// What a row of the table counts.
struct Tally {
  std::map<std::string, std::int64_t> by_end;
  std::int64_t cells = 0, failed = 0;
  double steps_run = 0.0, steps_asked = 0.0;
};

Tally tally_of(const Json& trajectories, const std::string& init) {
  Tally tally;
  for (const Json& cell : trajectories) {
    if (cell.at("init") != init) continue;
    ++tally.cells;
    const Json& trajectory = cell.at("trajectory");
    if (trajectory.is_null()) {
      ++tally.failed;
      continue;
    }
    ++tally.by_end[trajectory.at("end").get<std::string>()];
    tally.steps_run += trajectory.at("steps_run").get<double>();
    tally.steps_asked += trajectory.at("snapshots").back().at("t").get<double>();
  }
  return tally;
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
  const Json& exponent = transition.at("exponent");
  text += fmt::format("  grows as L^b, L >= {}: b in [{}, {}], misfit {:.2g} decades\n",
                      transition.at("from_depth").get<std::int64_t>(), end_text(exponent.at("lo")),
                      end_text(exponent.at("hi")), transition.at("misfit").get<double>());
  return text;
}

}  // namespace

std::int64_t failed_trajectories(const Json& suite) {
  std::int64_t failed = 0;
  for (const Json& cell : suite.at("trajectories")) failed += cell.at("trajectory").is_null() ? 1 : 0;
  return failed;
}

std::string trajectories_text(const Json& suite) {
  const Json& trajectories = suite.at("trajectories");
  TextTable table({"init", "cells", "converged", "stuck", "floor", "horizon", "diverged", "failed",
                   "steps asked", "steps run"});
  for (const std::string& init : inits_of(trajectories)) {
    const Tally tally = tally_of(trajectories, init);
    std::vector<std::string> row = {init, std::to_string(tally.cells)};
    for (const std::string& end : ends()) {
      const auto found = tally.by_end.find(end);
      row.push_back(std::to_string(found == tally.by_end.end() ? 0 : found->second));
    }
    row.push_back(std::to_string(tally.failed));
    row.push_back(fmt::format("{:.0f}", tally.steps_asked));
    row.push_back(fmt::format("{:.0f}", tally.steps_run));
    table.add(row);
  }
  std::string notes;
  for (const Json& cell : trajectories) {
    if (!cell.at("trajectory").is_null()) continue;
    notes += fmt::format("note: {} {} L={} width={}: {}\n", cell.at("init").get<std::string>(),
                         cell.at("problem").get<std::string>(), cell.at("depth").get<std::int64_t>(),
                         cell.at("width").get<std::string>(), cell.at("error").get<std::string>());
  }
  std::string text = table.to_string() + notes;
  for (const Json& transition : suite.at("transitions")) text += transition_text(transition);
  return text + "\n";
}

std::string trajectories_csv(const Json& suite) {
  std::string text =
      "init,problem,depth,width,eta,seed,end,steps_run,steps_saved,t,relative_loss,low,high,note\n";
  for (const Json& cell : suite.at("trajectories")) {
    std::string place;
    for (const char* key : {"init", "problem"}) place += csv_field(cell.at(key).get<std::string>()) + ",";
    place +=
        fmt::format("{},{},{},{},", cell.at("depth").get<std::int64_t>(), cell.at("width").get<std::string>(),
                    cell.at("eta").get<std::string>(), cell.at("seed").get<std::int64_t>());
    const Json& trajectory = cell.at("trajectory");
    if (trajectory.is_null()) {
      text += place + "failed,,,,,,," + csv_field(cell.at("error").get<std::string>()) + "\n";
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
