// Claims that the excess loss stays above a floor up to a horizon: what an escape certificate can settle.
#pragma once

#include <optional>

#include "plumbline/certificate/loss_floor.hpp"
#include "plumbline/theorem/environment.hpp"
#include "plumbline/theorem/theorem.hpp"

namespace plumbline {

/// Both are free of t, i and j and observe nothing.
struct FloorClaim {
  ExpressionPtr floor;
  ExpressionPtr horizon;
};

/// The floor claim a conclusion makes, if its only quantified variable is t, its claim is
/// "loss(t) - loss_opt R B" with R one of > and >=, and "t <= H" or "t < H" is all it is given.
std::optional<FloorClaim> floor_claim(const Conclusion& conclusion);

/// Whether such a floor makes the claim true at every t from floor.from on.
Truth settles(const FloorClaim& claim, const LossFloor& floor, const Environment& environment);

}  // namespace plumbline
