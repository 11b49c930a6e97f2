// A theorem tried out at one trial after the other.
#pragma once

#include <optional>
#include <vector>

#include "plumbline/falsify/hypothesis_groups.hpp"
#include "plumbline/falsify/trial.hpp"
#include "plumbline/verdict/check.hpp"

namespace plumbline {

/// What one run says of one conclusion.
struct Margin {
  double log10_slack = 0.0;  ///< log10(bound/observed) at its tightest; negative: false there
  /// The same for what the search minimises: where the conclusion depends on eta, divided by the trial's
  /// share of the largest step, for every rate claim comes close to equality as the step goes to 0.
  double score = 0.0;
};

struct TrialResult {
  bool ran = false;     ///< all hypotheses surely true, affordable, and something was compared
  bool costly = false;  ///< did not run because of its cost
  std::vector<std::optional<Margin>> margins;  ///< one a conclusion; nothing where nothing was compared
  double kappa = 1.0;                          ///< of the problem
  std::optional<CheckResult> check;
  CheckRequest request;  ///< as it was run
};

/// The conclusion whose margin is least; nothing if none has one.
std::optional<std::size_t> least_margin(const TrialResult& result);

/// The theorem must outlive it. Safe to share between threads.
class TrialRunner {
 public:
  /// @param stop if given, what runs throws Stopped soon after it is raised; it must outlive the runner.
  explicit TrialRunner(const Theorem& theorem, const StopFlag* stop = nullptr);

  const Theorem& theorem() const { return theorem_; }
  const HypothesisGroups& groups() const { return groups_; }

  /// Whether the hypotheses about sizes, or about the data, are surely true. Cheap.
  bool admits_sizes(const Trial& trial) const;
  bool admits_data(const Trial& trial) const;

  /// One run in double. @param most_operations what the run may cost (operations()); fewer steps are taken
  /// where that helps.
  /// A setting that the theorem or the machine does not admit did not run. @throws Stopped alone.
  TrialResult try_out(const Trial& trial, double most_operations) const;

  /// As it stands, with whatever rigour, seeds and confidence the request has; its setting and steps are
  /// solved for. Did not run if it is too costly for that (trial_costs.hpp). @throws Stopped alone.
  TrialResult check(const Trial& trial, CheckRequest request) const;

 private:
  /// Steps that the conclusions need before they say anything, such as L*L for "t == L*L".
  std::int64_t least_steps(const PreparedProblem& problem, const Setting& setting) const;
  TrialResult run(const Trial& trial, CheckRequest request, double most_operations) const;

  const Theorem& theorem_;
  const StopFlag* stop_;
  HypothesisGroups groups_;
  std::vector<bool> on_step_;  ///< conclusions that depend on eta
  bool over_time_ = false;     ///< some conclusion speaks of t > 0
};

/// Operations of a run of so many steps, what the conclusions look at included, about: in units of one
/// floating-point operation.
double operations(const Theorem& theorem, const PreparedProblem& problem, const Setting& setting,
                  std::int64_t steps);

}  // namespace plumbline
