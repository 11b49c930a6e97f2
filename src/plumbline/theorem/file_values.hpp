// Values of what a theorem file alone determines: parameters at their defaults, constants, and the lets built
// from these.
#pragma once

#include <map>
#include <set>
#include <string>

#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/theorem/theorem.hpp"

namespace plumbline {

/// Parameters, constants, symbols of the vocabulary, quantified variables and called observables that an
/// expression depends on, looking through lets.
std::set<std::string> leaves_of(const Expression& expression, const Theorem& theorem);

class FileValues : public Environment {
 public:
  /// Evaluates at the working precision of the caller; the names of `theorem` must be checked.
  explicit FileValues(const Theorem& theorem);

  /// Whether evaluate(expression, *this) finds every name.
  bool determines(const Expression& expression) const;

  Interval symbol(const std::string& name) const override;
  Interval observe(const std::string& name, const std::vector<std::int64_t>& arguments) const override;

 private:
  std::map<std::string, Interval> values_;
};

}  // namespace plumbline
