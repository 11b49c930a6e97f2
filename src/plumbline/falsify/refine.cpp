#include "plumbline/falsify/refine.hpp"

#include <fmt/format.h>
#include <nlopt.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

/// The score of what did not run: larger than any that did.
constexpr double kDidNotRun = 1e3;
/// Width of the box around the start and first steps, as powers of e.
constexpr double kReach = 3.0;
constexpr double kFirstStep = 0.4;

/// The numbers of a trial as exponents relative to a start: 0 everywhere is the start itself.
class Coordinates {
 public:
  Coordinates(const Theorem& theorem, Trial start) : start_(std::move(start)) {
    const Eigen::VectorXd diagonal = start_.X.diagonal();
    const bool is_diagonal = start_.X.squaredNorm() == diagonal.squaredNorm();
    if (is_diagonal && diagonal.minCoeff() != diagonal.maxCoeff()) {
      for (Eigen::Index i = 0; i < diagonal.size(); ++i) {
        if (diagonal(i) != 0.0) values_.push_back(i);
      }
    }
    for (const auto& [name, text] : theorem.parameters) {
      const auto changed = start_.parameters.find(name);
      const double value =
          std::strtod((changed == start_.parameters.end() ? text : changed->second).c_str(), nullptr);
      if (value > 0.0) parameters_.emplace_back(name, value);
    }
  }

  std::size_t count() const { return 2 + values_.size() + parameters_.size(); }

  Trial at(const double* x) const {
    Trial trial = start_;
    trial.step = std::min(short_number(start_.step * std::exp(x[0])), 1.0);
    trial.Y = start_.Y * std::exp(x[1]);
    for (double& entry : trial.Y.reshaped()) entry = short_number(entry);
    const double* next = x + 2;
    for (const Eigen::Index i : values_) trial.X(i, i) = short_number(start_.X(i, i) * std::exp(*next++));
    for (const auto& [name, value] : parameters_) {
      const double exponent = *next++;
      if (exponent != 0.0)
        trial.parameters[name] = fmt::format("{}", short_number(value * std::exp(exponent), 4));
    }
    return trial;
  }

 private:
  Trial start_;
  std::vector<Eigen::Index> values_;
  std::vector<std::pair<std::string, double>> parameters_;
};

struct Descent {
  const TrialRunner& runner;
  const Coordinates& coordinates;
  std::size_t conclusion;
  double most_operations;
  const std::function<bool()>& over;
  nlopt_opt optimiser;
  std::vector<RefinedTrial> path = {};
  std::exception_ptr failure = nullptr;  // must not cross the C library
};

double score_at(unsigned, const double* x, double*, void* data) {
  Descent& descent = *static_cast<Descent*>(data);
  try {
    if (descent.over()) throw Stopped();
    const Trial trial = descent.coordinates.at(x);
    TrialResult result = descent.runner.try_out(trial, descent.most_operations);
    const bool judged = result.ran && result.margins[descent.conclusion];
    const double score = judged ? result.margins[descent.conclusion]->score : kDidNotRun;
    descent.path.push_back({trial, std::move(result)});
    if (score < 0.0) nlopt_force_stop(descent.optimiser);
    return score;
  } catch (const Stopped&) {
    nlopt_force_stop(descent.optimiser);
    return kDidNotRun;
  } catch (...) {
    descent.failure = std::current_exception();
    nlopt_force_stop(descent.optimiser);
    return kDidNotRun;
  }
}

}  // namespace

std::vector<RefinedTrial> refine(const TrialRunner& runner, const Trial& start, std::size_t conclusion,
                                 int most_trials, double most_operations, const std::function<bool()>& over) {
  const Coordinates coordinates(runner.theorem(), start);
  const auto n = static_cast<unsigned>(coordinates.count());
  const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> optimiser(nlopt_create(NLOPT_LN_SBPLX, n),
                                                                         &nlopt_destroy);
  if (optimiser == nullptr) throw InternalError("refine: NLopt gave no optimiser");
  Descent descent{runner, coordinates, conclusion, most_operations, over, optimiser.get()};
  nlopt_set_min_objective(optimiser.get(), score_at, &descent);
  nlopt_set_lower_bounds1(optimiser.get(), -kReach);
  nlopt_set_upper_bounds1(optimiser.get(), kReach);
  nlopt_set_initial_step1(optimiser.get(), kFirstStep);
  nlopt_set_maxeval(optimiser.get(), most_trials);
  std::vector<double> x(n, 0.0);
  double score = 0.0;
  nlopt_optimize(optimiser.get(), x.data(), &score);  // the path says all that matters
  if (descent.failure) std::rethrow_exception(descent.failure);
  return std::move(descent.path);
}

}  // namespace plumbline
