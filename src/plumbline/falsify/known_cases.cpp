#include "plumbline/falsify/known_cases.hpp"

#include <algorithm>
#include <cmath>

#include "plumbline/falsify/confirm.hpp"
#include "plumbline/falsify/solve_setting.hpp"
#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

bool same_network(const Theorem& a, const Theorem& b) {
  return a.network == b.network && a.init == b.init && a.scale == b.scale;
}

std::map<std::string, std::string> shared_parameters(const StoredCase& stored, const Theorem& theorem) {
  std::map<std::string, std::string> shared;
  for (const auto& [name, value] : theorem.parameters) {
    const auto given = stored.parameters.find(name);
    if (given != stored.parameters.end() && given->second != value) shared.insert(*given);
  }
  return shared;
}

/// Multiples of the least width beyond this are no setting that a search would vary.
constexpr std::int64_t kMostMultiple = 1'000'000;

}  // namespace

std::optional<Trial> trial_of(const StoredCase& stored, const std::string& name, const TrialRunner& runner) {
  if (stored.problem_text.empty()) return std::nullopt;
  if (!same_network(parse_theorem(stored.theorem_text, name + " [theorem]"), runner.theorem()))
    return std::nullopt;
  const PreparedProblem problem(parse_generated_problem(stored.problem_text, name + " [problem]"));
  Trial trial;
  trial.X = problem.problem().X;
  trial.Y = problem.problem().Y;
  trial.depth = stored.depth;
  trial.parameters = shared_parameters(stored, runner.theorem());
  // Tests must meet fresh draws: the case may have been chosen because it failed in one of theirs.
  trial.seed = stored.seed < kFreshSeeds && stored.run == 0 ? stored.seed : 0;
  const auto t = stored.at.find("t");
  trial.steps = t == stored.at.end() ? 1 : std::max<std::int64_t>(t->second, 1);
  try {
    const auto unit = solve_setting(runner.theorem(), runner.groups(), problem, trial);
    if (!unit) return std::nullopt;
    const Integer multiple = std::max(Integer(1), Integer(stored.width / unit->setting.width));
    trial.width = static_cast<std::int64_t>(std::min(multiple, Integer(kMostMultiple)));
    const double share = std::min(stored.eta / unit->eta, unit->eta / stored.eta);
    trial.step = std::max(short_number(share), 1e-6);
  } catch (const InputError&) {  // the theorem does not admit these data
    return std::nullopt;
  }
  return trial;
}

std::vector<Trial> trials_of_cases(const std::filesystem::path& folder, const Theorem& theorem) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(folder)) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() == ".toml") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  const TrialRunner runner(theorem);
  std::vector<Trial> trials;
  for (const auto& file : files) {
    if (auto trial = trial_of(read_case(file), file.string(), runner)) trials.push_back(*std::move(trial));
  }
  return trials;
}

}  // namespace plumbline
