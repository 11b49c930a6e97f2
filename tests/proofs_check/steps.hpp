// Steps for tests, written in a line.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumbline/theorem/parse.hpp"
#include "proofs_check/proof_file.hpp"

namespace plumbline::proofs::test {

/// Variables as {name, {from, to}} with to = "inf" allowed, and "integer" as a third entry.
inline ProofStep step_of(const std::string& claim,
                         const std::map<std::string, std::vector<std::string>>& variables,
                         const std::vector<std::string>& given = {}) {
  ProofStep step;
  step.name = "a step";
  for (const auto& [name, range] : variables) {
    StepVariable variable{name, parse_expression({"a test", range[0]}), nullptr, range.size() == 3};
    if (range[1] != "inf") variable.to = parse_expression({"a test", range[1]});
    step.variables.push_back(variable);
  }
  for (const std::string& condition : given) step.given.push_back(parse_claim({"a test", condition}));
  step.claim = parse_claim({"a test", claim});
  return step;
}

}  // namespace plumbline::proofs::test
