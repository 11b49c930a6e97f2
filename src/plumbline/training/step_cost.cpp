#include "plumbline/training/step_cost.hpp"

#include <algorithm>

namespace plumbline {

double flops_per_step(const ReducedProblem& problem, const InitialisationSpec& spec, Form form) {
  const auto r = static_cast<double>(problem.rank);
  const auto d_y = static_cast<double>(problem.d_y);
  const auto k = static_cast<double>(hidden_width(problem, spec, form));
  return 2.0 * k * k * (r + d_y + std::min(r, d_y)) * static_cast<double>(spec.depth);
}

double bytes_of_run(const ReducedProblem& problem, const InitialisationSpec& spec, Form form) {
  constexpr double kBeside = 4.0 / 3.0;
  const auto k = static_cast<double>(hidden_width(problem, spec, form));
  const auto ends = static_cast<double>(problem.rank + problem.d_y);
  return kBeside * 8.0 * k * (k * static_cast<double>(spec.depth - 2) + ends);
}

}  // namespace plumbline
