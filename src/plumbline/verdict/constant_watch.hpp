// Constants whose proof is open: instead of a verdict on them, which of their values the data still allow.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/verdict/observation.hpp"
#include "plumbline/verdict/premise.hpp"
#include "plumbline/verdict/quantifier.hpp"

namespace plumbline {

/// The positive values of a constant around a first one that nothing excludes: from `least` to `most`, each
/// an enclosure of the place where exclusion starts; nothing where no exclusion was found within a factor of
/// 2^40.
struct ConstantRange {
  std::optional<Interval> least, most;
  bool empty = false;  ///< every value that was tried is excluded
};

/// Narrows a range by one condition after the other.
class ConstantSearch {
 public:
  /// @param first the constant as it is stated, > 0.
  explicit ConstantSearch(double first) : inside_(first) {}
  /// @param excluded whether the next condition surely excludes a value.
  void add(const std::function<bool(double)>& excluded);
  const ConstantRange& range() const { return range_; }

 private:
  void leave_excluded_value(const std::function<bool(double)>& excluded);
  double inside_;  ///< allowed so far
  ConstantRange range_;
};

/// The values of one constant that one conclusion allows along one run.
class ConstantWatch {
 public:
  /// Everything must outlive it. @param first the constant's stated value, > 0.
  ConstantWatch(const Theorem& theorem, const Conclusion& conclusion, const std::string& constant,
                double first, const Quantities& quantities, const Setting& setting,
                const RunEnvironment& run);

  /// Takes in one step of the run; steps come in order, each once.
  void compare(std::int64_t step);
  /// Nothing later in the run can narrow the range.
  bool settled() const;
  const ConstantRange& range() const { return search_.range(); }

 private:
  bool excludes(double value, const Binding& binding) const;

  const Theorem& theorem_;
  const Conclusion& conclusion_;
  std::string constant_;
  const Quantities& quantities_;
  const Setting& setting_;
  const RunEnvironment& run_;
  Quantifier quantifier_;
  Premise premise_;
  ConstantSearch search_;
};

/// The values of a constant at which no hypothesis is surely false at a setting.
ConstantRange range_of_hypotheses(const Theorem& theorem, const std::string& constant, double first,
                                  const Quantities& quantities, const Setting& setting);

/// Names of the constants of a theorem whose proof is open.
std::vector<std::string> open_constants(const Theorem& theorem);

}  // namespace plumbline
