// From a counterexample to the smallest one.
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "plumbline/falsify/search.hpp"

namespace plumbline {
namespace {

double to_digits(double x, int digits) {
  return std::strtod(fmt::format("{:.{}g}", x, digits).c_str(), nullptr);
}

bool same(const Trial& a, const Trial& b) {
  return describe(a) == describe(b);
}

/// Simpler settings, the boldest first.
std::vector<Trial> simpler(const Trial& trial) {
  std::vector<Trial> candidates;
  const auto offer = [&](auto change) {
    Trial candidate = trial;
    change(candidate);
    if (!same(candidate, trial)) candidates.push_back(candidate);
  };
  for (const std::int64_t depth : {std::int64_t{2}, std::int64_t{3}, std::int64_t{4}, trial.depth / 2,
                                   trial.depth * 3 / 4, trial.depth - 1}) {
    if (depth >= 2 && depth < trial.depth) offer([&](Trial& t) { t.depth = depth; });
  }
  if (trial.spectrum.size() > 1) {
    offer([](Trial& t) { t.spectrum = {1.0}; });
    offer([](Trial& t) { t.spectrum.assign(t.spectrum.size(), 1.0); });
    offer([](Trial& t) { t.spectrum = {t.spectrum.front(), t.spectrum.back()}; });
    offer([](Trial& t) { t.spectrum.pop_back(); });
    offer([](Trial& t) { t.spectrum.erase(t.spectrum.begin() + 1); });
  }
  for (const int digits : {1, 2}) {
    offer([&](Trial& t) {
      for (double& value : t.spectrum) value = to_digits(value, digits);
    });
    offer([&](Trial& t) { t.step = to_digits(t.step, digits); });
    offer([&](Trial& t) { t.target_norm = to_digits(t.target_norm, digits); });
  }
  offer([](Trial& t) { t.d_y = 1; });
  if (trial.d_y > 2) offer([](Trial& t) { --t.d_y; });
  offer([](Trial& t) { t.d_x = static_cast<std::int64_t>(t.spectrum.size()); });
  offer([](Trial& t) { t.noise = 0.0; });
  offer([](Trial& t) { t.target_norm = 1.0; });
  offer([](Trial& t) { t.step = 1.0; });
  offer([](Trial& t) { t.width = 1; });
  if (trial.width > 2) offer([](Trial& t) { t.width /= 2; });
  if (trial.width > 1) offer([](Trial& t) { --t.width; });
  offer([](Trial& t) { t.problem_seed = 0; });
  offer([](Trial& t) { t.seed = 0; });
  for (const std::int64_t steps : {std::int64_t{1}, trial.steps / 2, trial.steps - 1}) {
    if (steps >= 1 && steps < trial.steps) offer([&](Trial& t) { t.steps = steps; });
  }
  return candidates;
}

}  // namespace

Trial shrink(const Theorem& theorem, Trial trial, TrialResult& confirmed, const SearchRequest& request) {
  const auto start = std::chrono::steady_clock::now();
  const auto over = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() >
           request.shrink_seconds;
  };
  for (bool smaller = true; smaller && !over();) {
    smaller = false;
    for (const Trial& candidate : simpler(trial)) {
      if (over()) break;
      auto result = confirm_violation(theorem, candidate);
      if (!result) continue;
      trial = candidate;
      confirmed = std::move(*result);
      smaller = true;
      if (request.news) request.news("still violated at " + describe(trial));
      break;
    }
  }
  return trial;
}

}  // namespace plumbline
