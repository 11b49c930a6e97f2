#include "plumbline/verdict/constant_watch.hpp"

#include <algorithm>
#include <cmath>

#include "plumbline/verdict/hypotheses.hpp"

namespace plumbline {
namespace {

constexpr int kReach = 40;       // values within 2^±40 of the stated one are looked at
constexpr int kBisections = 45;  // 40/2^45 binary digits are left between the two ends

/// The symbols of a setting with another value for one constant; observables of the run.
class TrialEnvironment : public SettingEnvironment {
 public:
  TrialEnvironment(const Theorem& theorem, const Quantities& quantities, const Setting& setting,
                   const RunEnvironment& run)
      : SettingEnvironment(theorem, quantities, setting), run_(run) {}
  Interval observe(const std::string& name, const std::vector<std::int64_t>& arguments) const override {
    return run_.observe(name, arguments);
  }

 private:
  const RunEnvironment& run_;
};

Setting with_constant(Setting setting, const std::string& constant, double value) {
  setting.constants[constant] = exact(value);
  return setting;
}

/// Between an allowed and an excluded value, as an enclosure of where the one becomes the other.
Interval bisect(double& allowed, double excluded, const std::function<bool(double)>& is_excluded) {
  for (int i = 0; i < kBisections; ++i) {
    const double middle = std::sqrt(allowed) * std::sqrt(excluded);
    if (middle == allowed || middle == excluded) break;
    (is_excluded(middle) ? excluded : allowed) = middle;
  }
  return make_interval(Real(std::min(allowed, excluded)), Real(std::max(allowed, excluded)));
}

}  // namespace

void ConstantSearch::add(const std::function<bool(double)>& excluded) {
  if (range_.empty) return;
  if (excluded(inside_)) {
    leave_excluded_value(excluded);
    return;
  }
  const double reach = std::ldexp(1.0, kReach);
  const double low = range_.least ? static_cast<double>(upper(*range_.least)) : inside_ / reach;
  const double high = range_.most ? static_cast<double>(lower(*range_.most)) : inside_ * reach;
  double end = inside_;
  if (excluded(low)) range_.least = bisect(end, low, excluded);
  end = inside_;
  if (excluded(high)) range_.most = bisect(end, high, excluded);
}

/// The nearest value in steps of 2 on either side that is not excluded becomes the new inside.
void ConstantSearch::leave_excluded_value(const std::function<bool(double)>& excluded) {
  for (int k = 1; k <= kReach; ++k) {
    for (const int sign : {1, -1}) {
      const double trial = std::ldexp(inside_, sign * k);
      if (range_.least && trial < static_cast<double>(upper(*range_.least))) continue;
      if (range_.most && trial > static_cast<double>(lower(*range_.most))) continue;
      if (excluded(trial)) continue;
      double end = trial;
      (sign > 0 ? range_.least : range_.most) = bisect(end, std::ldexp(inside_, sign * (k - 1)), excluded);
      inside_ = end;
      return;
    }
  }
  range_.empty = true;
}

ConstantWatch::ConstantWatch(const Theorem& theorem, const Conclusion& conclusion,
                             const std::string& constant, double first, const Quantities& quantities,
                             const Setting& setting, const RunEnvironment& run)
    : theorem_(theorem),
      conclusion_(conclusion),
      constant_(constant),
      quantities_(quantities),
      setting_(setting),
      run_(run),
      quantifier_(conclusion, run, setting.depth),
      premise_(theorem, conclusion, run, setting.depth),
      search_(first) {}

void ConstantWatch::compare(std::int64_t step) {
  premise_.arrive(step);
  for (const Binding& binding : quantifier_.at(step)) {
    search_.add([&](double value) { return excludes(value, binding); });
  }
}

bool ConstantWatch::settled() const {
  return search_.range().empty || !conclusion_.quantified.contains("t");
}

/// Named premises are known at the stated value alone: where they hang on the constant, nothing is excluded.
bool ConstantWatch::excludes(double value, const Binding& binding) const {
  if (named_premises_depend_on(theorem_, conclusion_, constant_)) return false;
  const Setting setting = with_constant(setting_, constant_, value);
  const TrialEnvironment environment(theorem_, quantities_, setting, run_);
  Truth premise = premise_.named();
  for (const Claim& claim : conclusion_.given) {
    premise = premise && evaluate_claim(claim, environment, binding).truth;
  }
  return premise == Truth::kTrue &&
         evaluate_claim(conclusion_.claim, environment, binding).truth == Truth::kFalse;
}

ConstantRange range_of_hypotheses(const Theorem& theorem, const std::string& constant, double first,
                                  const Quantities& quantities, const Setting& setting) {
  ConstantSearch search(first);
  search.add([&](double value) {
    const Setting trial = with_constant(setting, constant, value);
    const SettingEnvironment environment(theorem, quantities, trial);
    return std::any_of(theorem.hypotheses.begin(), theorem.hypotheses.end(), [&](const Hypothesis& h) {
      return evaluate_claim(h.claim, environment, {}).truth == Truth::kFalse;
    });
  });
  return search.range();
}

std::vector<std::string> open_constants(const Theorem& theorem) {
  std::vector<std::string> names;
  for (const Constant& constant : theorem.constants) {
    if (constant.proof == "open") names.push_back(constant.name);
  }
  return names;
}

}  // namespace plumbline
