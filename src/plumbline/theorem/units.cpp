#include "plumbline/theorem/units.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "plumbline/theorem/decimal.hpp"
#include "plumbline/theorem/functions.hpp"

namespace plumbline {
namespace {

using Kind = Expression::Kind;

/// The power of the data's unit; nothing: any.
using Unit = std::optional<double>;

std::string describe(double unit) {
  return unit == 0.0 ? "no unit" : fmt::format("the unit of the data to the power {:g}", unit);
}

/// The value of an expression of numbers alone.
std::optional<double> number_of(const Expression& expression) {
  if (expression.kind == Kind::kNumber) return std::stod(expression.text);
  if (expression.kind == Kind::kCall || expression.kind == Kind::kSymbol) return std::nullopt;
  const auto a = number_of(*expression.operands.front());
  const auto b = number_of(*expression.operands.back());
  if (!a || !b) return std::nullopt;
  switch (expression.kind) {
    case Kind::kNegate:
      return -*a;
    case Kind::kAdd:
      return *a + *b;
    case Kind::kSubtract:
      return *a - *b;
    case Kind::kMultiply:
      return *a * *b;
    case Kind::kDivide:
      return *a / *b;
    default:
      return std::pow(*a, *b);
  }
}

class UnitChecker {
 public:
  explicit UnitChecker(const Theorem& theorem) : units_(data_units().begin(), data_units().end()) {
    for (const Constant& constant : theorem.constants) units_[constant.name] = 0.0;
  }

  void check_let(const Definition& let, const std::string& place) {
    const SourceText source{place, let.text};
    source_ = &source;
    units_[let.name] = unit_of(*let.value);
  }

  void check(const Claim& claim) {
    source_ = &claim.source;
    Unit unit;
    for (const ExpressionPtr& term : claim.terms) unit = common(unit, unit_of(*term), term->position);
  }

  std::vector<std::string> take_messages() { return std::move(messages_); }

 private:
  void report(std::size_t position, const std::string& message) {
    messages_.push_back(point_at(*source_, position, message));
  }

  /// The unit of things that are compared or added.
  Unit common(const Unit& a, const Unit& b, std::size_t position) {
    if (a && b && std::abs(*a - *b) > 1e-9) {
      report(position, fmt::format("this has {}, what it is compared with or added to has {}", describe(*b),
                                   describe(*a)));
      return std::nullopt;
    }
    return a ? a : b;
  }

  void expect_none(const Unit& unit, std::size_t position, const std::string& what) {
    if (unit && *unit != 0.0)
      report(position, fmt::format("{} must have no unit, this has {}", what, describe(*unit)));
  }

  Unit unit_of(const Expression& expression);
  Unit unit_of_call(const Expression& call);
  Unit unit_of_power(const Expression& power);

