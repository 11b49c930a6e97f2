#include "channel.hpp"

#include <mpi.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace plumb_mpi {

Channel::Channel(int& argc, char**& argv) {
  int provided = 0;
  MPI_Init_thread(&argc, &argv, MPI_THREAD_SERIALIZED, &provided);
  if (provided < MPI_THREAD_SERIALIZED) throw std::runtime_error("this MPI has no MPI_THREAD_SERIALIZED");
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks_);
}

Channel::~Channel() {
  MPI_Finalize();
}

std::string Channel::host() {
  std::array<char, MPI_MAX_PROCESSOR_NAME> name{};
  int length = 0;
  MPI_Get_processor_name(name.data(), &length);
  return {name.data(), static_cast<std::size_t>(length)};
}

void Channel::send(int to, Message kind, const std::string& text) {
  const std::lock_guard<std::mutex> lock(mutex_);
  MPI_Send(text.data(), static_cast<int>(text.size()), MPI_CHAR, to, static_cast<int>(kind), MPI_COMM_WORLD);
}

std::optional<std::string> Channel::receive(int from, Message kind) {
  const std::lock_guard<std::mutex> lock(mutex_);
  int there = 0;
  MPI_Status status{};
  MPI_Iprobe(from, static_cast<int>(kind), MPI_COMM_WORLD, &there, &status);
  if (there == 0) return std::nullopt;
  int length = 0;
  MPI_Get_count(&status, MPI_CHAR, &length);
  std::string text(static_cast<std::size_t>(length), '\0');
  MPI_Recv(text.data(), length, MPI_CHAR, from, static_cast<int>(kind), MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  return text;
}

void pause() {
  std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace plumb_mpi
