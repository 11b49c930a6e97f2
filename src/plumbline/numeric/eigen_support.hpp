// Eigen matrices over Real. Entries take the precision of the PrecisionScope they are made in.
#pragma once

#include <Eigen/Core>
#include <boost/multiprecision/eigen.hpp>

#include "plumbline/numeric/real.hpp"

namespace plumbline {

using RealMatrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;
using RealVector = Eigen::Matrix<Real, Eigen::Dynamic, 1>;

}  // namespace plumbline
