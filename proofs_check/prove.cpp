#include "proofs_check/prove.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <optional>

#include "plumbline/certificate/certificate_file.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/functions.hpp"
#include "proofs_check/jet.hpp"

namespace plumbline::proofs {
namespace {

constexpr unsigned kDigits = 30;
constexpr std::int64_t kMostBoxes = 200'000;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool is_point(const Range& range) {
  return range.lo == range.hi;
}

/// A point well inside; ranges without an upper end are cut geometrically.
double inside(const Range& range, bool integer) {
  double at =
      std::isinf(range.hi) ? (range.lo < 1.0 ? 2.0 : 4.0 * range.lo) : range.lo + (range.hi - range.lo) / 2.0;
  // A wide positive range is cut in the middle of its exponents.
  if (!std::isinf(range.hi) && range.lo > 0.0 && range.hi > 64.0 * range.lo)
    at = std::sqrt(range.lo) * std::sqrt(range.hi);
  return integer ? std::floor(at) : at;
}

Interval interval_of(const Range& range) {
  return make_interval(Real(range.lo), Real(range.hi));
}

class Search {
 public:
  Search(const ProofStep& step, StepResult& result, bool mean_values)
      : step_(step), result_(result), mean_values_(mean_values) {
    constants_ = constants_of(step);
    const Box names{{}, {}, constants_};
    for (const StepVariable& variable : step.variables) {
      names_.push_back(variable.name);
      from_.push_back(evaluate_jet(*variable.from, names).value);
      to_.push_back(variable.to ? std::optional(evaluate_jet(*variable.to, names).value) : std::nullopt);
    }
    const Relation relation = step.claim.relations.front();
    swapped_ = relation == Relation::kLess || relation == Relation::kLessEqual;
    strict_ = relation == Relation::kLess || relation == Relation::kGreater;
  }

  /// False if the search is over without a proof.
  bool prove(const Ranges& ranges) {
    if (++result_.boxes > kMostBoxes)
      return give_up(ranges, fmt::format("{} boxes were not enough", kMostBoxes));
    const Box box = box_of(ranges);
    if (is_outside(box)) return leaf("outside");
    const Jet gap = gap_on(box);
    if (is_true(gap.value)) return leaf("value");
    if (mean_values_ && by_mean_value(ranges, gap)) return leaf("mean-value");
    if (step_.given.empty()) {
      if (const auto smaller = face(ranges, gap)) {
        result_.tree.push_back(smaller->first);
        return prove(smaller->second);
      }
    }
    if (is_refuted(ranges)) return false;
    return cut(ranges, gap);
  }

 private:
  Box box_of(const Ranges& ranges) const {
    Box box{names_, {}, constants_};
    for (const Range& range : ranges) box.sides.push_back(interval_of(range));
    return box;
  }

  /// larger side − smaller side, which the claim says to be ≥ 0 (> 0).
  Jet gap_on(const Box& box) const {
    const Jet left = evaluate_jet(*step_.claim.terms[0], box);
    const Jet right = evaluate_jet(*step_.claim.terms[1], box);
    const Jet& larger = swapped_ ? right : left;
    const Jet& smaller = swapped_ ? left : right;
    Jet gap{apply_operator(Expression::Kind::kSubtract, larger.value, smaller.value), {}};
    for (std::size_t i = 0; i < names_.size(); ++i) {
      gap.slopes.push_back(apply_operator(Expression::Kind::kSubtract, larger.slopes[i], smaller.slopes[i]));
    }
    return gap;
  }

  bool is_true(const Interval& gap) const {
    if (is_whole_line(gap)) return false;
    return (strict_ ? less(Interval(0), gap) : less_equal(Interval(0), gap)) == Truth::kTrue;
  }
  bool is_false(const Interval& gap) const {
    if (is_whole_line(gap)) return false;
    return (strict_ ? less_equal(gap, Interval(0)) : less(gap, Interval(0))) == Truth::kTrue;
  }

