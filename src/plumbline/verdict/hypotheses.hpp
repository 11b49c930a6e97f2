// The hypotheses of a theorem at one setting, decided rigorously; and solved for the width and the step.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "plumbline/numeric/interval.hpp"
#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "plumbline/verdict/setting.hpp"

namespace plumbline {

/// One hypothesis: its truth and the two sides of its decisive relation.
struct HypothesisResult {
  std::string name;
  std::string text;      ///< the claim as written
  std::string relation;  ///< of the decisive relation, e.g. ">="
  Truth truth = Truth::kUnknown;
  Interval left, right;
  unsigned digits = 0;    ///< precision at which it was decided, or the highest one tried
  bool on_width = false;  ///< whether it depends on m
};

/// Decides every hypothesis over enclosures; where two enclosures overlap the precision doubles from 50 up to
/// 800 digits, quantities included. kUnknown is left only where the two sides may be equal.
std::vector<HypothesisResult> evaluate_hypotheses(const Theorem& theorem, const PreparedProblem& problem,
                                                  const Setting& setting);

/// Whether the claim depends on a run symbol (m, eta, L) or a constant, directly or through [let] and
/// [constants].
bool depends_on(const Theorem& theorem, const Claim& claim, const std::string& symbol);
/// The same for the claim of a conclusion and the claims it is given.
bool depends_on(const Theorem& theorem, const Conclusion& conclusion, const std::string& symbol);
/// Whether a conclusion or premise that `conclusion` assumes by name depends on the symbol.
bool named_premises_depend_on(const Theorem& theorem, const Conclusion& conclusion,
                              const std::string& symbol);

/// The smallest integer width at which every hypothesis that depends on m is surely true, the other symbols
/// as in `setting`. Found by doubling and bisection, so a hypothesis that is not monotone in m may have a
/// smaller solution. 1 if no hypothesis depends on m.
/// @throws InputError if no width up to 10^60 will do (names the hypothesis).
Integer smallest_width(const Theorem& theorem, const PreparedProblem& problem, const Setting& setting);

/// Encloses the largest step η that the hypotheses that depend on eta allow, the other symbols as in
/// `setting`: at the lower end all of them are surely true, at the upper end one is surely false (or without
/// a value). Nothing if no hypothesis depends on eta or none limits it.
/// @throws InputError if no positive step will do.
std::optional<Interval> largest_step(const Theorem& theorem, const PreparedProblem& problem,
                                     const Setting& setting);

}  // namespace plumbline
