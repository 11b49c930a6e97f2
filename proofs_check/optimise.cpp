#include "proofs_check/optimise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <nlopt.hpp>
#include <optional>

#include "plumbline/numeric/error.hpp"
#include "proofs_check/closing.hpp"

namespace plumbline::proofs {
namespace {

/// A step that fails by less than this share of its size counts as met while choices are still open.
constexpr double kTolerance = 1e-9;
/// Rounds of search and of looking for worse points.
constexpr int kRounds = 20;
constexpr int kEvaluations = 300;
/// Starts tried besides the first, while none leads to choices that close the proof.
constexpr int kOtherStarts = 4;
/// What an undefined gap counts as, in shares of the step's size.
constexpr double kUndefined = -10.0;

/// A free constant on the scale on which it is searched: [0, 1], logarithmic over wide ranges.
struct Scale {
  double from, to;
  bool logarithmic;

  explicit Scale(const FreeConstant& free)
      : from(free.from), to(free.to), logarithmic(free.from > 0.0 && free.to > 16.0 * free.from) {}
  double value(double share) const {
    return logarithmic ? from * std::pow(to / from, share) : from + (to - from) * share;
  }
  double share(double value) const {
    return logarithmic ? std::log(value / from) / std::log(to / from) : (value - from) / (to - from);
  }
};

/// The condition at one point: gap/size ≥ 0.
struct Cut {
  const ClosingCondition* condition;
  StepPoint point;
  double size;
};

class Search {
 public:
  Search(const ProofFile& proof, const std::vector<ClosingCondition>& conditions) : conditions_(conditions) {
    for (const FreeConstant& free : proof.free) scales_.emplace_back(free);
    const auto aim = std::find_if(proof.free.begin(), proof.free.end(),
                                  [&](const FreeConstant& f) { return f.name == *proof.minimise; });
    aim_ = static_cast<std::size_t>(aim - proof.free.begin());
    fixed_.resize(proof.free.size());
  }

  void fix(std::size_t i, double value) { fixed_[i] = value; }
  double aim(const Choices& choices) const { return choices[aim_]; }

  /// By how much the worst step fails there, as a share of its size (≥ 0), and which.
  std::pair<double, std::string> violation(const Choices& choices) const {
    std::pair<double, std::string> worst{0.0, ""};
    for (const ClosingCondition& condition : conditions_) {
      const StepPoint point = condition.approx_worst_point(choices);
      const double gap = condition.approx_gap(choices, point);
      const double share = std::isnan(gap) ? -kUndefined : -gap / condition.approx_scale(choices, point);
      if (share > worst.first) worst = {share, condition.name()};
    }
    return worst;
  }

  /// The best choices from `start` on: first the violation is brought down, then the aim. Empty if the
  /// conditions are not met; `least` is then the least violated point.
  std::optional<Choices> best(Choices start, Choices& least) {
    for (std::size_t i = 0; i < start.size(); ++i) {
      if (fixed_[i]) start[i] = *fixed_[i];
    }
    least = start;
    if (std::all_of(fixed_.begin(), fixed_.end(), [](const auto& f) { return f.has_value(); })) {
      // Nothing is open any more: now the gaps, exact to 30 digits, decide.
      return violation(start).first > 0.0 ? std::nullopt : std::optional(start);
    }
    Choices at = start;
    for (int round = 0; round < kRounds; ++round) {
      add_worst_points(at);
      at = solve(at, Goal::kClose);
      at = solve(at, Goal::kAim);
      if (violation(at).first <= kTolerance) return at;
    }
    least = at;
    return std::nullopt;
  }

 private:
  enum class Goal { kClose, kAim };

  void add_worst_points(const Choices& choices) {
    for (Cut& cut : cuts_) cut.size = cut.condition->approx_scale(choices, cut.point);
    for (const ClosingCondition& condition : conditions_) {
      const StepPoint point = condition.approx_worst_point(choices);
      const bool known = std::any_of(cuts_.begin(), cuts_.end(), [&](const Cut& cut) {
        return cut.condition == &condition && cut.point == point;
      });
      if (!known) cuts_.push_back({&condition, point, condition.approx_scale(choices, point)});
    }
  }

  Choices choices_at(const std::vector<double>& shares) const {
    Choices choices;
    for (std::size_t i = 0; i < scales_.size(); ++i)
      choices.push_back(fixed_[i] ? *fixed_[i] : scales_[i].value(shares[i]));
    return choices;
  }

