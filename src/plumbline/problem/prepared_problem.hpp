// A problem made ready for many checks: its reduction once, its quantities at whatever precision is asked.
#pragma once

#include <map>
#include <mutex>

#include "plumbline/problem/labelled_points.hpp"
#include "plumbline/problem/problem.hpp"
#include "plumbline/problem/quantities.hpp"
#include "plumbline/problem/reduction.hpp"

namespace plumbline {

/// Safe to share between threads.
class PreparedProblem {
 public:
  /// Computes rank, reduction and the quantities at 50 digits. @throws as compute_quantities.
  explicit PreparedProblem(Problem problem);

  const Problem& problem() const { return problem_; }
  const ReducedProblem& reduced() const { return reduced_; }
  /// Quantities to at least `digits` digits; computed on first use.
  const Quantities& quantities(unsigned digits = 50) const;
  /// The samples as points with labels; computed on first use. @throws as label_points.
  const LabelledPoints& points() const { return points_.get(); }

 private:
  Problem problem_;
  LazyLabelledPoints points_;
  mutable std::mutex mutex_;
  mutable std::map<unsigned, Quantities> by_digits_;
  ReducedProblem reduced_;
};

}  // namespace plumbline
