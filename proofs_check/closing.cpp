#include "proofs_check/closing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/interval.hpp"
#include "proofs_check/jet.hpp"

namespace plumbline::proofs {
namespace {

constexpr unsigned kDigits = 30;
constexpr int kZooms = 12;
/// Points of one grid, all variables together.
constexpr double kGridPoints = 64.0;
/// How far an unbounded range is looked at.
constexpr double kFar = 1e12;

/// Where a search looks for one variable; `to` may be kFar beyond `from` in place of infinity.
struct Side {
  double from, to;
  bool integer;
};

/// Points from end to end, both included; geometric where the range spans many orders of magnitude.
std::vector<double> grid_of(const Side& side, int count) {
  std::vector<double> points;
  const double width = side.to - side.from;
  const bool geometric = width > 64.0 * (1.0 + std::abs(side.from));
  for (int i = 0; i < count; ++i) {
    const double share = count == 1 ? 0.5 : static_cast<double>(i) / (count - 1);
    const double at =
        side.from + (geometric ? (i == 0 ? 0.0 : 1e-3 * std::pow(width / 1e-3, share)) : share * width);
    points.push_back(std::clamp(side.integer ? std::round(at) : at, side.from, side.to));
  }
  return points;
}

}  // namespace

double ClosingCondition::Sides::size() const {
  return std::max({1.0, std::abs(larger), std::abs(smaller)});
}

ClosingCondition::ClosingCondition(const ProofFile& proof, const ProofStep& step)
    : proof_(&proof), step_(&step) {
  for (const FreeConstant& free : proof.free) {
    used_.push_back(std::any_of(step.constants.begin(), step.constants.end(),
                                [&](const StepConstant& c) { return c.free && c.name == free.name; }));
  }
  if (step.limit || !step.given.empty() || std::find(used_.begin(), used_.end(), true) == used_.end())
    throw InternalError("ClosingCondition: the step is no condition on free constants");
}

std::map<std::string, Interval> ClosingCondition::values_of(const Choices& choices) const {
  std::map<std::string, Interval> values;
  for (const StepConstant& constant : step_->constants) {
    if (!constant.free) {
      values[constant.name] = evaluate_jet(*constant.value, {{}, {}, values}).value;
      continue;
    }
    const auto free = std::find_if(proof_->free.begin(), proof_->free.end(),
                                   [&](const FreeConstant& f) { return f.name == constant.name; });
    values[constant.name] = exact(choices.at(static_cast<std::size_t>(free - proof_->free.begin())));
  }
  return values;
}

ClosingCondition::Sides ClosingCondition::sides_at(Box& box, const StepPoint& point) const {
  for (std::size_t i = 0; i < point.size(); ++i) box.constants[step_->variables[i].name] = exact(point[i]);
  const Interval left = evaluate_jet(*step_->claim.terms[0], box).value;
  const Interval right = evaluate_jet(*step_->claim.terms[1], box).value;
  const Relation relation = step_->claim.relations.front();
  const bool swapped = relation == Relation::kLess || relation == Relation::kLessEqual;
  const Interval& larger = swapped ? right : left;
  const Interval& smaller = swapped ? left : right;
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  if (!is_finite(larger) || !is_finite(smaller)) return {kNaN, kNaN, kNaN};
  // The difference is taken at 30 digits: where both sides are near, double would lose it.
  return {approx_midpoint(larger), approx_midpoint(smaller), approx_midpoint(Interval(larger - smaller))};
}

double ClosingCondition::approx_gap(const Choices& choices, const StepPoint& point) const {
  const PrecisionScope precision(kDigits);
  Box box{{}, {}, values_of(choices)};
  return sides_at(box, point).gap;
}

double ClosingCondition::approx_scale(const Choices& choices, const StepPoint& point) const {
  const PrecisionScope precision(kDigits);
  Box box{{}, {}, values_of(choices)};
  const Sides sides = sides_at(box, point);
  return std::isnan(sides.gap) ? 1.0 : sides.size();
}

StepPoint ClosingCondition::approx_worst_point(const Choices& choices) const {
  const PrecisionScope precision(kDigits);
  Box box{{}, {}, values_of(choices)};
  std::vector<Side> sides;
  for (const StepVariable& variable : step_->variables) {
    const double from = approx_midpoint(evaluate_jet(*variable.from, box).value);
    const double to = variable.to ? approx_midpoint(evaluate_jet(*variable.to, box).value) : from + kFar;
    if (!std::isfinite(from) || !std::isfinite(to) || from > to)
      return StepPoint(step_->variables.size(), 0.0);
    sides.push_back({from, to, variable.integer});
  }
  StepPoint worst;
  if (sides.empty()) return worst;
  const int count =
      std::max(3, static_cast<int>(std::pow(kGridPoints, 1.0 / static_cast<double>(sides.size()))));
  double least = std::numeric_limits<double>::infinity();
  for (int zoom = 0; zoom < kZooms; ++zoom) {
    std::vector<std::vector<double>> grids;
    grids.reserve(sides.size());
    for (const Side& side : sides) grids.push_back(grid_of(side, count));
    std::vector<std::size_t> index(sides.size(), 0);
    std::vector<std::size_t> best = index;
    bool better = false;
    for (bool more = true; more;) {
      StepPoint point;
      for (std::size_t i = 0; i < sides.size(); ++i) point.push_back(grids[i][index[i]]);
      const Sides found = sides_at(box, point);
      if (std::isnan(found.gap)) return point;
      if (found.gap / found.size() < least) {
        least = found.gap / found.size();
        worst = point;
        best = index;
        better = true;
      }
      more = false;
      for (std::size_t i = 0; i < index.size() && !more; ++i) {  // the next point: count upwards
        if (++index[i] < grids[i].size()) {
          more = true;
        } else {
          index[i] = 0;
        }
      }
    }
    const bool narrow = std::all_of(sides.begin(), sides.end(), [](const Side& side) {
      return side.to - side.from <= 1e-12 * (1.0 + std::abs(side.from));
    });
    if (!better || narrow) break;
    for (std::size_t i = 0; i < sides.size(); ++i) {  // the two cells around the best point
      const std::size_t at = best[i];
      sides[i].from = grids[i][at == 0 ? 0 : at - 1];
      sides[i].to = grids[i][std::min(at + 1, grids[i].size() - 1)];
    }
  }
  return worst;
}

std::vector<ClosingCondition> closing_conditions(const ProofFile& proof) {
  std::vector<ClosingCondition> conditions;
  for (const ProofStep& step : proof.steps) {
    const bool uses_choices = std::any_of(step.constants.begin(), step.constants.end(),
                                          [](const StepConstant& constant) { return constant.free; });
    if (uses_choices && !step.limit) conditions.emplace_back(proof, step);
  }
  return conditions;
}

}  // namespace plumbline::proofs
