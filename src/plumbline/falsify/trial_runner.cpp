#include "plumbline/falsify/trial_runner.hpp"

#include <algorithm>
#include <cmath>

#include "plumbline/falsify/solve_setting.hpp"
#include "plumbline/falsify/trial_costs.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/verdict/hypotheses.hpp"
#include "plumbline/verdict/run_under_check.hpp"

namespace plumbline {
namespace {

/// One comparison in intervals, in units of a floating-point operation; many digits make it dearer.
constexpr double kComparison = 3e5;
/// A singular value decomposition of k × k, and a product, over k^3.
constexpr double kDecomposition = 25.0;
constexpr double kProduct = 2.0;
constexpr std::int64_t kMostLeastSteps = 20'000;

bool is_step(const Expression& term) {
  return calls_of(term).empty() && symbols_of(term) == std::set<std::string>{"t"};
}

/// The number that `relation` makes a lower bound of t, if it does: for t == 1000 and t >= 1000.
std::optional<std::int64_t> bound_of(const Claim& condition, std::size_t relation,
                                     const SettingEnvironment& environment) {
  const bool left = is_step(*condition.terms[relation]);
  const bool right = is_step(*condition.terms[relation + 1]);
  if (left == right) return std::nullopt;
  const Expression& other = *condition.terms[left ? relation + 1 : relation];
  const std::set<std::string> names = symbols_of(other);
  if (names.contains("t") || names.contains("i") || names.contains("j")) return std::nullopt;
  const Relation kind = condition.relations[relation];
  const bool from_below =
      kind == Relation::kEqual || (left ? kind == Relation::kGreater || kind == Relation::kGreaterEqual
                                        : kind == Relation::kLess || kind == Relation::kLessEqual);
  if (!from_below) return std::nullopt;
  const double value = approx_midpoint(evaluate(other, environment));
  if (!(value >= 0.0) || value > static_cast<double>(kMostLeastSteps)) return std::nullopt;
  return static_cast<std::int64_t>(std::ceil(value)) + (kind == Relation::kEqual ? 0 : 1);
}

/// Matrices that a conclusion or premise looks at in one step.
double looks(const Conclusion& conclusion, double depth) {
  double count = 1.0;
  if (conclusion.quantified.contains("i")) count *= depth;
  if (conclusion.quantified.contains("j")) count *= depth / 2.0;
  return count;
}

bool looks_at_kernel(const Conclusion& conclusion) {
  const std::set<std::string> calls = calls_of(conclusion.claim);
  return calls.contains("lambda_max_P") || calls.contains("lambda_min_P");
}

/// Never more than it takes to say "too many".
double size_of(const Theorem& theorem, const PreparedProblem& problem, const Setting& setting) {
  const InitialisationSpec spec = initialisation_of(theorem, setting);
  const Form form = natural_form(problem.reduced(), spec);
  if (form == Form::kDense && setting.width > 100'000) return 1e5;
  return static_cast<double>(hidden_width(problem.reduced(), spec, form));
}

}  // namespace

double operations(const Theorem& theorem, const PreparedProblem& problem, const Setting& setting,
                  std::int64_t steps) {
  const auto depth = static_cast<double>(setting.depth);
  const auto times = static_cast<double>(steps + 1);
  double total = operations_per_step(theorem, problem, setting) * times;
  const double size = is_diagonal(theorem) ? 1.0 : size_of(theorem, problem, setting);
  const auto outputs = static_cast<double>(problem.quantities().d_y * problem.quantities().rank);
  const auto add = [&](const Conclusion& conclusion) {
    const bool decomposes = !conclusion.quantified.empty() || !calls_of(conclusion.claim).contains("loss");
    double each =
        kComparison +
        (decomposes && !is_diagonal(theorem) ? (kDecomposition + kProduct * depth) * std::pow(size, 3) : 0.0);
    if (looks_at_kernel(conclusion))
      each += kDecomposition * std::pow(outputs, 3) + depth * outputs * outputs * size * 4.0;
    total += each * looks(conclusion, depth) * (conclusion.quantified.contains("t") ? times : 1.0);
  };
  for (const Conclusion& conclusion : theorem.conclusions) add(conclusion);
  for (const Conclusion& premise : theorem.premises) add(premise);
  return total;
}

std::optional<std::size_t> least_margin(const TrialResult& result) {
  std::optional<std::size_t> least;
  for (std::size_t i = 0; i < result.margins.size(); ++i) {
    if (!result.margins[i]) continue;
    if (!least || result.margins[i]->log10_slack < result.margins[*least]->log10_slack) least = i;
  }
  return least;
}

TrialRunner::TrialRunner(const Theorem& theorem, const StopFlag* stop)
    : theorem_(theorem), stop_(stop), groups_(theorem) {
  for (const Conclusion& conclusion : theorem.conclusions) {
    on_step_.push_back(depends_on(theorem, conclusion, "eta") || conclusion.quantified.contains("t"));
    over_time_ = over_time_ || conclusion.quantified.contains("t");
  }
}

bool TrialRunner::admits_sizes(const Trial& trial) const {
  Quantities sizes;
  sizes.d_x = trial.X.rows();
  sizes.d_y = trial.Y.rows();
  sizes.n = trial.X.cols();
  const auto filled = trial.X.array() != 0.0;  // exact for the shapes that are drawn
  sizes.rank = std::min(filled.rowwise().any().count(), filled.colwise().any().count());
  Setting setting;
  setting.depth = trial.depth;
  setting.parameters = trial.parameters;
  return truth_of(groups_.sizes, theorem_, sizes, setting) != Truth::kFalse;
}

bool TrialRunner::admits_data(const Trial& trial) const {
  try {
    const PreparedProblem problem(parse_generated_problem(problem_text(trial), "trial"));
    Setting setting;
    setting.depth = trial.depth;
    setting.parameters = trial.parameters;
    return truth_of(groups_.data, theorem_, problem.quantities(), setting) == Truth::kTrue;
  } catch (const InputError&) {
    return false;
  }
}

std::int64_t TrialRunner::least_steps(const PreparedProblem& problem, const Setting& setting) const {
  const PrecisionScope precision(60);
  const SettingEnvironment environment(theorem_, problem.quantities(), setting);
  std::int64_t steps = 0;
  for (const Conclusion& conclusion : theorem_.conclusions) {
    for (const Claim& condition : conclusion.for_all) {
      for (std::size_t i = 0; i < condition.relations.size(); ++i) {
        steps = std::max(steps, bound_of(condition, i, environment).value_or(0));
      }
    }
  }
  return steps;
}

TrialResult TrialRunner::run(const Trial& trial, CheckRequest request, double most_operations) const {
  TrialResult result;
  result.margins.resize(theorem_.conclusions.size());
  const PreparedProblem problem(parse_generated_problem(problem_text(trial), "trial"));
  result.kappa = approx_midpoint(problem.quantities().kappa);
  const auto solved = solve_setting(theorem_, groups_, problem, trial);
  if (!solved) return result;
  request.at = *solved;
  const std::int64_t least = least_steps(problem, solved->setting);
  std::int64_t steps = over_time_ ? std::max(trial.steps, least) : 0;
  while (steps > least && operations(theorem_, problem, solved->setting, steps) > most_operations) {
    steps = std::max(least, steps / 2);
  }
  result.costly = !(operations(theorem_, problem, solved->setting, steps) <= most_operations);
  if (result.costly) return result;
  request.steps = steps;
  result.request = request;
  request.stop = stop_;
  result.check = check_theorem(theorem_, problem, request);
  bool compared = false;
  for (std::size_t i = 0; i < theorem_.conclusions.size(); ++i) {
    const ConclusionResult& c = result.check->conclusions[i];
    if (c.steps < 0 || c.unclaimed == result.check->seeds) continue;
    compared = true;
    std::optional<double> slack = c.worst ? c.worst->log10_slack : std::nullopt;
    // False where no ratio can say by how much: a bound of 0, or a negative one.
    if (c.failures > 0) slack = std::min(slack.value_or(-1.0), -1e-12);
    if (!slack) continue;
    const bool per_step = on_step_[i] && *slack > 0.0;
    result.margins[i] = Margin{*slack, per_step ? *slack / std::min(trial.step, 1.0) : *slack};
  }
  result.ran = compared && std::all_of(result.check->hypotheses.begin(), result.check->hypotheses.end(),
                                       [](const HypothesisResult& h) { return h.truth == Truth::kTrue; });
  return result;
}

TrialResult TrialRunner::try_out(const Trial& trial, double most_operations) const {
  try {
    CheckRequest request;
    request.seeds = 1;
    request.seed = trial.seed;
    return run(trial, request, most_operations);
  } catch (const InputError&) {  // the theorem does not admit this setting
    return {};
  }
}

TrialResult TrialRunner::check(const Trial& trial, CheckRequest request) const {
  const double most = kConfirmingOperations / static_cast<double>(request.seeds);
  try {
    return run(trial, std::move(request), most);
  } catch (const InputError&) {
    return {};
  }
}

}  // namespace plumbline
