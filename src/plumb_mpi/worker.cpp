#include "worker.hpp"

#include <atomic>
#include <csignal>
#include <exception>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "plumbline/suite/cell_worker.hpp"
#include "plumbline/suite/environment.hpp"
#include "plumbline/suite/memory_gate.hpp"
#include "plumbline/suite/runner.hpp"

namespace plumb_mpi {
namespace {

using namespace plumbline;
using Json = nlohmann::ordered_json;

/// Reads the suite of rank 0 from its file. What to answer: this machine, or why this rank can't help.
Json make_ready(const Json& message, std::unique_ptr<SuiteInputs>& inputs) {
  try {
    const Suite suite = read_suite(message.at("file").get<std::string>());
    inputs = std::make_unique<SuiteInputs>(suite);
    if (make_plan(suite, *inputs).suite != message.at("suite")) {
      return {{"error", "found another suite, theorem or problem than rank 0 in the files of these names"}};
    }
  } catch (const std::exception& error) {
    return {{"error", error.what()}};
  }
  return {{"host", Channel::host()}, {"memory", physical_memory()}, {"environment", environment_json()}};
}

/// Runs it while looking out for kQuit. @returns false if that came: the cell is dropped.
bool run_and_answer(Channel& channel, const Json& config, const SuiteInputs& inputs) {
  StopFlag stop;
  std::string answer;
  std::atomic<bool> ended{false};
  std::thread thread([&] {
    try {
      const FinishedCell finished = run_here(config, inputs, stop);
      answer = Json{{"verdict", finished.result.verdict},
                    {"document", finished.result.document},
                    {"seconds", finished.seconds}}
                   .dump();
    } catch (const Stopped&) {
      answer.clear();
    }
    ended = true;
  });
  bool quit = false;
  while (!ended && !quit) {
    quit = channel.receive(0, Message::kQuit).has_value();
    if (!quit) pause();
  }
  if (quit) stop.raise();
  thread.join();
  if (!quit) channel.send(0, Message::kResult, answer);
  return !quit;
}

}  // namespace

void serve(Channel& channel) {
  for (const int signal : {SIGINT, SIGHUP, SIGUSR1, SIGUSR2}) std::signal(signal, SIG_IGN);
  std::unique_ptr<SuiteInputs> inputs;
  while (!channel.receive(0, Message::kQuit)) {
    if (const auto suite = channel.receive(0, Message::kSuite)) {
      channel.send(0, Message::kReady, make_ready(Json::parse(*suite), inputs).dump());
    } else if (const auto cell = channel.receive(0, Message::kCell)) {
      if (!run_and_answer(channel, Json::parse(*cell), *inputs)) break;
    } else {
      pause();
    }
  }
  channel.send(0, Message::kGone, "");
}

}  // namespace plumb_mpi