  double gap_at(const Cut& cut, const std::vector<double>& shares) const {
    const double gap = cut.condition->approx_gap(choices_at(shares), cut.point);
    return std::isnan(gap) ? kUndefined : gap / cut.size;
  }

  /// The slopes by central differences: gaps carry 30 digits, so little is lost.
  void slopes_at(const Cut& cut, std::vector<double> shares, double* slopes) const {
    constexpr double kStep = 1e-6;
    for (std::size_t i = 0; i < scales_.size(); ++i) {
      slopes[i] = 0.0;
      if (fixed_[i] || !cut.condition->depends_on(i)) continue;
      const double at = shares[i];
      shares[i] = at + kStep;
      const double above = gap_at(cut, shares);
      shares[i] = at - kStep;
      const double below = gap_at(cut, shares);
      shares[i] = at;
      slopes[i] = (above - below) / (2.0 * kStep);
    }
  }

  /// One search of NLopt over the shares and, last, a slack that every gap may miss by: the goal kClose makes
  /// the slack small, kAim the aim, with no more slack than there is at the start.
  Choices solve(const Choices& start, Goal goal) const {
    const std::size_t n = scales_.size();
    std::vector<double> x;
    for (std::size_t i = 0; i < n; ++i) x.push_back(std::clamp(scales_[i].share(start[i]), 0.0, 1.0));
    double slack = 0.0;
    for (const Cut& cut : cuts_) slack = std::max(slack, -gap_at(cut, x));
    if (goal == Goal::kClose && slack <= kTolerance / 2.0) return start;
    x.push_back(slack);

    nlopt::opt search(nlopt::LD_SLSQP, static_cast<unsigned>(n + 1));
    std::vector<double> low(n + 1, 0.0);
    std::vector<double> high(n + 1, 1.0);
    for (std::size_t i = 0; i < n; ++i) {
      if (fixed_[i]) low[i] = high[i] = x[i];
    }
    high[n] = goal == Goal::kClose ? std::max(slack, 1.0) : slack;
    search.set_lower_bounds(low);
    search.set_upper_bounds(high);
    std::size_t aim = goal == Goal::kClose ? n : aim_;
    search.set_min_objective(
        [](const std::vector<double>& at, std::vector<double>& slopes, void* data) {
          const std::size_t small = *static_cast<std::size_t*>(data);
          std::fill(slopes.begin(), slopes.end(), 0.0);
          if (!slopes.empty()) slopes[small] = 1.0;
          return at[small];
        },
        &aim);
    auto gaps = [this, n](unsigned count, double* result, unsigned, const double* at, double* slopes) {
      const std::vector<double> shares(at, at + n);
      for (unsigned k = 0; k < count; ++k) {
        result[k] = -gap_at(cuts_[k], shares) - at[n];
        if (slopes == nullptr) continue;
        double* row = slopes + static_cast<std::size_t>(k) * (n + 1);
        slopes_at(cuts_[k], shares, row);
        for (std::size_t i = 0; i < n; ++i) row[i] = -row[i];
        row[n] = -1.0;
      }
    };
    using Gaps = decltype(gaps);
    search.add_inequality_mconstraint(
        [](unsigned count, double* result, unsigned size, const double* at, double* slopes, void* data) {
          (*static_cast<Gaps*>(data))(count, result, size, at, slopes);
        },
        &gaps, std::vector<double>(cuts_.size(), kTolerance / 10.0));
    search.set_xtol_rel(1e-12);
    search.set_maxeval(kEvaluations);
    double value = 0.0;
    try {
      search.optimize(x, value);
    } catch (const nlopt::roundoff_limited&) {
      // x is as good as rounding allows
    } catch (const std::runtime_error&) {
      // x is the last point; the caller looks at its violation
    }
    for (double& share : x) share = std::clamp(share, 0.0, 1.0);
    return choices_at(x);
  }

  const std::vector<ClosingCondition>& conditions_;
  std::vector<Scale> scales_;
  std::size_t aim_ = 0;
  std::vector<std::optional<double>> fixed_;
  std::vector<Cut> cuts_;
};

/// The n-th of points that spread evenly over [0, 1], another sequence for every i (Weyl: multiples of
/// √prime).
double spread(std::size_t i, int n) {
  constexpr std::array<double, 12> kPrimes = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
  const double product = n * std::sqrt(kPrimes[i % kPrimes.size()]);
  return product - std::floor(product);
}

/// Multiples of a grain as decimals.
class Grain {
 public:
  explicit Grain(const std::string& text) : size_(std::stod(text)) {
    const std::size_t point = text.find('.');
    digits_ = point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
  }
  std::string multiple(double count) const { return fmt::format("{:.{}f}", count * size_, digits_); }
  double count_below(double value) const { return std::floor(value / size_ + 1e-9); }