  Truth condition(const Claim& claim, const Box& box) const {
    Truth truth = Truth::kTrue;
    for (std::size_t i = 0; i < claim.relations.size(); ++i) {
      const Interval left = evaluate_jet(*claim.terms[i], box).value;
      const Interval right = evaluate_jet(*claim.terms[i + 1], box).value;
      if (is_whole_line(left) || is_whole_line(right)) return Truth::kUnknown;
      const Relation relation = claim.relations[i];
      truth = truth && (relation == Relation::kLess           ? less(left, right)
                        : relation == Relation::kLessEqual    ? less_equal(left, right)
                        : relation == Relation::kGreater      ? less(right, left)
                        : relation == Relation::kGreaterEqual ? less_equal(right, left)
                        : relation == Relation::kEqual        ? equal(left, right)
                                                              : !equal(left, right));
    }
    return truth;
  }

  bool is_outside(const Box& box) const {
    for (const Claim& given : step_.given) {
      if (condition(given, box) == Truth::kFalse) return true;
    }
    return false;
  }

  Ranges centre_of(const Ranges& ranges) const {
    Ranges centre;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const double at = inside(ranges[i], step_.variables[i].integer);
      centre.push_back({at, at});
    }
    return centre;
  }

  bool by_mean_value(const Ranges& ranges, const Jet& gap) const {
    Ranges centre;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      if (std::isinf(ranges[i].hi) || (!is_point(ranges[i]) && !is_finite(gap.slopes[i]))) return false;
      const double at = ranges[i].lo + (ranges[i].hi - ranges[i].lo) / 2.0;  // any point of the box serves
      centre.push_back({at, at});
    }
    Interval value = gap_on(box_of(centre)).value;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      if (is_point(ranges[i])) continue;
      value = apply_operator(Expression::Kind::kAdd, value,
                             gap.slopes[i] * (interval_of(ranges[i]) - interval_of(centre[i])));
    }
    return is_true(value);
  }

  /// One side of one variable whose slope keeps its sign.
  std::optional<std::pair<std::string, Ranges>> face(const Ranges& ranges, const Jet& gap) const {
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      if (is_point(ranges[i]) || is_whole_line(gap.slopes[i])) continue;
      Ranges smaller = ranges;
      if (less_equal(Interval(0), gap.slopes[i]) == Truth::kTrue) {
        smaller[i].hi = smaller[i].lo;
        return std::pair{"low:" + names_[i], smaller};
      }
      if (less_equal(gap.slopes[i], Interval(0)) == Truth::kTrue && !std::isinf(ranges[i].hi)) {
        smaller[i].lo = smaller[i].hi;
        return std::pair{"high:" + names_[i], smaller};
      }
    }
    return std::nullopt;
  }

  /// Whether `at` surely lies in the range of variable i as it is written: the box was rounded outward.
  bool is_inside(std::size_t i, double at) const {
    if (less_equal(from_[i], exact(at)) != Truth::kTrue) return false;
    return !to_[i] || less_equal(exact(at), *to_[i]) == Truth::kTrue;
  }

  /// The point itself, or with its rounded ends moved to the next double within the ranges.
  std::optional<Ranges> moved_inside(Ranges point) const {
    for (std::size_t i = 0; i < point.size(); ++i) {
      const double at = point[i].lo;
      if (is_inside(i, at)) continue;
      if (step_.variables[i].integer) return std::nullopt;
      const double above = std::nextafter(at, kInfinity);
      const double moved = is_inside(i, above) ? above : std::nextafter(at, -kInfinity);
      if (!is_inside(i, moved)) return std::nullopt;
      point[i] = {moved, moved};
    }
    return point;
  }

  bool is_refuted(const Ranges& ranges) {
    const std::optional<Ranges> point = moved_inside(centre_of(ranges));
    if (!point) return false;
    const Box box = box_of(*point);
    for (const Claim& given : step_.given) {
      if (condition(given, box) != Truth::kTrue) return false;
    }
    if (!is_false(gap_on(box).value)) return false;
    result_.verdict = StepVerdict::kRefuted;
    for (std::size_t i = 0; i < names_.size(); ++i)
      result_.counterexample[names_[i]] = fmt::format("{}", (*point)[i].lo);
    return true;
  }

  bool cut(const Ranges& ranges, const Jet& gap) {
    std::size_t widest = ranges.size();
    double most = -1.0;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      if (is_point(ranges[i])) continue;
      const double at = inside(ranges[i], step_.variables[i].integer);
      if (!(at >= ranges[i].lo) || !(at < ranges[i].hi) ||
          (at == ranges[i].lo && !step_.variables[i].integer))
        continue;
      double weight = std::isinf(ranges[i].hi) ? kInfinity : ranges[i].hi - ranges[i].lo;
      if (!std::isinf(weight)) {
        weight *= is_finite(gap.slopes[i]) ? upper_double(abs_of(gap.slopes[i])) : kInfinity;
        if (std::isinf(weight))
          weight = 1e300 * (ranges[i].hi - ranges[i].lo) / (1.0 + std::abs(ranges[i].hi));
      }
      if (weight > most) {
        most = weight;
        widest = i;
      }
    }
    if (widest == ranges.size()) return give_up(ranges, "a box is too small to be cut");
    const double at = inside(ranges[widest], step_.variables[widest].integer);
    result_.tree.push_back("cut:" + names_[widest] + ":" + hex_text(at));
    Ranges low = ranges;
    Ranges high = ranges;
    low[widest].hi = at;
    high[widest].lo = step_.variables[widest].integer ? at + 1.0 : at;
    return prove(low) && prove(high);
  }

  bool leaf(const char* word) {
    result_.tree.emplace_back(word);
    return true;
  }

  bool give_up(const Ranges& ranges, const std::string& why) {
    result_.left_over = ranges;
    result_.remark = why;
    return false;
  }

  const ProofStep& step_;
  StepResult& result_;
  bool mean_values_;
  std::map<std::string, Interval> constants_;
  std::vector<std::string> names_;
  std::vector<Interval> from_;               // the ranges as they are written
  std::vector<std::optional<Interval>> to_;  // nothing: infinite
  bool swapped_ = false;
  bool strict_ = false;
};

}  // namespace

