// Runs the built plumb command and keeps everything it said.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace plumbline::test {

struct CommandResult {
  int exit_code = -1;  ///< 128 + signal if it was killed
  std::string out, err;

  /// stdout as exactly one JSON document. @throws nlohmann::json::parse_error otherwise.
  nlohmann::ordered_json json() const;
};

/// The call itself where /proc and /dev/pts are there; in a bare chroot, which may lack them, the same call
/// in a mount namespace of its own that has them (so as root).
std::vector<std::string> with_system_folders(const std::vector<std::string>& call);

/// A program by its path, standard input empty. @throws std::runtime_error if it cannot be started.
CommandResult run_program(const std::vector<std::string>& call);

/// plumb with these arguments, standard input empty, the data folder that of the source tree.
/// @throws std::runtime_error if it cannot be started.
CommandResult run_plumb(const std::vector<std::string>& arguments);

/// A program in the background, for tests that send it signals.
class RunningProgram {
 public:
  /// As run_program, but does not wait.
  explicit RunningProgram(const std::vector<std::string>& call);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  void send(int signal) const;
  /// False once it has ended; wait() still gives its result then.
  bool is_running() const;
  /// Waits until it has ended.
  CommandResult wait();

 private:
  struct Process;
  std::unique_ptr<Process> process_;
};

/// plumb with these arguments, as run_plumb calls it.
class RunningPlumb : public RunningProgram {
 public:
  explicit RunningPlumb(const std::vector<std::string>& arguments);
};

}  // namespace plumbline::test
