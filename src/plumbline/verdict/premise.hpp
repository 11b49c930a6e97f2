// The premises of a conclusion ("given") along one run.
#pragma once

#include <cstdint>
#include <vector>

#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/verdict/observation.hpp"
#include "plumbline/verdict/quantifier.hpp"

namespace plumbline {

/// Whether what a conclusion assumes along the run is true. A named conclusion is true at a step when its
/// claim is true at all its bindings there (none: true); one that does not quantify t counts as at step 0 for
/// ever.
class Premise {
 public:
  /// Everything must outlive it.
  Premise(const Theorem& theorem, const Conclusion& conclusion, const RunEnvironment& environment,
          std::int64_t depth);

  /// Call once at every step of the run, in order, before at().
  void arrive(std::int64_t step);
  /// Those that name conclusions, at the step arrived at.
  Truth named() const;
  /// All premises together at a binding of the step arrived at.
  Truth at(const Binding& binding);

 private:
  struct Named {
    Named(const Conclusion& conclusion, const RunEnvironment& environment, std::int64_t depth);
    Truth truth_at(std::int64_t step);

    bool over_t;
    Quantifier quantifier;
    ClaimEvaluator evaluator;
    Truth now = Truth::kTrue;
    Truth before = Truth::kTrue;  ///< at every step before the current one
  };
  static std::vector<Named> find(const std::vector<std::string>& names, const Theorem& theorem,
                                 const RunEnvironment& environment, std::int64_t depth);

  std::vector<Named> named_, named_before_;
  std::vector<ClaimEvaluator> claims_;
};

}  // namespace plumbline