std::map<std::string, Interval> constants_of(const ProofStep& step) {
  std::map<std::string, Interval> values;
  for (const StepConstant& constant : step.constants) {
    values[constant.name] = evaluate_jet(*constant.value, {{}, {}, values}).value;
    if (!is_finite(values[constant.name])) {
      throw InputError(fmt::format("step '{}': constant '{}' has no value", step.name, constant.name));
    }
  }
  return values;
}

Ranges ranges_of(const ProofStep& step) {
  const PrecisionScope precision(kDigits);
  const Box names{{}, {}, constants_of(step)};
  Ranges ranges;
  for (const StepVariable& variable : step.variables) {
    const Interval from = evaluate_jet(*variable.from, names).value;
    const Interval to = variable.to ? evaluate_jet(*variable.to, names).value : from;
    if (!is_finite(from) || !is_finite(to)) {
      throw InputError(
          fmt::format("step '{}': the range of '{}' has an end that is no number", step.name, variable.name));
    }
    Range range{lower_double(from), variable.to ? upper_double(to) : kInfinity};
    if (variable.integer) range = {std::ceil(range.lo), std::floor(range.hi)};
    if (!std::isfinite(range.lo) || (variable.to && !std::isfinite(range.hi))) {
      throw InputError(fmt::format("step '{}': the range of '{}' has an end beyond the range of double",
                                   step.name, variable.name));
    }
    if (range.lo > range.hi) {
      throw InputError(fmt::format("step '{}': the range of '{}' is empty", step.name, variable.name));
    }
    ranges.push_back(range);
  }
  return ranges;
}

StepResult prove(const ProofStep& step, bool mean_values) {
  const PrecisionScope precision(kDigits);
  StepResult result;
  Search search(step, result, mean_values);
  if (search.prove(ranges_of(step))) result.verdict = StepVerdict::kProved;
  if (result.verdict != StepVerdict::kProved) result.tree.clear();
  return result;
}

std::string to_string(StepVerdict verdict) {
  switch (verdict) {
    case StepVerdict::kProved:
      return "proved";
    case StepVerdict::kRefuted:
      return "refuted";
    case StepVerdict::kUndecided:
      break;
  }
  return "undecided";
}

}  // namespace plumbline::proofs
