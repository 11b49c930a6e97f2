// What can be seen of a run at its current step, in normalised units (docs/theory.md §§1, 4).
#pragma once

#include <Eigen/Core>
#include <vector>

#include "plumbline/training/gradient_descent.hpp"

namespace plumbline {

/// Extreme singular values of V_{j:i} = V_j ⋯ V_i. Those of W_{j:i} are u^{j−i+1} times these.
/// sigma_min is the min(rows, columns)-th singular value of the m-wide network's matrix. Both NaN where the
/// matrix is not finite in double.
struct SingularRange {
  double min = 0.0, max = 0.0;
};

/// V_{j:i} as one matrix on the trained coordinates (i = 1: and on the complement, if `whole`), and how many
/// further singular values of the m-wide network's matrix are exactly 1.
struct LayerProduct {
  Eigen::MatrixXd matrix;
  double further_unit_values = 0.0;
};
/// @throws InternalError if the range is wrong, or if `whole` and i = 1 and the network has no complement.
LayerProduct layer_product(const Network& network, Eigen::Index j, Eigen::Index i, bool whole);

/// Of the whole matrix. For i = 1 the network must carry its complement (InitialisationSpec::
/// whole_first_layer). 1 ≤ i ≤ j ≤ L. @throws InternalError if the range or the complement is wrong.
SingularRange singular_range(const Network& network, Eigen::Index j, Eigen::Index i);
/// For i = 1: of V_{j:1} restricted to col(X); the same as above for i ≥ 2.
SingularRange singular_range_on_data(const Network& network, Eigen::Index j, Eigen::Index i);

/// ‖∂ℓ/∂W_i‖_F for i = 1 … L (index i − 1).
std::vector<double> gradient_norms(const GradientDescent& run);

/// ‖W_i(t) − W_i(0)‖_F, given the trained parts D_i(0).
double travel(const Network& network, const std::vector<Eigen::MatrixXd>& initial, Eigen::Index layer);

/// P = (c²/u²) Σ_i F_{i−1}ᵀF_{i−1} ⊗ G_i G_iᵀ over the layers that train, (r d_y) × (r d_y).
Eigen::MatrixXd tangent_kernel(const GradientDescent& run);
/// Extreme eigenvalues of P. Cost O((r d_y)³).
SingularRange eigenvalue_range_of_P(const GradientDescent& run);

}  // namespace plumbline
