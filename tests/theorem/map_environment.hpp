// An environment whose values are given one by one, which counts what it is asked for.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/environment.hpp"

namespace plumbline {

class MapEnvironment : public Environment {
 public:
  using Call = std::pair<std::string, std::vector<std::int64_t>>;

  std::map<std::string, Interval> symbols;
  std::map<Call, Interval> observables;
  mutable int symbol_calls = 0;
  mutable std::vector<Call> observe_calls;

  Interval symbol(const std::string& name) const override {
    ++symbol_calls;
    const auto found = symbols.find(name);
    if (found == symbols.end()) throw InputError("no value for " + name);
    return found->second;
  }
  Interval observe(const std::string& name, const std::vector<std::int64_t>& arguments) const override {
    observe_calls.emplace_back(name, arguments);
    const auto found = observables.find({name, arguments});
    if (found == observables.end()) throw InputError("no value for the observable " + name);
    return found->second;
  }
};

/// [lo, hi] from two decimals.
inline Interval between(const std::string& lo, const std::string& hi) {
  return hull(enclose_decimal(lo), enclose_decimal(hi));
}

}  // namespace plumbline
