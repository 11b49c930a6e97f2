#include "plumbline/certificate/trajectory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "plumbline/certificate/stuck.hpp"
#include "plumbline/certificate/trajectory_json.hpp"
#include "plumbline/verdict/resolve.hpp"
#include "problem/temp_folder.hpp"

namespace plumbline {
namespace {

using testing::HasSubstr;

const PreparedProblem& problem(const std::string& id) {
  static std::map<std::string, std::unique_ptr<PreparedProblem>> known;
  auto& entry = known[id];
  if (!entry) {
    const std::string file = std::string(PLUMBLINE_ROOT) + "/data/problems/" + id + ".toml";
    entry = std::make_unique<PreparedProblem>(read_problem(file));
  }
  return *entry;
}

TrajectoryRequest request(const PreparedProblem& of, Scheme scheme, int depth, int width,
                          std::vector<std::int64_t> snapshots) {
  TrajectoryRequest request;
  request.spec.scheme = scheme;
  request.spec.depth = depth;
  request.spec.width = width;
  request.eta = plain_step(parse_step("max"), depth, of.quantities());
  request.snapshots = std::move(snapshots);
  return request;
}

/// Gradient descent by the definition, on all m × m weights: W_i −= η α (W_L ⋯ W_{i+1})ᵀ R (W_{i−1} ⋯ W_1 X̄)ᵀ
/// in V = W/√m. A reduced network is put into one of width m that leaves what lies beside it alone.
class SlowDescent {
 public:
  SlowDescent(const PreparedProblem& of, const TrajectoryRequest& request)
      : data_(of.reduced()), rate_(request.eta / static_cast<double>(request.spec.width)) {
    const Network start = initialise(data_, request.spec, natural_form(data_, request.spec));
    const auto m = static_cast<Eigen::Index>(request.spec.width);
    for (Eigen::Index i = 1; i <= start.depth(); ++i) {
      const Eigen::MatrixXd v = layer_matrix(start, i);
      Eigen::MatrixXd whole =
          Eigen::MatrixXd::Identity(i == start.depth() ? v.rows() : m, i == 1 ? v.cols() : m);
      if (i == 1 || i == start.depth()) whole.setZero();
      whole.topLeftCorner(v.rows(), v.cols()) = v;
      layers_.push_back(whole);
    }
    c_ = std::sqrt(static_cast<double>(m) / static_cast<double>(data_.d_y));
  }

  double loss() const { return residual().squaredNorm() / 2; }

  void step() {
    std::vector<Eigen::MatrixXd> before = {data_.singular_values.asDiagonal()};
    for (const Eigen::MatrixXd& layer : layers_) before.push_back(layer * before.back());
    Eigen::MatrixXd after = c_ * (c_ * before.back() - data_.targets);  // c (W_L ⋯ W_{i+1})ᵀ R
    for (std::size_t i = layers_.size(); i-- > 0;) {
      const Eigen::MatrixXd below = layers_[i].transpose() * after;
      layers_[i] -= rate_ * after * before[i].transpose();
      after = below;
    }
  }

  /// As a rounding error or two at the start would change it.
  void shake() { layers_.front() *= 1.0 + 0x1p-50; }

 private:
  Eigen::MatrixXd residual() const {
    Eigen::MatrixXd u = data_.singular_values.asDiagonal();
    for (const Eigen::MatrixXd& layer : layers_) u = layer * u;
    return c_ * u - data_.targets;
  }

  const ReducedProblem& data_;
  double rate_, c_ = 0.0;
  std::vector<Eigen::MatrixXd> layers_;
};

TEST(Trajectory, EveryOneEqualsTheSlowReferencePath) {
  struct Case {
    const char* problem;
    Scheme scheme;
    int depth, width;
  };
  const auto orthogonal = Scheme::kOrthogonal;
  const auto gaussian = Scheme::kGaussian;
  for (const Case& at : {Case{"spectrum-kappa4", orthogonal, 2, 5},
                         {"spectrum-kappa4", orthogonal, 5, 12},
                         {"spectrum-kappa4", orthogonal, 9, 40},
                         {"spectrum-kappa4", gaussian, 2, 5},
                         {"spectrum-kappa4", gaussian, 5, 12},
                         {"spectrum-kappa4", gaussian, 9, 40},
                         {"hxp-gaussian", orthogonal, 2, 20},
                         {"hxp-gaussian", orthogonal, 4, 92},
                         {"hxp-gaussian", orthogonal, 8, 60},
                         {"hxp-gaussian", gaussian, 2, 20},
                         {"hxp-gaussian", gaussian, 4, 92}}) {
    const PreparedProblem& of = problem(at.problem);
    const Trajectory fast = follow_trajectory(of, request(of, at.scheme, at.depth, at.width, {60}));
    SlowDescent slow(of, request(of, at.scheme, at.depth, at.width, {60}));
    const double initial = slow.loss();
    std::size_t next = 0;
    for (std::int64_t t = 0; next < fast.curve.size(); ++t, slow.step()) {
      if (fast.curve[next].step != t) continue;
      EXPECT_NEAR(fast.curve[next++].relative_loss, slow.loss() / initial, 1e-10)
          << at.problem << " L=" << at.depth << " m=" << at.width << " t=" << t;
    }
    EXPECT_GT(next, 15U);
  }
}

/// The relative losses of plain descent at the snapshots; infinite from where it left double's range on.
std::vector<double> slow_losses(SlowDescent slow, const std::vector<std::int64_t>& snapshots) {
  const double initial = slow.loss();
  std::vector<double> losses;
  for (std::int64_t t = 0; losses.size() < snapshots.size(); ++t, slow.step()) {
    const double loss = slow.loss() / initial;
    if (!std::isfinite(loss)) {
      losses.resize(snapshots.size(), INFINITY);
    } else if (snapshots[losses.size()] == t) {
      losses.push_back(loss);
    }
  }
  return losses;
}

bool agree(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return x == y || std::abs(x - y) <= 1e-10 * std::max(1.0, x); });
}

