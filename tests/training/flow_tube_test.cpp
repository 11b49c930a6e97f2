// Enclosures of solutions of differential equations, against closed forms; and what a wrong field does to
// them.
#include "plumbline/training/flow_tube.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "plumbline/training/flow_integrator.hpp"

namespace plumbline {
namespace {

constexpr unsigned kDigits = 40;

BallPoint point(double x) {
  return {BallMatrix(Eigen::MatrixXd(Eigen::MatrixXd::Constant(1, 1, x)))};
}

/// x' = sign·x², which passes through c/(1 − sign·c·s).
class Square : public BallField {
 public:
  explicit Square(int sign, int sign_of_series) : sign_(sign), sign_of_series_(sign_of_series) {}
  void look_at(const BallPoint& centre) override {
    centre_ = centre;
    size_ = Upper(upper_double(frobenius(centre[0])));
  }
  Upper speed(Upper distance) const override { return (size_ + distance) * (size_ + distance); }
  Upper expansion(Upper distance) const override { return Upper(2.0) * (size_ + distance); }
  std::vector<BallPoint> series(int order) const override {
    std::vector<BallPoint> terms{centre_};  // x_n = c (sign·c)^n
    Ball sign;
    arb_set_si(sign.raw(), sign_of_series_);
    for (int n = 0; n < order; ++n) terms.push_back({sign * (terms.back()[0] * centre_[0])});
    return terms;
  }
  int sign() const { return sign_; }

 private:
  int sign_, sign_of_series_;
  BallPoint centre_;
  Upper size_;
};

Interval end_of(const FlowTube& tube) {
  Ball end;
  arb_set(end.raw(), tube.enclosure()[0].at(0, 0));
  return enclose(end);
}

/// Whether the tube from c holds the exact solution after one unit of time.
bool tube_holds_solution(Square& field, const Interval& c, std::int64_t steps = 1000) {
  FlowTube tube(point(approx_midpoint(c)), kDigits, steps);
  if (!tube.advance(field)) return false;
  const Interval end = end_of(tube);
  const Interval exact_end = c / (Interval(1) - Interval(field.sign()) * c);
  return lower(end) <= lower(exact_end) && upper(exact_end) <= upper(end);
}

TEST(FlowTube, HoldsTheSolutionTightly) {
  const PrecisionScope precision(kDigits);
  for (const int sign : {1, -1}) {
    Square field(sign, sign);
    for (const double c : {0.25, 0.5, 0.75}) {
      EXPECT_TRUE(tube_holds_solution(field, exact(c))) << sign << " " << c;
      FlowTube tube(point(c), kDigits, 1000);
      ASSERT_TRUE(tube.advance(field));
      EXPECT_LT(relative_width(end_of(tube)), 1e-14);
    }
  }
}

TEST(FlowTube, AWrongSignIsSeen) {
  const PrecisionScope precision(kDigits);
  Square wrong(1, -1);
  EXPECT_FALSE(tube_holds_solution(wrong, exact(0.5)));
}

TEST(FlowTube, DoesNotPassASingularity) {
  const PrecisionScope precision(kDigits);
  Square field(1, 1);
  FlowTube tube(point(2.0), kDigits, 100'000);  // x = 2/(1 − 2s) leaves at s = 1/2
  EXPECT_FALSE(tube.advance(field));
}

TEST(FlowTube, ContainsWhatStartsNearby) {
  const PrecisionScope precision(kDigits);
  Square field(1, 1);
  BallPoint start = point(0.5);
  mag_t radius;
  mag_init(radius);
  mag_set_d(radius, 1e-6);
  arb_add_error_mag(start[0].at(0, 0), radius);
  mag_clear(radius);
  FlowTube tube(start, kDigits, 1000);
  ASSERT_TRUE(tube.advance(field));
  for (const double c : {0.5 - 0.99e-6, 0.5 + 0.99e-6}) {
    EXPECT_TRUE(contains(end_of(tube), lower(exact(c) / (Interval(1) - exact(c)))));
  }
  EXPECT_LT(relative_width(end_of(tube)), 1e-4);
}

TEST(FlowIntegrator, BothMethodsKeepTheirToleranceAndALooseOneShows) {
  const FlowField field = [](const std::vector<double>& x, std::vector<double>& dxdt) {
    dxdt[0] = x[0] * x[0];
  };
  for (const FlowMethod method : {FlowMethod::kFehlberg78, FlowMethod::kBulirschStoer}) {
    const auto error_at = [&](double tolerance) {
      FlowIntegrator integrator(method, tolerance);
      std::vector<double> x{0.75};
      EXPECT_TRUE(integrator.advance(field, x));
      EXPECT_GT(integrator.attempts(), 0);
      return std::abs(x[0] - 3.0);
    };
    EXPECT_LT(error_at(1e-12), 1e-10);
    EXPECT_GT(error_at(1e-2), 1e-8);
    FlowIntegrator beyond(method, 1e-10);
    std::vector<double> x{2.0};
    EXPECT_FALSE(beyond.advance(field, x));
  }
}

}  // namespace
}  // namespace plumbline
