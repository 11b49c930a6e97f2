// A deep linear network on reduced data, in normalised weights (docs/theory.md §§1, 4, 8).
//
// Every layer is V_i = B_i + s·D_i: a base that training never touches and a trained part D_i. Two uses:
//   reduced (orthogonal)  B_1 = [V_1(0)], B_2 = … = B_{L−1} = I, B_L = [Â/c, C], s = 1/c, D_i(0) = 0:
//                         differences from initialisation, O(1) at any width;
//   dense                 B_i = 0, D_i the weights themselves up to the scale s.
// W_i = u·V_i and the output is U = c·V_L ⋯ V_1 S: u = √m and c = √(m/d_y), or u = c = 1 for networks without
// an output scale (theory §2). R = U − Ȳ; excess loss ℓ − ℓ* = ½‖R‖_F².
#pragma once

#include <Eigen/Core>
#include <vector>

namespace plumbline {

struct Network {
  double width = 0.0;            ///< m, the width of the network this one stands for
  double unit = 0.0;             ///< u, within a rounding
  double inverse_gain = 0.0;     ///< u²/c², exact: d_y, or 1 without an output scale
  bool train_first = true;       ///< whether gradient descent moves V_1
  bool train_last = true;        ///< whether it moves V_L
  bool exact_start = true;       ///< the stored weights are those that the scheme means, or a draw as stored
  bool identity_middle = false;  ///< B_2 … B_{L−1}: identity (true) or zero
  Eigen::VectorXd input;         ///< diagonal of S (r): the reduced inputs in the basis of col(X)
  Eigen::MatrixXd first;         ///< B_1 on col(X), k × r (zero matrix when B_1 = 0)
  Eigen::MatrixXd base_first;    ///< B_1 S, k × r
  Eigen::MatrixXd corner;       ///< Â, d_y × r: B_L = [Â/c, (I − ÂÂᵀ/c²)^{1/2}]; empty when B_L = 0
  Eigen::MatrixXd base_last;    ///< B_L, d_y × k (zero matrix when B_L = 0)
  Eigen::MatrixXd base_output;  ///< c·B_L ⋯ B_1 S, d_y × r
  double scale = 0.0;           ///< s
  double output_scale = 0.0;    ///< c·s
  std::vector<Eigen::MatrixXd> trained;  ///< D_1 (k × r), D_2 … D_{L−1} (k × k), D_L (d_y × k)

  /// Layers whose stored weights stand for their polar factor: rows or columns that are orthonormal exactly.
  /// Empty: none. The first layer counts together with its complement.
  std::vector<bool> isometric;

  /// V_1(0) on the part of the input space that training never sees, for observables of the whole W_{j:1}:
  /// k' × d' with k' ≥ k; its first k rows act on the trained coordinates. Empty unless asked for.
  Eigen::MatrixXd complement;
  /// How many further singular values of W_{j:1} (i = 1) and W_{j:i} (2 ≤ i, j < L) equal u^{j−i+1}
  /// exactly at all times because they live outside the trained subspaces.
  double unit_values_first = 0.0;
  double unit_values_middle = 0.0;

  Eigen::Index depth() const { return static_cast<Eigen::Index>(trained.size()); }
  Eigen::Index hidden() const { return base_first.rows(); }
  Eigen::Index rank() const { return input.size(); }
  Eigen::Index outputs() const { return base_last.rows(); }
  /// ‖W_i(t) − W_i(0)‖_F = weight_scale()·‖D_i(t) − D_i(0)‖_F, since u·s = (c·s)·√(u²/c²).
  double weight_scale() const;
  bool trains(Eigen::Index layer) const {
    return (layer > 1 || train_first) && (layer < depth() || train_last);
  }
};

/// V_i for 1 ≤ i ≤ L as one matrix (i = 1: on col(X), k × r).
Eigen::MatrixXd layer_matrix(const Network& network, Eigen::Index layer);

}  // namespace plumbline
