#include "plumbline/falsify/trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "plumbline/numeric/error.hpp"
#include "plumbline/verdict/run_under_check.hpp"

namespace plumbline {
namespace {

/// Operations that one trial may cost.
constexpr double kMostFlops = 2e9;
constexpr std::int64_t kMostDepth = 96;
constexpr std::int64_t kMostSize = 6;

std::int64_t whole(RandomStream& stream, std::int64_t from, std::int64_t to) {
  return from + static_cast<std::int64_t>(std::floor(stream.uniform() * static_cast<double>(to - from + 1)));
}
double log_uniform(RandomStream& stream, double from, double to) {
  return from * std::pow(to / from, stream.uniform());
}
/// Three digits are plenty, and readable.
double rounded(double x) {
  return std::strtod(fmt::format("{:.3g}", x).c_str(), nullptr);
}

std::vector<double> random_spectrum(RandomStream& stream) {
  const std::int64_t rank = whole(stream, 1, kMostSize);
  const double condition = stream.uniform() < 0.4 ? 1.0 : log_uniform(stream, 1.0, 30.0);
  std::vector<double> spectrum = {1.0};
  for (std::int64_t i = 1; i < rank; ++i) spectrum.push_back(rounded(std::pow(condition, -stream.uniform())));
  if (rank > 1) spectrum.back() = rounded(1.0 / condition);
  std::sort(spectrum.rbegin(), spectrum.rend());
  return spectrum;
}

/// Redraws one part of a trial.
void redraw(Trial& trial, std::int64_t part, RandomStream& stream) {
  switch (part) {
    case 0:
      trial.spectrum = random_spectrum(stream);
      break;
    case 1:
      trial.d_y = whole(stream, 1, kMostSize);
      break;
    case 2:
      trial.target_norm = rounded(log_uniform(stream, 0.01, 100.0));
      break;
    case 3:
      trial.noise = stream.uniform() < 0.7 ? 0.0 : rounded(log_uniform(stream, 0.01, 1.0));
      break;
    case 4:
      trial.problem_seed = whole(stream, 0, 999);
      break;
    case 5:
      trial.depth = std::llround(log_uniform(stream, 2.0, static_cast<double>(kMostDepth)));
      break;
    case 6:
      trial.width = stream.uniform() < 0.6 ? 1 : whole(stream, 1, 24);
      break;
    case 7:
      trial.step = stream.uniform() < 0.4 ? 1.0 : rounded(log_uniform(stream, 0.01, 1.0));
      break;
    case 8:
      trial.steps = std::llround(log_uniform(stream, 4.0, 200.0));
      break;
    default:
      trial.seed = whole(stream, 0, 999);
  }
  trial.d_x = std::max<std::int64_t>(trial.d_x, static_cast<std::int64_t>(trial.spectrum.size()));
}
constexpr std::int64_t kParts = 10;

/// The text that parse_step takes.
std::string step_text(const Theorem& theorem, const PreparedProblem& problem, const Trial& trial) {
  Setting probe;
  probe.depth = trial.depth;
  probe.width = 1;
  if (largest_step(theorem, problem, probe)) return fmt::format("{}max", trial.step);
  const double norm = problem.reduced().singular_values(0);
  return fmt::format("{:.17g}", trial.step * static_cast<double>(trial.d_y) /
                                    (2.0 * static_cast<double>(trial.depth) * norm * norm));
}

bool depends_on_width(const Theorem& theorem) {
  return std::any_of(theorem.hypotheses.begin(), theorem.hypotheses.end(), [&](const Hypothesis& hypothesis) {
    return depends_on(theorem, hypothesis.claim, "m");
  });
}

/// Takes the least margin of the conclusions.
void judge(TrialResult& result) {
  result.verdict = result.check->verdict;
  result.ran = std::all_of(result.check->hypotheses.begin(), result.check->hypotheses.end(),
                           [](const HypothesisResult& h) { return h.truth == Truth::kTrue; });
  for (const ConclusionResult& c : result.check->conclusions) {
    std::optional<double> margin = c.worst ? c.worst->log10_slack : std::nullopt;
    if (c.failures > 0)
      margin = std::min(margin.value_or(-1.0), -1e-12);  // false where no ratio can say by how much
    if (margin && (!result.margin || *margin < *result.margin)) {
      result.margin = margin;
      result.failures = c.failures;
    }
  }
}

}  // namespace

std::string problem_text(const Trial& trial) {
  std::string spectrum;
  for (const double value : trial.spectrum)
    spectrum += fmt::format("{}{}", spectrum.empty() ? "" : ", ", value);
  return fmt::format(
      "id = \"trial\"\ntitle = \"A trial of plumb falsify\"\nsource = \"generated\"\n\n[generate]\nkind = "
      "\"spectrum\"\n"
      "spectrum = [{}]\nd_x = {}\nd_y = {}\nn = {}\nrotate = false\ntarget_norm = {}\nnoise = {}\nseed = "
      "{}\n",
      spectrum, trial.d_x, trial.d_y, trial.spectrum.size(), trial.target_norm, trial.noise,
      trial.problem_seed);
}

std::string describe(const Trial& trial) {
  std::string spectrum;
  for (const double value : trial.spectrum)
    spectrum += fmt::format("{}{}", spectrum.empty() ? "" : " ", value);
  return fmt::format(
      "L = {}, width {}, step {}, t <= {}, spectrum {}, d_x = {}, d_y = {}, |W*| = {}, noise {}, seeds {}/{}",
      trial.depth, trial.width, trial.step, trial.steps, spectrum, trial.d_x, trial.d_y, trial.target_norm,
      trial.noise, trial.problem_seed, trial.seed);
}

Trial random_trial(RandomStream& stream) {
  Trial trial;
  for (std::int64_t part = 0; part < kParts; ++part) redraw(trial, part, stream);
  return trial;
}

Trial mutated(const Trial& trial, RandomStream& stream) {
  Trial neighbour = trial;
  for (std::int64_t n = whole(stream, 1, 3); n > 0; --n) {
    switch (whole(stream, 0, 2)) {
      case 0:
        neighbour.depth = std::clamp<std::int64_t>(neighbour.depth + whole(stream, -3, 3), 2, kMostDepth);
        break;
      case 1:
        neighbour.target_norm = rounded(neighbour.target_norm * log_uniform(stream, 0.5, 2.0));
        break;
      default:
        redraw(neighbour, whole(stream, 0, kParts - 1), stream);
    }
  }
  return neighbour;
}

TrialResult try_out(const Theorem& theorem, const Trial& trial, Rigor rigor, std::int64_t seeds) {
  TrialResult result;
  try {
    const PreparedProblem problem(parse_generated_problem(problem_text(trial), "trial"));
    const std::string width =
        depends_on_width(theorem) ? fmt::format("{}*threshold", trial.width) : std::to_string(trial.width);
    result.request.at = resolve_setting(theorem, problem, trial.depth, parse_width(width),
                                        parse_step(step_text(theorem, problem, trial)), {});
    const double flops = operations_per_step(theorem, problem, result.request.at.setting) *
                         static_cast<double>(trial.steps * seeds);
    if (!(flops <= kMostFlops)) return result;
    result.request.rigor = rigor;
    result.request.seeds = seeds;
    result.request.seed = static_cast<std::uint64_t>(trial.seed);
    result.request.steps = trial.steps;
    result.check = check_theorem(theorem, problem, result.request);
    judge(result);
  } catch (const InputError&) {  // the theorem does not admit this setting
    result.ran = false;
  }
  return result;
}

}  // namespace plumbline
