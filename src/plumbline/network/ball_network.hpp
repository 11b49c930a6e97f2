// The exact network that a Network of doubles stands for, as balls.
#pragma once

#include <optional>
#include <vector>

#include "plumbline/network/network.hpp"
#include "plumbline/numeric/ball_matrix.hpp"

namespace plumbline {

struct BallNetwork {
  std::vector<BallMatrix> layers;  ///< V_1 (k × r), V_2 … V_{L−1} (k × k), V_L (d_y × k)
  Ball output_factor;              ///< c
  Ball weight_unit;                ///< u: W_i = u V_i
};
/// At the working precision: stored doubles are exact or stand for their polar factor (Network::isometric),
/// the scale of the trained parts is the real number it stands for, and V_L completes [Â/c, C] with the exact
/// root C of M = I − ÂÂᵀ/c² that belongs to the stored one C̃ = M̃^{½}O, O orthogonal: C = M^{½}O, as in
/// training/orbit_radius.cpp (another root is another basis of the hidden space, and the complement of the
/// first layer is stored in this one). Nothing if the precision does not suffice to prove that matrix
/// positive definite.
/// @param squared_unit u² as the integer it is (InitialisationSpec::squared_unit).
std::optional<BallNetwork> ball_network(const Network& network, const Integer& squared_unit);

}  // namespace plumbline
