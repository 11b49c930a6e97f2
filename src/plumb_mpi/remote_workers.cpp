#include "remote_workers.hpp"

#include <fmt/format.h>

#include <limits>
#include <map>
#include <memory>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/suite/memory_gate.hpp"

namespace plumb_mpi {
namespace {

using namespace plumbline;
using Json = nlohmann::ordered_json;

Json wait_for_ready(Channel& channel, int rank) {
  for (;; pause()) {
    if (const auto text = channel.receive(rank, Message::kReady)) return Json::parse(*text);
  }
}

FinishedCell run_there(Channel& channel, int rank, const Json& environment, const Cell& cell,
                       const StopFlag& stop) {
  channel.send(rank, Message::kCell, cell.config.dump());
  for (;; pause()) {
    if (const auto text = channel.receive(rank, Message::kResult)) {
      Json answer = Json::parse(*text);
      FinishedCell finished;
      finished.result = {answer.at("verdict").get<std::string>(), std::move(answer.at("document"))};
      finished.seconds = answer.at("seconds").get<double>();
      finished.environment = environment;
      return finished;
    }
    stop.check();
  }
}

}  // namespace

std::vector<CellWorker> remote_workers(Channel& channel, const std::filesystem::path& suite_file,
                                       const Plan& plan) {
  const Json message = {{"file", std::filesystem::absolute(suite_file).string()}, {"suite", plan.suite}};
  for (int rank = 1; rank < channel.ranks(); ++rank) channel.send(rank, Message::kSuite, message.dump());
  std::map<std::string, std::shared_ptr<MemoryGate>> gates;  // by machine
  std::vector<CellWorker> workers;
  for (int rank = 1; rank < channel.ranks(); ++rank) {
    const Json ready = wait_for_ready(channel, rank);
    if (ready.contains("error")) {
      throw InputError(fmt::format("rank {}: {}", rank, ready.at("error").get<std::string>()));
    }
    std::shared_ptr<MemoryGate>& gate = gates[ready.at("host").get<std::string>()];
    if (!gate) {
      const Json& memory = ready.at("memory");  // null: infinite
      gate = std::make_shared<MemoryGate>(
          kMemoryShare * (memory.is_null() ? std::numeric_limits<double>::infinity() : memory.get<double>()));
    }
    workers.push_back([&channel, rank, gate, environment = ready.at("environment")](const Cell& cell,
                                                                                    const StopFlag& stop) {
      const MemoryGate::Pass pass(*gate, cell.bytes);
      return run_there(channel, rank, environment, cell, stop);
    });
  }
  return workers;
}

void dismiss(Channel& channel) {
  for (int rank = 1; rank < channel.ranks(); ++rank) channel.send(rank, Message::kQuit, "");
  for (int rank = 1; rank < channel.ranks(); ++rank) {
    for (; !channel.receive(rank, Message::kGone); pause()) {
      channel.receive(rank, Message::kReady);  // one that is sending sees nothing else
      channel.receive(rank, Message::kResult);
    }
  }
}

}  // namespace plumb_mpi
