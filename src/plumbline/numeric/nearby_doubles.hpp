// A matrix known to lie near one of doubles.
#pragma once

#include <Eigen/Core>

#include "plumbline/numeric/interval.hpp"
#include "plumbline/numeric/upper_bound.hpp"

namespace plumbline {

/// A double matrix near a, and how far a can be from it in Frobenius norm (infinite where a is not finite).
struct NearbyDoubles {
  Eigen::MatrixXd matrix;
  Upper distance;
};

/// Encloses ‖a‖_F, for every a that is so near. The whole line if the distance is infinite.
Interval frobenius(const NearbyDoubles& a);

}  // namespace plumbline
