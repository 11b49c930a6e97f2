#include "support/run_command.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <utility>

namespace plumbline::test {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File temporary_file() {
  File file(std::tmpfile(), std::fclose);
  if (!file) throw std::runtime_error("tmpfile failed");
  return file;
}

std::string content(std::FILE* file) {
  std::string text;
  std::rewind(file);
  for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
  return text;
}

std::vector<char*> c_strings(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> plumb_call(const std::vector<std::string>& arguments) {
  std::vector<std::string> call = {PLUMB_COMMAND};
  call.insert(call.end(), arguments.begin(), arguments.end());
  return call;
}

/// Starts it with the two files as stdout and stderr.
pid_t started(std::vector<std::string> arguments, std::FILE* out, std::FILE* err) {
  std::vector<std::string> environment = {"PLUMBLINE_DATA=" PLUMBLINE_ROOT "/data", "PATH=/usr/bin:/bin",
                                          "LC_ALL=C.UTF-8"};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, fileno(out), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, fileno(err), STDERR_FILENO);
  pid_t child = 0;
  const int error = posix_spawn(&child, arguments.front().c_str(), &actions, nullptr,
                                c_strings(arguments).data(), c_strings(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error(arguments.front() + " cannot be started");
  return child;
}

/// Waits for it.
CommandResult result_of(pid_t child, std::FILE* out, std::FILE* err) {
  int status = 0;
  if (waitpid(child, &status, 0) != child) throw std::runtime_error("waitpid failed");
  CommandResult result;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.out = content(out);
  result.err = content(err);
  return result;
}

}  // namespace

nlohmann::ordered_json CommandResult::json() const {
  return nlohmann::ordered_json::parse(out);
}

struct RunningProgram::Process {
  File out = temporary_file();
  File err = temporary_file();
  pid_t id = 0;  // 0: has been waited for
};

RunningProgram::RunningProgram(const std::vector<std::string>& call) : process_(std::make_unique<Process>()) {
  process_->id = started(call, process_->out.get(), process_->err.get());
}

RunningProgram::~RunningProgram() {
  if (process_->id == 0) return;
  kill(process_->id, SIGKILL);
  waitpid(process_->id, nullptr, 0);
}

void RunningProgram::send(int signal) const {
  kill(process_->id, signal);
}

bool RunningProgram::is_running() const {
  siginfo_t state{};  // WNOWAIT leaves its exit status for wait()
  waitid(P_PID, static_cast<id_t>(process_->id), &state, WEXITED | WNOHANG | WNOWAIT);
  return state.si_pid == 0;
}

CommandResult RunningProgram::wait() {
  const pid_t child = std::exchange(process_->id, 0);
  return result_of(child, process_->out.get(), process_->err.get());
}

RunningPlumb::RunningPlumb(const std::vector<std::string>& arguments)
    : RunningProgram(plumb_call(arguments)) {}

std::vector<std::string> with_system_folders(const std::vector<std::string>& call) {
  const bool has_proc = std::filesystem::exists("/proc/cpuinfo");
  const bool has_terminals = std::filesystem::exists("/dev/pts/ptmx");
  if (has_proc && has_terminals) return call;
  std::string inside = "set -e; mkdir -p /proc /dev/pts; ";
  if (!has_proc) inside += "mount -t proc proc /proc; ";
  if (!has_terminals) inside += "mount -t devpts devpts /dev/pts; ";
  // unshare makes mounts private, and cannot in a chroot that is no mount point itself.
  const std::string outside =
      "unshare --mount true 2>/dev/null || set -- --propagation unchanged \"$@\"; exec unshare --mount "
      "\"$@\"";
  std::vector<std::string> wrapped = {"/bin/sh", "-c", outside, "sh", "/bin/sh", "-c", inside + "exec \"$@\"",
                                      "sh"};
  wrapped.insert(wrapped.end(), call.begin(), call.end());
  return wrapped;
}

CommandResult run_program(const std::vector<std::string>& call) {
  return RunningProgram(call).wait();
}

CommandResult run_plumb(const std::vector<std::string>& arguments) {
  return RunningPlumb(arguments).wait();
}

}  // namespace plumbline::test
