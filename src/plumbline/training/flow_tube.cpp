#include "plumbline/training/flow_tube.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace plumbline {
namespace {

constexpr double kBitsPerDigit = 3.3219280948873623;
/// Shortest step, as a power of two of the unit of time: times so far stay exact doubles.
constexpr int kShortest = -44;
/// A step may let the distance to the solution grow by e^2 < 8.
constexpr double kMostGrowth = 2.0;
constexpr double kTubeFactor = 8.0;
/// What is cut off is kept in double's range.
constexpr unsigned kMostDigitsCutOff = 500;

/// For complex times below `time` in magnitude the solution is holomorphic and within r of where it starts.
struct Reach {
  double r, time;
};

/// By dr/ds ≤ speed(r) along rays, time ≥ ∫ dr/speed(r), whose lower sums over a grid are taken; a part in
/// 10^9 is for the rounding of some hundred positive terms.
std::vector<Reach> reaches(const BallField& field) {
  constexpr double kRatio = 1.4;
  constexpr int kMost = 160;
  std::vector<Reach> found;
  double before = 0.0, sum = 0.0;
  double r = 0x1p-60;
  for (int k = 0; k < kMost; ++k, r *= kRatio) {
    const double term = (r - before) / field.speed(Upper(r)).value();
    sum += term;
    before = r;
    found.push_back({r, sum * (1.0 - 1e-9)});
    if (term < 1e-3 * sum) break;
  }
  return found;
}

/// The step for which what Taylor's method cuts off at this order, at most 2 r q^{order + 1} with q = h/time
/// ≤ 1/2, stays below `tolerance`: about the longest, and the reach it rests on.
struct PlannedStep {
  double h = 0.0;
  Reach reach{0.0, 0.0};
};
PlannedStep longest_step(const std::vector<Reach>& reaches, int order, double tolerance) {
  PlannedStep best;
  for (const Reach& reach : reaches) {
    const double share = std::min(0.49, std::pow(tolerance / (2.0 * reach.r), 1.0 / (order + 1.0)));
    if (share * reach.time > best.h) best = {share * reach.time, reach};
  }
  return best;
}

/// How far the solution gets in a time h, from above.
Upper excursion(const std::vector<Reach>& reaches, double h) {
  for (const Reach& reach : reaches) {
    if (reach.time >= h) return Upper(reach.r);
  }
  return Upper::infinite();
}

Upper exponential(Upper x) {
  return Upper(upper_double(exp_of(Interval(Real(x.value())))));
}

/// x ≥ 0 cut to five bits, and to a multiple of 2^kShortest.
double few_bits(double x) {
  if (!(x > 0.0) || !std::isfinite(x)) return 0.0;
  const int unit = std::max(std::ilogb(x) - 4, kShortest);
  return std::ldexp(std::floor(std::ldexp(x, -unit)), unit);
}

BallPoint at_time(const std::vector<BallPoint>& series, double h) {
  Ball time;
  arb_set_d(time.raw(), h);
  BallPoint sum = series.back();
  for (std::size_t n = series.size() - 1; n-- > 0;) {
    for (std::size_t part = 0; part < sum.size(); ++part) sum[part] = series[n][part] + time * sum[part];
  }
  return sum;
}

/// The radii of the balls, all together in norm.
Upper radius_of(const BallPoint& point) {
  Upper total;
  for (const BallMatrix& balls : point) {
    BallMatrix radii(balls.rows(), balls.cols());
    for (Eigen::Index i = 0; i < balls.rows(); ++i) {
      for (Eigen::Index j = 0; j < balls.cols(); ++j) {
        arf_set_mag(arb_midref(radii.at(i, j)), arb_radref(balls.at(i, j)));
      }
    }
    total += Upper(upper_double(frobenius(radii)));
  }
  return total;
}

bool all_finite(const BallPoint& point) {
  return std::all_of(point.begin(), point.end(), [](const BallMatrix& part) { return part.is_finite(); });
}

}  // namespace

int taylor_order(unsigned digits) {
  return static_cast<int>(std::ceil(kBitsPerDigit * static_cast<double>(digits) / 5.0));
}

double taylor_cost(unsigned digits) {
  const double order = taylor_order(digits);
  return order * (order + 1.0) / 2.0;
}

FlowTube::FlowTube(const BallPoint& start, unsigned digits, std::int64_t most_steps)
    : digits_(digits), most_steps_(most_steps) {
  recentre(start);
}

void FlowTube::recentre(const BallPoint& balls) {
  radius_ += radius_of(balls);
  centre_ = balls;
  for (BallMatrix& part : centre_) arb_mat_get_mid(part.raw(), part.raw());
}

bool FlowTube::advance(BallField& field) {
  for (double done = 0.0; done < 1.0;) {
    if (is_spent() || !radius_.is_finite() || !step(field, done)) return false;
    ++steps_taken_;
  }
  return true;
}

// Let x be the solution from the centre and y the true one, ‖y − x‖ ≤ ϱ now.
// 1. As x is holomorphic and within r of x_0 for |s| < T, Cauchy gives ‖x_n‖ ≤ r T^{−n}, and with q = h/T ≤
// 1/2 what is cut
//    off is at most r q^{p+1}/(1 − q) ≤ 2 r q^{p+1}.
// 2. While ‖y − x‖ ≤ 8ϱ both lie, as does the segment between them, within e = (excursion of x) + 8ϱ of the
// centre, and
//    ‖y − x‖ grows no faster than at the rate μ ≥ the logarithmic norm there; μh ≤ 2 keeps it below 8ϱ for
//    the whole step.
bool FlowTube::step(BallField& field, double& done) {
  field.look_at(centre_);
  const int order = taylor_order(digits_);
  const std::vector<Reach> reached = reaches(field);
  const double tolerance = std::pow(10.0, -static_cast<double>(std::min(digits_, kMostDigitsCutOff)) / 2.0);
  const PlannedStep plan = longest_step(reached, order, tolerance);
  const double left = 1.0 - done;
  double h = left <= plan.h ? left : few_bits(plan.h);
  Upper growth;
  for (;; h = few_bits(h / 2)) {
    if (!(h > 0.0)) return false;
    growth = Upper(h) * field.expansion(excursion(reached, h) + Upper(kTubeFactor) * radius_);
    if (growth.value() <= kMostGrowth) break;
  }
  const Upper share = Upper(h) / plan.reach.time;
  Upper rest = Upper(2.0) * Upper(plan.reach.r);
  for (int n = 0; n <= order; ++n) rest = rest * share;
  const BallPoint next = at_time(field.series(order), h);
  if (share.value() > 0.5 || !all_finite(next)) return false;
  radius_ = radius_ * exponential(growth) + rest;
  recentre(next);
  done += h;
  return true;
}

BallPoint FlowTube::enclosure() const {
  BallPoint point = centre_;
  mag_t radius;
  mag_init(radius);
  mag_set_d(radius, radius_.value());
  for (BallMatrix& part : point) {
    for (Eigen::Index i = 0; i < part.rows(); ++i) {
      for (Eigen::Index j = 0; j < part.cols(); ++j) arb_add_error_mag(part.at(i, j), radius);
    }
  }
  mag_clear(radius);
  return point;
}

}  // namespace plumbline
