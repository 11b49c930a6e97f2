// One step of gradient descent, dense and reduced, beside the peaks of the machine it runs on. Wall time;
// each run reports the loss it ended with, which bench/compare holds against the other implementations.
#include <benchmark/benchmark.h>

#include <chrono>
#include <limits>

#include "hashed_network.hpp"
#include "plumbline/network/initialise.hpp"
#include "plumbline/numeric/parallel.hpp"
#include "plumbline/numeric/product.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/prepared_problem.hpp"
#include "plumbline/training/gradient_descent.hpp"

namespace {

using namespace plumbline;

constexpr unsigned kThreads = 2;
constexpr Eigen::Index kRank = 16;
constexpr Eigen::Index kOutputs = 10;

template <typename Work>
double seconds_of(Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The least time of `rounds` calls.
template <typename Work>
double least_seconds(int rounds, Work&& work) {
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < rounds; ++i) least = std::min(least, seconds_of(work));
  return least;
}

/// Square products, one on each thread.
void gemm_peak(benchmark::State& state) {
  constexpr Eigen::Index kSize = 960;
  std::vector<Eigen::MatrixXd> a(kThreads, Eigen::MatrixXd::Random(kSize, kSize));
  std::vector<Eigen::MatrixXd> c = a;
  for (auto _ : state) {
    const double seconds = least_seconds(8, [&] {
      for_each_index(kThreads, kThreads, [&](std::int64_t i) {
        const auto at = static_cast<std::size_t>(i);
        c[at].noalias() = a[at] * a[at];
      });
    });
    benchmark::DoNotOptimize(c.front().data());
    state.counters["flops_per_s"] = 2.0 * kThreads * kSize * kSize * kSize / seconds;
  }
}
BENCHMARK(gemm_peak)->Iterations(1)->Unit(benchmark::kMillisecond);

/// Reading and writing of more memory than any cache holds.
void stream_bandwidth(benchmark::State& state) {
  constexpr Eigen::Index kSize = 50'000'000;
  Eigen::ArrayXd a = Eigen::ArrayXd::Ones(kThreads * kSize);
  for (auto _ : state) {
    const double seconds = least_seconds(8, [&] {
      for_each_index(kThreads, kThreads, [&](std::int64_t i) { a.segment(i * kSize, kSize) *= 1.0000001; });
    });
    benchmark::DoNotOptimize(a.data());
    state.counters["bytes_per_s"] = 16.0 * static_cast<double>(a.size()) / seconds;
  }
}
BENCHMARK(stream_bandwidth)->Iterations(1)->Unit(benchmark::kMillisecond);

void report(benchmark::State& state, GradientDescent& run, int steps) {
  double least = std::numeric_limits<double>::infinity();
  for (int t = 0; t < steps; ++t) least = std::min(least, seconds_of([&] { run.step(); }));
  state.counters["ms_per_step"] = 1e3 * least;
  state.counters["steps"] = static_cast<double>(run.steps_taken());
  state.counters["loss"] = 0.5 * run.residual_norm() * run.residual_norm();
}

/// Arguments: width, depth, steps.
void dense_step(benchmark::State& state) {
  for (auto _ : state) {
    GradientDescent run(bench::hashed_network(state.range(1), state.range(0), kRank, kOutputs),
                        bench::hashed_layer(0, kOutputs, kRank), 1e-5, kThreads);
    report(state, run, static_cast<int>(state.range(2)));
  }
}
BENCHMARK(dense_step)
    ->Args({1000, 100, 5})
    ->Args({300, 20, 20})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

/// The same step as three plain loops over the layers with Eigen's own products.
void plain_eigen_step(benchmark::State& state) {
  const Eigen::Index depth = state.range(1);
  for (auto _ : state) {
    Network net = bench::hashed_network(depth, state.range(0), kRank, kOutputs);
    const Eigen::MatrixXd targets = bench::hashed_layer(0, kOutputs, kRank);
    std::vector<Eigen::MatrixXd>& w = net.trained;
    std::vector<Eigen::MatrixXd> f(w.size() + 1, Eigen::MatrixXd::Identity(kRank, kRank));
    const auto forward = [&] {
      for (std::size_t i = 0; i < w.size(); ++i) f[i + 1].noalias() = w[i] * f[i];
    };
    const auto step = [&] {
      forward();
      Eigen::MatrixXd above = f.back() - targets;
      for (std::size_t i = w.size(); i-- > 0;) {
        const Eigen::MatrixXd below = w[i].transpose() * above;
        w[i].noalias() -= 1e-5 * (above * f[i].transpose());
        above = below;
      }
    };
    const auto steps = static_cast<int>(state.range(2));
    double least = std::numeric_limits<double>::infinity();
    for (int t = 0; t < steps; ++t) least = std::min(least, seconds_of(step));
    forward();
    state.counters["ms_per_step"] = 1e3 * least;
    state.counters["steps"] = steps;
    state.counters["loss"] = 0.5 * (f.back() - targets).squaredNorm();
  }
}
BENCHMARK(plain_eigen_step)->Args({1000, 100, 5})->Iterations(1)->Unit(benchmark::kMillisecond);

/// Arguments: width, depth, steps. The paper's data; one thread.
void reduced_step(benchmark::State& state) {
  const PreparedProblem prepared(read_problem(find_data_file("problems", "hxp-gaussian")));
  const ReducedProblem& problem = prepared.reduced();
  InitialisationSpec spec;
  spec.width = state.range(0);
  spec.depth = state.range(1);
  const double norm = problem.singular_values(0);
  const double eta = static_cast<double>(problem.d_y) / (2.0 * static_cast<double>(spec.depth) * norm * norm);
  for (auto _ : state) {
    GradientDescent run(initialise(problem, spec, natural_form(problem, spec)), problem.targets, eta);
    report(state, run, static_cast<int>(state.range(2)));
  }
}
BENCHMARK(reduced_step)->Args({1000, 100, 200})->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
