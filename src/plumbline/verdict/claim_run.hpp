// The conclusions of a theorem along one run.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/verdict/check.hpp"
#include "plumbline/verdict/constant_watch.hpp"
#include "plumbline/verdict/run_under_check.hpp"

namespace plumbline {

/// What one run says of one conclusion. Born undecided.
struct RunOutcome {
  Truth truth = Truth::kUnknown;  ///< false: surely false somewhere; true: surely true wherever compared
  std::int64_t steps = -1;        ///< last step compared
  Evidence how = Evidence::kSampled;
  std::optional<SettledBy> settled_by;  ///< the certificate that settled all later steps
  bool unclaimed = false;  ///< true only because a premise was false wherever the conclusion was looked at
  std::optional<WorstCase> worst;
  std::vector<ComparedPoint> curve;
  std::map<std::string, ConstantRange> constants;  ///< values that this run allows an open constant to have
  std::string message;                             ///< first reason for "unknown", or a remark on "false"
  bool lost = false;                               ///< the run ended before all was compared
  unsigned digits = 0;                             ///< of the ball arithmetic that decided; 0: double
  std::optional<Witness> witness;                  ///< "false": the second evaluation that confirms it
  std::string unconfirmed;                         ///< "false": why there is none
};

/// Follows the run for at most `steps` steps and evaluates every conclusion at every step. What double leaves
/// undecided under a rigorous request is followed again in ball arithmetic of ever more digits, and what is
/// refuted is evaluated a second time (verdict/second_opinion.hpp).
/// @param end_at_floor stop before the first step at which the loss is no larger than double resolves.
/// @throws InternalError if two evaluators exclude each other.
std::vector<RunOutcome> run_and_compare(const RunUnderCheck& run, std::int64_t steps, bool end_at_floor);

}  // namespace plumbline
