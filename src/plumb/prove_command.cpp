// plumb prove: the steps of the papers' proofs, checked.
#include <fmt/format.h>

#include <memory>

#include "commands.hpp"
#include "files.hpp"
#include "options.hpp"
#include "plumbline/numeric/parallel.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/output_file.hpp"
#include "plumbline/report/text_table.hpp"
#include "proofs_check/optimise.hpp"
#include "proofs_check/proof_graph.hpp"
#include "proofs_check/proof_page.hpp"
#include "proofs_check/proof_run.hpp"
#include "proofs_check/step_text.hpp"

namespace plumb {
namespace {

using namespace plumbline;
using namespace plumbline::proofs;

using Json = nlohmann::ordered_json;

struct ProveOptions : CommonOptions {
  std::vector<std::string> ids;
  bool strict = false;
  bool trees = false;
  bool optimise = false;
  bool times = false;
  std::string report;
};

/// What became of all steps together.
struct Tally {
  std::size_t total = 0, proved = 0, refuted = 0;
  bool open = false;  ///< an optimum was looked for and not certified, without a refuted step

  std::size_t undecided() const { return total - proved - refuted; }
};

Json ranges_json(const ProofStep& step) {
  Json domain = Json::object();
  const Ranges ranges = ranges_of(step);
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    domain[step.variables[i].name] = {{"lo", fmt::format("{}", ranges[i].lo)},
                                      {"hi", fmt::format("{}", ranges[i].hi)},
                                      {"integer", step.variables[i].integer}};
  }
  return domain;
}

Json step_json(const ProofStep& step, const StepResult& result, const ProveOptions& options) {
  Json json = {{"name", step.name},
               {"where", step.where},
               {"says", step.says},
               {"uses", step.uses},
               {"claim", step.claim.source.text},
               {"domain", ranges_json(step)},
               {"verdict", to_string(result.verdict)},
               {"boxes", result.boxes}};
  if (options.times) json["seconds"] = result.seconds;
  if (!result.counterexample.empty()) json["counterexample"] = result.counterexample;
  if (!result.remark.empty()) json["remark"] = result.remark;
  if (options.trees) json["tree"] = result.tree;
  return json;
}

Json optimum_json(const ProofFile& proof, const Optimum& optimum) {
  Json choices = Json::array();
  for (std::size_t i = 0; i < proof.free.size(); ++i) {
    choices.push_back({{"name", proof.free[i].name},
                       {"found", fmt::format("{:.6g}", optimum.choices[i].found)},
                       {"rounded", optimum.choices[i].rounded}});
  }
  return {{"minimise", *proof.minimise},
          {"closes", optimum.closes},
          {"obstacle", optimum.closes ? Json(nullptr) : Json(optimum.obstacle)},
          {"choices", choices}};
}

Json proof_json(const ProofFile& proof, const CheckedProof& checked, const ProveOptions& options) {
  Json json = {{"id", proof.id}, {"title", proof.title}, {"source", proof.source}};
  json["derives"] = proof.derives ? Json(*proof.derives) : Json(nullptr);
  json["free"] = Json::array();
  for (const FreeConstant& free : proof.free) {
    json["free"].push_back({{"name", free.name},
                            {"value", free.value},
                            {"from", fmt::format("{}", free.from)},
                            {"to", fmt::format("{}", free.to)},
                            {"says", free.says}});
  }
  if (checked.optimum) json["optimum"] = optimum_json(proof, *checked.optimum);
  json["steps"] = Json::array();
  for (std::size_t i = 0; i < checked.results.size(); ++i)
    json["steps"].push_back(step_json(proof.steps[i], checked.results[i], options));
  json["outside"] = Json::array();
  for (const OutsideStep& step : proof.outside) {
    json["outside"].push_back(
        {{"name", step.name}, {"where", step.where}, {"says", step.says}, {"uses", step.uses}});
  }
  return json;
}

/// `stored` is the proof as its file has it, `proof` with the choices that were found.
std::string choices_text(const ProofFile& stored, const ProofFile& proof, const CheckedProof& checked) {
  TextTable table({"free choice", "in the file", "optimum", "rounded", "within", "what it is"});
  for (std::size_t i = 0; i < proof.free.size(); ++i) {
    const FoundChoice& choice = checked.optimum->choices[i];
    table.add({proof.free[i].name, stored.free[i].value, fmt::format("{:.6g}", choice.found), choice.rounded,
               fmt::format("{} to {}", proof.free[i].from, proof.free[i].to), proof.free[i].says});
  }
  return table.to_string() + "\n  " + optimum_text(proof, *checked.optimum, checked.results) + "\n\n";
}

std::string proof_text(const ProofFile& stored, const ProofFile& proof, const CheckedProof& checked,
                       const ProveOptions& options) {
  std::string text = fmt::format("{}: {}\n  {}\n\n", proof.id, proof.title, proof.source);
  if (checked.optimum) text += choices_text(stored, proof, checked);
  std::vector<std::string> header = {"step", "where", "claim", "for all", "boxes", "verdict"};
  if (options.times) header.emplace_back("seconds");
  TextTable table(header);
  const std::vector<StepResult>& results = checked.results;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const ProofStep& step = proof.steps[i];
    std::vector<std::string> row = {
        step.name,         place_text(step.where),           step.claim.source.text,
        domain_text(step), std::to_string(results[i].boxes), to_string(results[i].verdict)};
    if (options.times) row.push_back(fmt::format("{:.3f}", results[i].seconds));
    table.add(row);
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

/// The files asked for: by default all, with --optimise those that have something to choose.
std::vector<ProofFile> read_proofs(const ProveOptions& options) {
  std::vector<ProofFile> proofs;
  for (const std::string& id : options.ids.empty() ? list_data_ids("proofs") : options.ids) {
    ProofFile proof = read_proof(find_data_file("proofs", id));
    if (!options.optimise || !options.ids.empty() || !proof.free.empty()) proofs.push_back(std::move(proof));
  }
  return proofs;
}

/// The page, with every constant altered once, and the theorems of the data folder that cite the proofs.
std::string page_of(const ProofGraph& graph, std::vector<CheckedProof> checked, const ProveOptions& options) {
  for (std::size_t f = 0; f < graph.asked; ++f) {
    const std::vector<ProofStep>& steps = graph.files[f].steps;
    checked[f].worse.resize(steps.size());
    for_each_index(static_cast<std::int64_t>(steps.size()), options.worker_threads(), [&](std::int64_t i) {
      const auto at = static_cast<std::size_t>(i);
      checked[f].worse[at] = verdicts_when_worse(steps[at]);
    });
  }
  std::vector<Citation> citations;
  for (const std::string& id : list_data_ids("theorems")) {
    for (const Citation& citation : citations_of(read_theorem(find_data_file("theorems", id))))
      citations.push_back(citation);
  }
  return proof_page(graph, checked, citations, options.times);
}

/// --optimise: the best choices for every file; the proofs get them.
std::vector<CheckedProof> choose(std::vector<ProofFile>& proofs, const ProveOptions& options) {
  std::vector<CheckedProof> checked(proofs.size());
  if (!options.optimise) return checked;
  for_each_index(static_cast<std::int64_t>(proofs.size()), options.worker_threads(), [&](std::int64_t i) {
    const auto at = static_cast<std::size_t>(i);
    checked[at].optimum = optimise(proofs[at]);
    proofs[at] = with_choices(proofs[at], checked[at].optimum->rounded(proofs[at]));
  });
  return checked;
}

int finish(const ProveOptions& options, const Json& document, std::string text, const Tally& tally) {
  text += fmt::format("{} steps: {} proved (each tree replayed independently), {} refuted, {} undecided\n",
                      tally.total, tally.proved, tally.refuted, tally.undecided());
  if (!options.report.empty()) text += fmt::format("Written to {}\n", options.report);
  print_result(options, document, text);
  const bool undecided = tally.undecided() > 0 || tally.open;
  if (undecided && !options.strict)
    warn(options, tally.undecided() > 0 ? "a step stayed undecided (--strict makes that exit code 3)"
                                        : "no certified optimum (--strict makes that exit code 3)");
  return exit_code(tally.refuted > 0, undecided, options.strict);
}

int prove_all(const ProveOptions& options) {
  const std::vector<ProofFile> stored = read_proofs(options);
  std::vector<ProofFile> proofs = stored;
  std::vector<CheckedProof> checked = choose(proofs, options);
  const ProofGraph graph = graph_of(proofs);
  std::int64_t steps = 0;
  for (const ProofFile& proof : proofs) steps += static_cast<std::int64_t>(proof.steps.size());
  const auto bar = progress_bar(options, "steps");
  std::int64_t done = 0;
  Json document = {{"schema", "plumbline.prove/1"}, {"proofs", Json::array()}};
  std::string text;
  Tally tally;
  for (std::size_t f = 0; f < proofs.size(); ++f) {
    checked[f].results = check_proof(proofs[f], options.worker_threads(), [&] {
      if (bar) bar(++done, steps);
    });
    for (const StepResult& result : checked[f].results) {
      ++tally.total;
      tally.proved += result.verdict == StepVerdict::kProved ? 1 : 0;
      tally.refuted += result.verdict == StepVerdict::kRefuted ? 1 : 0;
    }
    tally.open = tally.open || (checked[f].optimum && !checked[f].optimum->closes);
    document["proofs"].push_back(proof_json(proofs[f], checked[f], options));
    text += proof_text(stored[f], proofs[f], checked[f], options);
  }
  if (!options.report.empty()) write_file(options.report, page_of(graph, checked, options));
  return finish(options, document, text, tally);
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
  command->add_flag("--optimise", options->optimise,
                    "Look for the best free choices of the proofs that have some, and prove with them");
  command->add_option("--report", options->report,
                      "Write a page here: the proofs as graphs of steps with their verdicts");
  command->add_flag("--times", options->times, "Show how long each step took");
  command->callback([options, &exit_code] { exit_code = prove_all(*options); });
}

}  // namespace plumb
