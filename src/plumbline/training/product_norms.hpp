// Upper bounds of the norms of all partial products of a network's layers (docs/theory.md §8).
#pragma once

#include <Eigen/Core>
#include <vector>

#include "plumbline/network/network.hpp"
#include "plumbline/numeric/upper_bound.hpp"

namespace plumbline {

/// ‖V_{j:i}‖ from above for every 1 ≤ i ≤ j ≤ L, V_1 on col(X), at the stored B_i and D_i (s taken as the
/// real number it stands for).
class ProductNorms {
 public:
  explicit ProductNorms(const Network& network);

  /// ‖V_{j:i}‖ ≤ at(j, i); 1 for the empty product j = i − 1. 1 ≤ i ≤ j + 1 ≤ L + 1.
  Upper at(Eigen::Index j, Eigen::Index i) const { return norms_[place(j, i)]; }
  /// The largest of 1 and all of them.
  Upper largest() const { return largest_; }
  /// The largest of 1 and those with 2 ≤ i ≤ j ≤ L − 1.
  Upper largest_middle() const { return largest_middle_; }

 private:
  std::size_t place(Eigen::Index j, Eigen::Index i) const {
    return static_cast<std::size_t>((i - 1) * (depth_ + 1) + j);
  }

  Eigen::Index depth_;
  std::vector<Upper> norms_;  // row i − 1, column j
  Upper largest_, largest_middle_;
};

/// Floating-point operations that ProductNorms costs: about 3.5 L²k³.
double product_norms_flops(const Network& network);

/// How far any partial product moves, in norm, when the layers move by E_1 … E_L with Σ‖E_i‖ ≤ total and all
/// partial products were at most `largest` (≥ 1). By telescoping V'_{j:i} − V_{j:i} = Σ_k V_{j:k+1} E_k
/// V'_{k−1:i}, so the largest move δ satisfies δ ≤ M·total·(M + δ): δ ≤ M²·total/(1 − M·total), infinite if
/// M·total ≥ 1.
Upper product_drift(Upper largest, Upper total);

}  // namespace plumbline
