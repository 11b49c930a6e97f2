// plumb replay: a stored case, run again.
#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "options.hpp"
#include "plumbline/falsify/replay.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/problem.hpp"

namespace plumb {
namespace {

using namespace plumbline;

struct ReplayOptions : CommonOptions {
  std::string file;
};

nlohmann::ordered_json replay_json(const ReplayOptions& options, const ReplayResult& result) {
  return {{"schema", "plumbline.replay/1"},
          {"case", options.file},
          {"verdict", to_string(result.verdict)},
          {"reproduced", result.differences.empty()},
          {"observed", result.observed},
          {"relation", result.relation},
          {"bound", result.bound},
          {"witness_digits", result.witness_digits},
          {"differences", result.differences}};
}

std::string replay_text(const StoredCase& stored, const ReplayResult& result) {
  std::string text =
      fmt::format("{} on {}, L = {}, m = {}, seed {}, run {}: {}\n", stored.conclusion, stored.problem,
                  stored.depth, stored.width.str(), stored.seed, stored.run, to_string(result.verdict));
  text += fmt::format("  observed {} {} bound {}\n", result.observed, result.relation, result.bound);
  if (result.witness_digits > 0) {
    text += fmt::format("  again in ball arithmetic of {} digits: observed {}, bound {}\n",
                        result.witness_digits, result.witness_observed, result.witness_bound);
  }
  if (result.differences.empty()) return text + "  reproduced to the byte\n";
  text += "  NOT reproduced\n";
  for (const std::string& difference : result.differences) text += fmt::format("  {}\n", difference);
  return text;
}

/// The problem in the case, else by its id, or by its path seen from the case's folder.
Problem problem_of(const StoredCase& stored, const std::filesystem::path& file) {
  if (!stored.problem_text.empty())
    return parse_generated_problem(stored.problem_text, file.string() + " (its problem)");
  const std::filesystem::path beside = file.parent_path() / stored.problem;
  return read_problem(std::filesystem::is_regular_file(beside) ? beside
                                                               : find_data_file("problems", stored.problem));
}

int replay(const ReplayOptions& options) {
  const StoredCase stored = read_case(options.file);
  const PreparedProblem problem(problem_of(stored, options.file));
  const ReplayResult result = replay_case(stored, problem, options.file);
  print_result(options, replay_json(options, result), replay_text(stored, result));
  if (!result.differences.empty()) return kInternal;
  return exit_code(result.verdict == Verdict::kViolated, false, false);
}

}  // namespace

void add_replay_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "replay",
      "Run a stored case again; exit 1 if it is violated as before, 70 if it does not come out as stored");
  auto options = std::make_shared<ReplayOptions>();
  add_common(*command, *options);
  command->add_option("case", options->file, "Case file (plumb check --case)")->required();
  command->callback([options, &exit_code] { exit_code = replay(*options); });
}

}  // namespace plumb
