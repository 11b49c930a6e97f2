// One setting at which a theorem is tried: a problem written down in full and everything a check needs.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <map>
#include <string>

namespace plumbline {

struct Trial {
  Eigen::MatrixXd X{{1.0}};  ///< inputs, d_x × n; entries of few digits
  Eigen::MatrixXd Y{{1.0}};  ///< targets, d_y × n
  std::int64_t depth = 2;
  std::int64_t width = 1;  ///< in units of the least width that the hypotheses and the initialisation allow
  double step = 1.0;       ///< in (0, 1]: a share of the largest step (solve_setting.hpp)
  std::map<std::string, std::string> parameters;  ///< other values than the theorem's own
  std::uint64_t seed = 0;                         ///< of the runs
  std::int64_t steps = 32;

  bool operator==(const Trial& other) const;
};

/// The nearest number of so many significant digits: few are plenty, and readable.
double short_number(double x, int digits = 3);

/// The problem file of a trial: [generate] kind = "matrices".
std::string problem_text(const Trial& trial);
/// One line for people.
std::string describe(const Trial& trial);

}  // namespace plumbline
