#include "support/checks.hpp"

#include <stdexcept>

namespace plumbline::test {

CheckResult run_check(const Theorem& theorem, const PreparedProblem& problem, const CheckSetup& setup) {
  CheckRequest request;
  request.at = resolve_setting(theorem, problem, setup.depth, parse_width(setup.width), parse_step(setup.eta),
                               setup.parameters);
  request.seeds = setup.seeds;
  request.sequential = setup.sequential;
  request.seed = setup.seed;
  request.steps = setup.steps;
  request.confidence = setup.confidence;
  request.rigor = setup.rigor;
  request.threads = setup.threads;
  return check_theorem(theorem, problem, request);
}

const ConclusionResult& conclusion_of(const CheckResult& result, const std::string& name) {
  for (const ConclusionResult& conclusion : result.conclusions) {
    if (conclusion.name == name) return conclusion;
  }
  throw std::out_of_range("no conclusion " + name);
}

}  // namespace plumbline::test
