// The hypotheses of a theorem by what they depend on: what a trial has to be solved for, and in which order.
#pragma once

#include <vector>

#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "plumbline/verdict/setting.hpp"

namespace plumbline {

/// The theorem must outlive it. A hypothesis about the start of a run (loss(0)) is in no group.
struct HypothesisGroups {
  explicit HypothesisGroups(const Theorem& theorem);

  std::vector<const Hypothesis*> sizes;  ///< on d_x, d_y, n, r, L and parameters alone
  std::vector<const Hypothesis*> data;   ///< on neither m nor eta
  std::vector<const Hypothesis*> step;   ///< on eta
  std::vector<const Hypothesis*> width;  ///< on m
  bool tied = false;                     ///< one depends on both
};

/// Whether all of them are true, decided at 50 digits alone.
Truth truth_of(const std::vector<const Hypothesis*>& hypotheses, const Theorem& theorem,
               const Quantities& quantities, const Setting& setting);

}  // namespace plumbline
