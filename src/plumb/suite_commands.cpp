// plumb suite, sweep, merge and report: grids in a store, and the views of what it holds.
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <vector>

#include "commands.hpp"
#include "files.hpp"
#include "options.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/output_file.hpp"
#include "plumbline/report/ci_report.hpp"
#include "plumbline/report/plots.hpp"
#include "plumbline/report/report_page.hpp"
#include "plumbline/report/suite_report.hpp"
#include "plumbline/report/trajectory_report.hpp"
#include "plumbline/suite/environment.hpp"
#include "plumbline/suite/results.hpp"
#include "plumbline/suite/runner.hpp"
#include "signals.hpp"
#include "suite_exit.hpp"

namespace plumb {
namespace {

using Json = nlohmann::ordered_json;
using namespace plumbline;

struct SuiteOptions : CommonOptions {
  std::string name;
  std::string out;
  std::string shard = "1/1", only;
  bool resume = false, restart = false, fail_fast = false, keep_going = false;
  bool strict = false;
};

struct MergeOptions : CommonOptions {
  std::vector<std::string> folders;
  std::string out;
  bool strict = false;
};

struct ReportOptions : CommonOptions {
  std::string folder;
  std::string html, csv, junit, markdown, svg;
  std::vector<std::size_t> cells;
  bool annotations = false;
};

/// What wrote the page, and what wrote its results, for people; it is not part of what is compared.
Json with_provenance(Json document, const std::vector<Json>& environments) {
  document["provenance"] = {{"plumbline", PLUMBLINE_VERSION}};
  if (!environments.empty()) document["environment"] = environments;
  return document;
}

/// Results of another build are as good as that one; whoever mended Plumbline in between wants to know.
void warn_of_other_builds(const CommonOptions& options, const Store& store) {
  for (const std::string& build : other_builds(store.environments())) {
    warn(options, fmt::format("results of build {} are kept; plumb suite --restart runs them again", build));
  }
}

std::string text_of(const Json& document) {
  const bool sweep = !trajectories_of(document).empty();
  std::string text;
  if (!document.at("cells").empty() || !sweep) text += suite_text(document);
  if (sweep) text += trajectories_text(document);
  return text;
}

void write_views(const std::filesystem::path& folder, const Json& document,
                 const std::vector<Json>& environments) {
  write_file(folder / "results.json", document.dump(1) + "\n");
  write_file(folder / "results.csv", suite_csv(document));
  if (!trajectories_of(document).empty()) {
    write_file(folder / "trajectories.csv", trajectories_csv(document));
  }
  write_file(folder / "report.html", report_page(with_provenance(document, environments)));
  write_file(folder / "junit.xml", suite_junit(document));
  write_file(folder / "summary.md", suite_markdown(document));
}

std::string views_sentence(const std::filesystem::path& folder, const Json& document) {
  return fmt::format(
      "Written to {}: results.sqlite, results.json, results.csv, {}report.html, junit.xml, summary.md\n",
      folder.string(), trajectories_of(document).empty() ? "" : "trajectories.csv, ");
}

/// Prints what a command that wrote views has to say.
void print_with_views(const CommonOptions& options, const std::filesystem::path& folder,
                      const Json& document) {
  print_result(options, document,
               text_of(document) + views_sentence(folder, document) + worst_cell_text(document));
}

/// One line of the cell: "theorem problem L=… width=… eta=…".
std::string name_of(const Cell& cell) {
  const Json& c = cell.config;
  return fmt::format("{} {} L={} width={} eta={}",
                     c.at(c.at("kind") == "check" ? "theorem" : "init").get<std::string>(),
                     c.at("problem").get<std::string>(), c.at("depth").get<std::int64_t>(),
                     c.at("width").get<std::string>(), c.at("eta").get<std::string>());
}

/// What is violated or failed is told as soon as it is known.
void tell_of(const CommonOptions& options, const Cell& cell, const CellResult& result) {
  if (result.verdict != "violated" && result.verdict != "failed") return;
  warn(options, fmt::format("{}: {}{}", result.verdict, name_of(cell),
                            result.verdict == "failed" ? ": " + result.document.at("error").get<std::string>()
                                                       : std::string()));
}

RunOptions run_options(const SuiteOptions& options) {
  RunOptions run;
  run.threads = options.worker_threads();
  run.shard = parse_shard(options.shard);
  if (!options.only.empty()) run.only = parse_verdicts(options.only);
  run.fail_fast = options.fail_fast;
  run.on_result = [&options](const Cell& cell, const CellResult& result) { tell_of(options, cell, result); };
  if (const auto draw = timed_progress_bar(options, "cells")) {
    run.progress = [draw](const Progress& p) { draw(p.done, p.total, p.seconds_left); };
  }
  return run;
}

Start start_of(const SuiteOptions& options) {
  if (!options.only.empty()) return Start::kAgain;
  if (options.restart) return Start::kRestart;
  return options.resume ? Start::kResume : Start::kFresh;
}

int run_suite_command(const SuiteOptions& options, const MakeWorkers& make_workers) {
  RunOptions run = run_options(options);
  const std::filesystem::path file = find_data_file("suites", options.name);
  const Suite suite = read_suite(file);
  const SuiteInputs inputs(suite);
  const Plan plan = make_plan(suite, inputs);
  const std::filesystem::path folder(options.out);
  prepare_folder("--out", folder);
  Store store = open_store(folder / kStoreName, plan, start_of(options));
  if (make_workers) run.workers = make_workers(file, plan);
  warn_of_other_builds(options, store);
  const StopFlag& stop = stop_on_signals();
  run_plan(plan, inputs, store, run, stop);
  if (stop.raised()) {
    warn(options, fmt::format("stopped: {} of {} cells are stored in {}; --resume goes on with the others",
                              store.finished_count(), store.cell_count(), folder.string()));
    return kStopped;
  }
  const Json document = results_document(store);
  write_views(folder, document, store.environments());
  print_with_views(options, folder, document);
  return warn_and_exit_code(options, document, options.strict,
                            run.shard.count > 1 ? Missing::kExpected : Missing::kFault);
}

int run_merge_command(const MergeOptions& options) {
  const std::filesystem::path folder(options.out);
  const std::filesystem::path file = folder / kStoreName;
  std::vector<Store> parts;
  for (const std::string& part : options.folders) {
    parts.push_back(Store::open(std::filesystem::path(part) / kStoreName));
  }
  prepare_folder("--out", folder);
  Store store = Store::open_or_create(file, parts.front().suite(), parts.front().cells());
  for (const Store& part : parts) store.take_over(part);
  warn_of_other_builds(options, store);
  const Json document = results_document(store);
  write_views(folder, document, store.environments());
  print_with_views(options, folder, document);
  return warn_and_exit_code(options, document, options.strict);
}

/// Leaves only the cells that were asked for, if any were.
void keep_cells(Json& document, const std::vector<std::size_t>& wanted) {
  if (wanted.empty()) return;
  Json kept = Json::array();
  for (const std::size_t index : wanted) {
    const std::size_t count = document.at("cells").size();
    if (index >= count) {
      throw InputError(
          fmt::format("--cell: found {}, expected 0 to {}", index, std::max<std::size_t>(count, 1) - 1));
    }
    kept.push_back(document.at("cells").at(index));
  }
  document["cells"] = std::move(kept);
}

int run_report_command(const ReportOptions& options) {
  Json document = read_results(options.folder);
  try {
    keep_cells(document, options.cells);
    if (!options.svg.empty()) {
      prepare_folder("--svg", options.svg);
      for (const auto& [name, svg] : svg_files(document))
        write_file(std::filesystem::path(options.svg) / name, svg);
    }
    if (!options.html.empty()) {
      write_file(options.html, report_page(with_provenance(document, read_environments(options.folder))));
    }
    if (!options.csv.empty()) write_file(options.csv, suite_csv(document));
    if (!options.junit.empty()) write_file(options.junit, suite_junit(document));
    if (!options.markdown.empty()) write_file(options.markdown, suite_markdown(document));
    const std::string annotations = options.annotations ? suite_annotations(document) : "";
    print_result(options, document, text_of(document) + annotations + worst_cell_text(document));
    return warn_and_exit_code(options, document, false);
  } catch (const Json::exception& error) {  // a key is missing or of another kind
    throw InputError(fmt::format("{}: the document is damaged: {}", options.folder, error.what()));
  }
}

void add_grid_command(CLI::App& app, const char* name, const char* description, int& exit_code,
                      const MakeWorkers& make_workers) {
  CLI::App* command = app.add_subcommand(name, description);
  auto options = std::make_shared<SuiteOptions>();
  add_common(*command, *options);
  command->add_option("file", options->name, "Suite id or path")->required();
  command->add_option("--out", options->out, "Folder for the store, the results and the reports")->required();
  CLI::Option* resume =
      command->add_flag("--resume", options->resume, "Go on with the store in the folder, if there is one");
  CLI::Option* restart =
      command->add_flag("--restart", options->restart, "Begin anew, even in place of an unfinished store")
          ->excludes(resume);
  command
      ->add_option("--only", options->only,
                   "Run again the cells with these verdicts, e.g. violated,undecided,failed")
      ->excludes(restart);
  CLI::Option* fail_fast =
      command->add_flag("--fail-fast", options->fail_fast, "Take no new cell once one is violated or failed");
  command->add_flag("--keep-going", options->keep_going, "Run every cell whatever comes of others (default)")
      ->excludes(fail_fast);
  command->add_option("--shard", options->shard, "I/N: only the I-th of N parts, for plumb merge");
  command->add_flag("--strict", options->strict, "Exit code 3 if a claim stays undecided");
  command->add_option("--jobs", options->threads, "Same as --threads")->check(CLI::Range(1U, 1024U));
  command->callback(
      [options, &exit_code, make_workers] { exit_code = run_suite_command(*options, make_workers); });
}

}  // namespace

void add_suite_commands(CLI::App& app, int& exit_code, const MakeWorkers& make_workers) {
  add_grid_command(app, "suite", "Run a grid of checks and write its results and report", exit_code,
                   make_workers);
  add_grid_command(app, "sweep", "Run a grid of trajectories and write its results and report (as suite)",
                   exit_code, make_workers);
}

void add_merge_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("merge", "Put the shards of a suite together");
  auto options = std::make_shared<MergeOptions>();
  add_common(*command, *options);
  command->add_option("folders", options->folders, "Folders that 'plumb suite --shard' wrote")->required();
  command->add_option("--out", options->out, "Folder for the whole; results it already holds are kept")
      ->required();
  command->add_flag("--strict", options->strict, "Exit code 3 if a claim stays undecided");
  command->callback([options, &exit_code] { exit_code = run_merge_command(*options); });
}

void add_report_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("report", "Views of a stored suite, without running anything");
  auto options = std::make_shared<ReportOptions>();
  add_common(*command, *options);
  command->add_option("folder", options->folder, "Folder that 'plumb suite' wrote, or its results.json")
      ->required();
  command->add_option("--html", options->html, "Write the report page here");
  command->add_option("--csv", options->csv, "Write the rows as CSV here");
  command->add_option("--junit", options->junit,
                      "Write JUnit XML here: a testsuite is a theorem, a testcase a conclusion");
  command->add_option("--markdown", options->markdown,
                      "Write a Markdown summary here, worst first, at most 200 kB");
  command->add_option("--svg", options->svg, "Write every plot as an SVG file into this folder");
  command
      ->add_option("--cell", options->cells,
                   "Show this cell alone, counted from 0 in the order of the document; may be repeated")
      ->allow_extra_args(false);
  command->add_flag("--annotations", options->annotations,
                    "Print GitHub annotations of what is violated or refused");
  command->callback([options, &exit_code] { exit_code = run_report_command(*options); });
}

}  // namespace plumb