/// Holds a trajectory against plain descent. @returns whether they agree; where they do not, plain descent
/// has to disagree with itself after a shake: then double does not decide the loss.
bool agrees_with_slow_path(Scheme scheme, int depth, int width, const std::vector<std::int64_t>& snapshots) {
  const PreparedProblem& of = problem("hxp-gaussian");
  const TrajectoryRequest asked = request(of, scheme, depth, width, snapshots);
  std::vector<double> fast;
  for (const Snapshot& snapshot : follow_trajectory(of, asked).snapshots) fast.push_back(snapshot.value);
  SlowDescent slow(of, asked);
  const std::vector<double> plain = slow_losses(slow, snapshots);
  if (agree(fast, plain)) return true;
  slow.shake();
  EXPECT_FALSE(agree(plain, slow_losses(slow, snapshots))) << "L=" << depth << " m=" << width;
  return false;
}

TEST(Trajectory, WhereItDiffersFromTheSlowPathThatDiffersFromItself) {
  EXPECT_TRUE(agrees_with_slow_path(Scheme::kOrthogonal, 4, 69, {126, 300}));
  EXPECT_TRUE(agrees_with_slow_path(Scheme::kGaussian, 4, 69, {126, 300}));
  EXPECT_FALSE(agrees_with_slow_path(Scheme::kOrthogonal, 7, 36, {126, 600}));  // at the edge of stability
  EXPECT_FALSE(agrees_with_slow_path(Scheme::kGaussian, 7, 36, {126, 600}));
}

// Every cell of data/suites/figure1-small.toml; minutes, so it runs when asked for (docs/sweeps.md).
TEST(Trajectory, DISABLED_EveryCellOfTheSmallFigureAgainstTheSlowPath) {
  int same = 0;
  int other = 0;
  for (const Scheme scheme : {Scheme::kOrthogonal, Scheme::kGaussian}) {
    for (const int depth : {4, 7, 11, 18, 29, 48}) {
      for (const int width : {10, 19, 36, 69, 131, 250}) {
        ++(agrees_with_slow_path(scheme, depth, width, {126, 1000}) ? same : other);
      }
    }
  }
  std::cout << same << " cells agree to 1e-10, " << other << " differ, and plain descent from itself\n";
  EXPECT_EQ(same + other, 72);
  EXPECT_GT(same, other);
}

TEST(Trajectory, ACertificateSaysWhatTheFullRunShows) {
  const PreparedProblem& of = problem("hxp-gaussian");
  for (const int depth : {2, 8, 32}) {
    TrajectoryRequest asked = request(of, Scheme::kOrthogonal, depth, 1000, {10, 40, 90, 400});
    const Trajectory short_run = follow_trajectory(of, asked);
    EXPECT_EQ(short_run.end, TrajectoryEnd::kConverged);
    EXPECT_EQ(short_run.steps_saved, 400 - short_run.steps_run);
    EXPECT_GT(short_run.steps_saved, 300);
    EXPECT_THAT(short_run.certificate, HasSubstr("convergence, proved at t = "));
    asked.certificates = false;
    const Trajectory full = follow_trajectory(of, asked);
    EXPECT_EQ(full.end, TrajectoryEnd::kHorizon);
    EXPECT_EQ(full.steps_run, 400);
    EXPECT_EQ(full.steps_saved, 0);
    for (std::size_t i = 0; i < 4; ++i) {
      const Snapshot& early = short_run.snapshots[i];
      const double truth = full.snapshots[i].value;
      EXPECT_EQ(early.step, full.snapshots[i].step);
      // Below 1e-25 the full run is at double's floor and no longer the truth.
      if (truth > 1e-25) {
        EXPECT_LE(early.low, truth * (1 + 1e-12));
        EXPECT_GE(early.high, truth * (1 - 1e-12));
      }
      const bool both_below = early.value <= asked.floor && truth <= asked.floor;
      EXPECT_TRUE(both_below || std::abs(std::log10(early.value / truth)) <= asked.resolution);
    }
  }
}

