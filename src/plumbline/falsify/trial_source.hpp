// Where trials come from: drawn at random among the settings a theorem speaks of, and varied.
#pragma once

#include <vector>

#include "plumbline/falsify/trial_runner.hpp"
#include "plumbline/numeric/random_stream.hpp"

namespace plumbline {

/// How the problem of a trial is drawn. Theorems assume whitened inputs, symmetric or positive targets, one
/// input or one target; what is not drawn that way on purpose hardly ever meets such a hypothesis.
struct Recipe {
  enum class Target { kGeneral, kOneMode, kMultiple, kDiagonal, kSymmetric, kPositive };
  bool whitened = false;  ///< X = I on its first inputs
  Target target = Target::kGeneral;
  bool single = false;  ///< one target
};

class TrialSource {
 public:
  /// Tries every recipe a few times and remembers how often its problems meet the hypotheses on sizes and
  /// data. The runner must outlive it.
  TrialSource(const TrialRunner& runner, std::uint64_t seed);

  /// A trial whose problem, depth and parameters meet the hypotheses on sizes and data, unless none was found
  /// in some tens of draws. Small ones are as likely as large ones.
  Trial draw(RandomStream& stream) const;
  /// A neighbour: one to three of its parts drawn anew or moved, or its problem with the setting of `mate`.
  Trial vary(const Trial& trial, const Trial& mate, RandomStream& stream) const;

 private:
  Trial draw_by(const Recipe& recipe, RandomStream& stream) const;
  void redraw_parameters(Trial& trial, RandomStream& stream) const;
  const Recipe& pick(RandomStream& stream) const;

  const TrialRunner& runner_;
  std::vector<Recipe> recipes_;
  std::vector<double> weights_;
};

}  // namespace plumbline
