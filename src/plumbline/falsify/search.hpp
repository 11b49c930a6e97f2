// The search for a setting inside a theorem's hypotheses where its conclusion fails.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "plumbline/falsify/trial.hpp"

namespace plumbline {

struct SearchRequest {
  std::int64_t budget = 2000;    ///< trials
  double shrink_seconds = 60.0;  ///< for making a counterexample smaller
  std::uint64_t seed = 0;        ///< of the search
  unsigned threads = 1;
  std::function<void(std::int64_t done, std::int64_t total)> progress;
  std::function<void(const std::string& line)> news;  ///< the first failure at once, then each improvement
};

struct SearchResult {
  std::int64_t tried = 0;        ///< trials drawn
  std::int64_t ran = 0;          ///< of them inside the hypotheses and affordable
  std::optional<Trial> closest;  ///< least margin of those that hold
  std::optional<double> margin;
  std::optional<Trial> counterexample;   ///< confirmed and shrunk
  std::optional<TrialResult> confirmed;  ///< its check with enclosures
};

/// Random trials, then neighbours of the closest ones. A trial that fails in double becomes a counterexample
/// only when enclosed runs refute it too: for a claim with a probability, enough of them for the exact
/// binomial test. The trials and their order are the same for any number of threads; how far a counterexample
/// is shrunk depends on the time.
SearchResult search_counterexample(const Theorem& theorem, const SearchRequest& request);

/// The check that makes a counterexample: nothing unless it is violated.
std::optional<TrialResult> confirm_violation(const Theorem& theorem, const Trial& trial);

/// Smaller settings that are still violated, until none is or the seconds are over. @param confirmed its own
/// check.
Trial shrink(const Theorem& theorem, Trial trial, TrialResult& confirmed, const SearchRequest& request);

}  // namespace plumbline
