#include "plumbline/suite/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <mutex>
#include <unordered_set>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/parallel.hpp"

namespace plumbline {
namespace {

/// What a cell costs beside its steps, in operations: hypotheses, drawing the network, writing the result.
constexpr double kOverhead = 2e7;

double cost(const Cell& cell) {
  return cell.operations + kOverhead;
}

bool is_bad(const CellResult& result) {
  return result.verdict == "violated" || result.verdict == "failed";
}

/// Counts what is done and tells how long the rest will take.
class Pace {
 public:
  Pace(std::int64_t total, double cost) : total_(total), cost_left_(cost) {}

  Progress after(const Cell& cell) {
    ++done_;
    cost_done_ += cost(cell);
    cost_left_ -= cost(cell);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
    return {done_, total_, elapsed.count() * std::max(cost_left_, 0.0) / cost_done_};
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::int64_t done_ = 0, total_;
  double cost_done_ = 0.0, cost_left_;
};

}  // namespace

Shard parse_shard(const std::string& text) {
  Shard shard;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, shard.index);
  const bool slash = first.ec == std::errc() && first.ptr != end && *first.ptr == '/';
  const auto second = slash ? std::from_chars(first.ptr + 1, end, shard.count) : first;
  const bool read = slash && second.ec == std::errc() && second.ptr == end;
  if (!read || shard.index < 1 || shard.count < shard.index) {
    throw InputError(fmt::format("--shard: found '{}', expected I/N with 1 <= I <= N", text));
  }
  return shard;
}

std::set<std::string> parse_verdicts(const std::string& text) {
  static const std::set<std::string> known = {"violated",  "undecided", "failed",   "holds", "vacuous",
                                              "converged", "stuck",     "diverged", "floor", "horizon"};
  std::set<std::string> verdicts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (!known.contains(word)) {
      throw InputError(
          fmt::format("--only: found '{}', expected verdicts such as violated,undecided,failed", word));
    }
    verdicts.insert(word);
    begin = end + 1;
  }
  return verdicts;
}

Plan make_plan(const Suite& suite, const SuiteInputs& inputs) {
  Plan plan;
  plan.suite = {{"suite", suite_json(suite)}, {"inputs", inputs.digests_json()}};
  plan.cells = plan_cells(suite, inputs);
  plan.seed = suite.seed;
  return plan;
}

Store open_store(const std::filesystem::path& file, const Plan& plan, Start start) {
  if (start == Start::kRestart) return Store::create(file, plan.suite, plan.cells);
  Store store =
      start == Start::kAgain ? Store::open(file) : Store::open_or_create(file, plan.suite, plan.cells);
  if (start == Start::kFresh) {
    if (store.begin_anew(plan.suite, plan.cells)) return store;
    throw InputError(fmt::format(
        "{}: holds {} of {} cells of an unfinished run; --resume goes on with it, --restart replaces it",
        file.string(), store.finished_count(), store.cell_count()));
  }
  if (store.suite() == plan.suite) return store;
  throw InputError(
      fmt::format("{}: holds another suite, or one whose theorems or problems have changed since; "
                  "--restart replaces it",
                  file.string()));
}

std::vector<std::size_t> pending_cells(const Plan& plan, const Store& store, const RunOptions& options) {
  const std::map<std::string, std::string> verdicts = store.verdicts();
  const std::vector<std::size_t> order = running_order(plan.cells.size(), plan.seed);
  std::unordered_set<std::string> seen;
  std::vector<std::size_t> pending;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (static_cast<std::int64_t>(i) % options.shard.count != options.shard.index - 1) continue;
    const std::string& id = plan.cells[order[i]].id;
    const auto found = verdicts.find(id);
    const bool wanted = options.only.empty()
                            ? found == verdicts.end()
                            : found != verdicts.end() && options.only.contains(found->second);
    if (wanted && seen.insert(id).second) pending.push_back(order[i]);
  }
  return pending;
}

RunReport run_plan(const Plan& plan, const SuiteInputs& inputs, Store& store, const RunOptions& options,
                   const StopFlag& stop) {
  const std::vector<std::size_t> pending = pending_cells(plan, store, options);
  double total_cost = 0.0;
  for (const std::size_t place : pending) total_cost += cost(plan.cells[place]);
  const auto total = static_cast<std::int64_t>(pending.size());
  const std::vector<CellWorker> workers =
      options.workers.empty() ? local_workers(inputs, options.threads) : options.workers;
  Pace pace(total, total_cost);
  RunReport report;
  std::mutex mutex;
  StopFlag enough;  // --fail-fast
  const auto run_one = [&](const Cell& cell, const CellWorker& worker) {
    if (options.only.empty() && store.has_result(cell.id)) {
      const std::lock_guard<std::mutex> lock(mutex);
      ++report.ran;
      pace.after(cell);
      return;
    }
    const FinishedCell finished = worker(cell, stop);
    store.put(cell.id, finished.result, finished.seconds, finished.environment);
    const std::lock_guard<std::mutex> lock(mutex);
    ++report.ran;
    if (options.fail_fast && is_bad(finished.result)) enough.raise();
    if (options.on_result) options.on_result(cell, finished.result);
    const Progress progress = pace.after(cell);
    if (options.progress) options.progress(progress);
  };
  std::atomic<std::int64_t> next{0};
  const auto count = static_cast<std::int64_t>(workers.size());
  for_each_index(count, static_cast<unsigned>(count), [&](std::int64_t worker) {
    try {
      for (std::int64_t i = next++; i < total && !stop.raised() && !enough.raised(); i = next++) {
        run_one(plan.cells[pending[static_cast<std::size_t>(i)]], workers[static_cast<std::size_t>(worker)]);
      }
    } catch (const Stopped&) {
      return;
    } catch (...) {
      enough.raise();
      throw;
    }
  });
  report.left = total - report.ran;
  return report;
}

}  // namespace plumbline
