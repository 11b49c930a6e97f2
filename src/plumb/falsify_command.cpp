// plumb falsify: look for a setting inside a theorem's hypotheses where its conclusion fails.
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <csignal>
#include <fstream>
#include <memory>
#include <vector>

#include "commands.hpp"
#include "options.hpp"
#include "plumbline/falsify/ablation.hpp"
#include "plumbline/falsify/known_cases.hpp"
#include "plumbline/falsify/search.hpp"
#include "plumbline/falsify/search_json.hpp"
#include "plumbline/falsify/stored_case.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/input_file.hpp"
#include "plumbline/problem/output_file.hpp"
#include "plumbline/problem/toml_input.hpp"
#include "plumbline/report/falsify_report.hpp"

namespace plumb {
namespace {

using namespace plumbline;

constexpr std::int64_t kMostTrials = 10'000'000;
constexpr std::int64_t kMostSeed = (std::int64_t{1} << 20U) - 1;

struct FalsifyOptions : CommonOptions {
  std::string theorem;
  std::optional<std::int64_t> budget;
  std::optional<double> seconds;
  std::int64_t seed = 0;
  double shrink_seconds = 60.0;
  std::string out, cases, report;
  bool ablate = false;
};

/// Seconds that the search has for ending after a signal.
constexpr unsigned kPatience = 15;

/// The signal that asked to end, or 0. A second one ends the program as usual.
std::atomic<int> interrupted{0};
StopFlag stop;

/// In case what runs does not end: all that was found is on disk.
void lose_patience(int) {
  _exit(128 + interrupted);
}

void note_signal(int signal) {
  interrupted = signal;
  stop.raise();
  std::signal(SIGALRM, lose_patience);
  alarm(kPatience);
  std::signal(signal, SIG_DFL);
}

/// What was ignored when the command began (nohup) stays ignored.
void end_on_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2}) {
    if (std::signal(signal, note_signal) == SIG_IGN) std::signal(signal, SIG_IGN);
  }
}

StoredCase case_of_counterexample(const std::string& theorem_text, const Confirmed& counterexample) {
  const std::string problem_file = problem_text(counterexample.trial);
  const PreparedProblem problem(parse_generated_problem(problem_file, "trial"));
  const CheckResult& check = *counterexample.result.check;
  StoredCase stored = case_of(theorem_text, "trial", problem, counterexample.result.request,
                              check.conclusions[counterexample.conclusion], PLUMBLINE_VERSION);
  stored.problem_text = problem_file;
  return stored;
}

/// The margin beside the bar: what the search has come to.
std::function<void(std::int64_t, std::int64_t, std::optional<double>)> search_progress(
    const FalsifyOptions& options) {
  const auto bar = progress_bar(options, "trials");
  if (!bar) return {};
  return [bar](std::int64_t done, std::int64_t total, std::optional<double> margin) {
    bar(done, total);
    if (margin && done != total) fmt::print(stderr, "least score {:.4g} ", *margin);
  };
}

SearchRequest request_of(const FalsifyOptions& options, const Theorem& theorem,
                         const std::string& theorem_text) {
  SearchRequest request;
  // Where seconds are given, they end the search unless trials are given too.
  request.budget = options.budget.value_or(options.seconds ? kMostTrials : 2000);
  request.seconds = options.seconds;
  request.seed = static_cast<std::uint64_t>(options.seed);
  request.shrink_seconds = options.shrink_seconds;
  request.threads = options.worker_threads();
  request.stop = &stop;
  request.progress = search_progress(options);
  if (!options.quiet) request.news = [](const std::string& line) { fmt::print(stderr, "plumb: {}\n", line); };
  if (!options.out.empty()) {
    request.found = [file = options.out, theorem_text](const Confirmed& counterexample) {
      write_case(case_of_counterexample(theorem_text, counterexample), file);
    };
  }
  if (options.cases != "none") {
    const std::filesystem::path folder =
        options.cases.empty() ? data_folder() / "cases" : std::filesystem::path(options.cases);
    if (!options.cases.empty() && !std::filesystem::is_directory(folder))
      throw InputError(fmt::format("--cases: found no folder {}", folder.string()));
    request.starts = trials_of_cases(folder, theorem);
  }
  return request;
}

