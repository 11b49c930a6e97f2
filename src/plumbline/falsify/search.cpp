#include "plumbline/falsify/search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "plumbline/falsify/refine.hpp"
#include "plumbline/falsify/shrink.hpp"
#include "plumbline/falsify/trial_costs.hpp"
#include "plumbline/falsify/trial_source.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/parallel.hpp"
#include "plumbline/verdict/run_under_check.hpp"

namespace plumbline {
namespace {

constexpr std::int64_t kBatch = 64;
/// Closest trials that are kept of each conclusion.
constexpr std::size_t kElite = 8;
/// Every so many batches some of them are moved downhill.
constexpr std::int64_t kRefineEvery = 4;
constexpr std::int64_t kDescents = 4;
constexpr int kTrialsOfDescent = 32;
/// Failing trials of one batch that are offered for confirmation; of the starts, all.
constexpr std::size_t kMostOffers = 4;
/// A margin that leaves little doubt: bound and observed differ by an eighth.
constexpr double kClear = -0.05;
constexpr std::int64_t kExploreFirst = 128;
constexpr std::uint64_t kTrialRun = 0x747269616C;

struct Scored {
  Trial trial;
  double score = 0.0;
};
using Tried = std::vector<RefinedTrial>;

std::size_t range_of(const auto& lower_ends, auto value) {
  std::size_t range = 0;
  while (range + 1 < lower_ends.size() && value >= lower_ends[range + 1]) ++range;
  return range;
}

/// As far as the failure, with room for runs of other seeds.
std::int64_t steps_needed(const TrialResult& result, std::size_t conclusion) {
  const auto& worst = result.check->conclusions[conclusion].worst;
  const std::int64_t at = worst && worst->at.contains("t") ? worst->at.at("t") : 0;
  return std::min(std::max<std::int64_t>(2 * at, at + 4), std::max<std::int64_t>(*result.request.steps, 1));
}

class Search {
 public:
  Search(const Theorem& theorem, const SearchRequest& request)
      : request_(request),
        runner_(theorem, request.stop),
        source_(runner_, request.seed),
        confirmer_(runner_, request.seed, request.threads),
        elite_(theorem.conclusions.size()) {
    result_.closest.resize(theorem.conclusions.size());
  }

  SearchResult run() {
    if (!request_.starts.empty()) take_in(try_all(request_.starts), request_.starts.size());
    for (std::int64_t batch = 1; result_.tried < request_.budget && !result_.counterexample; ++batch) {
      if (over()) {
        result_.stopped = true;
        break;
      }
      const bool downhill = batch % kRefineEvery == 0 && !candidates().empty();
      take_in(downhill ? descend() : try_all(next_trials()), kMostOffers);
      if (request_.progress) request_.progress(result_.tried, request_.budget, least_score());
    }
    if (result_.counterexample) {
      shrink(runner_, source_, confirmer_, request_, *result_.counterexample);
    } else if (result_.not_tested > 0 && request_.news) {
      request_.news(fmt::format("{} trials failed in double and were not tested", result_.not_tested));
    }
    return std::move(result_);
  }

 private:
  bool stopped() const { return request_.stop != nullptr && request_.stop->raised(); }
  bool over() const {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    return (request_.seconds && elapsed.count() > *request_.seconds) || stopped();
  }

  std::optional<double> least_score() const {
    return result_.history.empty() ? std::nullopt : std::optional(result_.history.back().second);
  }

  std::vector<const Scored*> candidates() const {
    std::vector<const Scored*> all;
    for (const auto& of_one : elite_) {
      for (const Scored& scored : of_one) all.push_back(&scored);
    }
    return all;
  }

