#include "plumbline/suite/suite.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <mutex>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/parallel.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/problem/toml_input.hpp"
#include "plumbline/verdict/result_json.hpp"

namespace plumbline {
namespace {

template <class T>
std::vector<T> nonempty_list(const TomlTable& table, const std::string& key) {
  const TomlValue value = table.value(key);
  auto list = value.as<std::vector<T>>();
  if (list.empty()) value.fail_expected("at least one entry");
  return list;
}

/// Integers or texts, as texts.
std::vector<std::string> width_texts(const TomlTable& table, const std::string& key) {
  std::vector<std::string> texts;
  for (const TomlValue& value : nonempty_list<TomlValue>(table, key)) {
    texts.push_back(value.kind() == TomlKind::kInteger ? std::to_string(value.as<std::int64_t>())
                                                       : value.as<std::string>());
    try {
      parse_width(texts.back());
    } catch (const InputError& error) {
      value.fail(error.what());
    }
  }
  return texts;
}

std::vector<std::string> step_texts(const TomlTable& table, const std::string& key) {
  if (!table.has(key)) return {"max"};
  std::vector<std::string> texts;
  for (const TomlValue& value : nonempty_list<TomlValue>(table, key)) {
    texts.push_back(value.kind() == TomlKind::kText ? value.as<std::string>() : value.as<DecimalText>().text);
    try {
      parse_step(texts.back());
    } catch (const InputError& error) {
      value.fail(error.what());
    }
  }
  return texts;
}

/// A cell and the grid it comes from.
struct PlannedCell {
  SuiteCell cell;
  const SuiteGrid* grid;
};

std::vector<PlannedCell> cells_of(const Suite& suite) {
  std::vector<PlannedCell> cells;
  for (const SuiteGrid& grid : suite.grids) {
    for (const std::string& theorem : grid.theorems) {
      for (const std::string& problem : grid.problems) {
        for (const std::int64_t depth : grid.depths) {
          for (const std::string& width : grid.widths) {
            for (const std::string& eta : grid.etas) {
              cells.push_back({{theorem, problem, depth, width, eta, {}, {}}, &grid});
            }
          }
        }
      }
    }
  }
  return cells;
}

/// @param claims probability claims of the whole suite: together they are tested at its confidence.
void run_cell(PlannedCell& planned, const Suite& suite, const Theorem& theorem,
              const PreparedProblem& problem, std::int64_t claims) {
  SuiteCell& cell = planned.cell;
  try {
    CheckRequest request;
    request.at =
        resolve_setting(theorem, problem, cell.depth, parse_width(cell.width), parse_step(cell.eta), {});
    request.seeds = planned.grid->seeds;
    request.seed = suite.seed;
    request.steps = planned.grid->steps;
    request.confidence = suite.confidence;
    request.claims = claims;
    cell.result = check_theorem(theorem, problem, request);
  } catch (const InputError& error) {
    cell.error = error.what();
  }
}

SuiteGrid read_grid(const TomlTable& table) {
  SuiteGrid grid;
  grid.theorems = nonempty_list<std::string>(table, "theorems");
  grid.problems = nonempty_list<std::string>(table, "problems");
  grid.depths = nonempty_list<std::int64_t>(table, "depths");
  for (const std::int64_t depth : grid.depths) {
    if (depth < 2) table.value("depths").fail(fmt::format("found {}, expected depths of at least 2", depth));
  }
  grid.widths = width_texts(table, "widths");
  grid.etas = step_texts(table, "etas");
  grid.seeds = table.get_or<std::int64_t>("seeds", grid.seeds);
  if (grid.seeds < 1 || grid.seeds > kMaxSeeds) {
    table.value("seeds").fail_expected(fmt::format("1 to {}", kMaxSeeds));
  }
  grid.steps = table.find<std::int64_t>("steps");
  if (grid.steps && (*grid.steps < 0 || *grid.steps > kMaxSteps)) {
    table.value("steps").fail_expected(fmt::format("0 to {}", kMaxSteps));
  }
  return grid;
}

/// The grid that the file itself describes, or its list of grids.
std::vector<SuiteGrid> read_grids(const TomlTable& file) {
  static const std::vector<std::string> own = {"theorems", "problems", "depths", "widths",
                                               "etas",     "seeds",    "steps"};
  std::vector<std::string> known = {"id", "title"};
  if (!file.has("grid")) {
    known.insert(known.end(), own.begin(), own.end());
    known.insert(known.end(), {"seed", "confidence"});
    file.allow_only(known);
    return {read_grid(file)};
  }
  known.insert(known.end(), {"grid", "seed", "confidence"});
  file.allow_only(known);
  std::vector<SuiteGrid> grids;
  for (const TomlTable& table : nonempty_list<TomlTable>(file, "grid")) {
    table.allow_only(own);
    grids.push_back(read_grid(table));
  }
  return grids;
}

nlohmann::ordered_json grid_json(const SuiteGrid& grid) {
  return {{"theorems", grid.theorems},
          {"problems", grid.problems},
          {"depths", grid.depths},
          {"widths", grid.widths},
          {"etas", grid.etas},
          {"seeds", grid.seeds},
          {"steps", grid.steps ? nlohmann::ordered_json(*grid.steps) : nlohmann::ordered_json(nullptr)}};
}

}  // namespace

Suite read_suite(const std::filesystem::path& file) {
  const TomlTable table = TomlTable::read(file);
  Suite suite;
  suite.id = table.get<std::string>("id");
  suite.grids = read_grids(table);
  suite.title = table.get_or<std::string>("title", "");
  const auto seed = table.get_or<std::int64_t>("seed", 0);
  if (seed < 0) table.value("seed").fail_expected("at least 0");
  suite.seed = static_cast<std::uint64_t>(seed);
  suite.confidence = table.get_or<double>("confidence", suite.confidence);
  if (!(suite.confidence > 0.0 && suite.confidence < 1.0)) {
    table.value("confidence").fail_expected("a number between 0 and 1");
  }
  return suite;
}

std::vector<SuiteCell> run_suite(const Suite& suite, unsigned threads,
                                 const std::function<void(std::int64_t, std::int64_t)>& progress) {
  std::map<std::string, Theorem> theorems;
  std::map<std::string, std::unique_ptr<PreparedProblem>> problems;
  for (const SuiteGrid& grid : suite.grids) {
    for (const std::string& name : grid.theorems) {
      if (!theorems.contains(name)) theorems.emplace(name, read_theorem(find_data_file("theorems", name)));
    }
    for (const std::string& name : grid.problems) {
      if (problems.contains(name)) continue;
      problems.emplace(name,
                       std::make_unique<PreparedProblem>(read_problem(find_data_file("problems", name))));
    }
  }
  std::vector<PlannedCell> planned = cells_of(suite);
  std::int64_t claims = 0;
  for (const PlannedCell& entry : planned) claims += probability_claims(theorems.at(entry.cell.theorem));
  std::mutex mutex;
  std::int64_t done = 0;
  const auto total = static_cast<std::int64_t>(planned.size());
  for_each_index(total, threads, [&](std::int64_t index) {
    PlannedCell& entry = planned[static_cast<std::size_t>(index)];
    run_cell(entry, suite, theorems.at(entry.cell.theorem), *problems.at(entry.cell.problem), claims);
    const std::lock_guard<std::mutex> lock(mutex);
    if (progress) progress(++done, total);
  });
  std::vector<SuiteCell> cells;
  cells.reserve(planned.size());
  for (PlannedCell& entry : planned) cells.push_back(std::move(entry.cell));
  return cells;
}

nlohmann::ordered_json suite_json(const Suite& suite, const std::vector<SuiteCell>& cells) {
  using Json = nlohmann::ordered_json;
  Json json = {{"schema", "plumbline.suite/1"},
               {"suite",
                {{"id", suite.id},
                 {"title", suite.title},
                 {"seed", suite.seed},
                 {"confidence", suite.confidence},
                 {"grids", Json::array()}}}};
  for (const SuiteGrid& grid : suite.grids) json["suite"]["grids"].push_back(grid_json(grid));
  json["cells"] = Json::array();
  for (const SuiteCell& cell : cells) {
    json["cells"].push_back({{"theorem", cell.theorem},
                             {"problem", cell.problem},
                             {"depth", cell.depth},
                             {"width", cell.width},
                             {"eta", cell.eta},
                             {"check", cell.result ? check_json(*cell.result) : Json(nullptr)},
                             {"error", cell.error.empty() ? Json(nullptr) : Json(cell.error)}});
  }
  return json;
}

}  // namespace plumbline
