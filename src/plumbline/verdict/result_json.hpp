// The JSON documents of `plumb bound` and `plumb check` (schemas plumbline.bound/1, plumbline.check/1).
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "plumbline/verdict/check.hpp"
#include "plumbline/verdict/hypotheses.hpp"
#include "plumbline/verdict/resolve.hpp"

namespace plumbline {

/// Hypotheses solved for the smallest width and the largest step, evaluated at both.
struct BoundResult {
  std::string theorem, problem;
  ResolvedSetting at;
  std::vector<HypothesisResult> hypotheses;
};

nlohmann::ordered_json bound_json(const BoundResult& result);
nlohmann::ordered_json check_json(const CheckResult& result);

}  // namespace plumbline