  std::vector<Trial> next_trials() const {
    const std::vector<const Scored*> known = candidates();
    const std::int64_t count = std::min(kBatch, request_.budget - result_.tried);
    std::vector<Trial> trials(static_cast<std::size_t>(count));
    for_each_index(count, request_.threads, [&](std::int64_t i) {
      const std::int64_t index = result_.tried + i;
      RandomStream stream(request_.seed, kTrialRun, static_cast<std::uint64_t>(index));
      Trial& trial = trials[static_cast<std::size_t>(i)];
      if (known.empty() || index < kExploreFirst || stream.uniform() < 0.3) {
        trial = source_.draw(stream);
        return;
      }
      const auto pick = [&] {
        return known[static_cast<std::size_t>(stream.uniform() * static_cast<double>(known.size()))];
      };
      const Scored* first = pick();
      trial = source_.vary(first->trial, pick()->trial, stream);
    });
    return trials;
  }

  /// Those of the trials that there was time for.
  Tried try_all(const std::vector<Trial>& trials) const {
    std::vector<std::optional<RefinedTrial>> tried(trials.size());
    for_each_index(static_cast<std::int64_t>(trials.size()), request_.threads, [&](std::int64_t i) {
      const auto at = static_cast<std::size_t>(i);
      if (over()) return;
      try {
        tried[at] = RefinedTrial{trials[at], runner_.try_out(trials[at], most_operations_)};
      } catch (const Stopped&) {  // as if it had not been begun
      }
    });
    Tried done;
    for (std::optional<RefinedTrial>& one : tried) {
      if (one) done.push_back(*std::move(one));
    }
    return done;
  }

  /// Some of the closest trials, downhill.
  Tried descend() const {
    const std::vector<const Scored*> known = candidates();
    std::vector<Tried> paths(static_cast<std::size_t>(kDescents));
    const std::function<bool()> is_over = [this] { return over(); };
    for_each_index(kDescents, request_.threads, [&](std::int64_t i) {
      RandomStream stream(request_.seed, kTrialRun + 1, static_cast<std::uint64_t>(result_.tried + i));
      const auto at = static_cast<std::size_t>(stream.uniform() * static_cast<double>(known.size()));
      std::size_t conclusion = 0;
      for (std::size_t before = 0; before + elite_[conclusion].size() <= at; ++conclusion)
        before += elite_[conclusion].size();
      paths[static_cast<std::size_t>(i)] =
          refine(runner_, known[at]->trial, conclusion, kTrialsOfDescent, most_operations_, is_over);
    });
    Tried all;
    for (Tried& path : paths) std::move(path.begin(), path.end(), std::back_inserter(all));
    all.resize(std::min(all.size(), static_cast<std::size_t>(request_.budget - result_.tried)));
    return all;
  }

  void keep(std::size_t conclusion, const Trial& trial, const Margin& margin) {
    std::vector<Scored>& elite = elite_[conclusion];
    const auto after = std::find_if(elite.begin(), elite.end(),
                                    [&](const Scored& known) { return margin.score < known.score; });
    elite.insert(after, {trial, margin.score});
    if (elite.size() > kElite) elite.pop_back();
    auto& closest = result_.closest[conclusion];
    if (!closest || margin.score < closest->margin.score) closest = Closest{trial, margin};
    if (!least_score() || margin.score < *least_score())
      result_.history.emplace_back(result_.tried, margin.score);
  }

  void take_in(Tried tried, std::size_t most_offers) {
    result_.tried += static_cast<std::int64_t>(tried.size());
    std::vector<std::size_t> failing;
    std::int64_t costly = 0;
    for (std::size_t i = 0; i < tried.size(); ++i) {
      auto& [trial, result] = tried[i];
      costly += result.costly ? 1 : 0;
      if (!result.ran) continue;
      ++result_.ran;
      trial.steps = std::max<std::int64_t>(result.request.steps.value_or(trial.steps), 1);
      const auto least = least_margin(result);
      const bool fails = least && result.margins[*least]->log10_slack < 0.0;
      if (fails) failing.push_back(i);
      for (std::size_t c = 0; c < result.margins.size(); ++c) {
        if (result.margins[c] && result.margins[c]->log10_slack >= 0.0) keep(c, trial, *result.margins[c]);
      }
      result_.map.add(trial.depth, result.kappa,
                      least ? std::optional(result.margins[*least]->score) : std::nullopt);
    }
    result_.costly += costly;
    // Dearer trials only after the cheap ones, or where there are none.
    if (2 * costly > static_cast<std::int64_t>(tried.size()) || result_.tried > next_raise_) {
      most_operations_ = std::min(4.0 * most_operations_, kMostOperations);
      next_raise_ = 4 * result_.tried + 512;
    }
    offer(tried, failing, most_offers);
  }

