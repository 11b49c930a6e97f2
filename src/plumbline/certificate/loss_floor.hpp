// How long gradient descent from given weights surely leaves the excess loss above a floor: the escape bounds
// of docs/theory.md §6 in the coordinates of a run.
#pragma once

#include <Eigen/Core>
#include <optional>
#include <vector>

#include "plumbline/numeric/interval.hpp"

namespace plumbline {

/// ℓ(t) − ℓ* ≥ excess for every 0 ≤ t ≤ steps; both are points.
struct LossFloor {
  Interval excess, steps;
};

/// A network f = W_L ⋯ W_1 without an output scale, every layer trained, at its exact initial weights.
struct FloorStart {
  std::vector<Eigen::MatrixXd> layers;  ///< W_1 on col(X), W_2, …, W_L; L ≥ 2
  Interval input_norm;                  ///< ‖X‖
  Interval target_norm;                 ///< ‖W*X‖_F
  Interval eta;
};

/// Of the floors above `least` the one that is proved for the most steps; nothing if none is proved for one.
std::optional<LossFloor> find_loss_floor(const FloorStart& start, const Interval& least);

}  // namespace plumbline
