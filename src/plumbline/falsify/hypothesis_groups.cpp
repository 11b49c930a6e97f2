#include "plumbline/falsify/hypothesis_groups.hpp"

#include <algorithm>

#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/verdict/hypotheses.hpp"

namespace plumbline {
namespace {

bool observes(const Theorem& theorem, const Claim& claim) {
  std::set<std::string> calls = calls_of(claim);
  for (const Definition& definition : theorem.lets) {
    if (depends_on(theorem, claim, definition.name)) calls.merge(calls_of(*definition.value));
  }
  return std::any_of(calls.begin(), calls.end(), [](const std::string& name) {
    const Vocable* vocable = find_vocable(vocabulary(), name);
    return vocable != nullptr && vocable->arguments >= 0;
  });
}

bool on_sizes_alone(const Theorem& theorem, const Claim& claim) {
  const Quantities names;
  const auto depends = [&](const auto& entry) { return depends_on(theorem, claim, entry.first); };
  const auto data = names.named();
  const auto target = names.named_of_target();
  return std::none_of(data.begin(), data.end(), depends) &&
         std::none_of(target.begin(), target.end(), depends);
}

}  // namespace

HypothesisGroups::HypothesisGroups(const Theorem& theorem) {
  for (const Hypothesis& hypothesis : theorem.hypotheses) {
    if (observes(theorem, hypothesis.claim)) continue;
    const bool on_step = depends_on(theorem, hypothesis.claim, "eta");
    const bool on_width = depends_on(theorem, hypothesis.claim, "m");
    if (on_step) step.push_back(&hypothesis);
    if (on_width) width.push_back(&hypothesis);
    tied = tied || (on_step && on_width);
    if (on_step || on_width) continue;
    data.push_back(&hypothesis);
    if (on_sizes_alone(theorem, hypothesis.claim)) sizes.push_back(&hypothesis);
  }
}

Truth truth_of(const std::vector<const Hypothesis*>& hypotheses, const Theorem& theorem,
               const Quantities& quantities, const Setting& setting) {
  const PrecisionScope precision(60);
  const SettingEnvironment environment(theorem, quantities, setting);
  Truth truth = Truth::kTrue;
  for (const Hypothesis* hypothesis : hypotheses) {
    truth = truth && evaluate_claim(hypothesis->claim, environment, {}).truth;
    if (truth == Truth::kFalse) break;
  }
  return truth;
}

}  // namespace plumbline
