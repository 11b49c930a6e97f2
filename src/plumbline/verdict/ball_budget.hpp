// How much ball arithmetic one run is worth.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "plumbline/training/observed_run.hpp"
#include "plumbline/verdict/run_under_check.hpp"

namespace plumbline {

/// Digits of the first attempt, and the most that are ever taken; every further attempt doubles them.
inline constexpr unsigned kFirstBallDigits = 40;
inline constexpr unsigned kMostBallDigits = 640;
/// A second evaluation takes twice the digits of the first one, so it may have more.
inline constexpr unsigned kMostWitnessDigits = 2 * kMostBallDigits;

/// The run that `run` speaks of, in ball arithmetic.
std::unique_ptr<ObservedRun> make_ball_run(const RunUnderCheck& run, unsigned digits);
/// Steps of it that the budget of one attempt allows: a count of operations, not of seconds, so that verdicts
/// do not depend on the machine. 0 if not even the start is affordable, or if the digits exceed
/// kMostBallDigits. Of a flow these are steps of Taylor's method: at least one from each observation to the
/// next.
std::int64_t affordable_ball_steps(const RunUnderCheck& run, unsigned digits);
/// Whether `steps` steps are.
bool ball_run_is_affordable(const RunUnderCheck& run, unsigned digits, std::int64_t steps);
/// The budget in words.
std::string ball_budget_text(unsigned most_digits);

}  // namespace plumbline
