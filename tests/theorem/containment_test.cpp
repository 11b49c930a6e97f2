// Random expressions and claims held against exact rational arithmetic.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <mpfi.h>
#include <rapidcheck/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdlib>
#include <optional>

#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/theorem/functions.hpp"
#include "plumbline/theorem/parse.hpp"
#include "theorem/map_environment.hpp"

namespace plumbline {
namespace {

using Rational = boost::multiprecision::cpp_rational;

/// Independent expressions in each of RapidCheck's cases.
constexpr int kDrawsPerCase = 30;

/// A text of the language and its exact value at the chosen points; no value: undefined.
struct Sample {
  std::string text;
  std::optional<Rational> value;
};

/// Exact values of the symbols u, v, w and of loss(0), loss(1), which the environment only encloses.
struct Points {
  std::map<std::string, Rational> symbols;
  std::vector<Rational> losses;
  std::int64_t t = 0;
};

Rational exact_rational(mpfr_srcptr x) {
  mpq_t q;
  mpq_init(q);
  mpfr_get_q(q, x);
  char* text = mpq_get_str(nullptr, 10, q);
  Rational result{std::string(text)};
  mpq_clear(q);
  free(text);
  return result;
}

/// lo <= x <= hi exactly, with infinite ends allowed.
bool encloses(const Interval& a, const Rational& x) {
  const auto* ends = a.backend().data();
  const bool above =
      mpfr_inf_p(&ends->left) != 0 ? mpfr_sgn(&ends->left) < 0 : exact_rational(&ends->left) <= x;
  const bool below =
      mpfr_inf_p(&ends->right) != 0 ? mpfr_sgn(&ends->right) > 0 : exact_rational(&ends->right) >= x;
  return above && below;
}

Rational power_of(const Rational& base, std::int64_t exponent) {
  Rational result = 1;
  for (std::int64_t k = 0; k < std::abs(exponent); ++k) result *= base;
  return exponent < 0 ? Rational(1 / result) : result;
}

Sample draw_leaf(const Points& points) {
  switch (*rc::gen::inRange(0, 5)) {
    case 0: {  // a decimal of either form
      const int digits = *rc::gen::inRange(0, 1000);
      const int places = *rc::gen::inRange(0, 4);
      return {std::to_string(digits) + "e-" + std::to_string(places),
              Rational(digits) / power_of(Rational(10), places)};
    }
    case 1: {
      const int whole = *rc::gen::inRange(0, 3);
      return {std::to_string(whole), Rational(whole)};
    }
    case 2: {
      const auto symbol = *rc::gen::elementOf(std::vector<std::string>{"u", "v", "w"});
      return {symbol, points.symbols.at(symbol)};
    }
    case 3: {
      const auto step = *rc::gen::inRange<std::size_t>(0, 2);
      return {"loss(" + std::to_string(step) + ")", points.losses[step]};
    }
    default:
      return *rc::gen::arbitrary<bool>()
                 ? Sample{"t", Rational(points.t)}
                 : Sample{"loss(t)", points.losses[static_cast<std::size_t>(points.t)]};
  }
}

Sample draw(const Points& points, int depth);

Sample draw_power(const Points& points, int depth) {
  const Sample base = draw(points, depth - 1);
  const auto [exponent, text] = *rc::gen::elementOf(std::vector<std::pair<std::int64_t, std::string>>{
      {0, "0"}, {1, "1"}, {2, "2"}, {3, "3"}, {-1, "-1"}, {-2, "(-2)"}, {points.t, "t"}});
  Sample result{"(" + base.text + ")^" + text, std::nullopt};
  if (base.value && (*base.value != 0 || exponent >= 0)) result.value = power_of(*base.value, exponent);
  return result;
}

/// At random: a leaf, -a, a^n, a + b, a - b, a * b, a / b, min, max.
Sample draw(const Points& points, int depth) {
  const int kind = depth == 0 ? 0 : *rc::gen::inRange(0, 9);
  if (kind == 0) return draw_leaf(points);
  if (kind == 1) {
    const Sample a = draw(points, depth - 1);
    return {"(-" + a.text + ")", a.value ? std::optional<Rational>(-*a.value) : std::nullopt};
  }
  if (kind == 2) return draw_power(points, depth);
  const Sample a = draw(points, depth - 1);
  const Sample b = draw(points, depth - 1);
  const char* const operations[] = {"+", "-", "*", "/"};
  Sample result;
  result.text = kind < 7 ? "(" + a.text + operations[kind - 3] + b.text + ")"
                         : std::string(kind == 7 ? "min" : "max") + "(" + a.text + ", " + b.text + ")";
  if (!a.value || !b.value || (kind == 6 && *b.value == 0)) return result;
  if (kind == 3) result.value = *a.value + *b.value;
  if (kind == 4) result.value = *a.value - *b.value;
  if (kind == 5) result.value = *a.value * *b.value;
  if (kind == 6) result.value = *a.value / *b.value;
  if (kind == 7) result.value = *a.value < *b.value ? *a.value : *b.value;
  if (kind == 8) result.value = *a.value > *b.value ? *a.value : *b.value;
  return result;
}

Interval enclose_rational(const Rational& x) {
  return enclose(Integer(numerator(x))) / enclose(Integer(denominator(x)));
}

/// Points, and an environment that encloses them.
struct World {
  Points points;
  MapEnvironment environment;
};

/// The point alone (rounded outward), or up to 3/2 more on either side.
Interval draw_enclosure(const Rational& x, bool wide) {
  if (!wide) return enclose_rational(x);
  const Rational below = Rational(*rc::gen::inRange(0, 4), 2);
  const Rational above = Rational(*rc::gen::inRange(0, 4), 2);
  return hull(enclose_rational(x - below), enclose_rational(x + above));
}

World draw_world(bool wide) {
  const auto draw_rational = [] { return Rational(*rc::gen::inRange(-12, 13), *rc::gen::inRange(1, 6)); };
  World world;
  world.points.t = *rc::gen::inRange<std::int64_t>(0, 2);
  for (const char* name : {"u", "v", "w"}) {
    world.points.symbols[name] = draw_rational();
    world.environment.symbols[name] = draw_enclosure(world.points.symbols[name], wide);
  }
  for (std::int64_t step = 0; step < 2; ++step) {
    world.points.losses.push_back(draw_rational());
    world.environment.observables[{"loss", {step}}] = draw_enclosure(world.points.losses.back(), wide);
  }
  world.environment.symbols["t"] = Interval(world.points.t);
  return world;
}

void check_value() {
  const World world = draw_world(*rc::gen::arbitrary<bool>());
  const Sample sample = draw(world.points, 4);
  RC_LOG() << sample.text << std::endl;
  const Interval value = evaluate(*parse_expression({"test", sample.text}), world.environment);
  RC_ASSERT(mpfi_nan_p(value.backend().data()) == 0);
  if (sample.value) {
    RC_ASSERT(encloses(value, *sample.value));
  } else {
    RC_ASSERT(is_whole_line(value));
  }
}

RC_GTEST_PROP(Containment, TheExactValueLiesInTheEnclosure, ()) {
  const PrecisionScope precision(20);
  for (int k = 0; k < kDrawsPerCase; ++k) check_value();
}

// The enclosure must also be useful: without cancellation (nonnegative operands, no subtraction) it is tight.
RC_GTEST_PROP(Containment, EnclosuresOfSumsAndProductsAreTight, ()) {
  const PrecisionScope precision(40);
  std::string text = "0.7";
  const auto count = *rc::gen::inRange(1, 20);
  for (int k = 0; k < count; ++k) {
    const auto operation = *rc::gen::elementOf(std::vector<std::string>{"+", "*", "/"});
    text = fmt::format("({}{}{}e-3)", text, operation, *rc::gen::inRange(1, 100000));
  }
  RC_ASSERT(relative_width(evaluate(*parse_expression({"test", text}), MapEnvironment())) < 1e-36);
}

bool holds(const std::string& relation, const Rational& a, const Rational& b) {
  if (relation == "<") return a < b;
  if (relation == "<=") return a <= b;
  if (relation == ">") return a > b;
  if (relation == ">=") return a >= b;
  return relation == "==" ? a == b : a != b;
}

/// The same value, written so that folding has work to do.
Sample dress_up(const Sample& a) {
  const std::string& x = a.text;
  return {*rc::gen::elementOf(std::vector<std::string>{"1*" + x, "(" + x + ")^1", "0 + " + x, x + " - 0",
                                                       x + "/1", "u^0*" + x, x + " + 0*v"}),
          a.value};
}

/// Another value, written like one that would fold.
Sample distort(const Sample& a) {
  const std::optional<Rational>& x = a.value;
  const bool invertible = x && *x != 0;
  const auto map = [&](const Rational& scale, const Rational& shift) {
    return x ? std::optional<Rational>(scale * *x + shift) : std::nullopt;
  };
  return *rc::gen::elementOf(std::vector<Sample>{
      {"0 - " + a.text, map(-1, 0)},
      {"-" + a.text, map(-1, 0)},
      {"1/" + a.text, invertible ? std::optional<Rational>(1 / *x) : std::nullopt},
      {"(" + a.text + ")^2", x ? std::optional<Rational>(*x * *x) : std::nullopt},
      {"(" + a.text + ")^0", map(0, 1)},
      {"(" + a.text + ")*0", map(0, 0)},
      {"1 + " + a.text, map(1, 1)},
  });
}

void check_claim() {
  World world = draw_world(true);
  world.environment.symbols.erase("t");
  const Sample a = draw(world.points, 2);
  Sample b;
  switch (*rc::gen::inRange(0, 3)) {
    case 0:
      b = draw(world.points, 2);
      break;
    case 1:
      b = dress_up(a);
      break;
    default:
      b = distort(a);
  }
  const auto relation = *rc::gen::elementOf(std::vector<std::string>{"<", "<=", ">", ">=", "==", "!="});
  const std::string text = a.text + " " + relation + " " + b.text;
  RC_LOG() << text << std::endl;
  const ClaimValue value =
      evaluate_claim(parse_claim({"test", text}), world.environment, {{"t", world.points.t}});
  if (!a.value || !b.value) {
    RC_ASSERT(value.truth == Truth::kUnknown);
  } else if (value.truth != Truth::kUnknown) {
    RC_ASSERT((value.truth == Truth::kTrue) == holds(relation, *a.value, *b.value));
  }
}

// Small expressions over wide enclosures, so that the equality rule is asked often; t is bound, so that it
// folds. A side that is undefined must leave the claim open.
RC_GTEST_PROP(Containment, DecidedClaimsAgreeWithExactArithmetic, ()) {
  const PrecisionScope precision(20);
  for (int k = 0; k < kDrawsPerCase; ++k) check_claim();
}

}  // namespace
}  // namespace plumbline
