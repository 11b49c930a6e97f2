// Matrices of Arb balls: every operation encloses the exact result entry by entry (Johansson 2017), at the
// working precision of the thread (PrecisionScope).
#pragma once

#include <arb_mat.h>

#include <Eigen/Core>
#include <optional>

#include "plumbline/numeric/ball.hpp"
#include "plumbline/numeric/exact_matrix.hpp"
#include "plumbline/numeric/nearby_doubles.hpp"

namespace plumbline {

class BallMatrix {
 public:
  BallMatrix() : BallMatrix(0, 0) {}
  /// The zero matrix.
  BallMatrix(Eigen::Index rows, Eigen::Index cols) { arb_mat_init(entries_, rows, cols); }
  /// The doubles as they are. @throws InternalError if an entry is not finite.
  explicit BallMatrix(const Eigen::MatrixXd& doubles);
  /// The exact entries, rounded to balls.
  explicit BallMatrix(const ExactMatrix& exact);
  ~BallMatrix() { arb_mat_clear(entries_); }
  BallMatrix(const BallMatrix& other);
  BallMatrix(BallMatrix&& other) noexcept : BallMatrix() { arb_mat_swap(entries_, other.entries_); }
  BallMatrix& operator=(BallMatrix other) noexcept {
    arb_mat_swap(entries_, other.entries_);
    return *this;
  }

  Eigen::Index rows() const { return arb_mat_nrows(entries_); }
  Eigen::Index cols() const { return arb_mat_ncols(entries_); }
  arb_mat_struct* raw() { return entries_; }
  const arb_mat_struct* raw() const { return entries_; }
  arb_ptr at(Eigen::Index row, Eigen::Index col) { return arb_mat_entry(entries_, row, col); }
  arb_srcptr at(Eigen::Index row, Eigen::Index col) const { return arb_mat_entry(entries_, row, col); }
  bool is_finite() const { return arb_mat_is_finite(entries_) != 0; }

 private:
  arb_mat_t entries_;
};

/// Shapes must fit. @throws InternalError if they do not.
BallMatrix operator*(const BallMatrix& a, const BallMatrix& b);
BallMatrix operator+(const BallMatrix& a, const BallMatrix& b);
BallMatrix operator-(const BallMatrix& a, const BallMatrix& b);
BallMatrix operator*(const Ball& factor, const BallMatrix& a);
BallMatrix transpose(const BallMatrix& a);
BallMatrix ball_identity(Eigen::Index size);
/// [a, b] side by side; the same number of rows.
BallMatrix beside(const BallMatrix& a, const BallMatrix& b);
/// The first `count` columns.
BallMatrix left_columns(const BallMatrix& a, Eigen::Index count);
/// a⁻¹; nothing if a is not proved invertible.
std::optional<BallMatrix> inverse(const BallMatrix& a);
/// The symmetric positive definite root of a symmetric a; nothing if a is not proved positive definite at
/// this precision.
std::optional<BallMatrix> positive_root(const BallMatrix& a);
/// (I + E)^power for a symmetric E with ‖E‖ < 1/2 and power = ±½, by the binomial series with its remainder.
/// @param power_times_two 1 or −1. Nothing if ‖E‖_F is not proved to be below 1/2.
std::optional<BallMatrix> root_near_identity(const BallMatrix& e, int power_times_two);

/// Encloses ‖a‖_F.
Interval frobenius(const BallMatrix& a);
/// Doubles near the balls, each of which lies within the distance.
NearbyDoubles nearby_doubles(const BallMatrix& a);

}  // namespace plumbline
