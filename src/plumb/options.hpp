// What every command of plumb shares: flags, output, exit codes.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

namespace plumb {

enum ExitCode { kOk = 0, kViolated = 1, kBadInput = 2, kUndecidedStrict = 3, kInternal = 70, kStopped = 75 };

struct CommonOptions {
  bool json = false;
  bool quiet = false;
  unsigned threads = 0;  ///< 0: as many as the machine has
  unsigned worker_threads() const;
};

/// Adds --json, --threads and --quiet to a command.
void add_common(CLI::App& command, CommonOptions& options);

/// For CLI::Option::check: whether the text is an integer of 64 bits (CLI11 takes a larger one for the
/// largest).
std::string check_integer(const std::string& text);

/// Prints the document under --json, else the text unless --quiet.
void print_result(const CommonOptions& options, const nlohmann::ordered_json& document,
                  const std::string& text);
/// One warning line on stderr unless --quiet.
void warn(const CommonOptions& options, const std::string& message);

/// A callback that draws done/total, rate and time left on stderr when that is a terminal; else does nothing.
std::function<void(std::int64_t, std::int64_t)> progress_bar(const CommonOptions& options,
                                                             const std::string& what);

/// The same with the time left as the caller knows it.
std::function<void(std::int64_t done, std::int64_t total, double seconds_left)> timed_progress_bar(
    const CommonOptions& options, const std::string& what);

/// 1 if anything is violated; 3 if something is undecided and strict; else 0.
int exit_code(bool violated, bool undecided, bool strict);

}  // namespace plumb
