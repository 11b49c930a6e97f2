#include "proofs_check/replay_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/theorem/functions.hpp"

namespace plumbline::proofs {
namespace {

using Kind = Expression::Kind;
constexpr unsigned kDigits = 50;
/// A symbol with the value [0, 1]: slopes known only up to a factor.
constexpr const char* kUnit = "_unit";

ExpressionPtr node(Kind kind, std::vector<ExpressionPtr> operands, std::string text = {}) {
  return std::make_shared<const Expression>(Expression{kind, std::move(text), std::move(operands), 0});
}
ExpressionPtr number(const char* text) {
  return node(Kind::kNumber, {}, text);
}
ExpressionPtr call(const char* name, ExpressionPtr x) {
  return node(Kind::kCall, {std::move(x)}, name);
}
bool is_number(const ExpressionPtr& e, const char* text) {
  return e->kind == Kind::kNumber && e->text == text;
}
ExpressionPtr product(const ExpressionPtr& a, const ExpressionPtr& b) {
  if (is_number(a, "0") || is_number(b, "0")) return number("0");
  if (is_number(a, "1")) return b;
  if (is_number(b, "1")) return a;
  return node(Kind::kMultiply, {a, b});
}
ExpressionPtr total(const ExpressionPtr& a, const ExpressionPtr& b) {
  if (is_number(a, "0")) return b;
  if (is_number(b, "0")) return a;
  return node(Kind::kAdd, {a, b});
}
ExpressionPtr negative(const ExpressionPtr& a) {
  return is_number(a, "0") ? a : node(Kind::kNegate, {a});
}

/// ∂e/∂name as an expression; nullptr where it is not known.
ExpressionPtr derivative(const ExpressionPtr& e, const std::string& name) {
  if (e->kind == Kind::kNumber) return number("0");
  if (e->kind == Kind::kSymbol) return number(e->text == name ? "1" : "0");
  if (!symbols_of(*e).contains(name)) return number("0");
  const ExpressionPtr& a = e->operands[0];
  const ExpressionPtr da = derivative(a, name);
  if (!da) return nullptr;
  if (e->kind == Kind::kNegate) return negative(da);
  if (e->kind == Kind::kCall) {
    if (e->text == "exp") return product(e, da);
    if (e->text == "log") return node(Kind::kDivide, {da, a});
    if (e->text == "sqrt") return node(Kind::kDivide, {da, product(number("2"), e)});
    if (e->text == "lgamma") return product(call("digamma", a), da);
    if (e->text == "exp_tail") return product(product(node(Kind::kSymbol, {}, kUnit), e), da);
    return nullptr;
  }
  const ExpressionPtr& b = e->operands[1];
  const ExpressionPtr db = derivative(b, name);
  if (!db) return nullptr;
  switch (e->kind) {
    case Kind::kAdd:
      return total(da, db);
    case Kind::kSubtract:
      return total(da, negative(db));
    case Kind::kMultiply:
      return total(product(da, b), product(a, db));
    case Kind::kDivide: {
      const ExpressionPtr first = is_number(da, "0") ? da : node(Kind::kDivide, {da, b});
      const ExpressionPtr second = is_number(db, "0") ? db : node(Kind::kDivide, {product(e, db), b});
      return total(first, negative(second));
    }
    default: {  // power
      const ExpressionPtr less_one = node(Kind::kPower, {a, node(Kind::kSubtract, {b, number("1")})});
      const ExpressionPtr of_base = product(product(b, less_one), da);
      return is_number(db, "0") ? of_base : total(of_base, product(product(e, call("log", a)), db));
    }
  }
}

class Names : public Environment {
 public:
  std::map<std::string, Interval> values;

