#include "options.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "plumbline/report/terminal.hpp"

namespace plumb {

unsigned CommonOptions::worker_threads() const {
  return threads != 0 ? threads : std::max(std::thread::hardware_concurrency(), 1U);
}

void add_common(CLI::App& command, CommonOptions& options) {
  command.add_flag("--json", options.json, "One JSON document on stdout and nothing else there");
  command
      .add_option("--threads", options.threads, "Worker threads (default: all cores); never changes a result")
      ->check(CLI::Range(1U, 1024U));
  command.add_flag("--quiet", options.quiet, "No text for people and no progress");
}

std::string check_integer(const std::string& text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc() && stop == end) return "";
  return fmt::format("found '{}', expected an integer below 2^63", text);
}

/// On a terminal that shows them, unless the user said no (https://no-color.org).
bool colours_are_wanted() {
  const char* refused = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return isatty(STDOUT_FILENO) != 0 && (refused == nullptr || *refused == '\0') &&
         (terminal == nullptr || std::string(terminal) != "dumb");
}

void print_result(const CommonOptions& options, const nlohmann::ordered_json& document,
                  const std::string& text) {
  if (options.json) {
    // Text that is no UTF-8 (a path may be anything) must not keep the document from being written.
    fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  } else if (!options.quiet) {
    fmt::print("{}", colours_are_wanted() ? plumbline::coloured(text) : text);
  }
}

void warn(const CommonOptions& options, const std::string& message) {
  if (!options.quiet) fmt::print(stderr, "plumb: warning: {}\n", message);
}

std::function<void(std::int64_t, std::int64_t, double)> timed_progress_bar(const CommonOptions& options,
                                                                           const std::string& what) {
  if (options.quiet || isatty(STDERR_FILENO) == 0) return {};
  const auto start = std::chrono::steady_clock::now();
  return [start, what](std::int64_t done, std::int64_t total, double seconds_left) {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    const double rate = static_cast<double>(done) / std::max(elapsed.count(), 1e-9);
    constexpr std::int64_t kWidth = 30;
    const auto filled = static_cast<std::size_t>(kWidth * done / std::max<std::int64_t>(total, 1));
    fmt::print(stderr, "\r{} [{}{}] {}/{}  {:.3g}/s  {:.0f} s left ", what, std::string(filled, '#'),
               std::string(kWidth - filled, '.'), done, total, rate, seconds_left);
    if (done == total) fmt::print(stderr, "\n");
    std::fflush(stderr);
  };
}

std::function<void(std::int64_t, std::int64_t)> progress_bar(const CommonOptions& options,
                                                             const std::string& what) {
  const auto draw = timed_progress_bar(options, what);
  if (!draw) return {};
  const auto start = std::chrono::steady_clock::now();
  return [start, draw](std::int64_t done, std::int64_t total) {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    draw(done, total,
         elapsed.count() * static_cast<double>(total - done) /
             static_cast<double>(std::max<std::int64_t>(done, 1)));
  };
}

int exit_code(bool violated, bool undecided, bool strict) {
  if (violated) return kViolated;
  return undecided && strict ? kUndecidedStrict : kOk;
}

}  // namespace plumb
