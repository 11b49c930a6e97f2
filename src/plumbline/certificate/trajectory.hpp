// One run seen through its loss at the steps asked for, ended early where a certificate settles what is left.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plumbline/network/initialise.hpp"
#include "plumbline/numeric/stop_flag.hpp"
#include "plumbline/problem/prepared_problem.hpp"

namespace plumbline {

struct TrajectoryRequest {
  InitialisationSpec spec;
  double eta = 0.0;
  std::vector<std::int64_t> snapshots;  ///< increasing, at least one; the last is the horizon
  /// What a plot shows: relative losses at or below `floor` are one colour, and `resolution` decades are not
  /// told apart.
  double floor = 1e-16, resolution = 0.05;
  bool certificates = true;        ///< false: every step is run
  const StopFlag* stop = nullptr;  ///< looked at before every step
};

/// Why a run ended.
enum class TrajectoryEnd {
  kHorizon,    ///< every step was run
  kConverged,  ///< a convergence certificate bounds the loss at every later snapshot
  kStuck,      ///< an escape-time certificate bounds it
  kFloor,      ///< double resolves no smaller loss; that it stays there is sampled, not proved
  kDiverged    ///< the loss left double's range
};
std::string to_string(TrajectoryEnd end);

/// (ℓ(t) − ℓ*)/(ℓ(0) − ℓ*) at a requested step. Where the step was run, low = high = value; where a
/// certificate speaks, low and high are proved of the exact iteration from the weights at which it was made,
/// and value is what a plot shows; after a divergence all three are infinite.
struct Snapshot {
  std::int64_t step = 0;
  double value = 0.0, low = 0.0, high = 0.0;
};

struct CurvePoint {
  std::int64_t step = 0;
  double relative_loss = 0.0;
};

struct Trajectory {
  std::int64_t depth = 0;
  Integer width;
  double eta = 0.0;
  std::string network;        ///< "reduced, width k" or "dense"
  double initial_loss = 0.0;  ///< ℓ(0) − ℓ*
  TrajectoryEnd end = TrajectoryEnd::kHorizon;
  std::int64_t steps_run = 0;
  std::int64_t steps_saved = 0;      ///< of the horizon, by a certificate or at the floor
  std::vector<Snapshot> snapshots;   ///< one for each requested step
  std::vector<CurvePoint> curve;     ///< t = 0, 1, 2, … and then about 20 a decade, of the steps run
  std::string certificate = "none";  ///< what it says, in words
};

/// Runs in double. @throws InputError as initialise, or if the initial loss is zero or not finite; Stopped.
Trajectory follow_trajectory(const PreparedProblem& problem, const TrajectoryRequest& request);

/// Whether step t is one of a curve: 0 … 20, and then about 20 a decade.
bool on_curve(std::int64_t step);

}  // namespace plumbline
