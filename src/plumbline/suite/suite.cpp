#include "plumbline/suite/suite.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plumbline/network/scheme.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/toml_input.hpp"
#include "plumbline/suite/axis.hpp"
#include "plumbline/verdict/check.hpp"
#include "plumbline/verdict/resolve.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kDefaultFloor = 1e-16;
constexpr double kDefaultResolution = 0.05;

std::vector<std::string> names(const TomlTable& table, const std::string& key) {
  const TomlValue value = table.value(key);
  auto list = value.as<std::vector<std::string>>();
  if (list.empty()) value.fail_expected("at least one entry");
  return list;
}

std::vector<std::string> step_axis(const TomlTable& table) {
  if (!table.has("etas")) return {"max"};
  return text_axis(table.value("etas"), false, [](const std::string& text) { parse_step(text); });
}

/// The axis of seeds: the grid's own, or the suite's.
std::vector<std::int64_t> seed_axis(const TomlTable& table, std::uint64_t of_suite) {
  if (!table.has("seed")) return {static_cast<std::int64_t>(of_suite)};
  const TomlValue value = table.value("seed");
  return integer_axis(value, 0);
}

SuiteGrid read_grid(const TomlTable& table, std::uint64_t seed) {
  SuiteGrid grid;
  grid.theorems = names(table, "theorems");
  grid.problems = names(table, "problems");
  grid.depths = integer_axis(table.value("depths"), 2);
  grid.widths = text_axis(table.value("widths"), true, [](const std::string& text) { parse_width(text); });
  grid.etas = step_axis(table);
  grid.seed_axis = seed_axis(table, seed);
  grid.seeds = table.get_or<std::int64_t>("seeds", grid.seeds);
  if (grid.seeds < 1 || grid.seeds > kMaxSeeds) {
    table.value("seeds").fail_expected(fmt::format("1 to {}", kMaxSeeds));
  }
  grid.steps = table.find<std::int64_t>("steps");
  if (grid.steps && (*grid.steps < 0 || *grid.steps > kMaxSteps)) {
    table.value("steps").fail_expected(fmt::format("0 to {}", kMaxSteps));
  }
  grid.rigor = table.get_or<std::string>("rigor", grid.rigor);
  try {
    rigor_from_name(grid.rigor);
  } catch (const InputError& error) {
    table.value("rigor").fail(error.what());
  }
  return grid;
}

/// Positive, and an integer by itself: there is no theorem here that a threshold could belong to.
void check_plain_width(const std::string& text) {
  if (parse_width(text).threshold_factor != 0) {
    throw InputError(
        fmt::format("width: found '{}', expected an integer: trajectories have no theorem", text));
  }
}

TrajectoryGrid read_trajectories(const TomlTable& table, std::uint64_t seed) {
  TrajectoryGrid grid;
  grid.inits = names(table, "inits");
  for (const std::string& init : grid.inits) {
    try {
      certified_scheme_from_name(init);
    } catch (const InputError& error) {
      table.value("inits").fail(error.what());
    }
  }
  grid.problems = names(table, "problems");
  grid.depths = integer_axis(table.value("depths"), 2);
  grid.widths = text_axis(table.value("widths"), true, check_plain_width);
  grid.etas = step_axis(table);
  grid.seed_axis = seed_axis(table, seed);
  grid.snapshots = integer_axis(table.value("snapshots"), 1);
  std::sort(grid.snapshots.begin(), grid.snapshots.end());
  if (grid.snapshots.back() > kMaxSteps) {
    table.value("snapshots").fail_expected(fmt::format("steps up to {}", kMaxSteps));
  }
  grid.floor = table.get_or<double>("floor", kDefaultFloor);
  if (!(grid.floor > 0.0 && grid.floor < 1.0)) table.value("floor").fail_expected("a number between 0 and 1");
  grid.resolution = table.get_or<double>("resolution", kDefaultResolution);
  if (!(grid.resolution > 0.0)) table.value("resolution").fail_expected("a positive number of decades");
  grid.theorem = table.get_or<std::string>("theorem", "");
  return grid;
}

