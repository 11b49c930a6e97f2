// The commands of plumb. Each function adds one to the application; its callback stores the exit code.
#pragma once

#include <CLI/CLI.hpp>

#include "command_line.hpp"

namespace plumb {

void add_problem_command(CLI::App& app, int& exit_code);
void add_theorem_command(CLI::App& app, int& exit_code);
void add_quantities_command(CLI::App& app, int& exit_code);
void add_bound_command(CLI::App& app, int& exit_code);
void add_check_command(CLI::App& app, int& exit_code);
void add_falsify_command(CLI::App& app, int& exit_code);
void add_prove_command(CLI::App& app, int& exit_code);
void add_replay_command(CLI::App& app, int& exit_code);
void add_suite_commands(CLI::App& app, int& exit_code, const MakeWorkers& make_workers);
void add_merge_command(CLI::App& app, int& exit_code);
void add_report_command(CLI::App& app, int& exit_code);
void add_compare_command(CLI::App& app, int& exit_code);
void add_certify_command(CLI::App& app, int& exit_code);
void add_check_certificate_command(CLI::App& app, int& exit_code);
void add_selftest_command(CLI::App& app, int& exit_code);

}  // namespace plumb
