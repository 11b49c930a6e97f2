#include "plumbline/verdict/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <mutex>
#include <set>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/parallel.hpp"
#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/theorem/functions.hpp"
#include "plumbline/training/double_run.hpp"
#include "plumbline/verdict/claim_run.hpp"
#include "plumbline/verdict/observation.hpp"
#include "plumbline/verdict/open_constants.hpp"
#include "plumbline/verdict/run_under_check.hpp"
#include "plumbline/verdict/sequential.hpp"

namespace plumbline {
namespace {

/// Steps chosen where none are asked for: all seeds together stay near this many operations.
constexpr double kOperationBudget = 4e10;
constexpr double kFewestSteps = 20.0;
constexpr double kMostSteps = 1000.0;

/// What every run says. Only the worst case's run of each conclusion keeps its curve.
struct Outcomes {
  std::vector<std::vector<RunOutcome>> runs;      // [run][conclusion]
  std::vector<std::optional<std::size_t>> worst;  // [conclusion]: the run of the worst case
};

std::int64_t chosen_steps(double operations, std::int64_t seeds) {
  const double per_step = operations * static_cast<double>(seeds);
  return std::llround(std::clamp(kOperationBudget / per_step, kFewestSteps, kMostSteps));
}

std::string describe_network(const Theorem& theorem, const ReducedProblem& problem, const Setting& setting) {
  const char* flow = is_flow(theorem) ? ", gradient flow observed at the times eta*t" : "";
  if (is_diagonal(theorem)) return fmt::format("diagonal{}", flow);
  if (is_memorizing(theorem)) return "memorizing, not trained";
  const InitialisationSpec spec = initialisation_of(theorem, setting);
  if (form_of_run(problem, spec, observation_needs(theorem)) == Form::kDense) {
    return fmt::format("dense{}", flow);
  }
  return fmt::format("reduced, width {}{}", hidden_width(problem, spec, Form::kReduced), flow);
}

bool is_worse(const WorstCase& a, const WorstCase& b) {
  return a.log10_slack && (!b.log10_slack || *a.log10_slack < *b.log10_slack);
}

/// Whether the worst case of run a comes before that of run b: refuted ones first, then by slack, then by
/// run.
bool comes_first(const Outcomes& outcomes, std::size_t conclusion, std::size_t a, std::size_t b) {
  const RunOutcome& one = outcomes.runs[a][conclusion];
  const RunOutcome& other = outcomes.runs[b][conclusion];
  const bool refuted = one.truth == Truth::kFalse;
  if (refuted != (other.truth == Truth::kFalse)) return refuted;
  if (is_worse(*one.worst, *other.worst)) return true;
  return !is_worse(*other.worst, *one.worst) && a < b;
}

/// Takes in a run that was just made; the order of the calls does not matter.
void note_worst(Outcomes& outcomes, std::size_t run) {
  outcomes.worst.resize(outcomes.runs[run].size());
  for (std::size_t i = 0; i < outcomes.worst.size(); ++i) {
    std::optional<std::size_t>& worst = outcomes.worst[i];
    std::optional<std::size_t> loser = run;
    const bool first = outcomes.runs[run][i].worst && (!worst || comes_first(outcomes, i, run, *worst));
    if (first) std::swap(worst, loser);
    if (loser) std::vector<ComparedPoint>().swap(outcomes.runs[*loser][i].curve);
  }
}

/// Runs what is missing of the first `runs` runs.
void run_up_to(std::int64_t runs, const Theorem& theorem, const PreparedProblem& problem,
               const CheckRequest& request, std::int64_t steps, Outcomes& outcomes) {
  const auto first = static_cast<std::int64_t>(outcomes.runs.size());
  outcomes.runs.resize(static_cast<std::size_t>(runs));
  std::mutex mutex;
  std::int64_t done = first;
  const auto at_once = static_cast<unsigned>(std::clamp<std::int64_t>(runs - first, 1, request.threads));
  const unsigned threads = request.threads / at_once;  // of each run
  for_each_index(runs - first, at_once, [&](std::int64_t index) {
    const std::int64_t run = first + index;
    auto outcome =
        run_and_compare({theorem, problem, request, run, threads}, steps, !request.steps.has_value());
    const std::lock_guard<std::mutex> lock(mutex);
    outcomes.runs[static_cast<std::size_t>(run)] = std::move(outcome);
    note_worst(outcomes, static_cast<std::size_t>(run));
    if (request.progress) request.progress(++done, request.seeds);
  });
}

/// The weakest evidence among the refuted runs, if that is what decided, else among all.
Evidence weakest_evidence(const Outcomes& outcomes, std::size_t index, bool among_refuted) {
  Evidence weakest = Evidence::kProved;
  for (const auto& run : outcomes.runs) {
    if (among_refuted && run[index].truth != Truth::kFalse) continue;
    weakest = std::min(weakest, run[index].how);
  }
  return weakest;
}

void add_message(ConclusionResult& result, const std::string& message) {
  const bool known =
      std::find(result.messages.begin(), result.messages.end(), message) != result.messages.end();
  if (!message.empty() && !known && result.messages.size() < 3) result.messages.push_back(message);
}

void note_certificate(ConclusionResult& result, const SettledBy& certificate) {
  result.proved_from = std::max(result.proved_from.value_or(0), certificate.from_step);
  if (!certificate.contraction) return;
  const bool weaker = !result.contraction || upper(*certificate.contraction) > upper(*result.contraction);
  if (weaker) result.contraction = certificate.contraction;
}

/// Counts the runs and takes over the worst case: among refuted runs if there are any, else among all.
void gather(ConclusionResult& result, const Outcomes& outcomes, std::size_t index) {
  std::optional<std::int64_t> compared;  // the fewest of the runs that were not refuted
  std::int64_t refuted_at = -1;          // the latest refutation
  for (const auto& run : outcomes.runs) {
    const RunOutcome& outcome = run[index];
    const bool refuted = outcome.truth == Truth::kFalse;
    result.failures += refuted ? 1 : 0;
    if (outcome.settled_by) note_certificate(result, *outcome.settled_by);
    result.digits = std::max(result.digits, outcome.digits);
    result.unclaimed += outcome.unclaimed ? 1 : 0;
    result.undecided += outcome.truth == Truth::kUnknown ? 1 : 0;
    if (refuted) {
      refuted_at = std::max(refuted_at, outcome.steps);
    } else {
      compared = std::min(compared.value_or(outcome.steps), outcome.steps);
    }
    result.confirmed += outcome.witness ? 1 : 0;
    add_message(result, outcome.message);
    add_message(result, outcome.unconfirmed);
  }
  if (const auto& worst = outcomes.worst[index]) {
    const RunOutcome& outcome = outcomes.runs[*worst][index];
    result.worst = outcome.worst;
    result.witness = outcome.witness;
    result.curve = outcome.curve;
  }
  result.steps = compared.value_or(refuted_at);
  result.how = weakest_evidence(outcomes, index, result.failures > 0);
}

/// Docs/theory.md §9: undecided runs count as successes for refuting and as failures for what was shown. A
/// claim that no run bears out never holds, however few the runs.
Verdict judge_probability(ConclusionResult& result, std::int64_t seeds, const Interval& delta, double level) {
  result.failure_probability_claimed = delta;
  result.failure_bounds =
      clopper_pearson(result.failures, result.failures + result.undecided, seeds, 1.0 - level);
  if ((less_equal(Interval(0), delta) && less(delta, Interval(1))) != Truth::kTrue) {
    result.messages.push_back(
        fmt::format("the claimed probability is {} at these parameters, expected more than 0 and at most 1",
                    format_human(Interval(1) - delta)));
    return Verdict::kUndecided;
  }
  if (refutes(result.failures, seeds, delta, level) == Truth::kTrue) return Verdict::kViolated;
  if (result.failures == seeds) {
    result.messages.push_back(
        fmt::format("all {} runs failed, but so few runs cannot refute a failure probability of {} at this "
                    "confidence; ask for more seeds",
                    seeds, format_human(delta)));
    return Verdict::kUndecided;
  }
  const std::int64_t not_true = result.failures + result.undecided;
  if (not_true == seeds) return Verdict::kUndecided;
  return refutes(not_true, seeds, delta, level) == Truth::kFalse ? Verdict::kHolds : Verdict::kUndecided;
}

Verdict judge_surely(ConclusionResult& result, std::int64_t seeds, double level) {
  result.failure_bounds =
      clopper_pearson(result.failures, result.failures + result.undecided, seeds, 1.0 - level);
  if (result.failures > 0) return Verdict::kViolated;
  return result.undecided > 0 ? Verdict::kUndecided : Verdict::kHolds;
}

/// A conclusion whose premises are never true says nothing here.
void note_premises(ConclusionResult& result, std::int64_t seeds) {
  if (result.unclaimed == 0) return;
  if (result.unclaimed == seeds) result.alone = Verdict::kVacuous;
  add_message(result, fmt::format("its premises were false wherever it was looked at in {} of {} runs",
                                  result.unclaimed, seeds));
}

Truth all_hypotheses(const std::vector<HypothesisResult>& hypotheses) {
  Truth truth = Truth::kTrue;
  for (const HypothesisResult& hypothesis : hypotheses) truth = truth && hypothesis.truth;
  return truth;
}

/// The verdict of "hypotheses imply conclusion" from the truth of both (docs/theory.md §10).
Verdict of_implication(Truth hypotheses, ConclusionResult& result) {
  if (hypotheses == Truth::kFalse) return Verdict::kVacuous;
  if (hypotheses == Truth::kUnknown && result.alone == Verdict::kViolated) {
    result.messages.push_back("a hypothesis is undecided, so the failing conclusion refutes nothing");
    return Verdict::kUndecided;
  }
  return result.alone;
}

Verdict overall(const CheckResult& result) {
  const auto any = [&](Verdict verdict) {
    return std::any_of(result.conclusions.begin(), result.conclusions.end(),
                       [&](const ConclusionResult& c) { return c.verdict == verdict; });
  };
  for (const Verdict verdict : {Verdict::kViolated, Verdict::kUndecided, Verdict::kVacuous}) {
    if (any(verdict)) return verdict;
  }
  return result.conclusions.empty() ? Verdict::kUndecided : Verdict::kHolds;
}

void check_request(const CheckRequest& request) {
  if (request.seeds < 1 || request.seeds > kMaxSeeds) {
    throw InputError(fmt::format("seeds: found {}, expected 1 to {}", request.seeds, kMaxSeeds));
  }
  if (request.steps && (*request.steps < 0 || *request.steps > kMaxSteps)) {
    throw InputError(fmt::format("steps: found {}, expected 0 to {}", *request.steps, kMaxSteps));
  }
  if (!(request.confidence > 0.0 && request.confidence < 1.0)) {
    throw InputError(
        fmt::format("confidence: found {}, expected a number between 0 and 1", request.confidence));
  }
}

void describe(ConclusionResult& result, const Conclusion& conclusion) {
  result.text = conclusion.claim.source.text;
  result.probability = conclusion.probability_text;
  for (const Claim& condition : conclusion.for_all) result.for_all.push_back(condition.source.text);
  result.given = conclusion.given_named;
  for (const Claim& premise : conclusion.given) result.given.push_back(premise.source.text);
  result.given_before = conclusion.given_before;
}

/// Whether an expression calls an observable, itself or through one of the definitions named.
bool speaks_of_run(const Expression& expression, const std::set<std::string>& of_run) {
  const std::set<std::string> symbols = symbols_of(expression);
  return observes(expression) || std::any_of(symbols.begin(), symbols.end(),
                                             [&](const std::string& name) { return of_run.contains(name); });
}

/// Every parameter, constant and definition of a theorem at a setting.
std::vector<NamedValue> values_of(const Theorem& theorem, const PreparedProblem& problem,
                                  const Setting& setting) {
  const PrecisionScope precision(60);
  const SettingEnvironment environment(theorem, problem.quantities(), setting);
  std::vector<NamedValue> values;
  for (const auto& [name, text] : theorem.parameters) {
    values.push_back(
        {"parameter", name, parameter_text(theorem, setting, name), "", environment.symbol(name)});
  }
  for (const Constant& constant : theorem.constants) {
    values.push_back(
        {"constant", constant.name, constant.text, constant.proof, environment.symbol(constant.name)});
  }
  std::set<std::string> of_run;
  for (const Definition& let : theorem.lets) {
    values.push_back({"definition", let.name, let.text, "", std::nullopt});
    if (speaks_of_run(*let.value, of_run)) {
      of_run.insert(let.name);
    } else {
      values.back().value = environment.symbol(let.name);
    }
  }
  return values;
}

/// Every conclusion after the runs of `outcomes`, each probability claim tested at significance `level`.
std::vector<ConclusionResult> judge(const Theorem& theorem, const PreparedProblem& problem,
                                    const CheckRequest& request, Truth hypotheses, const Outcomes& outcomes,
                                    double level) {
  const PrecisionScope precision(60);
  const auto runs = static_cast<std::int64_t>(outcomes.runs.size());
  const SettingEnvironment environment(theorem, problem.quantities(), request.at.setting);
  std::vector<ConclusionResult> results;
  for (std::size_t i = 0; i < theorem.conclusions.size(); ++i) {
    const Conclusion& conclusion = theorem.conclusions[i];
    ConclusionResult judged;
    judged.name = conclusion.name;
    describe(judged, conclusion);
    gather(judged, outcomes, i);
    if (conclusion.probability) {
      const Interval delta = Interval(1) - evaluate(*conclusion.probability, environment);
      judged.alone = judge_probability(judged, runs, delta, level);
      judged.shown =
          request.sequential && shows(judged.failures + judged.undecided, runs, delta, level) == Truth::kTrue;
    } else {
      judged.alone = judge_surely(judged, runs, level);
    }
    note_premises(judged, runs);
    judged.verdict = of_implication(hypotheses, judged);
    if (judged.verdict == Verdict::kViolated && hangs_on_open_constant(theorem, conclusion)) {
      judged.verdict = Verdict::kUndecided;
      add_message(judged, "it fails, which refutes the value of an open constant, not the theorem");
    }
    if (judged.verdict == Verdict::kViolated && is_memorizing(theorem)) {
      add_message(judged, "this speaks of the network that is built, not of every one that may exist");
    }
    results.push_back(std::move(judged));
  }
  return results;
}

/// Whether no further run can be needed: nothing is claimed here, or every probability claim is refuted or
/// shown.
bool all_decided(const std::vector<ConclusionResult>& conclusions, Truth hypotheses) {
  return hypotheses == Truth::kFalse ||
         std::all_of(conclusions.begin(), conclusions.end(), [](const ConclusionResult& c) {
           return !c.failure_probability_claimed || c.shown || c.alone == Verdict::kViolated;
         });
}

void note_what_was_shown(ConclusionResult& result) {
  if (!result.failure_probability_claimed || result.alone == Verdict::kViolated) return;
  add_message(result, result.shown ? "the runs show the claimed probability"
                                   : "the budget of runs ended before the claimed probability was shown");
}

}  // namespace

Rigor rigor_from_name(const std::string& name) {
  if (name == "sampled") return Rigor::kSampled;
  if (name == "enclosed") return Rigor::kEnclosed;
  if (name == "proved") return Rigor::kProved;
  throw InputError(fmt::format("rigor: found '{}', expected sampled, enclosed or proved", name));
}

std::string to_string(Rigor rigor) {
  return rigor == Rigor::kSampled ? "sampled" : rigor == Rigor::kEnclosed ? "enclosed" : "proved";
}

std::int64_t probability_claims(const Theorem& theorem) {
  return std::count_if(theorem.conclusions.begin(), theorem.conclusions.end(),
                       [](const Conclusion& c) { return c.probability != nullptr; });
}

CheckResult check_theorem(const Theorem& theorem, const PreparedProblem& problem,
                          const CheckRequest& request) {
  check_request(request);
  const Setting& setting = request.at.setting;
  CheckResult result;
  result.theorem = theorem.id;
  result.problem = problem.problem().id;
  result.depth = setting.depth;
  result.width = setting.width;
  result.eta = request.at.eta;
  result.seed = request.seed;
  result.title = theorem.title;
  result.source = theorem.source;
  result.init = theorem.init;
  result.rigor = request.rigor;
  result.confidence = request.confidence;
  result.min_width = request.at.min_width;
  result.max_eta = request.at.max_eta;
  result.parameters = setting.parameters;
  result.definitions = values_of(theorem, problem, setting);
  result.steps_chosen = !request.steps.has_value();
  result.steps_requested =
      request.steps.value_or(chosen_steps(operations_per_step(theorem, problem, setting), request.seeds));
  result.network = describe_network(theorem, problem.reduced(), setting);
  result.hypotheses = evaluate_hypotheses(theorem, problem, setting);

  const Truth hypotheses = all_hypotheses(result.hypotheses);
  const double level =
      (1.0 - request.confidence) /
      static_cast<double>(std::max({probability_claims(theorem), request.claims, std::int64_t{1}}));
  const std::vector<Look> looks =
      request.sequential ? planned_looks(request.seeds, level) : std::vector<Look>{{request.seeds, level}};
  Outcomes outcomes;
  double last_level = level;
  for (const Look& look : looks) {
    last_level = look.level;
    run_up_to(look.runs, theorem, problem, request, result.steps_requested, outcomes);
    result.conclusions = judge(theorem, problem, request, hypotheses, outcomes, look.level);
    result.seeds = look.runs;
    if (all_decided(result.conclusions, hypotheses)) break;
  }
  if (request.sequential) {
    result.seeds_budget = request.seeds;
    for (ConclusionResult& conclusion : result.conclusions) note_what_was_shown(conclusion);
  }
  const PrecisionScope precision(60);
  result.open_constants =
      judge_open_constants(theorem, problem, setting, outcomes.runs, result.conclusions, last_level);
  result.verdict = overall(result);
  return result;
}

}  // namespace plumbline
