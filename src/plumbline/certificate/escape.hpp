// The escape-time certificate (docs/theory.md §6, docs/certificates.md): for given Gaussian initial weights,
// a proved number of gradient steps during which the loss cannot leave a band around ½‖Y‖_F².
//
// Network f(x) = W_L ⋯ W_1 x, W_1 (d × d_x), W_2 … W_{L−1} (d × d), W_L (d_y × d); W_i = (σ/√d_i) Z_i with
// Z_i the standard normal doubles that RandomStream(seed, 0, i) draws, column by column, d_i the rows of W_i.
// With A_i = Z_i/√d_i (E‖A_i v‖ = ‖v‖) that is W_i = σ A_i, β = σ^L and d_i σ_i² = σ²; the weights are these
// exact numbers. Loss ℓ = ½‖W_L ⋯ W_1 X − Y‖_F² over all n columns as given.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/certificate/escape_chain.hpp"
#include "plumbline/numeric/interval.hpp"
#include "plumbline/problem/problem.hpp"

namespace plumbline {

/// What is asked. Numbers are decimal texts and stand for exactly what is written.
struct EscapeRequest {
  std::int64_t depth = 0;  ///< L, 2 … 100000
  std::int64_t width = 0;  ///< d >= 1
  std::uint64_t seed = 0;
  std::string sigma = "1";        ///< σ > 0
  std::string eta = "1";          ///< step size on W, > 0
  std::string band_low = "0.4";   ///< in units of ‖Y‖_F², 0 <= low < 1/2
  std::string band_high = "0.6";  ///< > 1/2
  bool unit_data = true;          ///< train on X/‖X‖_F and Y/‖Y‖_F (exactly) instead of X and Y
  std::int64_t block = 0;         ///< factors a block of the recursion (ChainBounds); 0: chosen from L and d
  unsigned threads = 1;
};

/// What was proved. Texts are decimals on the safe side of what was computed, with a margin of 1e-7, so that
/// a checker with another order of rounding reaches them.
struct EscapeCertificate {
  EscapeRequest request;  ///< with the block that was used
  std::string problem_id;
  std::int64_t n = 0, d_x = 0, d_y = 0;
  std::string data_digest, weights_digest;
  Interval frob_X, frob_Y;  ///< of the data as given

  bool proved = false;
  std::string reason;          ///< why not, if not proved
  double radius = 0.0;         ///< ρ
  std::string output_at_most;  ///< u/‖Y‖_F: ‖W_L ⋯ W_1 X‖_F <= u while ‖A_i − A_i(0)‖_F <= ρ
  std::string loss_at_least;   ///< in units of ‖Y‖_F²
  std::string loss_at_most;
  std::string iterations = "0";    ///< N: the bounds hold at every step 0 <= t <= N
  double log10_iterations = 0.0;   ///< approximate, for people
  std::int64_t fastest_layer = 0;  ///< the layer whose gradient bound limits N
};

/// @throws InputError if a field of the request is out of range, Y = 0, or the weights need above 1 GiB.
EscapeCertificate certify_escape(const Problem& problem, const EscapeRequest& request);

/// Z_1 … Z_L.
std::vector<Eigen::MatrixXd> escape_weights(std::int64_t depth, std::int64_t width, std::int64_t d_x,
                                            std::int64_t d_y, std::uint64_t seed);

/// The bounds behind a certificate as functions of ρ, for the weights Z_i/√d_i of any widths.
class EscapeBounds {
 public:
  /// @param layers Z_1 … Z_L, L >= 2; @param inputs X (d_0 × n).
  EscapeBounds(const std::vector<Eigen::MatrixXd>& layers, const Eigen::MatrixXd& inputs, std::size_t block,
               unsigned threads);

  struct AtRadius {
    std::vector<Upward> forward;  ///< index j = 0 … L: >= ‖Z_j ⋯ Z_1 X‖_F
    std::vector<Upward> backward;  ///< index i = 1 … L+1: >= ‖Z_L ⋯ Z_i‖_F (1 for i = L + 1); 0 and 1 unused
    Upward steepest;               ///< max_i √d_i backward[i + 1] forward[i − 1]
    std::int64_t fastest_layer = 0;
  };
  /// While ‖Z_i − Z_i(0)‖_F <= √d_i ρ for every i.
  AtRadius at(double radius) const;

 private:
  std::vector<Upward> root_rows_;  // √d_i, index i − 1
  Upward input_norm_;
  ChainBounds forward_, backward_;
};

}  // namespace plumbline
