// One setting at which a theorem is tried: a drawn problem and everything a check needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/numeric/random_stream.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "plumbline/verdict/check.hpp"

namespace plumbline {

struct Trial {
  std::vector<double> spectrum = {1.0};  ///< singular values of X, decreasing
  std::int64_t d_x = 1, d_y = 1;         ///< d_x ≥ number of singular values
  double target_norm = 1.0;              ///< ‖W*‖
  double noise = 0.0;
  std::int64_t problem_seed = 0;
  std::int64_t depth = 2;
  std::int64_t width = 1;  ///< in units of the hypotheses' threshold, or the width itself where there is none
  double step = 1.0;  ///< in units of the hypotheses' largest step, or of d_y/(2L‖X‖²) where there is none
  std::int64_t seed = 0;  ///< of the runs
  std::int64_t steps = 32;
};

/// The problem file of a trial: [generate] kind = "spectrum", X diagonal.
std::string problem_text(const Trial& trial);
/// One line for people.
std::string describe(const Trial& trial);

/// A trial drawn at random; small ones are as likely as large ones.
Trial random_trial(RandomStream& stream);
/// A neighbour: one to three of its parts drawn anew or moved.
Trial mutated(const Trial& trial, RandomStream& stream);

/// What came of a trial under `rigor` with `seeds` runs.
struct TrialResult {
  bool ran = false;  ///< all hypotheses surely true, and affordable
  Verdict verdict = Verdict::kUndecided;
  std::int64_t failures = 0;  ///< of the conclusion with the smallest margin
  std::optional<double>
      margin;  ///< least log10(bound/observed) of all conclusions; negative: false somewhere
  std::optional<CheckResult> check;
  CheckRequest request;  ///< as it was run
};
/// Never throws for a setting that the theorem or the machine does not admit: such a trial did not run.
TrialResult try_out(const Theorem& theorem, const Trial& trial, Rigor rigor, std::int64_t seeds);

}  // namespace plumbline