  Interval symbol(const std::string& name) const override {
    const auto found = values.find(name);
    if (found == values.end())
      throw InputError(fmt::format("found '{}', expected a constant or variable", name));
    return found->second;
  }
  Interval observe(const std::string& name, const std::vector<std::int64_t>&) const override {
    throw InputError(fmt::format("found '{}(…)', expected a function", name));
  }
};

class Replay {
 public:
  Replay(const ProofTree& tree, const ProofStep& step) : tree_(tree), step_(step) {
    names_.values[kUnit] = make_interval(Real(0), Real(1));
    for (const StepConstant& constant : step.constants) {
      names_.values[constant.name] = evaluate(*constant.value, names_);
    }
    const Relation relation = step.claim.relations.front();
    const bool swapped = relation == Relation::kLess || relation == Relation::kLessEqual;
    gap_ = node(Kind::kSubtract, {step.claim.terms[swapped ? 1 : 0], step.claim.terms[swapped ? 0 : 1]});
    strict_ = relation == Relation::kLess || relation == Relation::kGreater;
    for (const StepVariable& variable : step.variables) slopes_.push_back(derivative(gap_, variable.name));
  }

  std::string objection(const Ranges& ranges) {
    if (!covers(ranges)) return "the box does not cover the ranges of the step";
    std::string found = at(ranges);
    if (found.empty() && next_ != tree_.size())
      found = fmt::format("{} words are left over", tree_.size() - next_);
    return found;
  }

 private:
  /// Whether every point of the ranges as they are written lies in the box.
  bool covers(const Ranges& ranges) const {
    if (ranges.size() != step_.variables.size()) return false;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const StepVariable& variable = step_.variables[i];
      const Interval from = evaluate(*variable.from, names_);
      const double lo = variable.integer ? std::ceil(lower_double(from)) : lower_double(from);
      if (!is_finite(from) || !(ranges[i].lo <= lo)) return false;
      if (!variable.to) {
        if (!std::isinf(ranges[i].hi)) return false;
        continue;
      }
      const Interval to = evaluate(*variable.to, names_);
      const double hi = variable.integer ? std::floor(upper_double(to)) : upper_double(to);
      if (!is_finite(to) || !(ranges[i].hi >= hi)) return false;
    }
    return true;
  }

  std::string at(const Ranges& ranges) {
    if (next_ == tree_.size()) return "the tree ends before every box is settled";
    const std::string word = tree_[next_++];
    if (word == "value") return is_true(value_of(*gap_, ranges)) ? "" : refusal(word, ranges);
    if (word == "mean-value") return mean_value(ranges) ? "" : refusal(word, ranges);
    if (word == "outside") return outside(ranges) ? "" : refusal(word, ranges);
    const std::size_t colon = word.find(':');
    const std::string verb = word.substr(0, colon);
    const std::size_t end = word.find(':', colon == std::string::npos ? colon : colon + 1);
    const std::string name = colon == std::string::npos ? "" : word.substr(colon + 1, end - colon - 1);
    const std::size_t variable = index_of(name);
    if (variable == ranges.size()) return fmt::format("'{}' is no word of a tree for this step", word);
    if (verb == "low" || verb == "high") return face(word, verb == "low", variable, ranges);
    if (verb == "cut" && end != std::string::npos)
      return cut(word, variable, std::strtod(word.c_str() + end + 1, nullptr), ranges);
    return fmt::format("'{}' is no word of a tree for this step", word);
  }

  std::string face(const std::string& word, bool low, std::size_t variable, const Ranges& ranges) {
    if (!step_.given.empty() || !slopes_[variable]) return refusal(word, ranges);
    const Interval slope = value_of(*slopes_[variable], ranges);
    const Truth sign = is_whole_line(slope) ? Truth::kUnknown
                       : low                ? less_equal(Interval(0), slope)
                                            : less_equal(slope, Interval(0));
    Ranges smaller = ranges;
    if (sign != Truth::kTrue || (!low && std::isinf(ranges[variable].hi))) return refusal(word, ranges);
    (low ? smaller[variable].hi : smaller[variable].lo) = low ? ranges[variable].lo : ranges[variable].hi;
    return at(smaller);
  }

