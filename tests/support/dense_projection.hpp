// The exact reduction carried out on given dense weights (docs/theory.md §4): what the sampler in
// network/initialise.cpp draws directly, computed here from full m × m matrices.
#pragma once

#include <Eigen/Core>

#include "plumbline/network/network.hpp"

namespace plumbline::test {

/// The reduced network of width r + d_y that must follow the same iteration as `dense` (orthogonal, scale 1,
/// m ≥ r + d_y). If the dense network carries its complement (m ≥ d_x), the reduced one does too.
Network project_to_reduced(const Network& dense);

}  // namespace plumbline::test
