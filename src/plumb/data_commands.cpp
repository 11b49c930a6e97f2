// plumb problem, plumb theorem, plumb quantities: looking at what is there.
#include <fmt/format.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "commands.hpp"
#include "options.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/problem.hpp"
#include "plumbline/problem/quantities.hpp"
#include "plumbline/problem/quantities_json.hpp"
#include "plumbline/report/summary_text.hpp"
#include "plumbline/report/text_table.hpp"
#include "plumbline/theorem/template.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "proofs_check/citation.hpp"

namespace plumb {
namespace {

using Json = nlohmann::ordered_json;
using namespace plumbline;

struct NamedOptions : CommonOptions {
  std::string name;
  unsigned digits = 50;
};

std::string file_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) throw InputError(fmt::format("{}: cannot be read", file.string()));
  return text.str();
}

Json problem_json(const Problem& problem) {
  return {{"id", problem.id},
          {"title", problem.title},
          {"source", problem.source},
          {"n", problem.X.cols()},
          {"d_x", problem.X.rows()},
          {"d_y", problem.Y.rows()},
          {"inputs", problem.input_names},
          {"targets", problem.target_names}};
}

void list_problems(const CommonOptions& options) {
  Json list = Json::array();
  TextTable table({"id", "n", "d_x", "d_y", "title"});
  for (const std::string& id : list_data_ids("problems")) {
    const Problem problem = read_problem(find_data_file("problems", id));
    list.push_back(problem_json(problem));
    table.add({id, std::to_string(problem.X.cols()), std::to_string(problem.X.rows()),
               std::to_string(problem.Y.rows()), problem.title});
  }
  print_result(options, {{"schema", "plumbline.problems/1"}, {"problems", list}}, table.to_string());
}

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

void show_problem(const NamedOptions& options) {
  const Problem problem = read_problem(find_data_file("problems", options.name));
  const std::string text = fmt::format(
      "{}: {}\n  source: {}\n  n = {} samples, d_x = {} inputs, d_y = {} targets\n  inputs: {}\n  targets: "
      "{}\n",
      problem.id, problem.title, problem.source, problem.X.cols(), problem.X.rows(), problem.Y.rows(),
      join(problem.input_names), join(problem.target_names));
  Json document = {{"schema", "plumbline.problem/1"}};
  document.update(problem_json(problem));
  print_result(options, document, text);
}

Json theorem_json(const Theorem& theorem) {
  Json constants = Json::array();
  for (const Constant& constant : theorem.constants) {
    constants.push_back({{"name", constant.name}, {"value", constant.text}, {"proof", constant.proof}});
  }
  Json hypotheses = Json::array();
  for (const Hypothesis& h : theorem.hypotheses) {
    hypotheses.push_back({{"name", h.name}, {"claim", h.claim.source.text}});
  }
  Json conclusions = Json::array();
  for (const Conclusion& c : theorem.conclusions) {
    Json for_all = Json::array();
    for (const Claim& condition : c.for_all) for_all.push_back(condition.source.text);
    Json given = c.given_named;
    for (const Claim& premise : c.given) given.push_back(premise.source.text);
    conclusions.push_back({{"name", c.name},
                           {"claim", c.claim.source.text},
                           {"for_all", for_all},
                           {"given", given},
                           {"given_before", c.given_before},
                           {"probability", c.probability_text}});
  }
  return {{"id", theorem.id},           {"title", theorem.title},   {"source", theorem.source},
          {"network", theorem.network}, {"init", theorem.init},     {"optimiser", theorem.optimiser},
          {"constants", constants},     {"hypotheses", hypotheses}, {"conclusions", conclusions}};
}

std::string constants_status(const Theorem& theorem) {
  std::string text;
  for (const Constant& c : theorem.constants) {
    text += (text.empty() ? "" : ", ") + c.name + (c.proof == "open" ? " open" : " proved by " + c.proof);
  }
  return text.empty() ? "none" : text;
}

void list_theorems(const CommonOptions& options) {
  Json list = Json::array();
  std::string text;
  for (const std::string& id : list_data_ids("theorems")) {
    const Theorem theorem = read_theorem(find_data_file("theorems", id));
    list.push_back(theorem_json(theorem));
    const std::string optimiser = theorem.optimiser == "gd" ? "" : ", " + theorem.optimiser;
    text += fmt::format("{}  ({}, {}{}; constants: {})\n    {}\n    {}\n", id, theorem.network, theorem.init,
                        optimiser, constants_status(theorem), theorem.title, theorem.source);
  }
  print_result(options, {{"schema", "plumbline.theorems/1"}, {"theorems", list}}, text);
}

