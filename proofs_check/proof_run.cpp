#include "proofs_check/proof_run.hpp"

#include <fmt/format.h>

#include <chrono>
#include <mutex>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/parallel.hpp"
#include "proofs_check/replay_tree.hpp"

namespace plumbline::proofs {

std::vector<StepResult> check_proof(const ProofFile& proof, unsigned threads,
                                    const std::function<void()>& progress) {
  std::mutex mutex;
  std::vector<StepResult> results(proof.steps.size());
  for_each_index(static_cast<std::int64_t>(proof.steps.size()), threads, [&](std::int64_t i) {
    const ProofStep& step = proof.steps[static_cast<std::size_t>(i)];
    const auto start = std::chrono::steady_clock::now();
    StepResult result = prove(step);
    if (result.verdict == StepVerdict::kProved && !objection_to(result.tree, step, ranges_of(step)).empty()) {
      // The slopes of the replay are wider than the prover's: boxes settled by value and face alone need none
      // as sharp.
      result = prove(step, false);
      const std::string objection =
          result.verdict == StepVerdict::kProved ? objection_to(result.tree, step, ranges_of(step)) : "";
      if (!objection.empty()) {
        throw InternalError(
            fmt::format("{}/{}: the replay of the proof objects: {}", proof.id, step.name, objection));
      }
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    results[static_cast<std::size_t>(i)] = std::move(result);
    const std::lock_guard<std::mutex> lock(mutex);
    if (progress) progress();
  });
  return results;
}

}  // namespace plumbline::proofs