  std::map<std::string, Unit> units_;
  const SourceText* source_ = nullptr;
  std::vector<std::string> messages_;
};

Unit UnitChecker::unit_of(const Expression& expression) {
  switch (expression.kind) {
    case Kind::kNumber:
      return whole_number(expression.text) == 0 ? Unit() : Unit(0.0);
    case Kind::kSymbol: {
      const auto found = units_.find(expression.text);
      return found == units_.end() ? Unit() : found->second;
    }
    case Kind::kCall:
      return unit_of_call(expression);
    case Kind::kPower:
      return unit_of_power(expression);
    case Kind::kNegate:
      return unit_of(*expression.operands[0]);
    case Kind::kAdd:
    case Kind::kSubtract:
    case Kind::kMultiply:
    case Kind::kDivide:
      break;
  }
  const Unit a = unit_of(*expression.operands[0]);
  const Unit b = unit_of(*expression.operands[1]);
  if (expression.kind == Kind::kAdd || expression.kind == Kind::kSubtract) {
    return common(a, b, expression.operands[1]->position);
  }
  if (!a || !b) return std::nullopt;
  return expression.kind == Kind::kMultiply ? *a + *b : *a - *b;
}

Unit UnitChecker::unit_of_call(const Expression& call) {
  const std::string& name = call.text;
  if (const auto observable = data_units().find(name); observable != data_units().end())
    return observable->second;
  if (!functions().contains(name)) return std::nullopt;
  if (name == "abs") return unit_of(*call.operands[0]);
  if (name == "sqrt") {
    const Unit unit = unit_of(*call.operands[0]);
    return unit ? Unit(*unit / 2) : unit;
  }
  Unit unit;
  for (const ExpressionPtr& operand : call.operands) {
    const Unit next = unit_of(*operand);
    if (name == "min" || name == "max") {
      unit = common(unit, next, operand->position);
    } else {
      expect_none(next, operand->position, fmt::format("the argument of '{}'", name));
      unit = 0.0;
    }
  }
  return unit;
}

Unit UnitChecker::unit_of_power(const Expression& power) {
  const Unit base = unit_of(*power.operands[0]);
  expect_none(unit_of(*power.operands[1]), power.operands[1]->position, "an exponent");
  if (!base || *base == 0.0) return base;
  const auto exponent = number_of(*power.operands[1]);
  return exponent ? Unit(*base * *exponent) : std::nullopt;
}

}  // namespace

const std::map<std::string, double>& data_units() {
  static const std::map<std::string, double> units = {{"d_x", 0},
                                                      {"d_y", 0},
                                                      {"n", 0},
                                                      {"r", 0},
                                                      {"norm_X", 1},
                                                      {"frob_X", 1},
                                                      {"sigma_r", 1},
                                                      {"lambda_max", 2},
                                                      {"lambda_r", 2},
                                                      {"kappa", 0},
                                                      {"srank", 0},
                                                      {"norm_W", 0},
                                                      {"frob_W", 0},
                                                      {"sigma_min_W", 0},
                                                      {"lambda_min_W", 0},
                                                      {"skew_W", 0},
                                                      {"frob_Y", 1},
                                                      {"loss_opt", 2},
                                                      {"points", 0},
                                                      {"classes", 0},
                                                      {"conflicts", 0},
                                                      {"separation", 0},
                                                      {"L", 0},
                                                      {"m", 0},
                                                      {"eta", -2},
                                                      {"alpha", 0},
                                                      {"t", 0},
                                                      {"i", 0},
                                                      {"j", 0},
                                                      {"loss", 2},
                                                      {"sigma_max", 0},
                                                      {"sigma_min", 0},
                                                      {"sigma_max_X", 0},
                                                      {"sigma_min_X", 0},
                                                      {"frob", 0},
                                                      {"schatten4", 0},
                                                      {"travel", 0},
                                                      {"grad", 2},
                                                      {"lambda_max_P", 2},
                                                      {"lambda_min_P", 2},
                                                      {"grad_energy", 4},
                                                      {"balance", 0},
                                                      {"balance_drift", 0},
                                                      {"distance", 0},
                                                      {"margin", 0},
                                                      {"imbalance", 0},
                                                      {"law_gap", 0},
                                                      {"entropy_gap", 0},
                                                      {"l2_gap", 0},
                                                      {"scale_max", 0},
                                                      {"largest_move", 0},
                                                      {"errors", 0},
                                                      {"parameters", 0},
                                                      {"hidden_layers", 0},
                                                      {"hidden_width", 0}};
  return units;
}

std::vector<std::string> unit_mistakes(const Theorem& theorem,
                                       const std::map<std::string, std::string>& places) {
  UnitChecker checker(theorem);
  for (const Definition& let : theorem.lets) checker.check_let(let, places.at(let.name));
  for (const Hypothesis& hypothesis : theorem.hypotheses) checker.check(hypothesis.claim);
  for (const Conclusion& premise : theorem.premises) checker.check(premise.claim);
  for (const Conclusion& conclusion : theorem.conclusions) {
    for (const Claim& premise : conclusion.given) checker.check(premise);
    checker.check(conclusion.claim);
  }
  return checker.take_messages();
}

}  // namespace plumbline