void show_theorem(const NamedOptions& options) {
  const std::filesystem::path file = find_data_file("theorems", options.name);
  Json document = {{"schema", "plumbline.theorem/1"}};
  document.update(theorem_json(read_theorem(file)));
  print_result(options, document, file_text(file));
}

int lint_theorem_file(const NamedOptions& options) {
  const std::filesystem::path file = find_data_file("theorems", options.name);
  LintReport report = lint_theorem(file);
  if (report.errors.empty()) report.errors = proofs::citation_errors(read_theorem(file));
  std::string text;
  for (const std::string& message : report.errors) text += "error: " + message + "\n";
  for (const std::string& message : report.warnings) text += "warning: " + message + "\n";
  text += fmt::format("{}: {} errors, {} warnings\n", file.string(), report.errors.size(),
                      report.warnings.size());
  print_result(options,
               {{"schema", "plumbline.lint/1"},
                {"file", file.string()},
                {"errors", report.errors},
                {"warnings", report.warnings}},
               text);
  return report.errors.empty() ? kOk : kBadInput;
}

/// Writes ID.toml into the current folder.
void new_theorem(const NamedOptions& options) {
  const std::string text = theorem_template(options.name);
  const std::filesystem::path file = options.name + ".toml";
  if (std::filesystem::exists(file)) {
    throw InputError(fmt::format("{}: exists already; give another id, or remove it first", file.string()));
  }
  std::ofstream stream(file, std::ios::binary);
  stream << text;
  stream.close();
  if (!stream) throw InputError(fmt::format("{}: cannot be written", file.string()));
  print_result(options, {{"schema", "plumbline.new/1"}, {"file", file.string()}},
               fmt::format("Written: {0}\nNext: edit it, then plumb theorem lint {0}\n", file.string()));
}

void show_quantities(const NamedOptions& options) {
  const Problem problem = read_problem(find_data_file("problems", options.name));
  const Quantities quantities = compute_quantities(problem, options.digits);
  print_result(options, quantities_json(problem.id, quantities, options.digits),
               quantities_text(problem, quantities, options.digits));
  if (options.json && quantities.warning) warn(options, *quantities.warning);
}

}  // namespace

void add_problem_command(CLI::App& app, int&) {
  CLI::App* command = app.add_subcommand("problem", "List the bundled problems, or show one");
  command->require_subcommand(1);
  auto options = std::make_shared<NamedOptions>();
  CLI::App* list = command->add_subcommand("list", "Every problem of the data folder");
  add_common(*list, *options);
  list->callback([options] { list_problems(*options); });
  CLI::App* show = command->add_subcommand("show", "Sizes, names and source of one problem");
  add_common(*show, *options);
  show->add_option("problem", options->name, "Problem id or path")->required();
  show->callback([options] { show_problem(*options); });
}

void add_theorem_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("theorem", "List, show, lint or start theorem files");
  command->require_subcommand(1);
  auto options = std::make_shared<NamedOptions>();
  CLI::App* list = command->add_subcommand("list", "Every theorem of the data folder");
  add_common(*list, *options);
  list->callback([options] { list_theorems(*options); });
  CLI::App* show = command->add_subcommand("show", "One theorem file");
  add_common(*show, *options);
  show->add_option("theorem", options->name, "Theorem id or path")->required();
  show->callback([options] { show_theorem(*options); });
  CLI::App* lint = command->add_subcommand("lint", "Check a theorem file; exit 2 if it has errors");
  add_common(*lint, *options);
  lint->add_option("file", options->name, "Theorem id or path")->required();
  lint->callback([options, &exit_code] { exit_code = lint_theorem_file(*options); });
  CLI::App* fresh = command->add_subcommand("new", "Write a commented theorem file, ID.toml, to start from");
  add_common(*fresh, *options);
  fresh->add_option("id", options->name, "Letters, digits, '.', '-' and '_'")->required();
  fresh->callback([options] { new_theorem(*options); });
}

void add_quantities_command(CLI::App& app, int&) {
  CLI::App* command =
      app.add_subcommand("quantities", "Rigorous enclosures of kappa, the norms, the optimum, …");
  auto options = std::make_shared<NamedOptions>();
  add_common(*command, *options);
  command->add_option("problem", options->name, "Problem id or path")->required();
  command->add_option("--digits", options->digits, "Significant digits (default 50)")
      ->check(CLI::Range(1U, 10000U));
  command->callback([options] { show_quantities(*options); });
}

}  // namespace plumb
