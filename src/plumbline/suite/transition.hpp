// Where trajectories begin to converge: the transition width against depth, and its growth.
#pragma once

#include <nlohmann/json.hpp>

namespace plumbline {

/// A trajectory has converged at a snapshot when its relative loss is surely at most this, and has not when
/// it is surely larger; where its enclosure holds the level, nothing is known.
inline constexpr double kTransitionLevel = 1e-6;
/// Growth is read off from here on: shallower networks have hardly a layer between the first and the last.
inline constexpr long kTransitionDepth = 4;

/// One entry for every initialisation, problem, step, seed and snapshot of the document's trajectories
/// (results_document) that has at least two widths. At every depth at which all its cells are known the
/// transition width lies in (above, at_most]: at_most is the smallest width of the grid from which on every
/// wider one has converged, above the next smaller one; null where the grid ends. "exponent" holds the
/// exponents b of all power laws m = A·L^b that pass through every interval at L ≥ kTransitionDepth, after
/// the intervals were widened at both ends by twice "misfit" decades, the least widening for which there is
/// one; an end is null where nothing bounds it. "slope" holds the slopes b of all straight lines m = a + b·L
/// through the intervals as they are; null if there is none.
/// @param not_run cells of the suite without a result, as in the document: their depths are not known.
nlohmann::ordered_json transitions_json(const nlohmann::ordered_json& trajectories,
                                        const nlohmann::ordered_json& not_run);

}  // namespace plumbline
