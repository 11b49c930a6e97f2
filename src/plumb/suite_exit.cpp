#include "suite_exit.hpp"

#include <fmt/format.h>

#include "plumbline/report/suite_report.hpp"

namespace plumb {

int warn_and_exit_code(const CommonOptions& options, const nlohmann::ordered_json& document, bool strict,
                       Missing missing) {
  const plumbline::SuiteOutcome outcome = plumbline::outcome_of(document);
  const std::int64_t refused = outcome.refused - outcome.internal;
  if (outcome.missing > 0) warn(options, fmt::format("{} cells have no result yet", outcome.missing));
  if (refused > 0) warn(options, fmt::format("{} cells were refused; see their notes", refused));
  if (outcome.internal > 0) {
    warn(options, fmt::format("Plumbline itself failed at {} cells; see their notes", outcome.internal));
  }
  if (outcome.undecided && !strict)
    warn(options, "claims stayed undecided (--strict makes that exit code 3)");
  if (outcome.nothing) warn(options, "nothing was checked, which is no success");
  if (outcome.internal > 0) return kInternal;
  const bool incomplete = outcome.missing > 0 && missing == Missing::kFault;
  if (!outcome.violated && (refused > 0 || incomplete || outcome.nothing)) return kBadInput;
  return exit_code(outcome.violated, outcome.undecided, strict);
}

}  // namespace plumb
