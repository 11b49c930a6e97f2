// Grids of checks: theorems × problems × depths × widths × steps, run on several threads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/verdict/check.hpp"

namespace plumbline {

/// A grid of checks. Names are ids or paths; widths and steps are as written.
struct SuiteGrid {
  std::vector<std::string> theorems, problems;
  std::vector<std::int64_t> depths;
  std::vector<std::string> widths, etas;
  std::int64_t seeds = 5;
  std::optional<std::int64_t> steps;
};

/// A suite file as read (docs/suite-files.md).
struct Suite {
  std::string id, title;
  std::vector<SuiteGrid> grids;  ///< at least one
  std::uint64_t seed = 0;
  double confidence = 0.999;  ///< over all probability claims of all cells together
};

/// @throws InputError naming the file, line and key that is wrong.
Suite read_suite(const std::filesystem::path& file);

/// One place of the grid and what came of it: a result, or the message of the InputError that refused it.
struct SuiteCell {
  std::string theorem, problem;
  std::int64_t depth = 0;
  std::string width, eta;
  std::optional<CheckResult> result;
  std::string error;
};

/// Cells grid by grid, in the order theorem, problem, depth, width, step; the same bytes for any number of
/// threads.
/// @throws InputError if a theorem or problem of the suite cannot be read (before anything runs).
std::vector<SuiteCell> run_suite(const Suite& suite, unsigned threads,
                                 const std::function<void(std::int64_t done, std::int64_t total)>& progress);

/// The document results.json holds (schema plumbline.suite/1): the resolved suite, then every cell.
nlohmann::ordered_json suite_json(const Suite& suite, const std::vector<SuiteCell>& cells);

}  // namespace plumbline
