// plumb suite and plumb report: a grid of checks and the views of what it stored.
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <vector>

#include "commands.hpp"
#include "files.hpp"
#include "options.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/report/ci_report.hpp"
#include "plumbline/report/plots.hpp"
#include "plumbline/report/report_page.hpp"
#include "plumbline/report/suite_report.hpp"
#include "plumbline/suite/suite.hpp"

namespace plumb {
namespace {

using Json = nlohmann::ordered_json;
using namespace plumbline;

struct SuiteOptions : CommonOptions {
  std::string name;
  std::string out;
  bool strict = false;
};

struct ReportOptions : CommonOptions {
  std::string folder;
  std::string html, csv, junit, markdown, svg;
  std::vector<std::size_t> cells;
  bool annotations = false;
};

int finish(const CommonOptions& options, const Json& document, const std::string& text, bool strict) {
  print_result(options, document, text);
  const VerdictCounts counts = count_verdicts(document);
  if (counts.failed > 0) warn(options, fmt::format("{} cells were refused; see their notes", counts.failed));
  if (counts.undecided > 0 && !strict)
    warn(options, "claims stayed undecided (--strict makes that exit code 3)");
  if (counts.total() == 0) warn(options, "nothing was checked, which is no success");
  if (counts.violated == 0 && (counts.failed > 0 || counts.total() == 0)) return kBadInput;
  return exit_code(counts.violated > 0, counts.undecided > 0, strict);
}

int run_suite_command(const SuiteOptions& options) {
  const Suite suite = read_suite(find_data_file("suites", options.name));
  const std::filesystem::path folder(options.out);
  prepare_folder("--out", folder);
  Json document =
      suite_json(suite, run_suite(suite, options.worker_threads(), progress_bar(options, "cells")));
  document["provenance"] = {{"plumbline", PLUMBLINE_VERSION}, {"command", "plumb suite " + options.name}};
  write_file(folder / "results.json", document.dump(1) + "\n");
  write_file(folder / "results.csv", suite_csv(document));
  write_file(folder / "report.html", report_page(document));
  write_file(folder / "junit.xml", suite_junit(document));
  write_file(folder / "summary.md", suite_markdown(document));
  const std::string text =
      suite_text(document) +
      fmt::format("Written to {}: results.json, results.csv, report.html, junit.xml, summary.md\n",
                  folder.string()) +
      worst_cell_text(document);
  return finish(options, document, text, options.strict);
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
    if (!options.html.empty()) write_file(options.html, report_page(document));
    if (!options.csv.empty()) write_file(options.csv, suite_csv(document));
    if (!options.junit.empty()) write_file(options.junit, suite_junit(document));
    if (!options.markdown.empty()) write_file(options.markdown, suite_markdown(document));
    const std::string annotations = options.annotations ? suite_annotations(document) : "";
    return finish(options, document, suite_text(document) + annotations + worst_cell_text(document), false);
  } catch (const Json::exception& error) {  // a key is missing or of another kind
    throw InputError(
        fmt::format("{}: the document is damaged: {}", results_file(options.folder).string(), error.what()));
  }
}

}  // namespace

void add_suite_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("suite", "Run a grid of checks and write its results and report");
  auto options = std::make_shared<SuiteOptions>();
  add_common(*command, *options);
  command->add_option("file", options->name, "Suite id or path")->required();
  command->add_option("--out", options->out, "Folder for the results and reports")->required();
  command->add_flag("--strict", options->strict, "Exit code 3 if a claim stays undecided");
  command->add_option("--jobs", options->threads, "Same as --threads")->check(CLI::Range(1U, 1024U));
  command->callback([options, &exit_code] { exit_code = run_suite_command(*options); });
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
