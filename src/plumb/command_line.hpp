// A whole call of plumb.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "plumbline/suite/cell_worker.hpp"
#include "plumbline/suite/runner.hpp"

namespace plumb {

/// Makes the workers that run the cells of a suite, read from that file. Empty: threads of this process do.
using MakeWorkers = std::function<std::vector<plumbline::CellWorker>(const std::filesystem::path& suite_file,
                                                                     const plumbline::Plan& plan)>;

/// Runs the command that the arguments name. @returns the exit code of the process; errors have been printed.
int command_line(int argc, char** argv, const MakeWorkers& make_workers = {});

}  // namespace plumb
