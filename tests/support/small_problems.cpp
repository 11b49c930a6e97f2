#include "support/small_problems.hpp"

#include <cmath>

#include "plumbline/network/haar.hpp"

namespace plumbline::test {

ReducedProblem small_problem(Eigen::Index d_x, Eigen::Index d_y, Eigen::Index r, double kappa,
                             std::uint64_t seed) {
  RandomStream stream(seed, 0, 0);
  ReducedProblem problem;
  problem.d_x = d_x;
  problem.d_y = d_y;
  problem.rank = r;
  problem.singular_values.resize(r);
  for (Eigen::Index i = 0; i < r; ++i) {
    const double share = r == 1 ? 0.0 : static_cast<double>(i) / static_cast<double>(r - 1);
    problem.singular_values(i) = std::pow(kappa, -0.5 * share);
  }
  problem.targets = gaussian_matrix(d_y, r, stream);
  problem.targets /= problem.targets.norm();
  problem.basis = haar_frame(d_x, r, stream);
  return problem;
}

}  // namespace plumbline::test
