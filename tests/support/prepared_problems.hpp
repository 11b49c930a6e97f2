// Problems made ready for checks, small enough for tests.
#pragma once

#include <string>
#include <vector>

#include "plumbline/problem/prepared_problem.hpp"

namespace plumbline::test {

/// Sizes of a problem whose X is zero but for its singular values, so that every quantity of X is known.
struct SpectrumSizes {
  Eigen::Index d_x = 0, d_y = 0;
  double noise = 0.0;
};

/// n = number of singular values; targets of a teacher of norm 1.
Problem spectrum_problem(const std::vector<double>& spectrum, const SpectrumSizes& sizes);

/// A problem of data/problems, prepared once a process.
const PreparedProblem& bundled_problem(const std::string& id);

}  // namespace plumbline::test