const std::vector<std::string>& grid_keys() {
  static const std::vector<std::string> keys = {"theorems", "problems", "depths", "widths",
                                                "etas",     "seeds",    "steps",  "rigor"};
  return keys;
}

/// The grid that the file itself describes.
void read_single_grid(const TomlTable& file, Suite& suite) {
  std::vector<std::string> known = {"id", "title"};
  known.insert(known.end(), grid_keys().begin(), grid_keys().end());
  known.insert(known.end(), {"seed", "confidence"});
  file.allow_only(known);
  suite.grids = {read_grid(file, suite.seed)};
}

void read_grids(const TomlTable& file, Suite& suite) {
  file.allow_only({"id", "title", "grid", "trajectories", "seed", "confidence"});
  if (file.has("grid")) {
    std::vector<std::string> known = grid_keys();
    known.emplace_back("seed");
    const TomlValue value = file.value("grid");
    for (const TomlTable& table : value.as<std::vector<TomlTable>>()) {
      table.allow_only(known);
      suite.grids.push_back(read_grid(table, suite.seed));
    }
    if (suite.grids.empty()) value.fail_expected("at least one entry");
  }
  if (!file.has("trajectories")) return;
  const TomlValue value = file.value("trajectories");
  for (const TomlTable& table : value.as<std::vector<TomlTable>>()) {
    table.allow_only({"inits", "problems", "depths", "widths", "etas", "seed", "snapshots", "floor",
                      "resolution", "theorem"});
    suite.trajectories.push_back(read_trajectories(table, suite.seed));
  }
  if (suite.trajectories.empty()) value.fail_expected("at least one entry");
}

Json grid_json(const SuiteGrid& grid) {
  return {{"theorems", grid.theorems}, {"problems", grid.problems},
          {"depths", grid.depths},     {"widths", grid.widths},
          {"etas", grid.etas},         {"seed", grid.seed_axis},
          {"seeds", grid.seeds},       {"steps", grid.steps ? Json(*grid.steps) : Json(nullptr)},
          {"rigor", grid.rigor}};
}

Json trajectories_json(const TrajectoryGrid& grid) {
  Json json = {{"inits", grid.inits},         {"problems", grid.problems}, {"depths", grid.depths},
               {"widths", grid.widths},       {"etas", grid.etas},         {"seed", grid.seed_axis},
               {"snapshots", grid.snapshots}, {"floor", grid.floor},       {"resolution", grid.resolution}};
  if (!grid.theorem.empty()) json["theorem"] = grid.theorem;
  return json;
}

}  // namespace

Suite read_suite(const std::filesystem::path& file) {
  const TomlTable table = TomlTable::read(file);
  Suite suite;
  suite.id = table.get<std::string>("id");
  suite.title = table.get_or<std::string>("title", "");
  if (table.has("seed") && table.value("seed").kind() == TomlKind::kInteger) {
    const auto seed = table.get<std::int64_t>("seed");
    if (seed < 0) table.value("seed").fail_expected("at least 0");
    suite.seed = static_cast<std::uint64_t>(seed);
  }
  const bool several = table.has("grid") || table.has("trajectories");
  if (several) {
    if (table.has("seed")) table.get<std::int64_t>("seed");  // an axis of seeds belongs to a grid
    read_grids(table, suite);
  } else {
    read_single_grid(table, suite);
  }
  suite.confidence = table.get_or<double>("confidence", suite.confidence);
  if (!(suite.confidence > 0.0 && suite.confidence < 1.0)) {
    table.value("confidence").fail_expected("a number between 0 and 1");
  }
  return suite;
}

Json suite_json(const Suite& suite) {
  Json json = {{"id", suite.id},         {"title", suite.title},
               {"seed", suite.seed},     {"confidence", suite.confidence},
               {"grids", Json::array()}, {"trajectories", Json::array()}};
  for (const SuiteGrid& grid : suite.grids) json["grids"].push_back(grid_json(grid));
  for (const TrajectoryGrid& grid : suite.trajectories) {
    json["trajectories"].push_back(trajectories_json(grid));
  }
  return json;
}

}  // namespace plumbline
