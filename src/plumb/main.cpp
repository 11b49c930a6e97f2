// plumb: tells whether a theorem about training deep linear networks hangs true.
#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "commands.hpp"
#include "options.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/message_text.hpp"

namespace {

/// Names of all options of a command and of its subcommands, for suggestions.
std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  for (const CLI::App* command : app.get_subcommands()) {
    for (const std::string& name : option_names(*command)) names.push_back(name);
  }
  return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

/// Usage errors: CLI11's message, with the nearest option or command where something was not expected.
int report_usage_error(const CLI::App& app, const CLI::ParseError& error) {
  std::string hint;
  for (const std::string& word : app.remaining(true)) {
    const bool option = word.starts_with('-');
    hint = plumbline::did_you_mean(word.substr(0, word.find('=')), option ? option_names(app) : command_names(app));
    if (!hint.empty()) break;
  }
  fmt::print(stderr, "plumb: {}{}\nRun with --help for what is accepted.\n", error.what(), hint);
  return plumb::kBadInput;
}

int run(int argc, char** argv) {
  CLI::App app("Plumbline: does this theorem about training deep linear networks hang true?", "plumb");
  app.require_subcommand(1);
  app.set_version_flag("--version", PLUMBLINE_VERSION);
  int exit_code = plumb::kOk;
  plumb::add_problem_command(app, exit_code);
  plumb::add_theorem_command(app, exit_code);
  plumb::add_quantities_command(app, exit_code);
  plumb::add_bound_command(app, exit_code);
  plumb::add_check_command(app, exit_code);
  plumb::add_suite_command(app, exit_code);
  plumb::add_report_command(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    return report_usage_error(app, error);
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const plumbline::InputError& error) {
    fmt::print(stderr, "plumb: {}\n", error.what());
    return plumb::kBadInput;
  } catch (const std::exception& error) {
    fmt::print(stderr, "plumb: internal error: {}\n", error.what());
    return plumb::kInternal;
  }
}
