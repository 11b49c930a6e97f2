// One conclusion of a theorem followed along one run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "plumbline/certificate/convergence.hpp"
#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/verdict/check.hpp"
#include "plumbline/verdict/claim_run.hpp"
#include "plumbline/verdict/floor_claim.hpp"
#include "plumbline/verdict/observation.hpp"
#include "plumbline/verdict/premise.hpp"
#include "plumbline/verdict/rate_claim.hpp"

namespace plumbline {

class ConclusionWatch {
 public:
  /// Conclusion and environment must outlive it.
  ConclusionWatch(const Conclusion& conclusion, const RunEnvironment& environment, std::int64_t depth,
                  std::int64_t run_index, Rigor rigor);

  /// From now on only bindings at which the premise is true count.
  void require(Premise premise) { premise_ = std::move(premise); }
  /// Compares at one step of the run; steps come in order, each once.
  void compare(std::int64_t step);
  /// Lets the premises see a step that nothing is compared at; compare() does so itself.
  void pass(std::int64_t step);
  /// Compares at one binding, whose step is the run's current one.
  void compare_at(const Binding& binding);
  /// Whether a convergence certificate at the current step could settle all later ones.
  bool wants_certificate() const;
  /// Takes a certificate for the step compared last; settles the conclusion if it extends it to all later t.
  void consider_certificate(const ConvergenceCertificate& certificate);
  /// The floor above which a bound of the excess loss could settle all later steps; nothing if none could.
  std::optional<Interval> wanted_floor() const;
  /// Takes such a bound from the step compared last; settles the conclusion if it reaches the horizon.
  void consider_floor(const LossFloor& floor);
  /// The run cannot be followed from `step` on; `last` is the last step that was asked for. `spent`: because
  /// of what it may cost (ObservedRun::is_spent).
  void note_lost(std::int64_t step, std::int64_t last, bool spent);
  /// Nothing later in the run can change the outcome.
  bool settled() const;
  /// Some comparison could not be decided, and none refutes.
  bool undecided() const { return unknown_ && !violated_; }
  /// Ends the watch; call once.
  RunOutcome finish();

 private:
  /// The comparison in words and numbers; the curve takes it in.
  WorstCase describe(const ClaimValue& value, const Binding& binding);
  void note_violation(const ClaimValue& value, const Binding& binding);
  void note_unknown(const ClaimValue& value, const Binding& binding);
  void consider(const ClaimValue& value, const Binding& binding);
  Evidence evidence() const;

  const Conclusion& conclusion_;
  const RunEnvironment& environment_;
  Quantifier quantifier_;
  ClaimEvaluator evaluator_;
  std::optional<RateClaim> rate_;
  std::optional<FloorClaim> floor_;
  std::optional<Premise> premise_;
  std::int64_t run_index_;
  Rigor rigor_;
  std::int64_t comparisons_ = 0;
  std::int64_t unclaimed_ = 0;  ///< bindings at which a premise was false
  bool violated_ = false;
  bool unknown_ = false;
  bool worst_is_meaningful_ = false;
  CurveRecorder curve_;
  RunOutcome outcome_;
};

}  // namespace plumbline