  /// Confirms failing trials until one is a counterexample.
  void offer(const Tried& tried, std::vector<std::size_t>& failing, std::size_t most) {
    const auto margin = [&](std::size_t i) {
      return tried[i].result.margins[*least_margin(tried[i].result)]->log10_slack;
    };
    // The shallow ones of the clear failures first, then the others by their margins.
    std::stable_sort(failing.begin(), failing.end(), [&](std::size_t a, std::size_t b) {
      const bool clear_a = margin(a) < kClear;
      const bool clear_b = margin(b) < kClear;
      if (clear_a != clear_b) return clear_a;
      return clear_a ? tried[a].trial.depth < tried[b].trial.depth : margin(a) < margin(b);
    });
    for (std::size_t k = 0; k < failing.size() && !result_.counterexample; ++k) {
      if (k >= most || stopped() || (k > 0 && over())) {
        ++result_.not_tested;
        continue;
      }
      Trial trial = tried[failing[k]].trial;
      const TrialResult& result = tried[failing[k]].result;
      trial.steps = steps_needed(result, *least_margin(result));
      try {
        auto confirmed = confirmer_.confirm(trial);
        if (!confirmed || (request_.accept && !request_.accept(*confirmed))) {
          ++result_.unconfirmed;
          continue;
        }
        result_.counterexample = std::move(confirmed);
      } catch (const Stopped&) {
        ++result_.not_tested;
        continue;
      }
      // Told before it is written: it must not be lost with a file that cannot be.
      if (request_.news) request_.news("violated at " + describe(result_.counterexample->trial));
      if (request_.found) request_.found(*result_.counterexample);
    }
  }

  const SearchRequest& request_;
  TrialRunner runner_;
  TrialSource source_;
  Confirmer confirmer_;
  std::vector<std::vector<Scored>> elite_;
  double most_operations_ = kFirstOperations;
  std::int64_t next_raise_ = 512;
  SearchResult result_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

const std::vector<std::int64_t>& MarginMap::depths() {
  static const std::vector<std::int64_t> lower_ends = {2, 3, 4, 6, 11, 31};
  return lower_ends;
}
const std::vector<double>& MarginMap::kappas() {
  static const std::vector<double> lower_ends = {1.0, 1.01, 4.0, 32.0};
  return lower_ends;
}
void MarginMap::add(std::int64_t depth, double kappa, std::optional<double> score) {
  Cell& cell = cells[{range_of(depths(), depth), range_of(kappas(), kappa)}];
  ++cell.trials;
  if (score && (!cell.least || *score < *cell.least)) cell.least = score;
}

std::optional<std::size_t> SearchResult::closest_conclusion() const {
  std::optional<std::size_t> least;
  for (std::size_t i = 0; i < closest.size(); ++i) {
    if (closest[i] && (!least || closest[i]->margin.score < closest[*least]->margin.score)) least = i;
  }
  return least;
}

SearchResult search_counterexample(const Theorem& theorem, const SearchRequest& request) {
  if (is_memorizing(theorem)) {
    throw InputError(
        fmt::format("theorem {}: found network '{}', expected one that is trained: a network that is written "
                    "down from its data leaves nothing to search",
                    theorem.id, theorem.network));
  }
  return Search(theorem, request).run();
}

}  // namespace plumbline
