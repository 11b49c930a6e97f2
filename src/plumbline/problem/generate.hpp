// Problems drawn at random: pure functions of what the [generate] section says, the seed included.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "plumbline/problem/problem.hpp"
#include "plumbline/problem/toml_input.hpp"

namespace plumbline {

/// X (d_x × n) and W* (d_y × d_x) of independent standard normal entries, Y = W*X + noise·N, N standard
/// normal.
struct GaussianRecipe {
  Eigen::Index d_x = 0, d_y = 0, n = 0;
  double noise = 0.0;
  std::uint64_t seed = 0;
};

/// X = P S Qᵀ with S = diag(spectrum), r entries: P the first r coordinate axes of R^{d_x}; Q (n × r) Haar
/// distributed with orthonormal columns to rounding, or the first r axes of R^n when rotate is false: then
/// the nonzero entries of X are exactly the spectrum. W* = P-columns of standard normal entries, others zero,
/// scaled to ‖W*‖ = target_norm to rounding. Y = W*X + noise·N.
struct SpectrumRecipe {
  Eigen::Index d_x = 0, d_y = 0, n = 0;  ///< d_x, n >= r
  std::vector<double> spectrum;          ///< positive
  bool rotate = true;
  double target_norm = 1.0;
  double noise = 0.0;
  std::uint64_t seed = 0;
};

/// A problem without id, title and source; inputs are named x0, x1, …, targets y0, y1, …
Problem generate(const GaussianRecipe& recipe);
Problem generate(const SpectrumRecipe& recipe);

/// Reads a [generate] section and draws. @throws InputError for a key, kind, size or value that is wrong, or
/// a matrix above kMaxMatrixEntries.
Problem generate_from(const TomlTable& section);

}  // namespace plumbline
