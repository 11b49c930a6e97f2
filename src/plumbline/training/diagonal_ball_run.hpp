// A diagonal linear network in ball arithmetic: the exact orbit, enclosed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plumbline/numeric/ball_matrix.hpp"
#include "plumbline/problem/problem.hpp"
#include "plumbline/training/diagonal_run.hpp"
#include "plumbline/training/observed_run.hpp"

namespace plumbline {

/// The iteration of DiagonalRun on the data as given, with the same samples, every operation on balls. What
/// is orthogonal to col(X) is v − X(XᵀX)⁻¹Xᵀv, which needs the samples to be independent.
class DiagonalBallRun : public ObservedRun {
 public:
  /// @param digits decimal digits of its arithmetic. @throws InputError as DiagonalRun.
  DiagonalBallRun(const Problem& problem, const DiagonalSpec& spec, unsigned digits);

  void step() override;
  std::int64_t steps_taken() const override { return steps_taken_; }
  /// False where the samples are dependent or the precision did not suffice.
  bool is_finite() const override { return finite_; }
  bool at_floor() const override;
  /// As DiagonalRun, enclosed.
  Interval observe(const std::string& name, const std::vector<std::int64_t>& indices) const override;

 protected:
  const DiagonalSpec& spec() const { return spec_; }
  unsigned digits() const { return digits_; }
  const BallMatrix& inputs() const { return inputs_; }
  const BallMatrix& targets() const { return targets_; }
  const BallMatrix& plus() const { return plus_; }
  const BallMatrix& minus() const { return minus_; }
  /// Counts a step to where the weights are now.
  void arrive(BallMatrix plus, BallMatrix minus);
  /// Counts a step to where nobody knows.
  void get_lost();

 private:
  BallMatrix gradient() const;
  Interval gap(const BallMatrix& v) const;
  void evaluate();

  DiagonalSpec spec_;
  unsigned digits_;
  BallMatrix inputs_, transposed_, inverse_gram_;                     // d_x × n; n × d_x; n × n
  BallMatrix targets_, plus_, minus_, correction_, beta_, residual_;  // columns
  Interval largest_move_;
  std::int64_t steps_taken_ = 0;
  bool finite_ = false;
};

}  // namespace plumbline
