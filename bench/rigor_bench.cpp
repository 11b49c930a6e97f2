// What rigour costs: the same steps and observables, sampled, enclosed and in ball arithmetic, in turns
// within one run.
#include <benchmark/benchmark.h>

#include <ctime>
#include <string>

#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/training/ball_run.hpp"
#include "plumbline/training/enclosed_run.hpp"
#include "plumbline/training/sampled_run.hpp"

namespace {

using namespace plumbline;

struct Case {
  const char* problem;
  std::int64_t depth;
  const char* width;
  int steps;
  bool balls;
};
constexpr Case kCases[] = {
    {"linnerud", 32, "2419647139217", 100, true},
    {"hxp-gaussian", 32, "1000", 70, true},
    {"hxp-gaussian", 64, "287452300", 50, false},
    {"digits", 32, "30688094329655540596", 10, false},
};

/// CPU time of this thread: other work on the machine does not enter the ratio.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double seconds_of(TrainingRun& run, int steps) {
  const double start = thread_seconds();
  for (int t = 0; t < steps; ++t) {
    run.step();
    benchmark::DoNotOptimize(run.observe("loss", {}));
  }
  return thread_seconds() - start;
}

/// Counters: milliseconds of each and the ratios to the sampled run.
void rigor_cost(benchmark::State& state) {
  const Case& c = kCases[state.range(0)];
  const PrecisionScope precision(40);
  const PreparedProblem prepared(read_problem(find_data_file("problems", c.problem)));
  const ReducedProblem& problem = prepared.reduced();
  InitialisationSpec spec;
  spec.depth = c.depth;
  spec.width = Integer(c.width);
  const double norm = problem.singular_values(0);
  const double eta = static_cast<double>(problem.d_y) / (2.0 * static_cast<double>(c.depth) * norm * norm);
  const Interval& loss_opt = prepared.quantities().loss_opt;
  double sampled = 0.0;
  double enclosed = 0.0;
  double balls = 0.0;
  for (auto _ : state) {
    SampledRun first(problem, spec, eta, loss_opt, {});
    sampled += seconds_of(first, c.steps);
    EnclosedRun second(problem, spec, eta, loss_opt, {});
    enclosed += seconds_of(second, c.steps);
    if (c.balls) {
      BallRun third(problem, spec, eta, loss_opt, {}, 40);
      balls += seconds_of(third, c.steps);
    }
  }
  state.SetLabel(std::string(c.problem) + ", L = " + std::to_string(c.depth) + ", m = " + c.width);
  const double rounds = 1e-3 * static_cast<double>(state.iterations());
  state.counters["sampled_ms"] = sampled / rounds;
  state.counters["enclosed_ms"] = enclosed / rounds;
  state.counters["enclosed/sampled"] = enclosed / sampled;
  if (c.balls) state.counters["balls/sampled"] = balls / sampled;
}
BENCHMARK(rigor_cost)->DenseRange(0, std::size(kCases) - 1)->Unit(benchmark::kMillisecond);

}  // namespace
