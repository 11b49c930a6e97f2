#include "plumbline/verdict/setting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/labelled_points.hpp"
#include "plumbline/problem/message_text.hpp"
#include "plumbline/theorem/evaluate.hpp"

namespace plumbline {
namespace {

bool is_of_points(const std::string& name) {
  return name == "points" || name == "classes" || name == "conflicts" || name == "separation";
}

}  // namespace

void check_parameters(const Theorem& theorem, const std::map<std::string, std::string>& parameters) {
  std::vector<std::string> known;
  for (const auto& [name, value] : theorem.parameters) known.push_back(name);
  for (const auto& [name, value] : parameters) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      throw InputError(
          fmt::format("theorem {} has no parameter '{}'{}", theorem.id, name, did_you_mean(name, known)));
    }
    try {
      enclose_decimal(value);
    } catch (const InputError&) {
      throw InputError(fmt::format("parameter {}: found '{}', expected a decimal number", name, value));
    }
  }
}

const std::string& parameter_text(const Theorem& theorem, const Setting& setting, const std::string& name) {
  if (const auto given = setting.parameters.find(name); given != setting.parameters.end())
    return given->second;
  for (const auto& [key, value] : theorem.parameters) {
    if (key == name) return value;
  }
  throw InternalError(fmt::format("theorem {} has no parameter '{}'", theorem.id, name));
}

double initial_value(const Theorem& theorem, const Setting& setting, const std::string& name) {
  const std::string& text = parameter_text(theorem, setting, name);
  const double value = std::strtod(text.c_str(), nullptr);
  if (!std::isfinite(value)) {
    throw InputError(
        fmt::format("parameter {}: found '{}', expected a number in the range of a double", name, text));
  }
  return value;
}

SettingEnvironment::SettingEnvironment(const Theorem& theorem, const Quantities& quantities,
                                       const Setting& setting)
    : theorem_(theorem), quantities_(quantities), setting_(setting) {}

Interval SettingEnvironment::symbol(const std::string& name) const {
  for (const auto& [key, value] : quantities_.named()) {
    if (key == name) return *value;
  }
  for (const auto& [key, value] : quantities_.named_of_target()) {
    if (key == name) return *value;
  }
  if (name == "d_x") return Interval(quantities_.d_x);
  if (name == "d_y") return Interval(quantities_.d_y);
  if (name == "n") return Interval(quantities_.n);
  if (name == "r") return Interval(quantities_.rank);
  if (is_of_points(name)) return point_symbol(name);
  for (const auto& [key, value] : theorem_.parameters) {
    if (key != name) continue;
    if (is_init_parameter(theorem_.init, name)) return exact(initial_value(theorem_, setting_, name));
    return enclose_decimal(parameter_text(theorem_, setting_, name));
  }
  for (const Constant& constant : theorem_.constants) {
    if (constant.name != name) continue;
    const auto trial = setting_.constants.find(name);
    return trial == setting_.constants.end() ? evaluate(*constant.value, *this) : trial->second;
  }
  for (const Definition& definition : theorem_.lets) {
    if (definition.name == name) return evaluate(*definition.value, *this);
  }
  return run_symbol(name);
}

Interval SettingEnvironment::point_symbol(const std::string& name) const {
  if (quantities_.points == nullptr) {
    throw InternalError(fmt::format("symbol '{}': the quantities know no points", name));
  }
  const LabelledPoints& points = quantities_.points->get();
  if (name == "points") return Interval(static_cast<std::int64_t>(points.samples.size()));
  if (name == "classes") return Interval(points.classes);
  if (name == "conflicts") return Interval(points.conflicts);
  return separation(points);
}

Interval SettingEnvironment::run_symbol(const std::string& name) const {
  if (name == "L") return Interval(setting_.depth);
  if (name == "m") return enclose(setting_.width);
  if (name == "eta") return setting_.eta;
  if (name == "alpha" && theorem_.scale == "none") return Interval(1);
  if (name == "alpha") {  // α = 1/√(m^{L−1} d_y)
    return Interval(1) /
           sqrt_of(power(enclose(setting_.width), setting_.depth - 1) * Interval(quantities_.d_y));
  }
  throw InputError(fmt::format("theorem {}: the symbol '{}' has no value here", theorem_.id, name));
}

Interval SettingEnvironment::observe(const std::string& name, const std::vector<std::int64_t>&) const {
  throw InputError(fmt::format("theorem {}: '{}' can only be observed along a run", theorem_.id, name));
}

}  // namespace plumbline
