#include "command_line.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "commands.hpp"
#include "options.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/message_text.hpp"

namespace plumb {
namespace {

/// The command that was named: "check" of plumb check, "list" of plumb problem list.
const CLI::App& innermost(const CLI::App& app) {
  const std::vector<CLI::App*> named = app.get_subcommands();
  return named.empty() ? app : innermost(*named.front());
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

/// What is wrong with the call: the first option or word that nothing knows, with the nearest that is known;
/// else CLI11's message. (An unknown option may leave others "missing", so it comes first.)
std::string usage_message(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = innermost(app);
  const std::vector<std::string> unknown = app.remaining(true);
  for (const std::string& word : unknown) {
    if (!word.starts_with('-')) continue;
    const std::string name = word.substr(0, word.find('='));
    return fmt::format("unknown option '{}'{}", name, plumbline::did_you_mean(name, option_names(command)));
  }
  if (unknown.empty()) return error.what();
  const std::string& word = unknown.front();
  const std::vector<std::string> commands = command_names(command);
  if (commands.empty()) return fmt::format("found '{}', expected no further argument", word);
  return fmt::format("unknown command '{}'{}", word, plumbline::did_you_mean(word, commands));
}

/// The output may have met a full disk, and text that did not arrive is no success.
int flushed(int exit_code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return exit_code;
  fmt::print(stderr, "plumb: the output could not be written\n");
  return kInternal;
}

int run(int argc, char** argv, const MakeWorkers& make_workers) {
  CLI::App app("Plumbline: does this theorem about training deep linear networks hang true?", "plumb");
  app.require_subcommand(1);
  app.set_version_flag("--version", PLUMBLINE_VERSION);
  int exit_code = kOk;
  add_problem_command(app, exit_code);
  add_theorem_command(app, exit_code);
  add_quantities_command(app, exit_code);
  add_bound_command(app, exit_code);
  add_check_command(app, exit_code);
  add_falsify_command(app, exit_code);
  add_prove_command(app, exit_code);
  add_replay_command(app, exit_code);
  add_suite_commands(app, exit_code, make_workers);
  add_merge_command(app, exit_code);
  add_report_command(app, exit_code);
  add_compare_command(app, exit_code);
  add_certify_command(app, exit_code);
  add_check_certificate_command(app, exit_code);
  add_selftest_command(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return flushed(app.exit(error));  // --help, --version
    fmt::print(stderr, "plumb: {}\nRun with --help for what is accepted.\n", usage_message(app, error));
    return kBadInput;
  }
  return flushed(exit_code);
}

}  // namespace

int command_line(int argc, char** argv, const MakeWorkers& make_workers) {
  try {
    return run(argc, argv, make_workers);
  } catch (const plumbline::InputError& error) {
    fmt::print(stderr, "plumb: {}\n", error.what());
    return kBadInput;
  } catch (const std::exception& error) {
    fmt::print(stderr, "plumb: internal error: {}\n", error.what());
    return kInternal;
  }
}

}  // namespace plumb
