// How exact a network's stored complement of the first layer is.
#pragma once

#include "plumbline/network/network.hpp"
#include "plumbline/numeric/upper_bound.hpp"

namespace plumbline {

/// ‖N − N°‖ of Network::complement against the exact one: for an orthogonal first layer the nearest matrix
/// with orthonormal columns, at most ‖NᵀN − I‖_F away; otherwise the stored numbers, scaled with few
/// roundings.
Upper complement_error(const Network& network);

}  // namespace plumbline
