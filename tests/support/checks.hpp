// Checks in one line, for tests.
#pragma once

#include <optional>
#include <string>

#include "plumbline/verdict/check.hpp"

namespace plumbline::test {

/// Where and how a theorem is held against a problem; the defaults are small.
struct CheckSetup {
  std::int64_t depth = 3;
  std::string width = "threshold";
  std::string eta = "max";
  std::int64_t seeds = 5;  ///< the budget, if sequential
  bool sequential = false;
  std::uint64_t seed = 0;
  std::optional<std::int64_t> steps;
  double confidence = 0.999;
  Rigor rigor = Rigor::kSampled;
  unsigned threads = 1;
  std::map<std::string, std::string> parameters;
};

/// @throws InputError as resolve_setting and check_theorem.
CheckResult run_check(const Theorem& theorem, const PreparedProblem& problem, const CheckSetup& setup);

/// The conclusion of that name. @throws std::out_of_range if there is none.
const ConclusionResult& conclusion_of(const CheckResult& result, const std::string& name);

}  // namespace plumbline::test
