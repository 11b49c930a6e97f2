// A run as claims see it: named observables as intervals, step by step.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"

namespace plumbline {

class ObservedRun {
 public:
  ObservedRun() = default;
  ObservedRun(const ObservedRun&) = delete;
  ObservedRun& operator=(const ObservedRun&) = delete;
  virtual ~ObservedRun() = default;

  virtual void step() = 0;
  virtual std::int64_t steps_taken() const = 0;
  /// False once nothing can be observed any more: the range or the precision of the arithmetic was left.
  virtual bool is_finite() const = 0;
  /// It is not finite because what its integration may cost is spent; more digits would only cost more.
  virtual bool is_spent() const { return false; }
  /// The loss is no larger than the arithmetic resolves.
  virtual bool at_floor() const = 0;
  /// The observable at the current step. `indices` are (j, i), (i) or nothing. The whole line once the run is
  /// not finite.
  /// @throws InputError if an index is out of range; InternalError if the name is unknown or the run was not
  /// prepared to show it.
  virtual Interval observe(const std::string& name, const std::vector<std::int64_t>& indices) const = 0;
};

}  // namespace plumbline
