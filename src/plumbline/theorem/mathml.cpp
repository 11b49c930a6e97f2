#include "plumbline/theorem/mathml.hpp"

#include <fmt/format.h>

#include <map>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

using Kind = Expression::Kind;

std::string inner(const Expression& expression);

std::string row(const std::string& content) {
  return "<mrow>" + content + "</mrow>";
}

std::string in_parentheses(const std::string& content) {
  return row("<mo>(</mo>" + content + "<mo>)</mo>");
}

std::string norm(const std::string& content) {
  return row("<mo>‖</mo>" + content + "<mo>‖</mo>");
}

std::string subscript(const std::string& base, const std::string& below) {
  return "<msub>" + base + below + "</msub>";
}

std::string frobenius(const std::string& content) {
  return subscript(norm(content), "<mi>F</mi>");
}

/// One word: Greek letters as letters, one letter italic, several upright.
std::string word(const std::string& name) {
  static const std::map<std::string, std::string> greek = {
      {"alpha", "α"}, {"beta", "β"},  {"gamma", "γ"}, {"delta", "δ"},  {"epsilon", "ε"},
      {"eta", "η"},   {"theta", "θ"}, {"kappa", "κ"}, {"lambda", "λ"}, {"mu", "μ"},
      {"nu", "ν"},    {"xi", "ξ"},    {"rho", "ρ"},   {"sigma", "σ"},  {"tau", "τ"},
      {"phi", "φ"},   {"chi", "χ"},   {"psi", "ψ"},   {"omega", "ω"},  {"ell", "ℓ"}};
  const auto found = greek.find(name);
  return "<mi>" + (found == greek.end() ? name : found->second) + "</mi>";
}

/// "d_x" with x below d; a name without an underscore, or with one at its end, is one word.
std::string name_with_subscript(const std::string& name) {
  const std::size_t bar = name.find('_');
  if (bar == std::string::npos || bar == 0 || bar + 1 == name.size()) return word(name);
  return subscript(word(name.substr(0, bar)), word(name.substr(bar + 1)));
}

std::string symbol(const std::string& name) {
  static const std::string x = "<mi>X</mi>";
  static const std::string y = "<mi>Y</mi>";
  static const std::string w = "<msup><mi>W</mi><mo>*</mo></msup>";
  static const std::map<std::string, std::string> known = {
      {"norm_X", norm(x)},      {"norm_W", norm(w)},      {"frob_X", frobenius(x)},
      {"frob_W", frobenius(w)}, {"frob_Y", frobenius(y)}, {"loss_opt", "<msup><mi>ℓ</mi><mo>*</mo></msup>"}};
  const auto found = known.find(name);
  return found == known.end() ? name_with_subscript(name) : found->second;
}

std::string list(const Expression& call, std::size_t first = 0) {
  std::string content;
  for (std::size_t i = first; i < call.operands.size(); ++i) {
    content += (i == first ? "" : "<mo>,</mo>") + inner(*call.operands[i]);
  }
  return content;
}

/// σ of W_{j:i}(t), from sigma_max(j, i, t) and its like.
std::string of_product(const std::string& sigma, const Expression& call) {
  const std::string layers = row(inner(*call.operands[0]) + "<mo>:</mo>" + inner(*call.operands[1]));
  return row(sigma + in_parentheses(subscript("<mi>W</mi>", layers) + in_parentheses(list(call, 2))));
}

std::string layer(const Expression& call, const std::string& step) {
  return subscript("<mi>W</mi>", inner(*call.operands[0])) + in_parentheses(step);
}

/// Observables and functions that have a notation of their own; empty for others.
std::string special_call(const Expression& call) {
  const std::string& name = call.text;
  const std::size_t count = call.operands.size();
  if (name == "sqrt" && count == 1) return "<msqrt>" + inner(*call.operands[0]) + "</msqrt>";
  if (name == "abs" && count == 1) return row("<mo>|</mo>" + list(call) + "<mo>|</mo>");
  if (name == "gamma") return row("<mi>Γ</mi>" + in_parentheses(list(call)));
  if (name == "lgamma") return row("<mi>log</mi><mi>Γ</mi>" + in_parentheses(list(call)));
  if (name == "loss") return row("<mi>ℓ</mi>" + in_parentheses(list(call)));
  if ((name == "sigma_max" || name == "sigma_min") && count == 3) {
    return of_product(name_with_subscript(name), call);
  }
  if ((name == "lambda_max_P" || name == "lambda_min_P") && count == 1) {
    return row(name_with_subscript(name.substr(0, 10)) +
               in_parentheses("<mi>P</mi>" + in_parentheses(list(call))));
  }
  if (name == "travel" && count == 2) {
    return frobenius(layer(call, inner(*call.operands[1])) + "<mo>−</mo>" + layer(call, "<mn>0</mn>"));
  }
  return "";
}

