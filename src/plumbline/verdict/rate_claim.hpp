// Claims of the form loss(t) - loss_opt <= factor^t * K for all t: what a convergence certificate can settle.
#pragma once

#include <optional>

#include "plumbline/numeric/interval.hpp"
#include "plumbline/theorem/environment.hpp"
#include "plumbline/theorem/theorem.hpp"

namespace plumbline {

/// The factor of such a claim: an expression free of t, i and j.
struct RateClaim {
  ExpressionPtr factor;
};

/// The rate claim a conclusion makes, if its only quantified variable is t and its claim is
/// "loss(t) - loss_opt R factor^t * K" or "… R K * factor^t" with R one of <= and <, factor and K free of t,
/// and it has no premises.
std::optional<RateClaim> rate_claim(const Conclusion& conclusion);

/// Whether ‖R(t)‖ <= q^{t − t_0}‖R(t_0)‖ for all t ≥ t_0 extends the claim from t_0 to every later t: if it
/// is true at t_0, then ℓ(t) − ℓ* ≤ q^{2(t−t_0)} (ℓ(t_0) − ℓ*) ≤ q^{2(t−t_0)} factor^{t_0} K, which is at
/// most factor^t K as soon as q² ≤ factor.
Truth extends(const RateClaim& claim, const Interval& contraction, const Environment& environment);

}  // namespace plumbline
