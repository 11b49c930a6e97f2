#include "plumbline/verdict/claim_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "plumbline/certificate/convergence.hpp"
#include "plumbline/network/plain_network.hpp"
#include "plumbline/training/diagonal_flow_run.hpp"
#include "plumbline/training/enclosed_run.hpp"
#include "plumbline/training/flow_run.hpp"
#include "plumbline/training/sampled_run.hpp"
#include "plumbline/verdict/ball_budget.hpp"
#include "plumbline/verdict/conclusion_watch.hpp"
#include "plumbline/verdict/observation.hpp"
#include "plumbline/verdict/second_opinion.hpp"
#include "plumbline/verdict/start_observables.hpp"

namespace plumbline {
namespace {

/// What certificates may settle, besides what is compared step by step.
struct Certifiable {
  const EnclosedRun* rates = nullptr;   ///< the run, if convergence certificates speak of it
  const EnclosedRun* floors = nullptr;  ///< the run, if escape bounds speak of it
};

/// Tries certificates at t = 0, 1, 2, … and then ever more rarely: each costs two decompositions a layer.
class Certifier {
 public:
  /// Everything must outlive it.
  Certifier(const RunUnderCheck& under, const Quantities& quantities, const Certifiable& certifiable)
      : under_(under), quantities_(quantities), certifiable_(certifiable) {}

  void offer(std::int64_t t, std::vector<ConclusionWatch>& watches) {
    if (t < next_) return;
    next_ = next_attempt(t);
    if (certifiable_.rates != nullptr && certifiable_.rates->is_finite()) offer_rate(watches);
    if (certifiable_.floors != nullptr && certifiable_.floors->is_finite()) offer_floors(watches);
  }

 private:
  void offer_rate(std::vector<ConclusionWatch>& watches) const {
    const bool wanted = std::any_of(watches.begin(), watches.end(),
                                    [](const ConclusionWatch& watch) { return watch.wants_certificate(); });
    if (!wanted) return;
    const ConvergenceCertificate certificate =
        find_convergence(convergence_state(*certifiable_.rates, under_.request.at.setting.width));
    for (ConclusionWatch& watch : watches) watch.consider_certificate(certificate);
  }

  void offer_floors(std::vector<ConclusionWatch>& watches) const {
    for (ConclusionWatch& watch : watches) {
      const std::optional<Interval> floor = watch.wanted_floor();
      if (!floor) continue;
      if (const auto found = find_loss_floor(floor_start(), *floor)) watch.consider_floor(*found);
    }
  }

  FloorStart floor_start() const {
    const EnclosedRun& run = *certifiable_.floors;
    const Network& network = run.descent().network();
    FloorStart start;
    for (Eigen::Index i = 1; i <= network.depth(); ++i) start.layers.push_back(layer_matrix(network, i));
    start.distance = run.radius().radius();
    start.step = run.steps_taken();
    start.input_norm = quantities_.norm_X;
    start.target_norm = sqrt_of(square(quantities_.frob_Y) - Interval(2) * quantities_.loss_opt);
    start.eta = exact(under_.request.at.eta);
    return start;
  }

  const RunUnderCheck& under_;
  const Quantities& quantities_;
  Certifiable certifiable_;
  std::int64_t next_ = 0;
};

/// How far a run is to be followed.
struct Horizon {
  std::int64_t steps = 0;
  bool end_at_floor = false;
  bool end_when_undecided = false;  ///< when no conclusion can be decided any more
};

std::vector<ConclusionWatch> watches_of(const RunUnderCheck& run, const RunEnvironment& environment,
                                        Rigor rigor) {
  std::vector<ConclusionWatch> watches;
  watches.reserve(run.theorem.conclusions.size());
  for (const Conclusion& conclusion : run.theorem.conclusions) {
    const std::int64_t depth = run.request.at.setting.depth;
    if (conclusion.quantified.contains("t")) remember_start(run.theorem, conclusion, environment, depth);
    watches.emplace_back(conclusion, environment, depth, run.run_index, rigor);
    if (has_premises(conclusion)) {
      watches.back().require(Premise(run.theorem, conclusion, environment, depth));
    }
  }
  return watches;
}

/// The open constants of the conclusions along one run.
class OpenConstants {
 public:
  OpenConstants(const RunUnderCheck& run, const Quantities& quantities, const RunEnvironment& environment) {
    const Setting& setting = run.request.at.setting;
    for (const std::string& name : open_constants(run.theorem)) {
      const double stated = approx_midpoint(environment.symbol(name));
      for (std::size_t i = 0; i < run.theorem.conclusions.size(); ++i) {
        const Conclusion& conclusion = run.theorem.conclusions[i];
        if (!(stated > 0.0) || !depends_on(run.theorem, conclusion, name)) continue;
        entries_.push_back(
            {i, name,
             ConstantWatch(run.theorem, conclusion, name, stated, quantities, setting, environment)});
      }
    }
  }
  void compare(std::int64_t step) {
    for (Entry& entry : entries_) entry.watch.compare(step);
  }
  bool settled() const {
    return std::all_of(entries_.begin(), entries_.end(),
                       [](const Entry& entry) { return entry.watch.settled(); });
  }
  void tell(std::vector<RunOutcome>& outcomes) const {
    for (const Entry& entry : entries_)
      outcomes[entry.conclusion].constants[entry.name] = entry.watch.range();
  }

