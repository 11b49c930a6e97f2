// Networks whose initial weights are written down, not drawn as frames: near the identity, zero-asymmetric,
// residual, balanced (docs/theory.md §2).
#pragma once

#include <optional>

#include "plumbline/network/initialise.hpp"

namespace plumbline {

/// Whether `scheme` is one of kIdentity, kZeroAsymmetric, kResidual, kBalanced.
bool is_plain(Scheme scheme);

/// The least width of a plain scheme.
Eigen::Index least_plain_width(const ReducedProblem& problem, Scheme scheme);

/// The width to which a plain network reduces exactly, whatever its own is (docs/theory.md §4): r when W_L =
/// 0 and r ≥ min(d_y, m), r + d_y for the residual scheme, max(d_x, d_y) for the identity without noise.
/// Nothing for the others.
std::optional<Eigen::Index> reduced_plain_width(const ReducedProblem& problem,
                                                const InitialisationSpec& spec);

/// The network at t = 0 with all its weights in the trained part (no base, s = 1).
/// @pre spec.width ≥ least_plain_width. @throws InternalError for another scheme.
Network plain_network(const ReducedProblem& problem, const InitialisationSpec& spec, Form form);

}  // namespace plumbline
