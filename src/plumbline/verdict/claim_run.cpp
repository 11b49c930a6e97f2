#include "plumbline/verdict/claim_run.hpp"

#include <algorithm>
#include <memory>

#include "plumbline/certificate/convergence.hpp"
#include "plumbline/training/enclosed_run.hpp"
#include "plumbline/training/sampled_run.hpp"
#include "plumbline/verdict/conclusion_watch.hpp"
#include "plumbline/verdict/initialisation.hpp"
#include "plumbline/verdict/observation.hpp"

namespace plumbline {
namespace {

constexpr unsigned kWorkingDigits = 40;

InitialisationSpec spec_of_run(const Theorem& theorem, const CheckRequest& request, std::int64_t run_index) {
  InitialisationSpec spec = initialisation_of(theorem, request.at.setting);
  spec.seed = request.seed;
  spec.run = static_cast<std::uint64_t>(run_index);
  return spec;
}

/// Tries certificates at t = 0, 1, 2, … and then ever more rarely: each costs two decompositions a layer.
class Certifier {
 public:
  explicit Certifier(const Integer& width) : width_(width) {}

  void offer(const EnclosedRun& run, std::vector<ConclusionWatch>& watches) {
    const std::int64_t t = run.steps_taken();
    const bool wanted = std::any_of(watches.begin(), watches.end(),
                                    [](const ConclusionWatch& watch) { return watch.wants_certificate(); });
    if (!wanted || t < next_ || !run.is_finite()) return;
    next_ = next_attempt(t);
    const ConvergenceCertificate certificate = find_convergence(convergence_state(run, width_));
    for (ConclusionWatch& watch : watches) watch.consider_certificate(certificate);
  }

 private:
  Integer width_;
  std::int64_t next_ = 0;
};

}  // namespace

std::vector<RunOutcome> run_and_compare(const Theorem& theorem, const PreparedProblem& problem,
                                        const CheckRequest& request, std::int64_t run_index,
                                        std::int64_t steps, bool end_at_floor) {
  const PrecisionScope precision(kWorkingDigits);
  const Setting& setting = request.at.setting;
  const Quantities& quantities = problem.quantities();
  const InitialisationSpec spec = spec_of_run(theorem, request, run_index);
  const ObservationNeeds needs = observation_needs(theorem);
  std::unique_ptr<TrainingRun> run;
  const EnclosedRun* certified = nullptr;  // the run, if certificates are wanted
  if (request.rigor == Rigor::kSampled) {
    run = std::make_unique<SampledRun>(problem.reduced(), spec, request.at.eta, quantities.loss_opt, needs);
  } else {
    auto enclosed =
        std::make_unique<EnclosedRun>(problem.reduced(), spec, request.at.eta, quantities.loss_opt, needs);
    // Certificates speak of networks with an output scale and every layer trained (docs/theory.md §7).
    const bool certifiable =
        spec.output_scale == OutputScale::kNormPreserving && spec.train_first && spec.train_last;
    if (request.rigor == Rigor::kProved && certifiable) certified = enclosed.get();
    run = std::move(enclosed);
  }
  RunEnvironment environment(theorem, quantities, setting, *run);

  std::vector<ConclusionWatch> watches;
  watches.reserve(theorem.conclusions.size());
  for (const Conclusion& conclusion : theorem.conclusions) {
    watches.emplace_back(conclusion, environment, setting.depth, run_index, request.rigor);
  }
  Certifier certifier(setting.width);
  const auto compare = [&](std::int64_t t) {
    for (ConclusionWatch& watch : watches) watch.compare(t);
    if (certified != nullptr) certifier.offer(*certified, watches);
    return std::all_of(watches.begin(), watches.end(),
                       [](const ConclusionWatch& watch) { return watch.settled(); });
  };
  bool settled = compare(0);
  for (std::int64_t t = 1; t <= steps && !settled; ++t) {
    run->step();
    if (!run->is_finite()) {
      for (ConclusionWatch& watch : watches) watch.note_lost(t, steps);
      break;
    }
    if (end_at_floor && run->at_floor()) break;
    environment.arrive();
    settled = compare(t);
  }
  std::vector<RunOutcome> outcomes;
  outcomes.reserve(watches.size());
  for (ConclusionWatch& watch : watches) outcomes.push_back(watch.finish());
  return outcomes;
}

}  // namespace plumbline
