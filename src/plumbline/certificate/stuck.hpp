// The escape-time argument (docs/theory.md §6) for the network of a run: a proved stretch of steps during
// which its loss does not move by more than a plot shows.
#pragma once

#include <Eigen/Core>
#include <cstdint>

#include "plumbline/network/network.hpp"
#include "plumbline/numeric/interval.hpp"

namespace plumbline {

/// For every 0 ≤ t ≤ iterations, (ℓ(t) − ℓ*)/(ℓ(0) − ℓ*) lies in relative_loss: on the exact iteration from
/// the stored weights Z_i, inputs S and targets Ȳ. Born unproved.
struct StuckBound {
  bool proved = false;
  double radius = 0.0;  ///< ρ: no layer leaves ‖Z_i − Z_i(0)‖_F ≤ √d_i ρ, d_i its rows
  Interval relative_loss;
  Interval iterations;  ///< lower end
};

/// With n the bounds of escape_chain.hpp at ρ, u = α n_{L,1} for the scaled network f = α Z_L ⋯ Z_1 S:
/// ‖Ȳ‖ − u ≤ ‖R‖ ≤ ‖Ȳ‖ + u, so the relative loss lies between ((‖Ȳ‖ ∓ u)/(‖Ȳ‖ ± u))²; layer i moves per step
/// by at most η α ‖Z_L ⋯ Z_{i+1}‖‖Z_{i−1} ⋯ Z_1 S‖(‖Ȳ‖ + u).
/// @param network Gaussian, dense, at t = 0, with every layer training: trained holds the weights as drawn.
/// @param resolution the relative loss must stay within so many decades.
/// @param budget floating-point operations that may be spent; nothing is proved if they are too few.
StuckBound stuck_until(const Network& network, const Eigen::MatrixXd& targets, double eta,
                       std::int64_t horizon, double resolution, double budget);

}  // namespace plumbline
