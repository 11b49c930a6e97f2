// How long gradient descent from weights that are known surely leaves the excess loss above a floor: the
// escape bounds of docs/theory.md §6 in the coordinates of a run.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <optional>
#include <vector>

#include "plumbline/numeric/interval.hpp"
#include "plumbline/numeric/upper_bound.hpp"

namespace plumbline {

/// ℓ(t) − ℓ* ≥ excess for every from ≤ t ≤ until; points.
struct LossFloor {
  std::int64_t from = 0;
  Interval excess, until;
};

/// A network f = W_L ⋯ W_1 without an output scale, every layer trained, at one step of its run.
struct FloorStart {
  std::int64_t step = 0;
  std::vector<Eigen::MatrixXd> layers;  ///< near W_1 on col(X), W_2, …, W_L; L ≥ 2
  Upper distance;                       ///< how far from each the exact one can be, in Frobenius norm
  Interval input_norm;                  ///< ‖X‖
  Interval target_norm;                 ///< ‖W*X‖_F
  Interval eta;
};

/// Of the floors above `least` the one that is proved the longest; nothing if none is proved for a step.
std::optional<LossFloor> find_loss_floor(const FloorStart& start, const Interval& least);

}  // namespace plumbline
