#include "plumbline/falsify/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "plumbline/numeric/parallel.hpp"

namespace plumbline {
namespace {

constexpr std::int64_t kBatch = 64;
constexpr std::size_t kElite = 12;
/// Runs of a confirmation: the first few find out cheaply whether it is worth more.
constexpr std::int64_t kConfirmSeeds[] = {4, 20, 100};

struct Scored {
  Trial trial;
  double margin = 0.0;
};

/// The trials of one batch: random at first, then mostly neighbours of the closest.
Trial next_trial(const std::vector<Scored>& elite, const SearchRequest& request, std::int64_t index) {
  RandomStream stream(request.seed, static_cast<std::uint64_t>(index), 0);
  const bool explore = elite.empty() || index < request.budget / 3 || stream.uniform() < 0.2;
  if (explore) return random_trial(stream);
  const auto at = static_cast<std::size_t>(stream.uniform() * static_cast<double>(elite.size()));
  return mutated(elite[std::min(at, elite.size() - 1)].trial, stream);
}

void keep_elite(std::vector<Scored>& elite, const Trial& trial, double margin) {
  elite.push_back({trial, margin});
  std::stable_sort(elite.begin(), elite.end(),
                   [](const Scored& a, const Scored& b) { return a.margin < b.margin; });
  if (elite.size() > kElite) elite.resize(kElite);
}

}  // namespace

std::optional<TrialResult> confirm_violation(const Theorem& theorem, const Trial& trial) {
  for (const std::int64_t seeds : kConfirmSeeds) {
    TrialResult result = try_out(theorem, trial, Rigor::kEnclosed, seeds);
    if (!result.ran || result.failures == 0) return std::nullopt;
    if (result.verdict == Verdict::kViolated) return result;
  }
  return std::nullopt;
}

SearchResult search_counterexample(const Theorem& theorem, const SearchRequest& request) {
  SearchResult found;
  std::vector<Scored> elite;
  while (found.tried < request.budget && !found.counterexample) {
    const std::int64_t count = std::min(kBatch, request.budget - found.tried);
    std::vector<Trial> trials;
    for (std::int64_t i = 0; i < count; ++i) trials.push_back(next_trial(elite, request, found.tried + i));
    std::vector<TrialResult> results(trials.size());
    for_each_index(count, request.threads, [&](std::int64_t i) {
      const auto at = static_cast<std::size_t>(i);
      results[at] = try_out(theorem, trials[at], Rigor::kSampled, 1);
    });
    found.tried += count;
    if (request.progress) request.progress(found.tried, request.budget);

    std::vector<std::size_t> failing;
    for (std::size_t i = 0; i < trials.size(); ++i) {
      found.ran += results[i].ran ? 1 : 0;
      if (!results[i].ran || !results[i].margin) continue;
      if (*results[i].margin < 0.0) {
        failing.push_back(i);
        continue;
      }
      keep_elite(elite, trials[i], *results[i].margin);
      if (!found.margin || *results[i].margin < *found.margin) {
        found.margin = results[i].margin;
        found.closest = trials[i];
      }
    }
    // The clearest failures first.
    std::stable_sort(failing.begin(), failing.end(),
                     [&](std::size_t a, std::size_t b) { return *results[a].margin < *results[b].margin; });
    for (const std::size_t i : failing) {
      auto confirmed = confirm_violation(theorem, trials[i]);
      if (!confirmed) continue;
      if (request.news) request.news("violated at " + describe(trials[i]));
      found.counterexample = shrink(theorem, trials[i], *confirmed, request);
      found.confirmed = std::move(confirmed);
      break;
    }
  }
  return found;
}

}  // namespace plumbline
