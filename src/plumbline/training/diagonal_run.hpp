// Diagonal linear networks trained by gradient descent or single-sample SGD (docs/theory.md §12).
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <string>
#include <vector>

#include "plumbline/problem/problem.hpp"
#include "plumbline/training/observed_run.hpp"

namespace plumbline {

enum class Sampling {
  kFullBatch,  ///< g = (1/n) Σ_i (x_i·β − y_i) x_i
  kOneSample  ///< g = (x_i·β − y_i) x_i, i uniform on the n samples: a pure function of (seed, run, step)
};

struct DiagonalSpec {
  double size = 1.0;  ///< w_+(0) = w_−(0) = size > 0, every entry
  double eta = 0.0;   ///< γ
  Sampling sampling = Sampling::kFullBatch;
  std::uint64_t seed = 0;
  std::uint64_t run = 0;
};

/// @throws InputError if the problem has more than one target, or size is not positive.
void check_diagonal(const Problem& problem, const DiagonalSpec& spec);
/// The sample of one step of SGD, 0 … samples − 1.
Eigen::Index drawn_sample(const DiagonalSpec& spec, std::int64_t step, Eigen::Index samples);

/// f(x) = β·x with β = w_+² − w_−² entry by entry; a step is w_± ← w_±(1 ∓ γ g). In double, with an estimate
/// of what double resolves around every value ("sampled").
class DiagonalRun : public ObservedRun {
 public:
  /// @param basis orthonormal basis P of col(X), d_x × r.
  /// @throws InputError as check_diagonal.
  DiagonalRun(const Problem& problem, Eigen::MatrixXd basis, const DiagonalSpec& spec);

  void step() override;
  std::int64_t steps_taken() const override { return steps_taken_; }
  bool is_finite() const override;
  bool at_floor() const override;
  /// loss: ½‖βᵀX − y‖²; largest_move: max |γ g| over the steps so far; scale_max: the largest |w_+
  /// w_−|/size²; and the norms of what is orthogonal to col(X) in
  ///   law_gap      asinh(β/(2|w_+ w_−|)) + 2 Σ [atanh(γ g) − γ g]   (0 for every step below |γ g| < 1),
  ///   entropy_gap  asinh(β/(2 size²))                             (0 at the limit of gradient flow),
  ///   l2_gap       β                                              (0 for the interpolator of least norm).
  Interval observe(const std::string& name, const std::vector<std::int64_t>& indices) const override;

 protected:
  /// What an observable is the norm of: the Euclidean one, for scale_max and largest_move the largest
  /// magnitude.
  Eigen::VectorXd seen(const std::string& name) const;
  /// How far an observed value may be off beside what double resolves.
  virtual double further_error(const std::string&) const { return 0.0; }
  /// Counts a step to where the weights are now.
  void arrive(const Eigen::VectorXd& plus, const Eigen::VectorXd& minus);
  /// (1/n) Σ_i (x_i·β − y_i) x_i for these weights.
  Eigen::VectorXd mean_gradient(const Eigen::VectorXd& plus, const Eigen::VectorXd& minus) const;
  const Eigen::VectorXd& plus() const { return plus_; }
  const Eigen::VectorXd& minus() const { return minus_; }
  const DiagonalSpec& spec() const { return spec_; }

 private:
  Eigen::VectorXd gradient() const;
  /// As seen(), before what lies in col(X) is taken away from a gap.
  Eigen::VectorXd unprojected(const std::string& name) const;
  double resolution() const;

  Eigen::MatrixXd inputs_;  // d_x × n
  Eigen::VectorXd targets_;
  Eigen::MatrixXd basis_;
  DiagonalSpec spec_;
  Eigen::VectorXd plus_, minus_, correction_, beta_, residual_;
  double largest_move_ = 0.0;
  std::int64_t steps_taken_ = 0;
};

/// Names of the observables, none of which has a layer index.
const std::vector<std::string>& diagonal_observables();

}  // namespace plumbline
