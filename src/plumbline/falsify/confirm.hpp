// From a run that fails in double to a counterexample.
#pragma once

#include <cstdint>
#include <optional>

#include "plumbline/falsify/trial_runner.hpp"

namespace plumbline {

/// Chance that one search calls a true claim "with probability 1 − δ" violated, over everything it tries.
inline constexpr double kFalseAlarm = 1e-3;

/// Seeds of tests start here: those of trials are below.
inline constexpr std::uint64_t kFreshSeeds = std::uint64_t{1} << 20U;

/// A refuted trial: its check, and the conclusion that is violated.
struct Confirmed {
  Trial trial;
  TrialResult result;
  std::size_t conclusion = 0;
};

/// Confirms trials one after the other. A trial is a counterexample when all hypotheses are surely true and
/// - a conclusion that is claimed surely fails in the trial's own run, or
/// - one that is claimed with a probability fails in so many runs of *fresh* seeds (the search has chosen the
///   trial's own one) that the exact binomial test rejects it. The k-th trial that is offered is tested at
///   the level kFalseAlarm/(k(k+1)), at up to four sample sizes: over all trials and looks together a true
///   claim is rejected with probability at most kFalseAlarm.
/// Only failures that the second evaluator confirmed count. The outcome depends on the trials offered before.
class Confirmer {
 public:
  /// The runner must outlive it. @param seed of the search, below 2^20: fresh seeds are derived from it and
  /// from the theorem, so that settings that failed at fresh seeds of another theorem meet new ones.
  Confirmer(const TrialRunner& runner, std::uint64_t seed, unsigned threads);

  std::optional<Confirmed> confirm(const Trial& trial);
  std::int64_t offered() const { return offered_; }

 private:
  std::optional<Confirmed> confirm_surely(const Trial& trial) const;
  std::optional<Confirmed> confirm_by_test(const Trial& trial) const;

  const TrialRunner& runner_;
  std::uint64_t first_seed_;  ///< of the tests
  unsigned threads_;
  std::int64_t offered_ = 0;
};

}  // namespace plumbline
