#include "plumbline/falsify/shrink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <tuple>
#include <vector>

#include "plumbline/falsify/trial_costs.hpp"
#include "plumbline/numeric/parallel.hpp"

namespace plumbline {
namespace {

/// Trials of the search at one smaller depth, in waves, and the most of each that are offered for
/// confirmation.
constexpr std::int64_t kWaves[] = {1, 15, 48, 192};
constexpr int kOffersOfWave = 3;
constexpr std::uint64_t kShrinkRun = 0x736872696E6B;

void shorten(Eigen::MatrixXd& matrix, int digits) {
  for (double& entry : matrix.reshaped()) entry = short_number(entry, digits);
}

Eigen::MatrixXd without_row(const Eigen::MatrixXd& matrix, Eigen::Index row) {
  Eigen::MatrixXd smaller(matrix.rows() - 1, matrix.cols());
  smaller << matrix.topRows(row), matrix.bottomRows(matrix.rows() - 1 - row);
  return smaller;
}
Eigen::MatrixXd without_column(const Eigen::MatrixXd& matrix, Eigen::Index column) {
  return without_row(matrix.transpose(), column).transpose();
}

/// The problem without its k-th input, target or sample, as far as there is one; all three for square ones.
void offer_smaller_problems(const Trial& trial, std::vector<Trial>& candidates) {
  const Eigen::Index d_x = trial.X.rows();
  const Eigen::Index d_y = trial.Y.rows();
  const Eigen::Index n = trial.X.cols();
  if (d_x > 1 || d_y > 1 || n > 1) {
    Trial scalar = trial;
    scalar.X = trial.X.topLeftCorner(1, 1);
    scalar.Y = trial.Y.topLeftCorner(1, 1);
    candidates.push_back(scalar);
  }
  for (Eigen::Index k = std::max({d_x, d_y, n}) - 1; k >= 0; --k) {
    const bool input = k < d_x && d_x > 1;
    const bool target = k < d_y && d_y > 1;
    const bool sample = k < n && n > 1;
    for (const auto& [i, t, s] :
         {std::tuple(true, true, true), std::tuple(true, false, true), std::tuple(true, false, false),
          std::tuple(false, true, false), std::tuple(false, false, true)}) {
      if ((i && !input) || (t && !target) || (s && !sample)) continue;
      Trial smaller = trial;
      if (i) smaller.X = without_row(smaller.X, k);
      if (t) smaller.Y = without_row(smaller.Y, k);
      if (s) {
        smaller.X = without_column(smaller.X, k);
        smaller.Y = without_column(smaller.Y, k);
      }
      candidates.push_back(smaller);
    }
  }
}

/// Simpler settings of the same depth, the boldest first.
std::vector<Trial> simpler(const Trial& trial) {
  std::vector<Trial> candidates;
  offer_smaller_problems(trial, candidates);
  const auto offer = [&](auto change) {
    Trial candidate = trial;
    change(candidate);
    candidates.push_back(candidate);
  };
  for (const std::int64_t steps : {std::int64_t{1}, std::int64_t{2}, trial.steps / 2, trial.steps - 1}) {
    if (steps >= 1 && steps < trial.steps) offer([&](Trial& t) { t.steps = steps; });
  }
  offer([](Trial& t) { t.width = 1; });
  if (trial.width > 2) offer([](Trial& t) { t.width /= 2; });
  if (trial.width > 1) offer([](Trial& t) { --t.width; });
  offer([](Trial& t) { t.parameters.clear(); });
  for (const auto& [name, value] : trial.parameters)
    offer([&key = name](Trial& t) { t.parameters.erase(key); });
  offer([](Trial& t) { t.X.setIdentity(); });
  offer([](Trial& t) { t.Y /= t.Y.norm(), shorten(t.Y, 3); });
  for (const int digits : {1, 2}) {
    offer([&](Trial& t) { shorten(t.X, digits); });
    offer([&](Trial& t) { shorten(t.Y, digits); });
    offer([&](Trial& t) { t.step = short_number(t.step, digits); });
  }
  offer([](Trial& t) { t.step = 1.0; });
  offer([](Trial& t) { t.seed = 0; });
  std::erase_if(candidates, [&](const Trial& t) {
    return t == trial || t.X.isZero(0.0) || !t.Y.allFinite() || !(t.step > 0.0);
  });
  return candidates;
}

/// How much there is to say of a trial: what is less, in this order, is simpler. No step of shrinking makes
/// it more, so shrinking ends.
auto complexity(const Trial& trial) {
  return std::tuple(trial.depth, trial.X.size() + trial.Y.size(), trial.parameters.size(), trial.steps,
                    trial.width, problem_text(trial).size(), trial.step != 1.0,
                    fmt::format("{}", trial.step).size(), trial.seed);
}

class Shrinker {
 public:
  Shrinker(const TrialRunner& runner, const TrialSource& source, Confirmer& confirmer,
           const SearchRequest& request, Confirmed& best)
      : runner_(runner), source_(source), confirmer_(confirmer), request_(request), best_(best) {}

