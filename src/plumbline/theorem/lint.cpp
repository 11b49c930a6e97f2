#include "plumbline/theorem/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/theorem/file_values.hpp"
#include "plumbline/theorem/names.hpp"
#include "plumbline/theorem/units.hpp"

namespace plumbline {
namespace {

/// Enough to tell any probability from 0 and 1 that is not absurdly close to them.
constexpr unsigned kDigits = 50;

std::set<std::string> own_names(const Theorem& theorem) {
  std::set<std::string> names;
  for (const auto& [name, text] : theorem.parameters) names.insert(name);
  for (const Constant& constant : theorem.constants) names.insert(constant.name);
  for (const Definition& let : theorem.lets) names.insert(let.name);
  return names;
}

std::set<std::string> united(std::set<std::string> a, const std::set<std::string>& b) {
  a.insert(b.begin(), b.end());
  return a;
}

class Linter {
 public:
  Linter(TheoremDraft& draft, const std::vector<Vocable>& vocables)
      : draft_(draft),
        theorem_(draft.theorem),
        own_(united(own_names(draft.theorem), draft.broken)),
        names_(vocables, own_, draft.theorem.network, draft.theorem.optimiser) {}

  void check() {
    check_constants();
    check_lets();
    for (const Hypothesis& hypothesis : theorem_.hypotheses) check_hypothesis(hypothesis);
    for (std::size_t p = 0; p < theorem_.premises.size(); ++p) {
      check_quantified(theorem_.premises[p], draft_.premise_places[p]);
    }
    for (std::size_t c = 0; c < theorem_.conclusions.size(); ++c) check_conclusion(c);
    if (!draft_.report.errors.empty()) return;
    check_values();
    warn_about_open_constants();
    warn_about_unused_names();
    if (!theorem_.units_free) return;
    for (const std::string& message : unit_mistakes(theorem_, draft_.places)) warn(message);
  }

 private:
  void error(const std::string& message) {
    std::vector<std::string>& errors = draft_.report.errors;
    // One probability may serve several conclusions: its errors are said once.
    if (std::find(errors.begin(), errors.end(), message) == errors.end()) errors.push_back(message);
  }
  void warn(const std::string& message) { draft_.report.warnings.push_back(message); }

  /// Rules that allow the names whose definition is wrong already, so that one error does not cause others.
  NameRules rules_for(const std::string& rule) const {
    NameRules rules;
    rules.rule = rule;
    rules.symbols = draft_.broken;
    return rules;
  }
  void use(const Expression& expression, const SourceText& source, const NameRules& rules);
  void use(const Claim& claim, const NameRules& rules);
  void check_constants();
  void check_lets();
  void check_hypothesis(const Hypothesis& hypothesis);
  void check_conclusion(std::size_t index);
  void check_quantified(const Conclusion& conclusion, const std::string& for_all_place);
  void check_condition(const Claim& condition);
  void check_probability(const Conclusion& conclusion, const SourceText& source);
  void warn_without_variables(const Claim& claim);
  void check_values();
  void warn_about_open_constants();
  void warn_about_unused_names();

