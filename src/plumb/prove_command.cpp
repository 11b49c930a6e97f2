// plumb prove: the steps of the papers' proofs, checked.
#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "options.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/report/text_table.hpp"
#include "proofs_check/proof_run.hpp"

namespace plumb {
namespace {

using namespace plumbline;
using namespace plumbline::proofs;

struct ProveOptions : CommonOptions {
  std::vector<std::string> ids;
  bool strict = false;
  bool trees = false;
};

nlohmann::ordered_json ranges_json(const ProofStep& step) {
  nlohmann::ordered_json domain = nlohmann::ordered_json::object();
  const Ranges ranges = ranges_of(step);
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    domain[step.variables[i].name] = {{"lo", fmt::format("{}", ranges[i].lo)},
                                      {"hi", fmt::format("{}", ranges[i].hi)},
                                      {"integer", step.variables[i].integer}};
  }
  return domain;
}

nlohmann::ordered_json step_json(const ProofStep& step, const StepResult& result, bool tree) {
  nlohmann::ordered_json json = {{"name", step.name},
                                 {"where", step.where},
                                 {"says", step.says},
                                 {"uses", step.uses},
                                 {"claim", step.claim.source.text},
                                 {"domain", ranges_json(step)},
                                 {"verdict", to_string(result.verdict)},
                                 {"boxes", result.boxes}};
  if (!result.counterexample.empty()) json["counterexample"] = result.counterexample;
  if (!result.remark.empty()) json["remark"] = result.remark;
  if (tree) json["tree"] = result.tree;
  return json;
}

std::string domain_text(const ProofStep& step) {
  std::string text;
  const Ranges ranges = ranges_of(step);
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    text += fmt::format("{}{} in [{}, {}]", text.empty() ? "" : ", ", step.variables[i].name, ranges[i].lo,
                        ranges[i].hi);
  }
  return text.empty() ? "numbers" : text;
}

std::string proof_text(const ProofFile& proof, const std::vector<StepResult>& results) {
  std::string text = fmt::format("{}: {}\n  {}\n\n", proof.id, proof.title, proof.source);
  TextTable table({"step", "claim", "for all", "boxes", "verdict"});
  for (std::size_t i = 0; i < results.size(); ++i) {
    table.add({proof.steps[i].name, proof.steps[i].claim.source.text, domain_text(proof.steps[i]),
               std::to_string(results[i].boxes), to_string(results[i].verdict)});
  }
  text += table.to_string();
  for (std::size_t i = 0; i < results.size(); ++i) {
    for (const auto& [name, value] : results[i].counterexample) {
      text += fmt::format("  {}: false at {} = {}\n", proof.steps[i].name, name, value);
    }
    if (!results[i].remark.empty()) text += fmt::format("  {}: {}\n", proof.steps[i].name, results[i].remark);
  }
  for (const OutsideStep& step : proof.outside)
    text += fmt::format("  not checked: {} ({}): {}\n", step.name, step.where, step.says);
  return text + "\n";
}

int prove_all(const ProveOptions& options) {
  const std::vector<std::string> ids = options.ids.empty() ? list_data_ids("proofs") : options.ids;
  nlohmann::ordered_json document = {{"schema", "plumbline.prove/1"},
                                     {"proofs", nlohmann::ordered_json::array()}};
  std::vector<ProofFile> proofs;
  std::int64_t steps = 0;
  for (const std::string& id : ids) {
    proofs.push_back(read_proof(find_data_file("proofs", id)));
    steps += static_cast<std::int64_t>(proofs.back().steps.size());
  }
  const auto bar = progress_bar(options, "steps");
  std::int64_t done = 0;
  std::string text;
  std::size_t proved = 0;
  std::size_t refuted = 0;
  std::size_t total = 0;
  for (const ProofFile& proof : proofs) {
    const std::vector<StepResult> results = check_proof(proof, options.worker_threads(), [&] {
      if (bar) bar(++done, steps);
    });
    nlohmann::ordered_json json = {{"id", proof.id}, {"title", proof.title}, {"source", proof.source}};
    json["derives"] =
        proof.derives ? nlohmann::ordered_json(*proof.derives) : nlohmann::ordered_json(nullptr);
    json["steps"] = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < results.size(); ++i) {
      json["steps"].push_back(step_json(proof.steps[i], results[i], options.trees));
      proved += results[i].verdict == StepVerdict::kProved ? 1 : 0;
      refuted += results[i].verdict == StepVerdict::kRefuted ? 1 : 0;
    }
    json["outside"] = nlohmann::ordered_json::array();
    for (const OutsideStep& step : proof.outside) {
      json["outside"].push_back({{"name", step.name}, {"where", step.where}, {"says", step.says}});
    }
    total += results.size();
    document["proofs"].push_back(std::move(json));
    text += proof_text(proof, results);
  }
  const std::size_t undecided = total - proved - refuted;
  text += fmt::format("{} steps: {} proved (each tree replayed independently), {} refuted, {} undecided\n",
                      total, proved, refuted, undecided);
  print_result(options, document, text);
  if (undecided > 0 && !options.strict)
    warn(options, "a step stayed undecided (--strict makes that exit code 3)");
  return exit_code(refuted > 0, undecided > 0, options.strict);
}

}  // namespace

void add_prove_command(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("prove", "Check the steps of the papers' proofs; exit 1 if one is refuted");
  auto options = std::make_shared<ProveOptions>();
  add_common(*command, *options);
  command->add_option("id", options->ids, "Proof ids or paths (default: all)");
  command->add_flag("--strict", options->strict, "Exit code 3 if a step stays undecided");
  command->add_flag("--trees", options->trees, "With --json: the proof trees too");
  command->callback([options, &exit_code] { exit_code = prove_all(*options); });
}

}  // namespace plumb
