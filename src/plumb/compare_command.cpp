// plumb compare: what changed between two results.
#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "files.hpp"
#include "options.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/report/compare.hpp"
#include "suite_exit.hpp"

namespace plumb {
namespace {

using Json = nlohmann::ordered_json;
using namespace plumbline;

struct CompareOptions : CommonOptions {
  std::string before, after;
  bool strict = false;
};

int run_compare(const CompareOptions& options) {
  const Json before = read_results(options.before);
  const Json after = read_results(options.after);
  try {
    const Json comparison = compare_results(before, after);
    print_result(options, comparison, compare_text(comparison));
    return warn_and_exit_code(options, after, options.strict);
  } catch (const Json::exception& error) {  // a key is missing or of another kind
    throw InputError(
        fmt::format("{} or {}: the document is damaged: {}", options.before, options.after, error.what()));
  }
}

}  // namespace

void add_compare_command(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("compare", "What changed between two results: verdicts first, then numbers");
  auto options = std::make_shared<CompareOptions>();
  add_common(*command, *options);
  command->add_option("before", options->before, "Folder that 'plumb suite' wrote, or its results.json")
      ->required();
  command->add_option("after", options->after, "Another; the exit code speaks of this one")->required();
  command->add_flag("--strict", options->strict, "Exit code 3 if a claim of AFTER is undecided");
  command->callback([options, &exit_code] { exit_code = run_compare(*options); });
}

}  // namespace plumb
