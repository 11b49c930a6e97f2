#include "plumbline/falsify/confirm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "plumbline/verdict/probability.hpp"

namespace plumbline {
namespace {

constexpr std::int64_t kMostRuns = 400;
/// Numbers of runs that are tested, in units of the fewest that could refute; in two grades of rigour.
constexpr std::int64_t kLooks[] = {1, 4, 16, 64};
constexpr double kTests = 2.0 * std::size(kLooks);
/// Failures beyond this multiple of what is claimed promise more.
constexpr double kPromising = 1.25;

/// FNV-1a of all that a theorem claims.
std::uint64_t digest_of_claims(const Theorem& theorem) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  const auto add = [&](const std::string& text) {
    for (const char c : text + '\n') hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  };
  add(theorem.id);
  for (const auto& [name, value] : theorem.parameters) add(fmt::format("{} = {}", name, value));
  for (const Constant& constant : theorem.constants)
    add(fmt::format("{} = {}", constant.name, constant.text));
  for (const Definition& let : theorem.lets) add(fmt::format("{} = {}", let.name, let.text));
  for (const Hypothesis& hypothesis : theorem.hypotheses) add(hypothesis.claim.source.text);
  for (const Conclusion& conclusion : theorem.conclusions) {
    add(conclusion.claim.source.text);
    add(conclusion.probability_text);
  }
  return hash;
}

/// Every search has 2^40 fresh seeds of its own and begins in the lower half of them.
std::uint64_t first_fresh_seed(const Theorem& theorem, std::uint64_t seed) {
  return kFreshSeeds + (seed << 40U) + (digest_of_claims(theorem) >> 25U);
}

/// Runs which, all failing, refute δ at `level`.
std::int64_t fewest_runs(double delta, double level) {
  if (!(delta > 0.0)) return 1;
  const double runs = std::ceil(std::log(level) / std::log(std::min(delta, 0.99))) + 1.0;
  return std::clamp<std::int64_t>(std::llround(runs), 1, kMostRuns);
}

double largest_delta(const CheckResult& check) {
  double delta = 0.0;
  for (const ConclusionResult& c : check.conclusions) {
    if (c.failure_probability_claimed)
      delta = std::max(delta, approx_midpoint(*c.failure_probability_claimed));
  }
  return delta;
}

/// The first conclusion whose confirmed failures alone refute its probability.
std::optional<std::size_t> refuted(const CheckResult& check, double level) {
  for (std::size_t i = 0; i < check.conclusions.size(); ++i) {
    const ConclusionResult& c = check.conclusions[i];
    if (c.verdict != Verdict::kViolated || !c.failure_probability_claimed) continue;
    if (refutes(c.confirmed, check.seeds, *c.failure_probability_claimed, level) == Truth::kTrue) return i;
  }
  return std::nullopt;
}

bool all_clear(const CheckResult& check) {
  return std::all_of(check.conclusions.begin(), check.conclusions.end(),
                     [](const ConclusionResult& c) { return c.undecided == 0 && c.confirmed == c.failures; });
}

/// Whether more runs might refute what these did not.
bool promising(const CheckResult& check, double delta) {
  return std::any_of(check.conclusions.begin(), check.conclusions.end(), [&](const ConclusionResult& c) {
    return static_cast<double>(c.failures) > kPromising * delta * static_cast<double>(check.seeds);
  });
}

}  // namespace

Confirmer::Confirmer(const TrialRunner& runner, std::uint64_t seed, unsigned threads)
    : runner_(runner), first_seed_(first_fresh_seed(runner.theorem(), seed)), threads_(threads) {}

std::optional<Confirmed> Confirmer::confirm(const Trial& trial) {
  ++offered_;
  if (auto found = confirm_surely(trial)) return found;
  return confirm_by_test(trial);
}

std::optional<Confirmed> Confirmer::confirm_surely(const Trial& trial) const {
  CheckRequest request;
  request.seeds = 1;
  request.seed = trial.seed;
  // What a proved radius loses, double and the second evaluator may still show.
  for (const Rigor rigor : {Rigor::kEnclosed, Rigor::kSampled}) {
    request.rigor = rigor;
    TrialResult result = runner_.check(trial, request);
    if (!result.ran) return std::nullopt;
    for (std::size_t i = 0; i < result.check->conclusions.size(); ++i) {
      const ConclusionResult& c = result.check->conclusions[i];
      const bool surely = runner_.theorem().conclusions[i].probability == nullptr;
      if (surely && c.verdict == Verdict::kViolated && c.confirmed > 0) return Confirmed{trial, result, i};
    }
  }
  return std::nullopt;
}

std::optional<Confirmed> Confirmer::confirm_by_test(const Trial& trial) const {
  const Theorem& theorem = runner_.theorem();
  if (probability_claims(theorem) == 0) return std::nullopt;
  const auto k = static_cast<double>(offered_);
  const double level = kFalseAlarm / (k * (k + 1.0) * kTests);
  const double level_of_claim = level / static_cast<double>(probability_claims(theorem));
  CheckRequest request;
  request.seed = first_seed_ + static_cast<std::uint64_t>(offered_);
  request.confidence = 1.0 - level;
  request.threads = threads_;
  for (const Rigor rigor : {Rigor::kEnclosed, Rigor::kSampled}) {
    request.rigor = rigor;
    request.seeds = 1;
    const TrialResult first = runner_.check(trial, request);
    if (!first.ran) return std::nullopt;
    const double delta = largest_delta(*first.check);
    const std::int64_t few = fewest_runs(delta, level_of_claim);
    bool clear = true;  // every run was decided, and every failure confirmed
    for (const std::int64_t more : kLooks) {
      const std::int64_t runs = std::min(more * few, kMostRuns);
      request.seeds = runs;
      TrialResult result = runner_.check(trial, request);
      if (!result.ran) return std::nullopt;  // so many runs are too costly
      if (const auto i = refuted(*result.check, level_of_claim))
        return Confirmed{trial, std::move(result), *i};
      clear = all_clear(*result.check);
      if (clear && !promising(*result.check, delta)) break;
    }
    if (clear) return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace plumbline
