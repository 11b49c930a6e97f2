#include "proofs_check/proof_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/data_folder.hpp"

namespace plumbline::proofs {
namespace {

const std::vector<std::string>& uses_of(const ProofGraph& graph, const GraphNode& node) {
  const ProofFile& file = graph.files[node.file];
  return node.outside ? file.outside[node.index].uses : file.steps[node.index].uses;
}

/// "FILE/NAME" for NAME or FILE/NAME written in file `home`.
std::string full_name(const std::string& used, const std::string& home) {
  return used.find('/') == std::string::npos ? home + "/" + used : used;
}

/// Every file that is named joins the list, and what it names in turn.
void add_named_files(std::vector<ProofFile>& files) {
  const auto add = [&files](const std::vector<std::string>& uses) {
    for (const std::string& used : uses) {
      const std::string file = used.substr(0, used.find('/'));
      if (file == used) continue;  // a step of the same file
      const bool known =
          std::any_of(files.begin(), files.end(), [&](const ProofFile& f) { return f.id == file; });
      if (!known) files.push_back(read_proof(find_data_file("proofs", file)));
    }
  };
  for (std::size_t i = 0; i < files.size(); ++i) {  // the list grows meanwhile
    std::vector<std::vector<std::string>> named;
    for (const ProofStep& step : files[i].steps) named.push_back(step.uses);
    for (const OutsideStep& step : files[i].outside) named.push_back(step.uses);
    for (const auto& uses : named) add(uses);
  }
}

class CircleSearch {
 public:
  explicit CircleSearch(const ProofGraph& graph) : graph_(graph), state_(graph.nodes.size(), State::kNew) {}

  void look_from(std::size_t node) {
    if (state_[node] == State::kDone) return;
    path_.push_back(node);
    if (state_[node] == State::kOnPath) refuse();
    state_[node] = State::kOnPath;
    for (const std::size_t used : graph_.nodes[node].uses) look_from(used);
    state_[node] = State::kDone;
    path_.pop_back();
  }

 private:
  enum class State { kNew, kOnPath, kDone };

  [[noreturn]] void refuse() const {
    std::string circle;
    const auto first = std::find(path_.begin(), path_.end(), path_.back());
    for (auto node = first; node != path_.end(); ++node) {
      circle += (circle.empty() ? "" : " uses ") + graph_.files[graph_.nodes[*node].file].id + "/" +
                graph_.name_of(*node);
    }
    throw InputError(fmt::format("found steps that stand on each other: {}", circle));
  }

  const ProofGraph& graph_;
  std::vector<State> state_;
  std::vector<std::size_t> path_;
};

}  // namespace

const std::string& ProofGraph::name_of(std::size_t node) const {
  const GraphNode& at = nodes.at(node);
  return at.outside ? files[at.file].outside[at.index].name : files[at.file].steps[at.index].name;
}

ProofGraph graph_of(const std::vector<ProofFile>& files) {
  ProofGraph graph{files, files.size(), {}};
  add_named_files(graph.files);
  std::map<std::string, std::size_t> by_name;
  for (std::size_t f = 0; f < graph.files.size(); ++f) {
    const auto add = [&](std::size_t count, bool outside) {
      for (std::size_t i = 0; i < count; ++i) {
        graph.nodes.push_back({f, i, outside, {}});
        by_name[graph.files[f].id + "/" + graph.name_of(graph.nodes.size() - 1)] = graph.nodes.size() - 1;
      }
    };
    add(graph.files[f].steps.size(), false);
    add(graph.files[f].outside.size(), true);
  }
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
    GraphNode& node = graph.nodes[n];
    const std::string& home = graph.files[node.file].id;
    for (const std::string& used : uses_of(graph, node)) {
      const auto found = by_name.find(full_name(used, home));
      if (found == by_name.end()) {
        throw InputError(
            fmt::format("{}: step '{}': found uses '{}', expected a step of this file or FILE/STEP", home,
                        graph.name_of(n), used));
      }
      if (std::find(node.uses.begin(), node.uses.end(), found->second) == node.uses.end())
        node.uses.push_back(found->second);
    }
  }
  CircleSearch search(graph);
  for (std::size_t n = 0; n < graph.nodes.size(); ++n) search.look_from(n);
  return graph;
}

}  // namespace plumbline::proofs