  TheoremDraft& draft_;
  const Theorem& theorem_;
  std::set<std::string> own_;
  NameChecker names_;
  std::set<std::string> used_;
};

void Linter::use(const Expression& expression, const SourceText& source, const NameRules& rules) {
  for (const std::string& message : names_.check(expression, source, rules)) error(message);
  used_ = united(std::move(used_), symbols_of(expression));
}

void Linter::use(const Claim& claim, const NameRules& rules) {
  for (const ExpressionPtr& term : claim.terms) use(*term, claim.source, rules);
}

void Linter::check_constants() {
  NameRules rules = rules_for("a constant is built from numbers, functions and earlier constants");
  for (const Constant& constant : theorem_.constants) {
    use(*constant.value, {draft_.places.at(constant.name), constant.text}, rules);
    rules.symbols.insert(constant.name);
  }
}

void Linter::check_lets() {
  NameRules rules = rules_for(
      "a let is built from numbers, functions, parameters, constants, earlier lets, symbols of the data and "
      "the run, and observables at step 0");
  rules.observables = Observables::kAtStart;
  rules.symbols = united(rules.symbols, names_.vocabulary_symbols());
  for (const auto& [name, text] : theorem_.parameters) rules.symbols.insert(name);
  for (const Constant& constant : theorem_.constants) rules.symbols.insert(constant.name);
  for (const Definition& let : theorem_.lets) {
    use(*let.value, {draft_.places.at(let.name), let.text}, rules);
    rules.symbols.insert(let.name);
  }
}

void Linter::check_hypothesis(const Hypothesis& hypothesis) {
  NameRules rules = rules_for("a hypothesis speaks of the data, the run and its start");
  rules.symbols = united(own_, names_.vocabulary_symbols());
  rules.observables = Observables::kAtStart;
  use(hypothesis.claim, rules);
  warn_without_variables(hypothesis.claim);
}

void Linter::check_conclusion(std::size_t index) {
  const Conclusion& conclusion = theorem_.conclusions[index];
  check_quantified(conclusion, draft_.for_all_places[index]);
  if (conclusion.probability) check_probability(conclusion, draft_.probabilities[index]);
}

void Linter::check_quantified(const Conclusion& conclusion, const std::string& for_all_place) {
  NameRules rules =
      rules_for("it is not bound, add a condition on it to for_all, such as \"t >= 0\" or \"1 <= i <= L\"");
  rules.symbols = united(own_, names_.vocabulary_symbols());
  rules.quantified = conclusion.quantified;
  rules.observables = Observables::kAny;
  use(conclusion.claim, rules);
  warn_without_variables(conclusion.claim);
  std::set<std::string> occurring = symbols_of(conclusion.claim);
  for (const Claim& premise : conclusion.given) {
    use(premise, rules);
    occurring = united(std::move(occurring), symbols_of(premise));
  }
  for (const Claim& condition : conclusion.for_all) check_condition(condition);
  for (const std::string& name : conclusion.quantified) {
    if (occurring.contains(name)) continue;
    warn(fmt::format("{}: '{}' is bound but does not occur in the claim", for_all_place, name));
  }
}

void Linter::check_condition(const Claim& condition) {
  NameRules rules = rules_for("a condition compares t, i, j, L and numbers");
  rules.symbols.insert("L");
  rules.quantified = {"t", "i", "j"};
  rules.functions = false;
  use(condition, rules);
  const std::set<std::string> names = symbols_of(condition);
  if (std::none_of(names.begin(), names.end(), is_quantified_name)) {
    error(point_at(condition.source, 0, "the condition is about none of t, i, j; write it as a hypothesis"));
  }
}

void Linter::check_probability(const Conclusion& conclusion, const SourceText& source) {
  NameRules rules = rules_for(
      "a probability is built from numbers, functions, parameters, constants, symbols of the data and the "
      "run, "
      "and lets without observables");
  rules.symbols = united(rules.symbols, names_.vocabulary_symbols());
  for (const auto& [name, text] : theorem_.parameters) rules.symbols.insert(name);
  for (const Constant& constant : theorem_.constants) rules.symbols.insert(constant.name);
  for (const Definition& let : theorem_.lets) {
    const std::set<std::string> leaves = leaves_of(*let.value, theorem_);
    const bool without_observables = std::all_of(
        leaves.begin(), leaves.end(), [&](const std::string& name) { return rules.symbols.contains(name); });
    if (without_observables) rules.symbols.insert(let.name);
  }
  use(*conclusion.probability, source, rules);
}

void Linter::warn_without_variables(const Claim& claim) {
  std::set<std::string> leaves;
  for (const ExpressionPtr& term : claim.terms)
    leaves = united(std::move(leaves), leaves_of(*term, theorem_));
  for (const Constant& constant : theorem_.constants) leaves.erase(constant.name);
  if (leaves.empty()) {
    warn(point_at(claim.source, 0, "the claim depends on nothing: it is always true or always false"));
  }
}

void Linter::check_values() {
  const PrecisionScope precision(kDigits);
  const FileValues values(theorem_);
  for (const Constant& constant : theorem_.constants) {
    if (is_finite(values.symbol(constant.name))) continue;
    error(fmt::format("{}: '{}' has no finite value: {}", draft_.places.at(constant.name), constant.name,
                      constant.text));
  }
  for (std::size_t c = 0; c < theorem_.conclusions.size(); ++c) {
    const ExpressionPtr& probability = theorem_.conclusions[c].probability;
    if (!probability || !values.determines(*probability)) continue;
    const Interval value = evaluate(*probability, values);
    if (less(Interval(0), value) == Truth::kTrue && less_equal(value, Interval(1)) != Truth::kFalse) continue;
    error(fmt::format("{}: the probability {} is {}, expected more than 0 and at most 1",
                      draft_.probabilities[c].where, draft_.probabilities[c].text, format_human(value)));
  }
}

void Linter::warn_about_open_constants() {
  for (const Constant& constant : theorem_.constants) {
    if (constant.proof != "open") continue;
    warn(fmt::format("{}: the constant '{}' is not proved (proof = \"open\")",
                     draft_.places.at(constant.name), constant.name));
  }
}

void Linter::warn_about_unused_names() {
  const auto check = [&](const std::string& name, const char* kind) {
    if (!used_.contains(name))
      warn(fmt::format("{}: the {} '{}' is never used", draft_.places.at(name), kind, name));
  };
  for (const auto& [name, text] : theorem_.parameters) {
    if (!is_init_parameter(theorem_.init, name)) check(name, "parameter");
  }
  for (const Constant& constant : theorem_.constants) check(constant.name, "constant");
  for (const Definition& let : theorem_.lets) check(let.name, "let");
  for (const Conclusion& premise : theorem_.premises) {
    const bool given =
        std::any_of(theorem_.conclusions.begin(), theorem_.conclusions.end(), [&](const auto& c) {
          return std::count(c.given_named.begin(), c.given_named.end(), premise.name) +
                     std::count(c.given_before.begin(), c.given_before.end(), premise.name) >
                 0;
        });
    if (!given) warn(fmt::format("{}: no conclusion is given this premise", premise.claim.source.where));
  }
}

}  // namespace

void check_draft(TheoremDraft& draft, const std::vector<Vocable>& vocables) {
  Linter(draft, vocables).check();
}

}  // namespace plumbline
