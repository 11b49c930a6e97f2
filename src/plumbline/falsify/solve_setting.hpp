// The hypotheses of a theorem solved for a trial's width and step, so that every trial is inside them.
#pragma once

#include <optional>

#include "plumbline/falsify/hypothesis_groups.hpp"
#include "plumbline/falsify/trial.hpp"
#include "plumbline/verdict/resolve.hpp"

namespace plumbline {

/// The width is trial.width times the least one that the hypotheses and the initialisation allow. The step is
/// - the share trial.step of the largest one, where the hypotheses limit it from above;
/// - the least one divided by trial.step, where they limit it from below alone;
/// - the share trial.step of 8·d_y/(L·‖X‖²) (of 8/(L·‖X‖²) without an output scale, 8n/‖X‖² for diagonal
///   networks) where they do not limit it: four times what the curvature of a balanced network at ‖W*‖ = 1
///   allows.
/// Steps are looked for from 1e-30 to 1e9. Nothing if no width or no step will do; a hypothesis may still be
/// false at what is found.
std::optional<ResolvedSetting> solve_setting(const Theorem& theorem, const HypothesisGroups& groups,
                                             const PreparedProblem& problem, const Trial& trial);

}  // namespace plumbline
