#include "proofs_check/citation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plumbline/problem/data_folder.hpp"
#include "plumbline/theorem/parse.hpp"
#include "proofs_check/jet.hpp"
#include "proofs_check/prove.hpp"

namespace plumbline::proofs {
namespace {

constexpr unsigned kDigits = 40;

/// The numbers that a proof vouches for.
std::vector<Interval> checked_numbers(const ProofFile& proof) {
  std::vector<Interval> numbers;
  if (proof.derives) {
    numbers.push_back(evaluate_jet(*parse_expression({proof.id + ": derives", *proof.derives}), {}).value);
  }
  for (const ProofStep& step : proof.steps) {
    const std::map<std::string, Interval> values = constants_of(step);
    for (const StepConstant& constant : step.constants) {
      if (constant.worse) numbers.push_back(values.at(constant.name));
    }
  }
  return numbers;
}

}  // namespace

std::vector<Citation> citations_of(const Theorem& theorem) {
  std::vector<Citation> citations;
  for (const Constant& constant : theorem.constants) {
    if (constant.proof != "open")
      citations.push_back({theorem.id, constant.name, constant.text, constant.proof});
  }
  return citations;
}

std::vector<std::string> citation_errors(const Theorem& theorem) {
  const PrecisionScope precision(kDigits);
  const std::vector<std::string> known = list_data_ids("proofs");
  std::vector<std::string> errors;
  std::map<std::string, Interval> values;  // of constants, which may use earlier ones
  for (const Constant& constant : theorem.constants) {
    const Interval stated = values[constant.name] = evaluate_jet(*constant.value, {{}, {}, values}).value;
    if (constant.proof == "open") continue;
    if (std::find(known.begin(), known.end(), constant.proof) == known.end()) {
      errors.push_back(
          fmt::format("{}: constant '{}': found proof '{}', expected \"open\" or a file of data/proofs",
                      theorem.id, constant.name, constant.proof));
      continue;
    }
    const std::vector<Interval> checked =
        checked_numbers(read_proof(find_data_file("proofs", constant.proof)));
    const bool agrees = std::any_of(checked.begin(), checked.end(), [&](const Interval& number) {
      return equal(stated, number) != Truth::kFalse;
    });
    if (!agrees) {
      errors.push_back(fmt::format("{}: constant '{}' = {}: the proof {} checks no such number", theorem.id,
                                   constant.name, constant.text, constant.proof));
    }
  }
  return errors;
}

}  // namespace plumbline::proofs
