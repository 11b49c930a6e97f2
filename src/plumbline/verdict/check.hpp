// One theorem held against runs on one problem at one setting: hypotheses, conclusions, verdicts.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/numeric/stop_flag.hpp"
#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "plumbline/verdict/curve.hpp"
#include "plumbline/verdict/hypotheses.hpp"
#include "plumbline/verdict/probability.hpp"
#include "plumbline/verdict/quantifier.hpp"
#include "plumbline/verdict/resolve.hpp"
#include "plumbline/verdict/verdict.hpp"

namespace plumbline {

/// Most runs and most steps of one check: beyond them its memory would be.
inline constexpr std::int64_t kMaxSeeds = 100'000;
inline constexpr std::int64_t kMaxSteps = 1'000'000;

/// How sure a verdict must be.
enum class Rigor {
  kSampled,   ///< double with an estimated resolution
  kEnclosed,  ///< enclosures of the exact orbit, t = 0 … T
  kProved     ///< enclosures, and convergence certificates that settle all later t
};
/// @throws InputError for any other name than sampled, enclosed, proved.
Rigor rigor_from_name(const std::string& name);
std::string to_string(Rigor rigor);

struct CheckRequest {
  ResolvedSetting at;
  std::int64_t seeds = 20;            ///< N independent runs, 1 … kMaxSeeds
  bool sequential = false;            ///< fewer, once every probability claim is decided (sequential.hpp)
  std::uint64_t seed = 0;             ///< run s uses the streams of (seed, s)
  std::optional<std::int64_t> steps;  ///< T, 0 … kMaxSteps; if absent, chosen from the cost and ended at
                                      ///< double's floor
  double confidence = 0.999;          ///< over all probability claims that are tested together
  std::int64_t claims = 0;            ///< how many these are, if more than the theorem's own
  Rigor rigor = Rigor::kSampled;
  unsigned threads = 1;
  std::function<void(std::int64_t done, std::int64_t total)> progress;  ///< called under a lock
  const StopFlag* stop = nullptr;  ///< looked at before every run and step; the check then throws Stopped
};

/// The comparison of a conclusion that has least slack, or the one that decided it.
struct WorstCase {
  std::int64_t seed = 0;  ///< the run's index s
  Binding at;
  Interval observed, bound;
  std::string relation;               ///< observed RELATION bound
  std::optional<double> log10_slack;  ///< log10(bound/observed) in the direction of the claim; < 0: false
};

/// The second evaluation of a refuted comparison: ball arithmetic of so many digits; 0: double with a proved
/// radius.
struct Witness {
  unsigned digits = 0;
  Interval observed, bound;
};

/// A certificate that settled a conclusion: of convergence, or of a floor.
struct SettledBy {
  std::int64_t from_step = 0;           ///< t_0
  std::optional<Interval> contraction;  ///< q: the residual shrinks by it at every step from t_0 on
};

struct ConclusionResult {
  std::string name;
  std::string text;
  std::string probability;  ///< with which it is claimed, as written; "surely" when there is none
  std::vector<std::string> for_all, given, given_before;  ///< conditions and premises, as written
  Verdict verdict = Verdict::kUndecided;                  ///< vacuous where a hypothesis is surely false
  Verdict alone = Verdict::kUndecided;  ///< the conclusion's own truth, whatever the hypotheses
  Evidence how = Evidence::kSampled;
  std::int64_t steps = -1;  ///< t = 0 … steps were compared in every run that was not refuted earlier; −1:
                            ///< some run had nothing to compare
  std::optional<std::int64_t> proved_from;  ///< how = proved by certificates: the latest t_0 of any run
  std::optional<Interval> contraction;      ///< of those certificates: the one with the largest upper end
  std::int64_t failures = 0;                ///< runs in which the conclusion is surely false
  std::int64_t unclaimed = 0;               ///< runs in which a premise was false wherever it was looked at
  std::int64_t undecided = 0;               ///< runs in which some comparison could not be decided
  bool shown = false;  ///< the runs show the claimed probability (sequential checks only)
  std::optional<Interval> failure_probability_claimed;  ///< δ; nothing when the conclusion is claimed surely
  FailureBounds failure_bounds;
  std::optional<WorstCase> worst;
  std::optional<Witness> witness;  ///< of the worst case, when it is a refutation that was confirmed
  std::int64_t confirmed = 0;      ///< failures that a second evaluation confirmed
  unsigned digits = 0;  ///< most digits of ball arithmetic that decided a run; 0: double decided all
  std::vector<ComparedPoint>
      curve;  ///< of the worst case's run; of no or one point where t is not ranged over
  std::vector<std::string> messages;  ///< why undecided, claimed factor ≤ 0, too few runs, …
};

/// What is left of a constant whose proof is open: the positive values around the stated one that nothing
/// excludes.
struct OpenConstantResult {
  std::string name;
  Interval stated;
  std::optional<Interval> least, most;  ///< enclosures of the ends of what is left; nothing: no end was found
  std::string message;
};

/// A parameter, constant or definition of the theorem at the setting.
struct NamedValue {
  std::string kind;  ///< "parameter", "constant" or "definition"
  std::string name, text;
  std::string proof;              ///< of a constant: the check that derives it, or "open"
  std::optional<Interval> value;  ///< nothing where a definition speaks of a run's start
};

struct CheckResult {
  std::string theorem, problem;
  std::string title, source, init;  ///< of the theorem
  std::int64_t depth = 0;
  Integer width;
  double eta = 0.0;
  std::int64_t seeds = 0;                    ///< runs that were made
  std::optional<std::int64_t> seeds_budget;  ///< of a sequential check
  std::uint64_t seed = 0;
  Rigor rigor = Rigor::kSampled;
  double confidence = 0.0;
  std::optional<Integer> min_width;  ///< as ResolvedSetting
  std::optional<Interval> max_eta;
  std::vector<NamedValue> definitions;
  std::map<std::string, std::string> parameters;  ///< given instead of the theorem's defaults
  std::int64_t steps_requested = 0;
  bool steps_chosen = false;  ///< the steps were chosen by us, not given
  std::string network;        ///< "reduced, width k" or "dense"
  Verdict verdict = Verdict::kUndecided;
  std::vector<HypothesisResult> hypotheses;
  std::vector<ConclusionResult> conclusions;
  std::vector<OpenConstantResult> open_constants;
};

/// How many conclusions of a theorem are claimed with a probability: each is one test.
std::int64_t probability_claims(const Theorem& theorem);

/// @throws InputError for a request that makes no sense or a theorem that asks for what a run cannot show.
CheckResult check_theorem(const Theorem& theorem, const PreparedProblem& problem,
                          const CheckRequest& request);

}  // namespace plumbline
