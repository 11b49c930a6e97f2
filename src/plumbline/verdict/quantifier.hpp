// The values of t, i, j over which a conclusion is claimed, restricted to one run.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "plumbline/theorem/environment.hpp"
#include "plumbline/theorem/theorem.hpp"

namespace plumbline {

/// Values of quantified variables, e.g. {i: 1, j: 3, t: 17}.
using Binding = std::map<std::string, std::int64_t>;

/// Enumerates the bindings of one conclusion step by step. i and j range over 1 … L; t is the step asked for.
class Quantifier {
 public:
  /// The environment gives L and must outlive it. @throws InputError if a condition cannot be decided, or if
  /// there are more than 10^6 values of (i, j).
  Quantifier(const Conclusion& conclusion, const Environment& environment, std::int64_t depth);

  /// Bindings of i and j that satisfy the conditions free of t.
  const std::vector<Binding>& layers() const { return layers_; }
  /// Bindings with t = step that satisfy every condition. A conclusion that does not quantify t has its
  /// bindings at step 0 and none later.
  /// @throws InputError if a condition cannot be decided.
  std::vector<Binding> at(std::int64_t step) const;

 private:
  /// Whether a binding satisfies all of `conditions`.
  bool satisfies(const Binding& binding, const std::vector<const Claim*>& conditions) const;

  const Conclusion& conclusion_;
  const Environment& environment_;
  std::vector<const Claim*> on_step_;  // conditions on t alone
  std::vector<const Claim*> on_both_;  // conditions on t and layers
  std::vector<Binding> layers_;
};

}  // namespace plumbline
