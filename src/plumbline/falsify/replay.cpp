#include "plumbline/falsify/replay.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plumbline/certificate/certificate_file.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/verdict/claim_run.hpp"

namespace plumbline {
namespace {

std::size_t conclusion_index(const StoredCase& stored, const Theorem& theorem, const std::string& name) {
  for (std::size_t i = 0; i < theorem.conclusions.size(); ++i) {
    if (theorem.conclusions[i].name == stored.conclusion) return i;
  }
  throw InputError(
      fmt::format("{}: key 'expected.conclusion': found '{}', expected a conclusion of its theorem {}", name,
                  stored.conclusion, theorem.id));
}

Verdict verdict_of_run(Truth truth) {
  return truth == Truth::kFalse  ? Verdict::kViolated
         : truth == Truth::kTrue ? Verdict::kHolds
                                 : Verdict::kUndecided;
}

void compare(std::vector<std::string>& differences, const char* field, const std::string& expected,
             const std::string& found) {
  if (expected != found)
    differences.push_back(fmt::format("{}: expected {}, found {}", field, expected, found));
}

std::string place(const Binding& at) {
  std::string text;
  for (const auto& [name, value] : at)
    text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", name, value);
  return text.empty() ? "anywhere" : text;
}

}  // namespace

ReplayResult replay_case(const StoredCase& stored, const PreparedProblem& problem, const std::string& name) {
  const Theorem theorem = parse_theorem(stored.theorem_text, name + " (its theorem)");
  const std::size_t index = conclusion_index(stored, theorem, name);
  const std::string digest = digest_of({problem.problem().X, problem.problem().Y});
  if (digest != stored.problem_digest) {
    throw InputError(
        fmt::format("{}: the data of {} have digest {}, expected {}: they are not those of the case", name,
                    stored.problem, digest, stored.problem_digest));
  }
  check_parameters(theorem, stored.parameters);
  CheckRequest request;
  request.at.setting = {stored.depth, stored.width, Interval(exact(stored.eta)), stored.parameters, {}};
  request.at.eta = stored.eta;
  request.seed = stored.seed;
  request.rigor = stored.rigor;
  const auto t = stored.at.find("t");
  const std::int64_t steps = t == stored.at.end() ? 0 : t->second;
  const std::vector<RunOutcome> outcomes =
      run_and_compare({theorem, problem, request, stored.run}, steps, false);
  const RunOutcome& outcome = outcomes[index];

  ReplayResult result;
  result.verdict = verdict_of_run(outcome.truth);
  compare(result.differences, "verdict", stored.verdict, to_string(result.verdict));
  if (outcome.worst) {
    result.observed = case_text(outcome.worst->observed);
    result.relation = outcome.worst->relation;
    result.bound = case_text(outcome.worst->bound);
    compare(result.differences, "place", place(stored.at), place(outcome.worst->at));
  }
  compare(result.differences, "observed", stored.observed, result.observed);
  compare(result.differences, "relation", stored.relation, result.relation);
  compare(result.differences, "bound", stored.bound, result.bound);
  if (outcome.witness) {
    result.witness_digits = outcome.witness->digits;
    result.witness_observed = case_text(outcome.witness->observed);
    result.witness_bound = case_text(outcome.witness->bound);
  }
  compare(result.differences, "digits of the witness", std::to_string(stored.witness_digits),
          std::to_string(result.witness_digits));
  compare(result.differences, "observed by the witness", stored.witness_observed, result.witness_observed);
  compare(result.differences, "bound by the witness", stored.witness_bound, result.witness_bound);
  return result;
}

}  // namespace plumbline