void write_report(const FalsifyOptions& options, const nlohmann::ordered_json& document) {
  if (options.report.empty()) return;
  std::ofstream stream(options.report, std::ios::binary);
  stream << falsify_html(document);
  stream.close();
  if (!stream) throw InputError(fmt::format("--report: {} cannot be written", options.report));
}

void check_options(const FalsifyOptions& options) {
  if (options.budget && (*options.budget < 1 || *options.budget > kMostTrials)) {
    throw InputError(fmt::format("--budget: found {}, expected 1 to {}", *options.budget, kMostTrials));
  }
  if (options.seed < 0 || options.seed > kMostSeed) {
    throw InputError(fmt::format("--seed: found {}, expected 0 to {}", options.seed, kMostSeed));
  }
  if (options.ablate && !options.out.empty()) {
    throw InputError(
        "--out: found --ablate too, which writes no case; search the variant's own file for one");
  }
}

int falsify(const FalsifyOptions& options) {
  check_options(options);
  const std::filesystem::path file = find_data_file("theorems", options.theorem);
  const std::string theorem_text = read_input_file(file, kMaxTomlBytes);
  const Theorem theorem = read_theorem(file);
  if (!options.out.empty()) expect_writable(options.out);
  end_on_signals();
  SearchRequest request = request_of(options, theorem, theorem_text);
  nlohmann::ordered_json document;
  bool violated = false;
  if (options.ablate) {
    const std::vector<AblationRow> rows = ablate(theorem_text, file.string(), request);
    violated = !rows.empty() && rows.front().violated;  // the theorem as it stands
    document = ablation_json(theorem, options.theorem, rows);
    print_result(options, document, ablation_text(document));
  } else {
    const SearchResult result = search_counterexample(theorem, request);
    violated = result.counterexample.has_value();
    document = search_json(theorem, options.theorem, request, result, options.out);
    print_result(options, document, search_text(document));
  }
  write_report(options, document);
  if (interrupted != 0 && !violated) {
    std::fflush(stdout);
    std::raise(interrupted);  // ended as the signal asks, after all that was found is written
  }
  return exit_code(violated, false, false);
}

}  // namespace

void add_falsify_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "falsify", "Look for a setting inside the hypotheses where a conclusion fails; exit 1 if one is found");
  auto options = std::make_shared<FalsifyOptions>();
  add_common(*command, *options);
  command->add_option("theorem", options->theorem, "Theorem id or path")->required();
  command->add_option("--budget", options->budget, "Trials (default 2000; of each search with --ablate)")
      ->check(check_integer);
  command->add_option("--seconds", options->seconds, "End the search after so many seconds")
      ->check(CLI::Range(0.0, 1e7));
  command->add_option("--seed", options->seed, "Seed of the search (default 0)")->check(check_integer);
  command
      ->add_option("--shrink-seconds", options->shrink_seconds,
                   "Seconds for making a counterexample smaller (default 60)")
      ->check(CLI::Range(0.0, 86400.0));
  command->add_option(
      "--out", options->out,
      "Write the counterexample to this case file, for plumb replay: the first one at once, then "
      "each smaller one");
  command->add_option("--cases", options->cases,
                      "Folder of cases to start from (default: cases of the data folder; none: no cases)");
  command->add_flag(
      "--ablate", options->ablate,
      "Drop or loosen each hypothesis in turn, tighten each constant, and report which are needed");
  command->add_option("--report", options->report, "Write an HTML page to this file");
  command->callback([options, &exit_code] { exit_code = falsify(*options); });
}

}  // namespace plumb
