// Norm bounds for products of matrices that are known only up to a radius: the two recursions of the
// escape-time certificate (docs/theory.md §6; derivation with rounding: docs/certificates.md).
//
// A chain is a sequence of matrices C_1, …, C_K, C_k of size d_k × d_{k-1}. Let M_{j,j} = I and let M_{j,k-1}
// be the *computed* product M_{j,k}·C_k, m_{j,k} >= ‖M_{j,k}‖_F (m_{j,j} = 1 >= ‖I‖) and ε_k such that
// ‖M_{j,k}C_k − M_{j,k-1}‖_F <= ε_k m_{j,k}. Then for *any* C'_k with ‖C'_k − C_k‖_F <= R_k, by telescoping,
//
//   C'_j ⋯ C'_1 − M_{j,0} = Σ_{k=1}^{j} (M_{j,k} C'_k − M_{j,k-1}) C'_{k-1} ⋯ C'_1,
//   ‖C'_j ⋯ C'_1‖ <= ν_j := m_{j,0} + Σ_{k=1}^{j} m_{j,k} (R_k + ε_k) ν_{k-1},   ν_0 = 1:
//
// the recursion n_{j,1} of the theory, where rounding does nothing but widen the radii by ε_k ~ 1e-15.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "plumbline/certificate/escape_upward.hpp"

namespace plumbline {

/// value·2^exponent with the largest |entry| of value in [1/2, 1), or the zero matrix. Entries below 2^-1021
/// of the largest are rounded to a multiple of 2^-1074; the allowances below cover that.
struct ScaledMatrix {
  ScaledMatrix() = default;
  explicit ScaledMatrix(Eigen::MatrixXd matrix, std::int64_t exponent_of_matrix = 0);

  Eigen::MatrixXd value;
  std::int64_t exponent = 0;
};

/// ‖a‖_F rounded up.
Upward frobenius_upper(const ScaledMatrix& a);
/// ε with ‖fl(M·factor) − M·factor‖_F <= ε‖M‖_F for every scaled M, whatever the order of summation.
Upward rounding_allowance(const ScaledMatrix& factor);
/// fl(a·b), each entry summed from first to last.
ScaledMatrix scaled_product(const ScaledMatrix& a, const ScaledMatrix& b);

/// All matrices within slack + stretch·ρ of a centre in the Frobenius norm, for a radius ρ still to be
/// chosen.
struct ChainFactor {
  ScaledMatrix centre;
  Upward slack;
  Upward stretch;
};

/// The m_{j,k} of one chain; they do not depend on the radii. K(K+1)/2 numbers, K(K−1)/2 products.
class ProductTable {
 public:
  /// @param chain C_1 … C_K, K >= 1.
  ProductTable(const std::vector<const ScaledMatrix*>& chain, unsigned threads);

  std::size_t length() const { return roundings_.size(); }
  /// M_{K,0}.
  const ScaledMatrix& whole_product() const { return whole_product_; }

  struct Bounds {
    std::vector<Upward> norms;  ///< ν_0 … ν_K
    Upward deviation;           ///< >= ‖C'_K ⋯ C'_1 − M_{K,0}‖_F
  };
  /// The recursion above for radii R_1 … R_K (index k − 1).
  Bounds propagate(const std::vector<Upward>& radii) const;

 private:
  void fill_rows(const std::vector<const ScaledMatrix*>& chain, std::size_t first, std::size_t last);
  Upward& norm(std::size_t j, std::size_t k) { return norms_[j * (j - 1) / 2 + k]; }

  std::vector<Upward> norms_;      // m_{j,k}, 0 <= k < j, row by row
  std::vector<Upward> roundings_;  // ε_k, index k − 1
  ScaledMatrix whole_product_;
};

/// ν_0 … ν_K of a chain as functions of ρ. Long chains are cut into blocks of `block` factors: a block is one
/// factor of an outer chain (centre: its computed product, radius: its deviation), and inside a block
/// ν = (bound inside the block)·(ν at its start). With block = 1 there is no loss.
class ChainBounds {
 public:
  /// @param chain at least one factor; @param block >= 1.
  ChainBounds(std::vector<ChainFactor> chain, std::size_t block, unsigned threads);

  /// ν_0 = 1, ν_1, …, ν_K: bounds of ‖C'_j ⋯ C'_1‖_F (j >= 1) over all members C'_k of the factors' sets.
  std::vector<Upward> at(const Upward& radius) const;

 private:
  std::vector<ChainFactor> chain_;
  std::size_t block_;
  std::vector<ProductTable> inner_;  // one a block
  ProductTable outer_;               // over the blocks' products
};

}  // namespace plumbline
