#include "proofs_check/jet.hpp"

#include <fmt/format.h>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/functions.hpp"

namespace plumbline::proofs {
namespace {

using Kind = Expression::Kind;

bool is_zero(const Interval& a) {
  return equal(a, Interval(0)) == Truth::kTrue;
}

Interval sum(const Interval& a, const Interval& b) {
  return apply_operator(Kind::kAdd, a, b);
}
/// Chain rule: what does not move contributes nothing, whatever its factor.
Interval scaled(const Interval& factor, const Interval& slope) {
  return is_zero(slope) ? slope : apply_operator(Kind::kMultiply, factor, slope);
}
Interval quotient(const Interval& a, const Interval& b) {
  return apply_operator(Kind::kDivide, a, b);
}

class Evaluation {
 public:
  explicit Evaluation(const Box& box) : box_(box) {}

  Jet of(const Expression& e) const {
    switch (e.kind) {
      case Kind::kNumber:
        return constant(enclose_decimal(e.text));
      case Kind::kSymbol:
        return symbol(e.text);
      case Kind::kCall:
        return call(e);
      case Kind::kNegate:
        return linear(of(*e.operands[0]), Interval(-1));
      default:
        return binary(e.kind, of(*e.operands[0]), of(*e.operands[1]));
    }
  }

 private:
  Jet constant(const Interval& value) const {
    return {value, std::vector<Interval>(box_.names.size(), Interval(0))};
  }

  Jet symbol(const std::string& name) const {
    for (std::size_t i = 0; i < box_.names.size(); ++i) {
      if (box_.names[i] != name) continue;
      Jet jet = constant(box_.sides[i]);
      jet.slopes[i] = Interval(1);
      return jet;
    }
    const auto found = box_.constants.find(name);
    if (found == box_.constants.end())
      throw InputError(fmt::format("found '{}', expected a constant or variable", name));
    return constant(found->second);
  }

  /// factor·a, for an exact factor.
  static Jet linear(Jet a, const Interval& factor) {
    a.value = apply_operator(Kind::kMultiply, factor, a.value);
    for (Interval& slope : a.slopes) slope = scaled(factor, slope);
    return a;
  }

  /// f(a) with value f and slope f'.
  static Jet chain(Jet a, const Interval& value, const Interval& slope) {
    a.value = value;
    for (Interval& s : a.slopes) s = scaled(slope, s);
    return a;
  }

  Jet binary(Kind kind, const Jet& a, const Jet& b) const {
    Jet result{apply_operator(kind, a.value, b.value), {}};
    for (std::size_t i = 0; i < box_.names.size(); ++i) {
      const Interval& da = a.slopes[i];
      const Interval& db = b.slopes[i];
      switch (kind) {
        case Kind::kAdd:
          result.slopes.push_back(sum(da, db));
          break;
        case Kind::kSubtract:
          result.slopes.push_back(apply_operator(kind, da, db));
          break;
        case Kind::kMultiply:
          result.slopes.push_back(sum(scaled(b.value, da), scaled(a.value, db)));
          break;
        case Kind::kDivide: {  // (da − (a/b) db)/b
          const Interval top = apply_operator(Kind::kSubtract, da, scaled(result.value, db));
          result.slopes.push_back(is_zero(top) ? top : quotient(top, b.value));
          break;
        }
        default:
          result.slopes.push_back(power_slope(a.value, da, b.value, db, result.value));
      }
    }
    return result;
  }

  /// b a^{b−1} da + a^b log(a) db.
  static Interval power_slope(const Interval& a, const Interval& da, const Interval& b, const Interval& db,
                              const Interval& value) {
    const Interval lower_power =
        is_zero(da) ? Interval(0)
                    : apply_operator(Kind::kPower, a, apply_operator(Kind::kSubtract, b, Interval(1)));
    const Interval of_base =
        scaled(is_zero(da) ? Interval(0) : apply_operator(Kind::kMultiply, b, lower_power), da);
    if (is_zero(db)) return of_base;
    return sum(of_base, scaled(apply_operator(Kind::kMultiply, value, call_one("log", a)), db));
  }

  static Interval call_one(const char* name, const Interval& x) {
    return apply_function(function_body(name), {&x});
  }

  Jet call(const Expression& e) const {
    const std::string& name = e.text;
    const auto known = functions().find(name);
    if (known == functions().end()) throw InputError(fmt::format("found '{}(…)', expected a function", name));
    std::vector<Jet> arguments;
    for (const auto& operand : e.operands) arguments.push_back(of(*operand));
    std::vector<const Interval*> values;
    for (const Jet& argument : arguments) values.push_back(&argument.value);
    const Jet& a = arguments.front();
    // The evaluator of theorem files takes the root of the nonnegative part; a proof must not.
    const bool defined = name != "sqrt" || less_equal(Interval(0), a.value) == Truth::kTrue;
    const Interval value = defined ? apply_function(function_body(name), values) : indeterminate();
    if (name == "exp") return chain(a, value, value);
    if (name == "log") return chain(a, value, quotient(Interval(1), a.value));
    if (name == "sqrt")
      return chain(a, value, quotient(Interval(1), apply_operator(Kind::kMultiply, Interval(2), value)));
    if (name == "lgamma") return chain(a, value, call_one("digamma", a.value));
    if (name == "exp_tail") return chain(a, value, is_finite(value) ? hull(Interval(0), value) : value);
    // Others by value alone: their slopes are unknown, unless nothing moves.
    Jet result = constant(value);
    for (std::size_t i = 0; i < result.slopes.size(); ++i) {
      for (const Jet& argument : arguments) {
        if (!is_zero(argument.slopes[i])) result.slopes[i] = indeterminate();
      }
    }
    return result;
  }

  const Box& box_;
};

}  // namespace

Jet evaluate_jet(const Expression& expression, const Box& box) {
  return Evaluation(box).of(expression);
}

}  // namespace plumbline::proofs
