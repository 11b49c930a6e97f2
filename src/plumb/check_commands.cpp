// plumb bound and plumb check: a theorem on a problem.
#include <fmt/format.h>

#include <memory>
#include <optional>

#include "commands.hpp"
#include "files.hpp"
#include "options.hpp"
#include "plumbline/falsify/stored_case.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/input_file.hpp"
#include "plumbline/problem/output_file.hpp"
#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/problem/toml_input.hpp"
#include "plumbline/report/one_check.hpp"
#include "plumbline/report/report_page.hpp"
#include "plumbline/report/summary_text.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "plumbline/verdict/check.hpp"
#include "plumbline/verdict/result_json.hpp"
#include "plumbline/verdict/run_under_check.hpp"

namespace plumb {
namespace {

using namespace plumbline;

struct SettingOptions : CommonOptions {
  std::string theorem, problem;
  std::optional<std::int64_t> depth;
  std::optional<std::string> width;
  std::string eta = "max";
  std::optional<std::string> delta;
  std::vector<std::string> parameters;
};

struct CheckOptions : SettingOptions {
  std::optional<std::int64_t> steps;
  std::string seeds = "20";
  std::int64_t max_seeds = 2000;
  std::int64_t seed = 0;
  double confidence = 0.999;
  std::string rigor = "sampled";
  bool strict = false;
  std::string case_file;
  std::string report;
};

void add_setting(CLI::App& command, SettingOptions& options) {
  command.add_option("theorem", options.theorem, "Theorem id or path")->required();
  command.add_option("problem", options.problem, "Problem id or path")->required();
  command.add_option("--depth", options.depth, "Number of weight matrices L >= 2")->check(check_integer);
  command.add_option("--eta", options.eta,
                     "Step size: a number, 'max' (the largest the hypotheses allow) or e.g. '0.5max'");
  command.add_option("--delta", options.delta, "Failure probability; short for --set delta=D");
  command.add_option("--set", options.parameters, "Another value for a parameter of the theorem: NAME=VALUE")
      ->allow_extra_args(false);  // one value each time, so that THEOREM and PROBLEM may follow
}

std::map<std::string, std::string> parameters_of(const SettingOptions& options) {
  std::map<std::string, std::string> parameters;
  for (const std::string& assignment : options.parameters) {
    const std::size_t sign = assignment.find('=');
    if (sign == std::string::npos || sign == 0) {
      throw InputError(fmt::format("--set: found '{}', expected NAME=VALUE", assignment));
    }
    const std::string name = assignment.substr(0, sign);
    if (!parameters.emplace(name, assignment.substr(sign + 1)).second) {
      throw InputError(fmt::format("--set: found '{}' twice, expected one value", name));
    }
  }
  if (options.delta && !parameters.emplace("delta", *options.delta).second) {
    throw InputError("found both --delta and --set delta=…, expected one of them");
  }
  return parameters;
}

/// A network that is written down from the data has no depth, width or step to choose.
ResolvedSetting resolve_untrained(const SettingOptions& options, const Theorem& theorem,
                                  const PreparedProblem& problem) {
  const auto refuse = [&](const char* option) {
    throw InputError(
        fmt::format("found {}, but theorem {} speaks of a network that is written down from the data", option,
                    theorem.id));
  };
  if (options.depth) refuse("--depth");
  if (options.width) refuse("--width");
  if (options.eta != "max") refuse("--eta");
  return resolve_setting(theorem, problem, 2, {}, {}, parameters_of(options));
}

/// @param width where none is given; nothing: one must be.
ResolvedSetting resolve(const SettingOptions& options, const std::optional<std::string>& width,
                        const Theorem& theorem, const PreparedProblem& problem) {
  if (is_memorizing(theorem)) return resolve_untrained(options, theorem, problem);
  if (!options.depth) throw InputError("--depth is required");
  if (!options.width && !width) throw InputError("--width is required");
  return resolve_setting(theorem, problem, *options.depth,
                         parse_width(options.width ? *options.width : *width), parse_step(options.eta),
                         parameters_of(options));
}

void warn_of_problem(const SettingOptions& options, const PreparedProblem& problem) {
  const auto& warning = problem.quantities().warning;
  if (warning) warn(options, *warning);
}

void show_bound(const SettingOptions& options) {
  const Theorem theorem = read_theorem(find_data_file("theorems", options.theorem));
  const PreparedProblem problem(read_problem(find_data_file("problems", options.problem)));
  BoundResult result{theorem.id, problem.problem().id, resolve(options, "threshold", theorem, problem), {}};
  result.hypotheses = evaluate_hypotheses(theorem, problem, result.at.setting);
  print_result(options, bound_json(result), bound_text(result));
  warn_of_problem(options, problem);
}

/// What is wrong with the word after --seeds; empty if nothing is.
std::string check_seeds(const std::string& text) {
  if (text == "auto") return "";
  const std::string mistake = check_integer(text);
  return mistake.empty() ? "" : mistake + ", or 'auto'";
}

/// The worst case of the first violated conclusion, or of the first that fails by itself; nullptr if none
/// does.
const ConclusionResult* failing_conclusion(const CheckResult& result) {
  for (const ConclusionResult& c : result.conclusions) {
    if (c.verdict == Verdict::kViolated && c.worst) return &c;
  }
  for (const ConclusionResult& c : result.conclusions) {
    if (c.failures > 0 && c.worst) return &c;
  }
  return nullptr;
}

/// Writes --case, if a run fails and it was asked for. @returns what to tell the user of replaying.
std::string store_case(const CheckOptions& options, const std::filesystem::path& theorem_file,
                       const PreparedProblem& problem, const CheckRequest& request,
                       const CheckResult& result) {
  const ConclusionResult* failing = failing_conclusion(result);
  if (failing == nullptr) {
    if (!options.case_file.empty())
      warn(options, fmt::format("no run failed, {} is not written", options.case_file));
    return {};
  }
  if (options.case_file.empty())
    return "\n  replay: add --case FILE.toml here, then plumb replay FILE.toml\n";
  write_case(case_of(read_input_file(theorem_file, kMaxTomlBytes), options.problem, problem, request,
                     *failing, PLUMBLINE_VERSION),
             options.case_file);
  return fmt::format("\n  replay: plumb replay {}\n", options.case_file);
}

std::string page_of(const CheckOptions& options, const nlohmann::ordered_json& document) {
  nlohmann::ordered_json suite =
      suite_of_check(document, {options.theorem, options.problem, options.width.value_or("1"), options.eta});
  suite["provenance"] = {{"plumbline", PLUMBLINE_VERSION}};
  return report_page(suite);
}

int run_check(const CheckOptions& options) {
  if (options.seed < 0) throw InputError(fmt::format("seed: found {}, expected at least 0", options.seed));
  const std::filesystem::path theorem_file = find_data_file("theorems", options.theorem);
  const Theorem theorem = read_theorem(theorem_file);
  const PreparedProblem problem(read_problem(find_data_file("problems", options.problem)));
  CheckRequest request;
  request.at = resolve(options, std::nullopt, theorem, problem);
  request.sequential = options.seeds == "auto";
  request.seeds = request.sequential ? options.max_seeds : std::stoll(options.seeds);
  request.seed = static_cast<std::uint64_t>(options.seed);
  request.steps = options.steps;
  request.confidence = options.confidence;
  request.rigor = rigor_from_name(options.rigor);
  request.threads = options.worker_threads();
  request.progress = progress_bar(options, "runs");
  const CheckResult result = check_theorem(theorem, problem, request);
  const std::string replay = store_case(options, theorem_file, problem, request, result);
  const nlohmann::ordered_json document = check_json(result);
  if (!options.report.empty()) write_file(options.report, page_of(options, document));
  print_result(options, document, check_text(theorem, result) + replay);
  warn_of_problem(options, problem);
  const bool undecided = result.verdict == Verdict::kUndecided;
  if (undecided && !options.strict)
    warn(options, "a claim stayed undecided (--strict makes that exit code 3)");
  return exit_code(result.verdict == Verdict::kViolated, undecided, options.strict);
}

}  // namespace

void add_bound_command(CLI::App& app, int&) {
  CLI::App* command =
      app.add_subcommand("bound", "Solve a theorem's hypotheses for the smallest width and the largest step");
  auto options = std::make_shared<SettingOptions>();
  add_common(*command, *options);
  add_setting(*command, *options);
  command->callback([options] { show_bound(*options); });
}

void add_check_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("check", "Hold a theorem against runs on a problem");
  auto options = std::make_shared<CheckOptions>();
  add_common(*command, *options);
  add_setting(*command, *options);
  command->add_option("--width", options->width, "Hidden width m, 'threshold' or e.g. '2*threshold'");
  command->add_option("--steps", options->steps, "Gradient steps a run (default: chosen from the cost)")
      ->check(check_integer);
  command
      ->add_option("--seeds", options->seeds,
                   "Independent runs (default 20), or 'auto': until every probability claim is decided")
      ->check(check_seeds);
  command->add_option("--max-seeds", options->max_seeds, "Most runs of --seeds auto (default 2000)")
      ->check(check_integer);
  command->add_option("--seed", options->seed, "Seed of the first run's stream (default 0)")
      ->check(check_integer);
  command->add_option("--confidence", options->confidence,
                      "Confidence of refuting a probability claim, over all of them (default 0.999)");
  command->add_option("--rigor", options->rigor, "How sure a verdict must be (default sampled)")
      ->check(CLI::IsMember({"sampled", "enclosed", "proved"}));
  command->add_option("--case", options->case_file,
                      "Write the worst failing run to this file, for plumb replay");
  command->add_option("--report", options->report, "Write the report page of this check to this file");
  command->add_flag("--strict", options->strict, "Exit code 3 if a claim stays undecided");
  command->callback([options, &exit_code] { exit_code = run_check(*options); });
}

}  // namespace plumb
