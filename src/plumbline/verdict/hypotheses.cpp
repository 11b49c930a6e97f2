#include "plumbline/verdict/hypotheses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/evaluate.hpp"

namespace plumbline {
namespace {

constexpr unsigned kFirstDigits = 50;
constexpr unsigned kLastDigits = 800;
constexpr unsigned kGuardDigits = 10;

HypothesisResult decide(const Theorem& theorem, const Hypothesis& hypothesis, const PreparedProblem& problem,
                        const Setting& setting) {
  HypothesisResult result;
  result.name = hypothesis.name;
  result.text = hypothesis.claim.source.text;
  result.on_width = depends_on(theorem, hypothesis.claim, "m");
  for (unsigned digits = kFirstDigits; digits <= kLastDigits; digits *= 2) {
    const Quantities& quantities = problem.quantities(digits);
    const PrecisionScope precision(digits + kGuardDigits);
    const SettingEnvironment environment(theorem, quantities, setting);
    ClaimValue value = evaluate_claim(hypothesis.claim, environment, {});
    result.truth = value.truth;
    result.relation = to_string(hypothesis.claim.relations[value.decisive]);
    result.left = std::move(value.left);
    result.right = std::move(value.right);
    result.digits = digits;
    if (result.truth != Truth::kUnknown) break;
  }
  return result;
}

/// The claims of `hypotheses` that depend on `symbol`.
std::vector<const Hypothesis*> hypotheses_on(const Theorem& theorem, const std::string& symbol) {
  std::vector<const Hypothesis*> found;
  for (const Hypothesis& hypothesis : theorem.hypotheses) {
    if (depends_on(theorem, hypothesis.claim, symbol)) found.push_back(&hypothesis);
  }
  return found;
}

/// The first of `hypotheses` that is not surely true at `setting`, at the working precision.
const Hypothesis* first_not_true(const std::vector<const Hypothesis*>& hypotheses, const Theorem& theorem,
                                 const Quantities& quantities, const Setting& setting) {
  const SettingEnvironment environment(theorem, quantities, setting);
  for (const Hypothesis* hypothesis : hypotheses) {
    if (evaluate_claim(hypothesis->claim, environment, {}).truth != Truth::kTrue) return hypothesis;
  }
  return nullptr;
}

/// Whether all of `hypotheses` are true at `setting`, at the working precision.
Truth all_true(const std::vector<const Hypothesis*>& hypotheses, const Theorem& theorem,
               const Quantities& quantities, const Setting& setting) {
  const SettingEnvironment environment(theorem, quantities, setting);
  Truth truth = Truth::kTrue;
  for (const Hypothesis* hypothesis : hypotheses) {
    truth = truth && evaluate_claim(hypothesis->claim, environment, {}).truth;
  }
  return truth;
}

/// Moves `good`, with property(good), and `bad`, without, towards each other to the working precision.
void bisect(Real& good, Real& bad, const std::function<bool(const Real&)>& property) {
  for (unsigned i = 0; i < 4 * Real::thread_default_precision(); ++i) {
    const Real middle = (good + bad) / 2;
    (property(middle) ? good : bad) = middle;
  }
}

/// A step at which the hypotheses are surely false, beyond `good` by about the width of their enclosures
/// there; `bad` itself where they only lose their value.
Real surely_beyond(const Real& good, const Real& bad, const std::function<Truth(const Real&)>& truth_at) {
  Real gap = bad - good;
  for (Real beyond = bad; beyond <= 2 * good; beyond = good + gap) {
    if (truth_at(beyond) == Truth::kFalse) return beyond;
    gap *= 2;
  }
  return bad;
}

}  // namespace

std::vector<HypothesisResult> evaluate_hypotheses(const Theorem& theorem, const PreparedProblem& problem,
                                                  const Setting& setting) {
  std::vector<HypothesisResult> results;
  for (const Hypothesis& hypothesis : theorem.hypotheses) {
    results.push_back(decide(theorem, hypothesis, problem, setting));
  }
  return results;
}

bool depends_on(const Theorem& theorem, const Claim& claim, const std::string& symbol) {
  std::set<std::string> seen;
  const std::function<bool(const std::set<std::string>&)> search = [&](const std::set<std::string>& names) {
    if (names.contains(symbol)) return true;
    if (symbol == "m" && names.contains("alpha")) return true;  // α = 1/√(m^{L−1} d_y)
    for (const Definition& definition : theorem.lets) {
      if (names.contains(definition.name) && seen.insert(definition.name).second &&
          search(symbols_of(*definition.value))) {
        return true;
      }
    }
    return std::any_of(theorem.constants.begin(), theorem.constants.end(), [&](const Constant& constant) {
      return names.contains(constant.name) && search(symbols_of(*constant.value));
    });
  };
  return search(symbols_of(claim));
}

bool depends_on(const Theorem& theorem, const Conclusion& conclusion, const std::string& symbol) {
  const auto on = [&](const Claim& claim) { return depends_on(theorem, claim, symbol); };
  if (on(conclusion.claim) || std::any_of(conclusion.given.begin(), conclusion.given.end(), on)) return true;
  return named_premises_depend_on(theorem, conclusion, symbol);
}

bool named_premises_depend_on(const Theorem& theorem, const Conclusion& conclusion,
                              const std::string& symbol) {
  for (const auto* names : {&conclusion.given_named, &conclusion.given_before}) {
    for (const std::string& name : *names) {
      const Conclusion* premise = find_named(theorem, name);
      if (premise != nullptr && depends_on(theorem, premise->claim, symbol)) return true;
    }
  }
  return false;
}

Integer smallest_width(const Theorem& theorem, const PreparedProblem& problem, const Setting& setting) {
  const std::vector<const Hypothesis*> hypotheses = hypotheses_on(theorem, "m");
  const Quantities& quantities = problem.quantities(2 * kFirstDigits);
  const PrecisionScope precision(2 * kFirstDigits + kGuardDigits);
  Setting trial = setting;
  const auto failing = [&](const Integer& width) {
    trial.width = width;
    return first_not_true(hypotheses, theorem, quantities, trial);
  };
  const Integer limit = boost::multiprecision::pow(Integer(10), 60);
  Integer high = 1;
  while (const Hypothesis* hypothesis = failing(high)) {
    if (high > limit) {
      throw InputError(
          fmt::format("theorem {}: found no width up to 1e60 that satisfies hypothesis '{}' ({}) at depth {}",
                      theorem.id, hypothesis->name, hypothesis->claim.source.text, setting.depth));
    }
    high *= 2;
  }
  Integer low = high / 2;  // not allowed, or 0
  while (high - low > 1) {
    const Integer middle = (low + high) / 2;
    (failing(middle) == nullptr ? high : low) = middle;
  }
  return high;
}

std::optional<Interval> largest_step(const Theorem& theorem, const PreparedProblem& problem,
                                     const Setting& setting) {
  const std::vector<const Hypothesis*> hypotheses = hypotheses_on(theorem, "eta");
  if (hypotheses.empty()) return std::nullopt;
  const Quantities& quantities = problem.quantities(2 * kFirstDigits);
  const PrecisionScope precision(2 * kFirstDigits + kGuardDigits);
  Setting trial = setting;
  const auto truth_at = [&](const Real& eta) {
    trial.eta = make_interval(eta, eta);
    return all_true(hypotheses, theorem, quantities, trial);
  };
  // Gallop by 2^16 either way, at most to 2^±32768, then bisect.
  const Real factor = 65536;
  constexpr int kGallop = 2048;
  Real good = 1;
  for (int i = 0; i < kGallop && truth_at(good) != Truth::kTrue; ++i) good /= factor;
  if (const Hypothesis* failing = first_not_true(hypotheses, theorem, quantities, trial)) {
    throw InputError(
        fmt::format("theorem {}: found no positive step that satisfies hypothesis '{}' ({}) at depth {}",
                    theorem.id, failing->name, failing->claim.source.text, setting.depth));
  }
  Real bad = good * factor;
  for (int i = 0; i < kGallop && truth_at(bad) == Truth::kTrue; ++i) {
    good = bad;
    bad *= factor;
  }
  if (truth_at(bad) == Truth::kTrue) return std::nullopt;
  bisect(good, bad, [&](const Real& eta) { return truth_at(eta) == Truth::kTrue; });
  return make_interval(good, surely_beyond(good, bad, truth_at));
}

}  // namespace plumbline