TEST(Trajectory, AnEscapeCertificateSaysWhatTheFullRunShows) {
  const PreparedProblem& of = problem("spectrum-kappa4");
  TrajectoryRequest asked = request(of, Scheme::kGaussian, 300, 4, {100, 600});
  const Trajectory stuck = follow_trajectory(of, asked);
  EXPECT_EQ(stuck.end, TrajectoryEnd::kStuck);
  EXPECT_EQ(stuck.steps_run, 0);
  EXPECT_EQ(stuck.steps_saved, 600);
  EXPECT_THAT(stuck.certificate, HasSubstr("escape: relative loss in ["));
  asked.certificates = false;
  const Trajectory full = follow_trajectory(of, asked);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_LE(stuck.snapshots[i].low, full.snapshots[i].value);
    EXPECT_GE(stuck.snapshots[i].high, full.snapshots[i].value);
    EXPECT_LE(std::log10(stuck.snapshots[i].high / stuck.snapshots[i].low), asked.resolution);
  }
}

TEST(StuckUntil, ProvesNothingOfANetworkThatMoves) {
  const PreparedProblem& of = problem("spectrum-kappa4");
  const auto bound = [&](int depth, double eta_factor, std::int64_t horizon, double budget) {
    const TrajectoryRequest asked = request(of, Scheme::kGaussian, depth, 4, {horizon});
    const Network network = initialise(of.reduced(), asked.spec, Form::kDense);
    return stuck_until(network, of.reduced().targets, eta_factor * asked.eta, horizon, 0.05, budget);
  };
  EXPECT_TRUE(bound(300, 1.0, 600, 1e9).proved);
  EXPECT_FALSE(bound(300, 1e40, 600, 1e9).proved);  // so long a step leaves at once
  EXPECT_FALSE(bound(300, 1.0, 600, 1e3).proved);   // no budget
  EXPECT_FALSE(bound(4, 1.0, 600, 1e9).proved);     // the output is not small
}

TEST(Trajectory, ARunAtTheFloorOfDoubleEndsThere) {
  const PreparedProblem& of = problem("hxp-gaussian");
  TrajectoryRequest asked = request(of, Scheme::kGaussian, 4, 160, {20, 3000});
  const Trajectory run = follow_trajectory(of, asked);
  EXPECT_EQ(run.end, TrajectoryEnd::kFloor);
  EXPECT_LT(run.steps_run, 400);
  EXPECT_EQ(run.snapshots[0].low, run.snapshots[0].high);
  EXPECT_EQ(run.snapshots[1].low, 0.0);
  EXPECT_LE(run.snapshots[1].value, 1e-16);
  asked.floor = 1e-40;  // double cannot tell
  EXPECT_EQ(follow_trajectory(of, asked).end, TrajectoryEnd::kHorizon);
}

TEST(Trajectory, ADivergedRunSaysSo) {
  const PreparedProblem& of = problem("hxp-gaussian");
  const Trajectory run = follow_trajectory(of, request(of, Scheme::kGaussian, 16, 10, {10, 500}));
  EXPECT_EQ(run.end, TrajectoryEnd::kDiverged);
  EXPECT_LT(run.steps_run, 100);
  const auto json = trajectory_json(run);
  EXPECT_EQ(json.at("end"), "diverged");
  EXPECT_TRUE(json.at("snapshots").back().at("relative_loss").is_null());
}

TEST(Trajectory, StopsWhenAsked) {
  const PreparedProblem& of = problem("spectrum-kappa4");
  TrajectoryRequest asked = request(of, Scheme::kGaussian, 4, 10, {1'000'000});
  StopFlag stop;
  asked.stop = &stop;
  stop.raise();
  EXPECT_THROW(follow_trajectory(of, asked), Stopped);
}

TEST(OnCurve, IsDenseAtFirstAndThenAboutTwentyADecade) {
  std::int64_t points = 0;
  for (std::int64_t t = 0; t <= 10000; ++t) points += on_curve(t) ? 1 : 0;
  EXPECT_GE(points, 21 + 50);
  EXPECT_LE(points, 21 + 56);
  for (const std::int64_t t : {0, 20, 100, 1000, 10000}) EXPECT_TRUE(on_curve(t)) << t;
  EXPECT_FALSE(on_curve(10001));
}

}  // namespace
}  // namespace plumbline
