// What the free constants of a proof must meet for its steps to hold, in plain numbers: for searching, not
// for proving.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"
#include "proofs_check/jet.hpp"
#include "proofs_check/proof_file.hpp"

namespace plumbline::proofs {

/// A value for every free constant of a file, in its order.
using Choices = std::vector<double>;

/// A point of a step's ranges, one number a variable.
using StepPoint = std::vector<double>;

/// One step as a condition on the free constants: its gap, larger side − smaller side, must be ≥ 0 at every
/// point of its ranges.
class ClosingCondition {
 public:
  /// The step must use a free constant of `proof`, have no `given` and be no limit.
  /// @throws InternalError otherwise.
  ClosingCondition(const ProofFile& proof, const ProofStep& step);

  const std::string& name() const { return step_->name; }
  /// Whether the gap can change with free constant i.
  bool depends_on(std::size_t i) const { return used_.at(i); }

  /// The gap at one point; NaN where it is undefined.
  double approx_gap(const Choices& choices, const StepPoint& point) const;
  /// The size of its sides there, to measure the gap by; at least 1.
  double approx_scale(const Choices& choices, const StepPoint& point) const;
  /// The point where gap/size is smallest, found on a grid that zooms in; where it is undefined, such a
  /// point.
  StepPoint approx_worst_point(const Choices& choices) const;

 private:
  struct Sides {
    double larger, smaller, gap;
    double size() const;
  };
  Sides sides_at(Box& box, const StepPoint& point) const;  // sets the variables in the box
  std::map<std::string, Interval> values_of(const Choices& choices) const;

  const ProofFile* proof_;
  const ProofStep* step_;
  std::vector<bool> used_;  // by free constant
};

/// The conditions of a file: one for every step that speaks of a free constant, limits excepted.
std::vector<ClosingCondition> closing_conditions(const ProofFile& proof);

}  // namespace plumbline::proofs
