#include "proofs_check/citation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "plumbline/problem/data_folder.hpp"
#include "plumbline/theorem/parse.hpp"
#include "proofs_check/jet.hpp"
#include "proofs_check/prove.hpp"

namespace plumbline::proofs {
namespace {

constexpr unsigned kDigits = 40;

Citation citation_of(const Theorem& theorem, const Constant& constant) {
  const std::size_t slash = std::min(constant.proof.find('/'), constant.proof.size());
  return {theorem.id, constant.name, constant.text, constant.proof.substr(0, slash),
          constant.proof.substr(std::min(slash + 1, constant.proof.size()))};
}

/// The number that a proof vouches for at a place; nothing if there is none.
std::optional<Interval> checked_number(const ProofFile& proof, const std::string& place) {
  const auto value_of = [&](const std::string& text) {
    return evaluate_jet(*parse_expression({proof.id, text}), {}).value;
  };
  if (place.empty()) return proof.derives ? std::optional(value_of(*proof.derives)) : std::nullopt;
  for (const FreeConstant& free : proof.free) {
    if (free.name == place) return value_of(free.value);
  }
  for (const ProofStep& step : proof.steps) {
    if (step.limit) continue;
    for (const StepConstant& constant : step.constants) {
      if (constant.worse && place == step.name + "/" + constant.name)
        return constants_of(step).at(constant.name);
    }
  }
  return std::nullopt;
}

/// Why the citation is wrong; empty if it is right.
std::string objection(const Citation& citation, const Interval& stated) {
  const std::vector<std::string> known = list_data_ids("proofs");
  const std::string named = citation.proof + (citation.place.empty() ? "" : "/" + citation.place);
  if (std::find(known.begin(), known.end(), citation.proof) == known.end()) {
    return fmt::format("found proof '{}', expected \"open\" or a file of data/proofs", named);
  }
  const auto checked = checked_number(read_proof(find_data_file("proofs", citation.proof)), citation.place);
  if (!checked) {
    return fmt::format(
        "found proof '{}', which derives no such constant, expected FILE, FILE/NAME of a free constant "
        "or FILE/STEP/NAME",
        named);
  }
  if (equal(stated, *checked) == Truth::kFalse) {
    return fmt::format("found {}, expected what {} proves, {}", citation.value, named,
                       format_human(*checked, 12));
  }
  return "";
}

}  // namespace

std::vector<Citation> citations_of(const Theorem& theorem) {
  std::vector<Citation> citations;
  for (const Constant& constant : theorem.constants) {
    if (constant.proof != "open") citations.push_back(citation_of(theorem, constant));
  }
  return citations;
}

std::vector<std::string> citation_errors(const Theorem& theorem) {
  const PrecisionScope precision(kDigits);
  std::vector<std::string> errors;
  std::map<std::string, Interval> values;  // of constants, which may use earlier ones
  for (const Constant& constant : theorem.constants) {
    const Interval stated = values[constant.name] = evaluate_jet(*constant.value, {{}, {}, values}).value;
    if (constant.proof == "open") continue;
    const std::string why = objection(citation_of(theorem, constant), stated);
    if (!why.empty()) errors.push_back(fmt::format("{}: constant '{}': {}", theorem.id, constant.name, why));
  }
  return errors;
}

}  // namespace plumbline::proofs