  void run() {
    std::set<std::int64_t> searched;
    for (bool smaller = true; smaller && !over();) {
      smaller = false;
      // Half of the time at most, so that some is left for the rest.
      for (std::int64_t depth = 2; depth < best_.trial.depth && !over(0.5); ++depth) {
        if (!searched.insert(depth).second || !search_at(depth)) continue;
        smaller = true;
        break;
      }
      while (simplify() && !over()) smaller = true;
    }
  }

 private:
  bool over(double share = 1.0) const {
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    return elapsed.count() > share * request_.shrink_seconds ||
           (request_.stop != nullptr && request_.stop->raised());
  }

  bool fails(const Trial& trial) const {
    const TrialResult result = runner_.try_out(trial, kMostOperations);
    const auto least = least_margin(result);
    return result.ran && least && result.margins[*least]->log10_slack < 0.0;
  }

  bool accept(const Trial& trial) {
    auto confirmed = confirmer_.confirm(trial);
    if (!confirmed || (request_.accept && !request_.accept(*confirmed))) return false;
    best_ = std::move(*confirmed);
    if (request_.news) request_.news("still violated at " + describe(best_.trial));
    if (request_.found) request_.found(best_);
    return true;
  }

  /// One simplification that is still violated, if there is one.
  bool simplify() {
    for (const Trial& candidate : simpler(best_.trial)) {
      if (over()) return false;
      if (!(complexity(candidate) < complexity(best_.trial))) continue;
      if (fails(candidate) && accept(candidate)) return true;
    }
    return false;
  }

  /// A counterexample of that depth near the present one.
  bool search_at(std::int64_t depth) {
    std::int64_t first = 0;
    for (const std::int64_t count : kWaves) {
      if (over(0.5)) return false;
      if (search_at(depth, first, count)) return true;
      first += count;
    }
    return false;
  }

  bool search_at(std::int64_t depth, std::int64_t first, std::int64_t count) {
    std::vector<Trial> trials;
    for (std::int64_t i = first; i < first + count; ++i) {
      RandomStream stream(request_.seed, kShrinkRun + static_cast<std::uint64_t>(depth),
                          static_cast<std::uint64_t>(i));
      Trial trial = i == 0 ? best_.trial : source_.vary(best_.trial, best_.trial, stream);
      if (i % 3 == 2) trial = source_.draw(stream);
      trial.depth = depth;
      trials.push_back(trial);
    }
    std::vector<char> failing(trials.size());
    for_each_index(count, request_.threads, [&](std::int64_t i) {
      const auto at = static_cast<std::size_t>(i);
      failing[at] = !over(0.5) && fails(trials[at]) ? 1 : 0;
    });
    int offers = 0;
    for (std::size_t i = 0; i < trials.size() && !over(); ++i) {
      if (failing[i] == 0 || offers == kOffersOfWave) continue;
      ++offers;
      if (accept(trials[i])) return true;
    }
    return false;
  }

  const TrialRunner& runner_;
  const TrialSource& source_;
  Confirmer& confirmer_;
  const SearchRequest& request_;
  Confirmed& best_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

void shrink(const TrialRunner& runner, const TrialSource& source, Confirmer& confirmer,
            const SearchRequest& request, Confirmed& counterexample) {
  try {
    Shrinker(runner, source, confirmer, request, counterexample).run();
  } catch (const Stopped&) {  // the smallest so far is what remains
  }
}

}  // namespace plumbline
