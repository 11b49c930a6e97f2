// The conclusions of a theorem along one run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "plumbline/verdict/check.hpp"
#include "plumbline/verdict/setting.hpp"

namespace plumbline {

/// What one run says of one conclusion. Born undecided.
struct RunOutcome {
  Truth truth = Truth::kUnknown;  ///< false: surely false somewhere; true: surely true wherever compared
  std::int64_t steps = -1;        ///< last step compared
  Evidence how = Evidence::kSampled;
  std::optional<std::int64_t> proved_from;  ///< t_0 of the certificate that settled all later steps
  std::optional<WorstCase> worst;
  std::string message;  ///< first reason for "unknown", or a remark on "false"
};

/// Runs `run_index` of (seed) for at most `steps` steps and evaluates every conclusion at every step.
/// @param end_at_floor stop before the first step at which the loss is no larger than double resolves.
std::vector<RunOutcome> run_and_compare(const Theorem& theorem, const PreparedProblem& problem,
                                        const CheckRequest& request, std::int64_t run_index,
                                        std::int64_t steps, bool end_at_floor);

}  // namespace plumbline