  std::string cut(const std::string& word, std::size_t variable, double where, const Ranges& ranges) {
    const bool integer = step_.variables[variable].integer;
    if (!(where >= ranges[variable].lo && where < ranges[variable].hi) ||
        (integer && where != std::floor(where))) {
      return refusal(word, ranges);
    }
    Ranges part = ranges;
    part[variable].hi = where;
    std::string found = at(part);
    if (!found.empty()) return found;
    part = ranges;
    part[variable].lo = integer ? where + 1.0 : where;
    return at(part);
  }

  std::size_t index_of(const std::string& name) const {
    std::size_t i = 0;
    while (i < step_.variables.size() && step_.variables[i].name != name) ++i;
    return i;
  }

  Interval value_of(const Expression& expression, const Ranges& ranges) {
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      names_.values[step_.variables[i].name] = make_interval(Real(ranges[i].lo), Real(ranges[i].hi));
    }
    return roots_are_defined(expression) ? evaluate(expression, names_) : indeterminate();
  }

  /// The evaluator takes the root of the nonnegative part of an enclosure; a proof must not.
  bool roots_are_defined(const Expression& e) const {
    if (e.kind == Kind::kCall && e.text == "sqrt" &&
        less_equal(Interval(0), evaluate(*e.operands[0], names_)) != Truth::kTrue) {
      return false;
    }
    return std::all_of(e.operands.begin(), e.operands.end(),
                       [&](const ExpressionPtr& operand) { return roots_are_defined(*operand); });
  }

  bool is_true(const Interval& gap) const {
    return !is_whole_line(gap) &&
           (strict_ ? less(Interval(0), gap) : less_equal(Interval(0), gap)) == Truth::kTrue;
  }

  bool mean_value(const Ranges& ranges) {
    Ranges centre = ranges;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      if (std::isinf(ranges[i].hi)) return false;
      centre[i].lo = ranges[i].lo + (ranges[i].hi - ranges[i].lo) / 2.0;  // any point of the box serves
      centre[i].hi = centre[i].lo;
    }
    Interval value = value_of(*gap_, centre);
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      if (ranges[i].lo == ranges[i].hi) continue;
      if (!slopes_[i]) return false;
      const Interval slope = value_of(*slopes_[i], ranges);
      if (!is_finite(slope) || !is_finite(value)) return false;
      value += slope * (make_interval(Real(ranges[i].lo), Real(ranges[i].hi)) - exact(centre[i].lo));
    }
    return is_true(value);
  }

  bool outside(const Ranges& ranges) {
    value_of(*gap_, ranges);  // sets the names
    for (const Claim& given : step_.given) {
      const bool defined = std::all_of(given.terms.begin(), given.terms.end(),
                                       [&](const ExpressionPtr& term) { return roots_are_defined(*term); });
      if (defined && evaluate_claim(given, names_, {}).truth == Truth::kFalse) return true;
    }
    return false;
  }

  std::string refusal(const std::string& word, const Ranges& ranges) const {
    std::string box;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      box += fmt::format("{}{} in [{}, {}]", box.empty() ? "" : ", ", step_.variables[i].name, ranges[i].lo,
                         ranges[i].hi);
    }
    return fmt::format("'{}' does not settle {}", word, box.empty() ? "the step" : box);
  }

  const ProofTree& tree_;
  const ProofStep& step_;
  Names names_;
  ExpressionPtr gap_;
  bool strict_ = false;
  std::vector<ExpressionPtr> slopes_;
  std::size_t next_ = 0;
};

}  // namespace

std::string objection_to(const ProofTree& tree, const ProofStep& step, const Ranges& ranges) {
  const PrecisionScope precision(kDigits);
  return Replay(tree, step).objection(ranges);
}

}  // namespace plumbline::proofs
