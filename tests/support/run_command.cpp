#include "support/run_command.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

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

/// Starts it with the two files as stdout and stderr and waits.
int exit_code_of(std::vector<std::string> arguments, std::FILE* out, std::FILE* err) {
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
  int status = 0;
  if (waitpid(child, &status, 0) != child) throw std::runtime_error("waitpid failed");
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

nlohmann::ordered_json CommandResult::json() const {
  return nlohmann::ordered_json::parse(out);
}

CommandResult run_program(const std::vector<std::string>& call) {
  const File out = temporary_file();
  const File err = temporary_file();
  CommandResult result;
  result.exit_code = exit_code_of(call, out.get(), err.get());
  result.out = content(out.get());
  result.err = content(err.get());
  return result;
}

CommandResult run_plumb(const std::vector<std::string>& arguments) {
  std::vector<std::string> call = {PLUMB_COMMAND};
  call.insert(call.end(), arguments.begin(), arguments.end());
  return run_program(call);
}

}  // namespace plumbline::test
