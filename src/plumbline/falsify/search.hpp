// The search for a setting inside a theorem's hypotheses where its conclusion fails.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plumbline/falsify/confirm.hpp"
#include "plumbline/falsify/trial.hpp"
#include "plumbline/numeric/stop_flag.hpp"

namespace plumbline {

struct SearchRequest {
  std::int64_t budget = 2000;  ///< trials
  /// Ends the search earlier, at the next trial; the clearest failure of the last ones is still confirmed.
  /// What was tried then depends on the machine.
  std::optional<double> seconds;
  double shrink_seconds = 60.0;  ///< for making a counterexample smaller
  std::uint64_t seed = 0;        ///< of the search, below 2^20
  unsigned threads = 1;
  std::vector<Trial> starts;  ///< tried first; all of them that fail are offered for confirmation
  /// Called between batches, in order: trials tried, budget, least margin so far.
  std::function<void(std::int64_t done, std::int64_t total, std::optional<double> margin)> progress;
  std::function<void(const std::string& line)> news;  ///< the first failure at once, then each improvement
  /// The first counterexample at once, then each smaller one: to be kept in case the search is ended.
  std::function<void(const Confirmed&)> found;
  std::function<bool(const Confirmed&)> accept;  ///< whether a counterexample is wanted; all are if absent
  const StopFlag* stop = nullptr;                ///< once raised, the search ends at the next step of any run
};

/// The trial that came closest to refuting one conclusion.
struct Closest {
  Trial trial;
  Margin margin;
};

/// Where the margins are smallest: trials by depth and condition number.
struct MarginMap {
  /// Lower ends of the ranges; the last one is open.
  static const std::vector<std::int64_t>& depths();
  static const std::vector<double>& kappas();
  struct Cell {
    std::int64_t trials = 0;
    std::optional<double> least;  ///< log10(bound/observed), as scored
  };
  std::map<std::pair<std::size_t, std::size_t>, Cell> cells;  ///< by (depth, kappa) range
  void add(std::int64_t depth, double kappa, std::optional<double> score);
};

struct SearchResult {
  std::int64_t tried = 0;                       ///< trials
  std::int64_t ran = 0;                         ///< of them inside the hypotheses and affordable
  std::int64_t costly = 0;                      ///< of them too costly
  std::int64_t unconfirmed = 0;                 ///< failed in one run in double, but are no counterexample
  std::int64_t not_tested = 0;                  ///< failed so and were not offered for confirmation
  bool stopped = false;                         ///< before the budget was spent
  std::vector<std::optional<Closest>> closest;  ///< one a conclusion: least score of the trials that hold
  std::vector<std::pair<std::int64_t, double>> history;  ///< (trials, least score) at every improvement
  MarginMap map;
  std::optional<Confirmed> counterexample;  ///< confirmed and shrunk

  /// The conclusion that came closest.
  std::optional<std::size_t> closest_conclusion() const;
};

/// Starts, then random trials, then neighbours of the closest ones (trial_source.hpp), some of them moved
/// downhill by a derivative-free method (refine.hpp). What fails in double is confirmed (confirm.hpp) and
/// shrunk (shrink.hpp). The trials and their order are the same for any number of threads; how far a
/// counterexample is shrunk depends on the time.
/// @throws InputError for a theorem about networks that are written down, not trained: there is nothing to
/// vary.
SearchResult search_counterexample(const Theorem& theorem, const SearchRequest& request);

}  // namespace plumbline