std::string number(const std::string& text) {
  const std::size_t mark = text.find_first_of("eE");
  if (mark == std::string::npos) return "<mn>" + text + "</mn>";
  std::string power = text.substr(mark + 1);
  const std::string sign = power.front() == '-' ? "<mo>−</mo>" : "";
  if (power.front() == '-' || power.front() == '+') power.erase(0, 1);
  return row("<mn>" + text.substr(0, mark) + "</mn><mo>·</mo><msup><mn>10</mn>" +
             row(sign + "<mn>" + power + "</mn>") + "</msup>");
}

/// Whether the first thing that is shown of a factor is a number, which needs a dot before it.
bool starts_with_number(const Expression& factor) {
  if (factor.kind == Kind::kNumber) return true;
  const bool looks_inside = factor.kind == Kind::kMultiply || factor.kind == Kind::kPower;
  return looks_inside && starts_with_number(*factor.operands[0]);
}

bool is_sum(const Expression& e) {
  return e.kind == Kind::kAdd || e.kind == Kind::kSubtract;
}
bool is_signed(const Expression& e) {
  return is_sum(e) || e.kind == Kind::kNegate;
}
/// What a power may be raised on as it stands.
bool is_atom(const Expression& e) {
  const bool plain_number = e.kind == Kind::kNumber && e.text.find_first_of("eE") == std::string::npos;
  return plain_number || e.kind == Kind::kSymbol || e.kind == Kind::kCall;
}

std::string guarded(const Expression& e, bool guard) {
  return guard ? in_parentheses(inner(e)) : inner(e);
}

std::string operation(const Expression& e) {
  const Expression& a = *e.operands[0];
  if (e.kind == Kind::kNegate) return "<mo>−</mo>" + guarded(a, is_signed(a));
  const Expression& b = *e.operands[1];
  switch (e.kind) {
    case Kind::kAdd:
      return inner(a) + "<mo>+</mo>" + guarded(b, is_signed(b));
    case Kind::kSubtract:
      return inner(a) + "<mo>−</mo>" + guarded(b, is_signed(b));
    case Kind::kMultiply:
      return guarded(a, is_sum(a)) + (starts_with_number(b) ? "<mo>·</mo>" : "<mo>&#x2062;</mo>") +
             guarded(b, is_signed(b) || b.kind == Kind::kMultiply);
    case Kind::kDivide:
      return "<mfrac>" + row(inner(a)) + row(inner(b)) + "</mfrac>";
    case Kind::kPower:
      return "<msup>" + guarded(a, !is_atom(a)) + row(inner(b)) + "</msup>";
    default:
      throw InternalError("to_mathml: unknown kind of node");
  }
}

std::string inner(const Expression& e) {
  if (e.kind == Kind::kNumber) return number(e.text);
  if (e.kind == Kind::kSymbol) return symbol(e.text);
  if (e.kind != Kind::kCall) return operation(e);
  const std::string special = special_call(e);
  return special.empty() ? row(name_with_subscript(e.text) + in_parentheses(list(e))) : special;
}

std::string sign_of(Relation relation) {
  switch (relation) {
    case Relation::kLess:
      return "&lt;";
    case Relation::kLessEqual:
      return "≤";
    case Relation::kGreater:
      return "&gt;";
    case Relation::kGreaterEqual:
      return "≥";
    case Relation::kEqual:
      return "=";
    case Relation::kNotEqual:
      return "≠";
  }
  throw InternalError("to_mathml: unknown relation");
}

std::string element(const std::string& content) {
  return "<math>" + row(content) + "</math>";
}

}  // namespace

std::string to_mathml(const Expression& expression) {
  return element(inner(expression));
}

std::string to_mathml(const Claim& claim) {
  std::string content = inner(*claim.terms[0]);
  for (std::size_t i = 0; i < claim.relations.size(); ++i) {
    content += "<mo>" + sign_of(claim.relations[i]) + "</mo>" + inner(*claim.terms[i + 1]);
  }
  return element(content);
}

}  // namespace plumbline
