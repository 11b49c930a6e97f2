// A training problem as given: exact double data, names, provenance. Nothing here knows of networks.
#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace plumbline {

/// n training pairs. Every entry is the exact value everywhere afterwards (a decimal in a file was rounded
/// once, to the nearest double).
struct Problem {
  std::string id;
  std::string title;
  std::string source;
  std::vector<std::string> input_names;   ///< d_x names, one a row of X
  std::vector<std::string> target_names;  ///< d_y names, one a row of Y
  Eigen::MatrixXd X;                      ///< inputs, d_x × n, finite, not all zero
  Eigen::MatrixXd Y;                      ///< targets, d_y × n, finite
};

/// Reads a problem file (TOML, docs/problem-files.md) and the data it names.
/// @throws InputError naming the file and the line, column or key that is wrong, what was found and what is
/// expected.
Problem read_problem(const std::filesystem::path& file);
/// The same for the text of a problem file that draws its data ([generate]); `name` is what messages call it.
Problem parse_generated_problem(std::string_view text, const std::string& name);

}  // namespace plumbline
