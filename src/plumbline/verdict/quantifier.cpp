#include "plumbline/verdict/quantifier.hpp"

#include <fmt/format.h>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/evaluate.hpp"

namespace plumbline {
namespace {

/// Most pairs (i, j) of one conclusion: about 200 MB of bindings.
constexpr double kMostBindings = 1e6;

/// Every binding in `bindings` extended by name = 1 … depth.
std::vector<Binding> extended(const std::vector<Binding>& bindings, const std::string& name,
                              std::int64_t depth) {
  std::vector<Binding> result;
  for (const Binding& binding : bindings) {
    for (std::int64_t value = 1; value <= depth; ++value) {
      Binding next = binding;
      next[name] = value;
      result.push_back(std::move(next));
    }
  }
  return result;
}

}  // namespace

Quantifier::Quantifier(const Conclusion& conclusion, const Environment& environment, std::int64_t depth)
    : conclusion_(conclusion), environment_(environment) {
  std::vector<const Claim*> on_layers;
  for (const Claim& condition : conclusion.for_all) {
    const std::set<std::string> names = symbols_of(condition);
    const bool about_layers = names.contains("i") || names.contains("j");
    auto& kind = !names.contains("t") ? on_layers : about_layers ? on_both_ : on_step_;
    kind.push_back(&condition);
  }
  std::vector<Binding> all = {{}};
  for (const std::string name : {"i", "j"}) {
    if (!conclusion.quantified.contains(name)) continue;
    if (static_cast<double>(all.size()) * static_cast<double>(depth) > kMostBindings) {
      throw InputError(
          fmt::format("{}: depth {} leaves more than {:g} values of i and j to compare, the limit",
                      conclusion.claim.source.where, depth, kMostBindings));
    }
    all = extended(all, name, depth);
  }
  for (Binding& binding : all) {
    if (satisfies(binding, on_layers)) layers_.push_back(std::move(binding));
  }
}

std::vector<Binding> Quantifier::at(std::int64_t step) const {
  if (!conclusion_.quantified.contains("t")) return step == 0 ? layers_ : std::vector<Binding>{};
  std::vector<Binding> result;
  if (!satisfies({{"t", step}}, on_step_)) return result;
  for (Binding binding : layers_) {
    binding["t"] = step;
    if (satisfies(binding, on_both_)) result.push_back(std::move(binding));
  }
  return result;
}

bool Quantifier::satisfies(const Binding& binding, const std::vector<const Claim*>& conditions) const {
  for (const Claim* condition : conditions) {
    const Truth truth = evaluate_claim(*condition, environment_, binding).truth;
    if (truth == Truth::kUnknown) {
      throw InputError(fmt::format("{}: the condition '{}' cannot be decided", condition->source.where,
                                   condition->source.text));
    }
    if (truth == Truth::kFalse) return false;
  }
  return true;
}

}  // namespace plumbline
