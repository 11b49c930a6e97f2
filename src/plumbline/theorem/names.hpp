// Which names an expression may use at its place in a theorem file, and what is wrong where it uses others.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "plumbline/theorem/expression.hpp"
#include "plumbline/theorem/vocabulary.hpp"

namespace plumbline {

enum class Observables {
  kNone,
  kAtStart,  ///< at step 0 only: the last argument is written 0
  kAny,
};

/// What one place allows.
struct NameRules {
  std::string rule;               ///< ends "'kappa' cannot be used here: …"
  std::set<std::string> symbols;  ///< without quantified variables
  std::set<std::string> quantified;
  bool functions = true;
  Observables observables = Observables::kNone;
};

/// Checks names against one theorem's own names and a vocabulary.
class NameChecker {
 public:
  /// @param own parameters, constants and lets; @param network of the theorem, "" if unknown;
  /// @param optimiser of the theorem.
  NameChecker(const std::vector<Vocable>& vocables, std::set<std::string> own, std::string network,
              std::string optimiser);

  /// One message (point_at) for every name that is unknown, not allowed, or used in the wrong way.
  std::vector<std::string> check(const Expression& expression, const SourceText& source,
                                 const NameRules& rules) const;

  /// Symbols of the vocabulary.
  const std::set<std::string>& vocabulary_symbols() const { return symbols_; }

 private:
  struct Visit;
  void visit(const Expression& expression, Visit& state) const;
  void visit_symbol(const Expression& symbol, Visit& state) const;
  void visit_call(const Expression& call, Visit& state) const;
  void visit_observable(const Expression& call, const Vocable& vocable, Visit& state) const;
  /// Whether an observable is used at another step than the 0 that the rules ask for.
  bool has_wrong_step(const Expression& expression, const NameRules& rules) const;
  std::string suggestion(const std::string& name, const NameRules& rules) const;

  const std::vector<Vocable>& vocables_;
  std::set<std::string> own_, symbols_;
  std::string network_, optimiser_;
};

}  // namespace plumbline
