// What gives names their values when an expression is evaluated.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"

namespace plumbline {

/// What symbols and observables mean at one place. Implemented by whoever evaluates.
class Environment {
 public:
  virtual ~Environment() = default;
  /// The value of a symbol (kappa, m, t, …). @throws InputError if it has none here.
  virtual Interval symbol(const std::string& name) const = 0;
  /// The value of an observable, e.g. observe("sigma_max", {3, 2, 17}). Arguments are exact integers.
  virtual Interval observe(const std::string& name, const std::vector<std::int64_t>& arguments) const = 0;
};

}  // namespace plumbline
