// One run of one check: what everything that follows it needs to know.
#pragma once

#include <cstdint>

#include "plumbline/network/initialise.hpp"
#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "plumbline/training/diagonal_run.hpp"
#include "plumbline/training/memorizing_run.hpp"
#include "plumbline/verdict/check.hpp"

namespace plumbline {

/// Digits of enclosures beside runs in double.
inline constexpr unsigned kWorkingDigits = 40;

/// Everything must outlive it.
struct RunUnderCheck {
  const Theorem& theorem;
  const PreparedProblem& problem;
  const CheckRequest& request;
  std::int64_t run_index = 0;  ///< s: the run uses the streams of (request.seed, s)
  unsigned threads = 1;        ///< for this run alone; they never change a result
};

/// The theorem's initial network at a setting; a parameter that its init reads is rounded once to a double.
/// @throws InputError for an initialisation that no run has, or if that double is not finite.
InitialisationSpec initialisation_of(const Theorem& theorem, const Setting& setting);
/// The same with the run's own draw.
InitialisationSpec initialisation_of(const RunUnderCheck& run);

/// Floating-point operations of one gradient, about.
double operations_per_gradient(const Theorem& theorem, const PreparedProblem& problem,
                               const Setting& setting);
/// Of one step of a run in double, about: a flow takes some hundred gradients from one observation to the
/// next.
double operations_per_step(const Theorem& theorem, const PreparedProblem& problem, const Setting& setting);
/// Whether the theorem speaks of diagonal networks.
bool is_diagonal(const Theorem& theorem);
/// Whether it trains in continuous time.
bool is_flow(const Theorem& theorem);
/// What the run of a diagonal network is made of.
DiagonalSpec diagonal_spec_of(const RunUnderCheck& run);
/// Whether the theorem speaks of memorising networks.
bool is_memorizing(const Theorem& theorem);
/// What a memorising network is built from. @throws InputError if its precision is no whole number.
MemorizingSpec memorizing_spec_of(const RunUnderCheck& run);

}  // namespace plumbline
