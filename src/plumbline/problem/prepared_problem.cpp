#include "plumbline/problem/prepared_problem.hpp"

#include <utility>

namespace plumbline {

PreparedProblem::PreparedProblem(Problem problem)
    : problem_(std::move(problem)),
      points_(problem_),
      reduced_(reduce_problem(problem_, quantities().rank)) {}

const Quantities& PreparedProblem::quantities(unsigned digits) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  auto found = by_digits_.lower_bound(digits);
  if (found == by_digits_.end()) {
    found = by_digits_.emplace(digits, compute_quantities(problem_, digits)).first;
    found->second.points = &points_;
  }
  return found->second;
}

}  // namespace plumbline
