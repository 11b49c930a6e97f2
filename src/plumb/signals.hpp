// The signals by which shells and schedulers ask a job to end.
#pragma once

#include "plumbline/numeric/stop_flag.hpp"

namespace plumb {

/// From now on TERM, INT, HUP, USR1 and USR2 raise the flag that is returned; a second one ends the process
/// at once with exit code 75. Nothing is lost by that either: every result is stored as soon as it is there.
const plumbline::StopFlag& stop_on_signals();

}  // namespace plumb
