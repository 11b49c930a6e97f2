// Where a claim about a run gets its values: the symbols of a setting and the observables of a run.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "plumbline/training/training_run.hpp"
#include "plumbline/verdict/setting.hpp"

namespace plumbline {

/// The terms of a conclusion's claim and premises, and the lets they stand on. (Premises that are named are
/// conclusions themselves.)
std::vector<ExpressionPtr> expressions_behind(const Conclusion& conclusion, const Theorem& theorem);

/// What the conclusions of a theorem need a run to be able to show.
ObservationNeeds observation_needs(const Theorem& theorem);

/// Symbols at the setting, observables at the run's current step; loss(s) also at every earlier s, any other
/// observable also at s = 0 if it was observed there. Everything must outlive it.
class RunEnvironment : public SettingEnvironment {
 public:
  RunEnvironment(const Theorem& theorem, const Quantities& quantities, const Setting& setting,
                 const ObservedRun& run);

  /// Call once after every step of the run, before claims are evaluated.
  void arrive();
  /// @throws InputError if a step is asked for that is neither the current one nor remembered.
  Interval observe(const std::string& name, const std::vector<std::int64_t>& arguments) const override;

 private:
  using Key = std::pair<std::string, std::vector<std::int64_t>>;
  const ObservedRun& run_;
  std::vector<Interval> losses_;
  std::map<Key, Interval> initial_;
  mutable std::map<Key, Interval> current_;
};

}  // namespace plumbline
