#include "plumbline/verdict/resolve.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "plumbline/numeric/error.hpp"
#include "plumbline/verdict/hypotheses.hpp"
#include "plumbline/verdict/run_under_check.hpp"

namespace plumbline {
namespace {

constexpr int kMaxExponent = 60;

/// Digits with an optional decimal exponent: "64", "1e9"; nothing if it is anything else or beyond 10^60.
std::optional<Integer> parse_integer(const std::string& text) {
  const std::size_t e = text.find_first_of("eE");
  const std::string mantissa = text.substr(0, e);
  if (mantissa.empty() || mantissa.size() > kMaxExponent + 1) return std::nullopt;
  if (mantissa.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  // A leading 0 would make cpp_int read octal.
  const std::size_t first = std::min(mantissa.find_first_not_of('0'), mantissa.size() - 1);
  Integer value(mantissa.substr(first));
  const Integer most = boost::multiprecision::pow(Integer(10), kMaxExponent);
  if (e == std::string::npos) return value <= most ? std::optional(value) : std::nullopt;
  int exponent = 0;
  const char* begin = text.data() + e + 1;
  const char* end = text.data() + text.size();
  if (begin != end && *begin == '+') ++begin;
  const auto [stop, error] = std::from_chars(begin, end, exponent);
  if (error != std::errc() || stop != end || exponent < 0 || exponent > kMaxExponent) return std::nullopt;
  value *= boost::multiprecision::pow(Integer(10), static_cast<unsigned>(exponent));
  return value <= most ? std::optional(value) : std::nullopt;
}

std::optional<double> parse_positive(const std::string& text) {
  double value = 0.0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stop != text.data() + text.size() || !(value > 0.0) || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

/// As largest_step; 0 where no positive step will do.
std::optional<Interval> largest_step_or_zero(const Theorem& theorem, const PreparedProblem& problem,
                                             const Setting& setting) {
  try {
    return largest_step(theorem, problem, setting);
  } catch (const InputError&) {  // the given step stands and the table of hypotheses shows why
    return Interval(0);
  }
}

double chosen_step(const Theorem& theorem, const StepSpec& step, const std::optional<Interval>& max_eta) {
  if (!step.of_max) return step.value;
  if (!max_eta) {
    throw InputError(
        fmt::format("theorem {}: eta = max, but no hypothesis limits the step; give a number", theorem.id));
  }
  const double eta = step.value == 1.0 ? lower_double(*max_eta) : step.value * lower_double(*max_eta);
  if (!(eta > 0.0) || !std::isfinite(eta)) {
    throw InputError(fmt::format("theorem {}: the step {} of the largest one, {}, is out of double's range",
                                 theorem.id, step.value, format_human(*max_eta)));
  }
  return eta;
}

ResolvedSetting solve_setting(const Theorem& theorem, const PreparedProblem& problem, std::int64_t depth,
                              const WidthSpec& width, const StepSpec& step,
                              const std::map<std::string, std::string>& parameters) {
  check_parameters(theorem, parameters);
  ResolvedSetting resolved;
  Setting& setting = resolved.setting;
  setting.depth = depth;
  setting.parameters = parameters;
  setting.width = width.threshold_factor == 0 ? width.value : Integer(1);
  setting.eta = exact(1.0);
  for (const Hypothesis& hypothesis : theorem.hypotheses) {
    if (width.threshold_factor != 0 && step.of_max && depends_on(theorem, hypothesis.claim, "eta") &&
        depends_on(theorem, hypothesis.claim, "m")) {
      throw InputError(
          fmt::format("theorem {}: hypothesis '{}' ties the step to the width; give a number for one of them",
                      theorem.id, hypothesis.name));
    }
  }
  if (step.of_max) resolved.max_eta = largest_step(theorem, problem, setting);
  resolved.eta = chosen_step(theorem, step, resolved.max_eta);
  setting.eta = exact(resolved.eta);
  try {
    resolved.min_width = smallest_width(theorem, problem, setting);
  } catch (const InputError&) {
    if (width.threshold_factor != 0) throw;  // otherwise the given width stands and the table shows why
  }
  if (width.threshold_factor != 0) setting.width = width.threshold_factor * *resolved.min_width;
  if (!step.of_max) resolved.max_eta = largest_step_or_zero(theorem, problem, setting);
  return resolved;
}

}  // namespace

WidthSpec parse_width(const std::string& text) {
  WidthSpec spec;
  if (text == "threshold") {
    spec.threshold_factor = 1;
    return spec;
  }
  const std::string suffix = "*threshold";
  const bool relative = text.ends_with(suffix);
  const auto number = parse_integer(relative ? text.substr(0, text.size() - suffix.size()) : text);
  if (!number || *number < 1) {
    throw InputError(fmt::format(
        "width: found '{}', expected a positive integer up to 1e60 such as 64 or 1e9, 'threshold' or "
        "'K*threshold'",
        text));
  }
  (relative ? spec.threshold_factor : spec.value) = *number;
  return spec;
}

StepSpec parse_step(const std::string& text) {
  StepSpec spec;
  spec.of_max = text.ends_with("max");
  std::string number = spec.of_max ? text.substr(0, text.size() - 3) : text;
  if (spec.of_max && number.ends_with('*')) number.pop_back();
  const auto value = spec.of_max && text == "max" ? std::optional<double>(1.0) : parse_positive(number);
  if (!value) {
    throw InputError(fmt::format(
        "eta: found '{}', expected a positive number, 'max' or a multiple such as '0.5max'", text));
  }
  spec.value = *value;
  return spec;
}

double plain_step(const StepSpec& step, std::int64_t depth, const Quantities& quantities) {
  if (!step.of_max) return step.value;
  return step.value * lower_double(Interval(quantities.d_y) / (Interval(2 * depth) * quantities.lambda_max));
}

ResolvedSetting resolve_setting(const Theorem& theorem, const PreparedProblem& problem, std::int64_t depth,
                                const WidthSpec& width, const StepSpec& step,
                                const std::map<std::string, std::string>& parameters) {
  if (depth < 2) throw InputError(fmt::format("depth: found {}, expected at least 2", depth));
  if (is_memorizing(theorem)) return solve_setting(theorem, problem, 2, {1, 0}, {1.0, false}, parameters);
  return solve_setting(theorem, problem, depth, width, step, parameters);
}

}  // namespace plumbline
