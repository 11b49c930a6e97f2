// How exact the stored weights of t = 0 are, where something else is meant by them.
#pragma once

#include "plumbline/network/network.hpp"
#include "plumbline/numeric/upper_bound.hpp"

namespace plumbline {

/// ‖D_i − D_i°‖_F at t = 0 of a layer whose polar factor is meant (Network::isometric); else 0. The first
/// layer together with its complement. The network is that of t = 0; an isometric layer has the scale 1.
Upper start_defect(const Network& network, Eigen::Index layer);

/// ‖N − N°‖ of Network::complement against the exact one at t = 0: the polar factor where that is meant,
/// otherwise the stored numbers, scaled with few roundings.
Upper complement_error(const Network& network);

}  // namespace plumbline
