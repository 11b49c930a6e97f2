// From what a user writes ("threshold", "0.5max", "1e9") to a Setting.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "plumbline/verdict/setting.hpp"

namespace plumbline {

/// A width as written: an integer from 1 to 10^60 ("64", "1e9"), "threshold" or "K*threshold" with such a K.
struct WidthSpec {
  Integer value = 0;  ///< used when threshold_factor is 0
  Integer threshold_factor = 0;
};
/// @throws InputError that says what is accepted.
WidthSpec parse_width(const std::string& text);

/// A step as written: a positive decimal, "max", or "Fmax"/"F*max" with a positive decimal F.
struct StepSpec {
  double value = 0.0;
  bool of_max = false;  ///< value is a factor of the largest step the hypotheses allow
};
/// @throws InputError that says what is accepted.
StepSpec parse_step(const std::string& text);

/// The step of a run that no theorem limits: "max" is d_y/(2 L ‖X‖²), the largest of Theorem 4.1 (HXP),
/// rounded down to a double.
double plain_step(const StepSpec& step, std::int64_t depth, const Quantities& quantities);

/// What was solved for on the way.
struct ResolvedSetting {
  Setting setting;
  double eta = 0.0;                  ///< the step, an exact double
  std::optional<Interval> max_eta;   ///< largest step of the hypotheses, if any limits it; 0: none will do
  std::optional<Integer> min_width;  ///< smallest width of the hypotheses, unless none will do
};

/// Solves the hypotheses for the step first and then for the width; "max" becomes the largest double that is
/// surely allowed. Depth, width and step of a memorizing network, which is
/// written down from the data, are not looked at.
/// @throws InputError if max or threshold is asked for and the hypotheses give none, or a parameter is wrong.
ResolvedSetting resolve_setting(const Theorem& theorem, const PreparedProblem& problem, std::int64_t depth,
                                const WidthSpec& width, const StepSpec& step,
                                const std::map<std::string, std::string>& parameters);

}  // namespace plumbline