 private:
  struct Entry {
    std::size_t conclusion;
    std::string name;
    ConstantWatch watch;
  };
  std::vector<Entry> entries_;
};

std::vector<RunOutcome> follow(const RunUnderCheck& under, ObservedRun& run, const Certifiable& certifiable,
                               const Quantities& quantities, Rigor rigor, const Horizon& horizon) {
  if (under.request.stop != nullptr) under.request.stop->check();
  const Setting& setting = under.request.at.setting;
  RunEnvironment environment(under.theorem, quantities, setting, run);
  std::vector<ConclusionWatch> watches = watches_of(under, environment, rigor);
  OpenConstants constants(under, quantities, environment);
  Certifier certifier(under, quantities, certifiable);
  const auto compare = [&](std::int64_t t) {
    for (ConclusionWatch& watch : watches) watch.compare(t);
    constants.compare(t);
    certifier.offer(t, watches);
    return constants.settled() &&
           std::all_of(watches.begin(), watches.end(), [&](const ConclusionWatch& watch) {
             return watch.settled() || (horizon.end_when_undecided && watch.undecided());
           });
  };
  bool done = compare(0);
  for (std::int64_t t = 1; t <= horizon.steps && !done; ++t) {
    if (under.request.stop != nullptr) under.request.stop->check();
    run.step();
    if (!run.is_finite()) {
      for (ConclusionWatch& watch : watches) watch.note_lost(t, horizon.steps, run.is_spent());
      break;
    }
    if (horizon.end_at_floor && run.at_floor()) break;
    environment.arrive();
    done = compare(t);
  }
  std::vector<RunOutcome> outcomes;
  outcomes.reserve(watches.size());
  for (ConclusionWatch& watch : watches) outcomes.push_back(watch.finish());
  constants.tell(outcomes);
  return outcomes;
}

/// Whether the doubles D_i of a run are its weights W_i: scale and unit 1, no base, nothing that stands for
/// another matrix.
bool stores_its_weights(const Network& network) {
  return network.scale == 1.0 && network.unit == 1.0 && network.corner.size() == 0 &&
         network.first.isZero(0.0) && !network.identity_middle && network.isometric.empty();
}

/// Diagonal networks and flows have no error analysis in double: ball arithmetic alone follows them
/// rigorously.
std::vector<RunOutcome> unfollowed(const RunUnderCheck& under) {
  RunOutcome open;
  open.lost = true;
  open.how = Evidence::kEnclosed;
  return std::vector<RunOutcome>(under.theorem.conclusions.size(), open);
}

std::unique_ptr<ObservedRun> diagonal_run(const RunUnderCheck& under) {
  const Problem& problem = under.problem.problem();
  const Eigen::MatrixXd& basis = under.problem.reduced().basis;
  if (is_flow(under.theorem))
    return std::make_unique<DiagonalFlowRun>(problem, basis, diagonal_spec_of(under));
  return std::make_unique<DiagonalRun>(problem, basis, diagonal_spec_of(under));
}

std::vector<RunOutcome> follow_in_double(const RunUnderCheck& under, const Horizon& horizon) {
  const PrecisionScope precision(kWorkingDigits);
  const CheckRequest& request = under.request;
  const Quantities& quantities = under.problem.quantities();
  const bool in_balls_alone = is_diagonal(under.theorem) || is_flow(under.theorem);
  if (in_balls_alone && request.rigor != Rigor::kSampled) {
    if (!is_diagonal(under.theorem)) {
      const InitialisationSpec spec = initialisation_of(under);
      const ObservationNeeds needs = observation_needs(under.theorem);
      if (is_plain(spec.scheme)) {
        require_exact_start(initial_network(under.problem.reduced(), spec, needs), spec.scheme);
      }
    }
    return unfollowed(under);
  }
  if (is_diagonal(under.theorem)) {
    const std::unique_ptr<ObservedRun> run = diagonal_run(under);
    return follow(under, *run, {}, quantities, request.rigor, horizon);
  }
  if (is_memorizing(under.theorem)) {  // exact whatever is asked for
    const MemorizingSpec spec = memorizing_spec_of(under);
    MemorizingRun run(under.problem.problem(), under.problem.points(), spec);
    return follow(under, run, {}, quantities, Rigor::kEnclosed, horizon);
  }
  const InitialisationSpec spec = initialisation_of(under);
  const ObservationNeeds needs = observation_needs(under.theorem);
  const ReducedProblem& problem = under.problem.reduced();
  if (is_flow(under.theorem)) {
    FlowRun run(problem, spec, request.at.eta, quantities.loss_opt, needs);
    return follow(under, run, {}, quantities, request.rigor, horizon);
  }
  if (request.rigor == Rigor::kSampled) {
    SampledRun run(problem, spec, request.at.eta, quantities.loss_opt, needs, under.threads);
    return follow(under, run, {}, quantities, request.rigor, horizon);
  }
  EnclosedRun run(problem, spec, request.at.eta, quantities.loss_opt, needs, under.threads);
  Certifiable certifiable;
  if (request.rigor == Rigor::kProved && spec.train_first && spec.train_last) {
    // Convergence certificates speak of networks with an output scale (docs/theory.md §7), escape bounds of
    // those without one that store their weights (§6).
    if (spec.output_scale == OutputScale::kNormPreserving) {
      certifiable.rates = &run;
    } else if (stores_its_weights(run.descent().network())) {
      certifiable.floors = &run;
    }
  }
  return follow(under, run, certifiable, quantities, request.rigor, horizon);
}

/// What was compared, or would have been had the run not been lost, can gain from more digits.
bool gains_from_digits(const RunOutcome& outcome) {
  return outcome.truth == Truth::kUnknown && (outcome.steps >= 0 || outcome.lost);
}

/// The run in ball arithmetic of so many digits; nothing if these do not even suffice for its start.
struct InBalls {
  std::vector<RunOutcome> outcomes;
  bool spent = false;  ///< ObservedRun::is_spent
};
InBalls follow_in_balls(const RunUnderCheck& under, unsigned digits, const Horizon& horizon) {
  const PrecisionScope precision(digits);
  const std::unique_ptr<ObservedRun> run = make_ball_run(under, digits);
  if (!run->is_finite()) return {};
  InBalls result;
  result.outcomes = follow(under, *run, {}, under.problem.quantities(digits), Rigor::kEnclosed, horizon);
  result.spent = run->is_spent();
  return result;
}

/// Replaces what is undecided by what ball arithmetic decides within its budget.
void follow_with_more_digits(const RunUnderCheck& under, const Horizon& horizon,
                             std::vector<RunOutcome>& outcomes) {
  const auto any_gains = [&] { return std::any_of(outcomes.begin(), outcomes.end(), gains_from_digits); };
  for (unsigned digits = kFirstBallDigits; digits <= kMostBallDigits && any_gains(); digits *= 2) {
    const std::int64_t affordable = affordable_ball_steps(under, digits);
    if (affordable == 0) break;
    const Horizon within{std::min(affordable, horizon.steps), horizon.end_at_floor, true};
    auto [sharper, spent] = follow_in_balls(under, digits, within);
    for (std::size_t i = 0; i < sharper.size(); ++i) {
      const bool decides = sharper[i].truth == Truth::kFalse ||
                           (sharper[i].truth == Truth::kTrue && affordable >= horizon.steps);
      if (!gains_from_digits(outcomes[i]) || !decides) continue;
      outcomes[i] = std::move(sharper[i]);
      outcomes[i].digits = digits;
    }
    if (spent) break;
  }
  for (RunOutcome& outcome : outcomes) {
    if (!gains_from_digits(outcome)) continue;
    outcome.message += fmt::format("{}ball arithmetic: {}", outcome.message.empty() ? "" : "; ",
                                   ball_budget_text(kMostBallDigits));
  }
}

}  // namespace

std::vector<RunOutcome> run_and_compare(const RunUnderCheck& run, std::int64_t steps, bool end_at_floor) {
  const Horizon horizon{steps, end_at_floor, false};
  std::vector<RunOutcome> outcomes = follow_in_double(run, horizon);
  if (run.request.rigor != Rigor::kSampled) follow_with_more_digits(run, horizon, outcomes);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].truth != Truth::kFalse) continue;
    seek_second_opinion(run, i, std::max(kFirstBallDigits, 2 * outcomes[i].digits), outcomes[i]);
  }
  return outcomes;
}

}  // namespace plumbline
