#include "plumbline/training/memorizing_run.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

constexpr unsigned kLossDigits = 40;

/// Takes in the enclosed distance between a sample's output and its label.
void add(Recall& recall, const Interval& miss) {
  recall.surely_missed += contains_zero(miss) ? 0 : 1;
  const bool recalled = equal(miss, Interval(0)) == Truth::kTrue;
  recall.possibly_missed += recalled ? 0 : 1;
  recall.loss += square(miss) / Interval(2);
}

}  // namespace

Recall recall_exactly(const ReluNetwork& network, const Problem& problem, const LabelledPoints& points) {
  const PrecisionScope precision(kLossDigits);
  Recall recall{0, 0, Interval(0)};
  for (Eigen::Index s = 0; s < problem.X.cols(); ++s) {
    const std::vector<Dyadic> output = evaluate_exactly(network, exact_input(problem, s));
    add(recall, enclose(output.front() - Dyadic(points.labels[static_cast<std::size_t>(s)])));
  }
  return recall;
}

Recall recall_in_balls(const ReluNetwork& network, const Problem& problem, const LabelledPoints& points,
                       unsigned digits) {
  const PrecisionScope precision(digits);
  Recall recall{0, 0, Interval(0)};
  for (Eigen::Index s = 0; s < problem.X.cols(); ++s) {
    const std::vector<Ball> output = evaluate_in_balls(network, exact_input(problem, s));
    add(recall, enclose(output.front()) - Interval(points.labels[static_cast<std::size_t>(s)]));
  }
  return recall;
}

MemorizingRun::MemorizingRun(const Problem& problem, const LabelledPoints& points, const MemorizingSpec& spec)
    : network_(memorizing_network(problem, points, spec)),
      recall_(recall_exactly(network_, problem, points)) {}

MemorizingRun::MemorizingRun(const Problem& problem, const LabelledPoints& points, const MemorizingSpec& spec,
                             unsigned digits)
    : network_(memorizing_network(problem, points, spec)),
      recall_(recall_in_balls(network_, problem, points, digits)) {}

void MemorizingRun::step() {
  throw InternalError("a memorising network takes no steps");
}

Interval MemorizingRun::observe(const std::string& name, const std::vector<std::int64_t>& indices) const {
  if (!indices.empty()) throw InternalError(fmt::format("observe: '{}' has no layer index here", name));
  if (name == "errors") return make_interval(Real(recall_.surely_missed), Real(recall_.possibly_missed));
  if (name == "loss") return recall_.loss;
  if (name == "parameters") return Interval(network_.parameters());
  if (name == "hidden_layers") return Interval(network_.hidden_layers());
  if (name == "hidden_width") return Interval(network_.hidden_width());
  throw InternalError(fmt::format("observe: no observable '{}' of a memorising network", name));
}

const std::vector<std::string>& memorizing_observables() {
  static const std::vector<std::string> names = {"loss", "errors", "parameters", "hidden_layers",
                                                 "hidden_width"};
  return names;
}

double memorizing_operations(std::int64_t samples, std::int64_t inputs) {
  const auto n = static_cast<double>(samples);
  const double layers = 2.0 * std::pow(n, 2.0 / 3.0) + 4.0 * std::cbrt(n) * (std::log2(n) + 4.0);
  return n * (3.0 * static_cast<double>(inputs) + 9.0 * layers);
}

}  // namespace plumbline
