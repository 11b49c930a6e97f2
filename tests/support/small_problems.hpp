// In-memory reduced problems for tests.
#pragma once

#include <cstdint>

#include "plumbline/problem/reduction.hpp"

namespace plumbline::test {

/// r columns with singular values from 1 down to 1/√kappa, targets standard normal of Frobenius norm 1.
ReducedProblem small_problem(Eigen::Index d_x, Eigen::Index d_y, Eigen::Index r, double kappa,
                             std::uint64_t seed = 7);

}  // namespace plumbline::test
