// The workers of rank 0: one for every other rank.
#pragma once

#include <filesystem>
#include <vector>

#include "channel.hpp"
#include "plumbline/suite/cell_worker.hpp"
#include "plumbline/suite/runner.hpp"

namespace plumb_mpi {

/// Ranks 1, 2, …, ready for the plan. Those of one machine share its memory as threads do.
/// @param suite_file read by every rank, as are the files it names: machines share their folders.
/// @throws plumbline::InputError if a rank cannot read them, or reads something else.
std::vector<plumbline::CellWorker> remote_workers(Channel& channel, const std::filesystem::path& suite_file,
                                                  const plumbline::Plan& plan);

/// Ends every other rank. What they still had to say is not heard.
void dismiss(Channel& channel);

}  // namespace plumb_mpi
