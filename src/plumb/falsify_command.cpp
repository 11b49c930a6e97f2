// plumb falsify: look for a setting inside a theorem's hypotheses where its conclusion fails.
#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "commands.hpp"
#include "options.hpp"
#include "plumbline/falsify/search.hpp"
#include "plumbline/falsify/stored_case.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/input_file.hpp"
#include "plumbline/problem/toml_input.hpp"

namespace plumb {
namespace {

using namespace plumbline;

constexpr std::int64_t kMostTrials = 1'000'000;

struct FalsifyOptions : CommonOptions {
  std::string theorem;
  std::int64_t budget = 2000;
  std::int64_t seed = 0;
  double shrink_seconds = 60.0;
  std::string out;
};

const ConclusionResult& violated_conclusion(const CheckResult& check) {
  for (const ConclusionResult& c : check.conclusions) {
    if (c.verdict == Verdict::kViolated) return c;
  }
  throw InternalError("falsify: a counterexample without a violated conclusion");
}

void store(const FalsifyOptions& options, const std::filesystem::path& theorem_file,
           const SearchResult& result) {
  const PreparedProblem problem(parse_generated_problem(problem_text(*result.counterexample), "trial"));
  StoredCase stored =
      case_of(read_input_file(theorem_file, kMaxTomlBytes), "trial", problem, result.confirmed->request,
              violated_conclusion(*result.confirmed->check), PLUMBLINE_VERSION);
  stored.problem_text = problem_text(*result.counterexample);
  write_case(stored, options.out);
}

nlohmann::ordered_json falsify_json(const FalsifyOptions& options, const SearchResult& result) {
  using Json = nlohmann::ordered_json;
  const bool found = result.counterexample.has_value();
  return {{"schema", "plumbline.falsify/1"},
          {"theorem", options.theorem},
          {"verdict", found ? "violated" : "undecided"},
          {"tried", result.tried},
          {"inside_hypotheses", result.ran},
          {"case", found && !options.out.empty() ? Json(options.out) : Json(nullptr)},
          {"counterexample", found ? Json(describe(*result.counterexample)) : Json(nullptr)},
          {"closest", result.closest ? Json(describe(*result.closest)) : Json(nullptr)},
          {"closest_log10_slack", result.margin ? Json(*result.margin) : Json(nullptr)}};
}

std::string falsify_text(const FalsifyOptions& options, const SearchResult& result) {
  std::string text;
  if (result.counterexample) {
    const ConclusionResult& c = violated_conclusion(*result.confirmed->check);
    text = fmt::format("{}: violated\n  {}\n", options.theorem, describe(*result.counterexample));
    text += fmt::format("  {}: {} of {} runs failed; worst: observed {} {} bound {}\n", c.name, c.failures,
                        result.confirmed->check->seeds, format_human(c.worst->observed), c.worst->relation,
                        format_human(c.worst->bound));
    text += options.out.empty() ? "  --out CASE.toml writes it, for plumb replay\n"
                                : fmt::format("  replay: plumb replay {}\n", options.out);
  } else {
    text = fmt::format(
        "{}: not falsified in {} trials, {} of them inside the hypotheses (this proves nothing)\n",
        options.theorem, result.tried, result.ran);
    if (result.ran == 0)
      text += "  the search does not reach the hypotheses of this theorem: nothing was tested\n";
  }
  if (result.closest) {
    text += fmt::format("  closest that holds: bound/observed = {:.6g} at {}\n",
                        std::pow(10.0, *result.margin), describe(*result.closest));
  }
  return text;
}

int falsify(const FalsifyOptions& options) {
  if (options.budget < 1 || options.budget > kMostTrials) {
    throw InputError(fmt::format("--budget: found {}, expected 1 to {}", options.budget, kMostTrials));
  }
  if (options.seed < 0) throw InputError(fmt::format("--seed: found {}, expected at least 0", options.seed));
  const std::filesystem::path file = find_data_file("theorems", options.theorem);
  const Theorem theorem = read_theorem(file);
  SearchRequest request;
  request.budget = options.budget;
  request.seed = static_cast<std::uint64_t>(options.seed);
  request.shrink_seconds = options.shrink_seconds;
  request.threads = options.worker_threads();
  request.progress = progress_bar(options, "trials");
  if (!options.quiet) request.news = [](const std::string& line) { fmt::print(stderr, "plumb: {}\n", line); };
  const SearchResult result = search_counterexample(theorem, request);
  if (result.counterexample && !options.out.empty()) store(options, file, result);
  print_result(options, falsify_json(options, result), falsify_text(options, result));
  return exit_code(result.counterexample.has_value(), false, false);
}

}  // namespace

void add_falsify_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "falsify", "Look for a setting inside the hypotheses where a conclusion fails; exit 1 if one is found");
  auto options = std::make_shared<FalsifyOptions>();
  add_common(*command, *options);
  command->add_option("theorem", options->theorem, "Theorem id or path")->required();
  command->add_option("--budget", options->budget, "Trials (default 2000)")->check(check_integer);
  command->add_option("--seed", options->seed, "Seed of the search (default 0)")->check(check_integer);
  command
      ->add_option("--shrink-seconds", options->shrink_seconds,
                   "Seconds for making a counterexample smaller (default 60)")
      ->check(CLI::Range(0.0, 86400.0));
  command->add_option("--out", options->out, "Write the counterexample to this case file, for plumb replay");
  command->callback([options, &exit_code] { exit_code = falsify(*options); });
}

}  // namespace plumb
