// The exact solution of an analytic differential equation x' = f(x), enclosed: Taylor's method in balls
// around an exact centre, and a proved distance of the solution to that centre (docs/theory.md §13).
#pragma once

#include <cstdint>
#include <vector>

#include "plumbline/numeric/ball_matrix.hpp"
#include "plumbline/numeric/upper_bound.hpp"

namespace plumbline {

/// A point: matrices of fixed shapes, one beside the other. Norms are those of all entries together.
using BallPoint = std::vector<BallMatrix>;

/// A vector field f that is polynomial in the entries, at one point at a time.
class BallField {
 public:
  BallField() = default;
  BallField(const BallField&) = delete;
  BallField& operator=(const BallField&) = delete;
  virtual ~BallField() = default;

  /// Everything below is about the neighbourhood of this exact point.
  virtual void look_at(const BallPoint& centre) = 0;
  /// ‖f‖ at complex points within `distance` of the centre, from above.
  virtual Upper speed(Upper distance) const = 0;
  /// The logarithmic norm of f at real points within `distance`, from above and at least 0: the largest
  /// eigenvalue of the symmetric part of f'.
  virtual Upper expansion(Upper distance) const = 0;
  /// Coefficients x_0 … x_order of the solution from the centre.
  virtual std::vector<BallPoint> series(int order) const = 0;
};

/// A solution of x' = f(x) followed from one unit of time to the next.
class FlowTube {
 public:
  /// @param digits of the working precision, which sets the order of Taylor's method.
  /// @param most_steps of that method, in all: a count, so that the outcome does not depend on the machine.
  FlowTube(const BallPoint& start, unsigned digits, std::int64_t most_steps);

  /// One unit of time. False if the steps do not reach so far, or the precision does not.
  bool advance(BallField& field);
  /// Encloses the solution entry by entry.
  BallPoint enclosure() const;
  /// Whether the steps that it may take have been taken.
  bool is_spent() const { return steps_taken_ == most_steps_; }

 private:
  bool step(BallField& field, double& done);
  void recentre(const BallPoint& balls);

  BallPoint centre_;  // exact
  Upper radius_;      // of the solution's distance to it
  unsigned digits_;
  std::int64_t most_steps_, steps_taken_ = 0;
};

/// Order of Taylor's method at so many decimal digits, of which it keeps half.
int taylor_order(unsigned digits);
/// How many products of two coefficients it takes to multiply two series.
double taylor_cost(unsigned digits);

}  // namespace plumbline
