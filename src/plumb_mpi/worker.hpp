// What every rank but the first does: runs the cells that rank 0 sends.
#pragma once

#include "channel.hpp"

namespace plumb_mpi {

/// Answers rank 0 until it says kQuit. Signals by which a scheduler asks a job to end are left to rank 0.
void serve(Channel& channel);

}  // namespace plumb_mpi
