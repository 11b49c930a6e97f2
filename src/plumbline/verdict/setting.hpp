// One setting of a theorem: the numbers its symbols stand for, apart from any run.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"
#include "plumbline/problem/quantities.hpp"
#include "plumbline/theorem/environment.hpp"
#include "plumbline/theorem/theorem.hpp"

namespace plumbline {

/// Depth, width, step and parameter values. The step is exact: usually one double.
struct Setting {
  std::int64_t depth = 2;                          ///< L ≥ 2
  Integer width = 1;                               ///< m ≥ 1
  Interval eta;                                    ///< η
  std::map<std::string, std::string> parameters;   ///< overrides of the theorem's defaults, exact decimals
  std::map<std::string, Interval> constants = {};  ///< trial values instead of the theorem's constants
};

/// @throws InputError if `setting` overrides a parameter the theorem does not have (with a suggestion) or
/// with a text that is no decimal number.
void check_parameters(const Theorem& theorem, const std::map<std::string, std::string>& parameters);

/// The value of a parameter of the theorem at a setting, as written.
const std::string& parameter_text(const Theorem& theorem, const Setting& setting, const std::string& name);
/// The same as the one double that the initial weights are made of; its exact value is what formulas use too.
/// @throws InputError if that double is not finite.
double initial_value(const Theorem& theorem, const Setting& setting, const std::string& name);

/// Values of every symbol at a setting. Observables have no value here. The theorem, the quantities and the
/// setting must outlive it; one environment belongs to one thread.
class SettingEnvironment : public Environment {
 public:
  SettingEnvironment(const Theorem& theorem, const Quantities& quantities, const Setting& setting);

  Interval symbol(const std::string& name) const override;
  /// @throws InputError always: there is no run to observe.
  Interval observe(const std::string& name, const std::vector<std::int64_t>& arguments) const override;

 private:
  Interval point_symbol(const std::string& name) const;
  Interval run_symbol(const std::string& name) const;
  const Theorem& theorem_;
  const Quantities& quantities_;
  const Setting& setting_;
};

}  // namespace plumbline
