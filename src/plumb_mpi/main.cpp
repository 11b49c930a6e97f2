// plumb-mpi: plumb under mpirun. Suites and sweeps run their cells on every rank but the first, which owns
// the store; all other commands run on the first alone.
#include <filesystem>

#include "channel.hpp"
#include "command_line.hpp"
#include "remote_workers.hpp"
#include "worker.hpp"

namespace {

int run(plumb_mpi::Channel& channel, int argc, char** argv) {
  if (channel.rank() > 0) {
    plumb_mpi::serve(channel);
    return 0;
  }
  plumb::MakeWorkers make_workers;
  if (channel.ranks() > 1) {
    make_workers = [&channel](const std::filesystem::path& file, const plumbline::Plan& plan) {
      return plumb_mpi::remote_workers(channel, file, plan);
    };
  }
  const int exit_code = plumb::command_line(argc, argv, make_workers);
  plumb_mpi::dismiss(channel);
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  plumb_mpi::Channel channel(argc, argv);
  return run(channel, argc, argv);
}
