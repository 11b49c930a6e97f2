// Texts between the processes ("ranks") of an MPI job.
#pragma once

#include <mutex>
#include <optional>
#include <string>

namespace plumb_mpi {

enum class Message : int {
  kSuite = 1,  ///< rank 0: which suite to get ready for
  kReady,      ///< a worker's answer
  kCell,       ///< rank 0: a cell to run
  kResult,     ///< a worker's answer
  kQuit,       ///< rank 0: drop what is running and end
  kGone        ///< a worker's answer, its last
};

/// Threads may share it: only one is inside MPI at a time, and none waits there for a message to come.
class Channel {
 public:
  /// @throws std::runtime_error if this MPI can't be called from several threads in turn.
  Channel(int& argc, char**& argv);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  int rank() const { return rank_; }
  int ranks() const { return ranks_; }
  /// Where this process runs.
  static std::string host();

  void send(int to, Message kind, const std::string& text);
  /// The next text of that kind, if it has come.
  std::optional<std::string> receive(int from, Message kind);

 private:
  std::mutex mutex_;
  int rank_ = 0, ranks_ = 1;
};

/// Sleeps for as long as a text may wait to be noticed: cells take many times that.
void pause();

}  // namespace plumb_mpi