 private:
  double size_;
  int digits_;
};

}  // namespace

std::map<std::string, std::string> Optimum::rounded(const ProofFile& proof) const {
  std::map<std::string, std::string> by_name;
  for (std::size_t i = 0; i < choices.size(); ++i) by_name[proof.free.at(i).name] = choices[i].rounded;
  return by_name;
}

std::string optimum_text(const ProofFile& proof, const Optimum& optimum,
                         const std::vector<StepResult>& results) {
  std::string failing;
  std::string limits;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const ProofStep& step = proof.steps[i];
    const bool proved = results[i].verdict == StepVerdict::kProved;
    if (step.limit) {
      limits += fmt::format("; limit {} is {}: {}", step.name, to_string(results[i].verdict), step.says);
    } else if (!proved) {
      failing +=
          fmt::format("{}{} is {}", failing.empty() ? "" : ", ", step.name, to_string(results[i].verdict));
    }
  }
  const auto aim = std::find_if(proof.free.begin(), proof.free.end(),
                                [&](const FreeConstant& f) { return f.name == *proof.minimise; });
  const FoundChoice& smallest = optimum.choices.at(static_cast<std::size_t>(aim - proof.free.begin()));
  if (optimum.closes && failing.empty()) {
    return fmt::format(
        "smallest {} found: {:.6g}; in short decimals {} = {}, with which every step is proved{}", aim->name,
        smallest.found, aim->name, smallest.rounded, limits);
  }
  if (optimum.closes) {
    return fmt::format("{} = {} was found, but with the rounded choices {}", aim->name, smallest.rounded,
                       failing);
  }
  return fmt::format(
      "no choice within the ranges was found that closes the proof: step {} fails at the nearest one{}",
      optimum.obstacle, failing.empty() ? "" : "; with the choices below " + failing);
}

Optimum optimise(const ProofFile& proof, const std::map<std::string, double>& start) {
  if (proof.free.empty()) throw InputError(fmt::format("{}: found no free constant to optimise", proof.id));
  const std::vector<ClosingCondition> conditions = closing_conditions(proof);
  Search search(proof, conditions);
  Choices at;
  for (const FreeConstant& free : proof.free) {
    const auto given = start.find(free.name);
    at.push_back(given != start.end() ? given->second : Scale(free).value(0.5));
  }
  Choices least;
  std::optional<Choices> found = search.best(at, least);
  for (int other = 1; other <= kOtherStarts && !found; ++other) {
    Choices elsewhere;
    for (std::size_t i = 0; i < at.size(); ++i)
      elsewhere.push_back(Scale(proof.free[i]).value(spread(i, other)));
    Choices least_there;
    found = search.best(elsewhere, least_there);
    if (search.violation(least_there).first < search.violation(least).first) least = least_there;
  }
  Optimum optimum;
  at = found.value_or(least);
  for (std::size_t i = 0; i < at.size(); ++i) {
    optimum.choices.push_back({at[i], ""});
  }
  optimum.closes = found.has_value();
  for (std::size_t i = 0; i < at.size(); ++i) {
    const Grain grain(proof.free[i].grain);
    std::optional<Choices> better;
    std::string text;
    const double below = grain.count_below(at[i]);
    for (const double count : {below, below + 1.0}) {
      const std::string candidate = grain.multiple(count);
      const double value = std::stod(candidate);
      if (value < proof.free[i].from || value > proof.free[i].to) continue;
      if (text.empty()) text = candidate;
      if (!optimum.closes) break;
      search.fix(i, value);
      const std::optional<Choices> rest = search.best(at, least);
      if (rest && (!better || search.aim(*rest) < search.aim(*better))) {
        better = rest;
        text = candidate;
      }
    }
    optimum.choices[i].rounded = text;
    if (better) {
      at = *better;
    } else {
      optimum.closes = false;
      at[i] = std::stod(text);
    }
    search.fix(i, at[i]);
  }
  if (!optimum.closes) optimum.obstacle = search.violation(at).second;
  return optimum;
}

}  // namespace plumbline::proofs
