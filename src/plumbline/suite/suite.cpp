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

std::vector<SuiteCell> cells_of(const Suite& suite) {
  std::vector<SuiteCell> cells;
  for (const std::string& theorem : suite.theorems) {
    for (const std::string& problem : suite.problems) {
      for (const std::int64_t depth : suite.depths) {
        for (const std::string& width : suite.widths) {
          for (const std::string& eta : suite.etas)
            cells.push_back({theorem, problem, depth, width, eta, {}, {}});
        }
      }
    }
  }
  return cells;
}

/// @param claims probability claims of the whole suite: together they are tested at its confidence.
void run_cell(SuiteCell& cell, const Suite& suite, const Theorem& theorem, const PreparedProblem& problem,
              std::int64_t claims) {
  try {
    CheckRequest request;
    request.at =
        resolve_setting(theorem, problem, cell.depth, parse_width(cell.width), parse_step(cell.eta), {});
    request.seeds = suite.seeds;
    request.seed = suite.seed;
    request.steps = suite.steps;
    request.confidence = suite.confidence;
    request.claims = claims;
    cell.result = check_theorem(theorem, problem, request);
  } catch (const InputError& error) {
    cell.error = error.what();
  }
}

}  // namespace

Suite read_suite(const std::filesystem::path& file) {
  const TomlTable table = TomlTable::read(file);
  table.allow_only({"id", "title", "theorems", "problems", "depths", "widths", "etas", "seeds", "seed",
                    "steps", "confidence"});
  Suite suite;
  suite.id = table.get<std::string>("id");
  suite.title = table.get_or<std::string>("title", "");
  suite.theorems = nonempty_list<std::string>(table, "theorems");
  suite.problems = nonempty_list<std::string>(table, "problems");
  suite.depths = nonempty_list<std::int64_t>(table, "depths");
  for (const std::int64_t depth : suite.depths) {
    if (depth < 2) table.value("depths").fail(fmt::format("found {}, expected depths of at least 2", depth));
  }
  suite.widths = width_texts(table, "widths");
  suite.etas = step_texts(table, "etas");
  suite.seeds = table.get_or<std::int64_t>("seeds", suite.seeds);
  if (suite.seeds < 1 || suite.seeds > kMaxSeeds) {
    table.value("seeds").fail_expected(fmt::format("1 to {}", kMaxSeeds));
  }
  const auto seed = table.get_or<std::int64_t>("seed", 0);
  if (seed < 0) table.value("seed").fail_expected("at least 0");
  suite.seed = static_cast<std::uint64_t>(seed);
  suite.confidence = table.get_or<double>("confidence", suite.confidence);
  if (!(suite.confidence > 0.0 && suite.confidence < 1.0)) {
    table.value("confidence").fail_expected("a number between 0 and 1");
  }
  suite.steps = table.find<std::int64_t>("steps");
  if (suite.steps && (*suite.steps < 0 || *suite.steps > kMaxSteps)) {
    table.value("steps").fail_expected(fmt::format("0 to {}", kMaxSteps));
  }
  return suite;
}

std::vector<SuiteCell> run_suite(const Suite& suite, unsigned threads,
                                 const std::function<void(std::int64_t, std::int64_t)>& progress) {
  std::map<std::string, Theorem> theorems;
  for (const std::string& name : suite.theorems) {
    theorems.emplace(name, read_theorem(find_data_file("theorems", name)));
  }
  std::map<std::string, std::unique_ptr<PreparedProblem>> problems;
  for (const std::string& name : suite.problems) {
    if (problems.contains(name)) continue;
    problems.emplace(name, std::make_unique<PreparedProblem>(read_problem(find_data_file("problems", name))));
  }
  std::vector<SuiteCell> cells = cells_of(suite);
  std::int64_t claims = 0;
  for (const SuiteCell& cell : cells) claims += probability_claims(theorems.at(cell.theorem));
  std::mutex mutex;
  std::int64_t done = 0;
  const auto total = static_cast<std::int64_t>(cells.size());
  for_each_index(total, threads, [&](std::int64_t index) {
    SuiteCell& cell = cells[static_cast<std::size_t>(index)];
    run_cell(cell, suite, theorems.at(cell.theorem), *problems.at(cell.problem), claims);
    const std::lock_guard<std::mutex> lock(mutex);
    if (progress) progress(++done, total);
  });
  return cells;
}

nlohmann::ordered_json suite_json(const Suite& suite, const std::vector<SuiteCell>& cells) {
  using Json = nlohmann::ordered_json;
  Json json = {{"schema", "plumbline.suite/1"},
               {"suite",
                {{"id", suite.id},
                 {"title", suite.title},
                 {"theorems", suite.theorems},
                 {"problems", suite.problems},
                 {"depths", suite.depths},
                 {"widths", suite.widths},
                 {"etas", suite.etas},
                 {"seeds", suite.seeds},
                 {"seed", suite.seed},
                 {"confidence", suite.confidence},
                 {"steps", suite.steps ? Json(*suite.steps) : Json(nullptr)}}}};
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
