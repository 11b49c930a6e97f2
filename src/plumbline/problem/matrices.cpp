#include "plumbline/problem/matrices.hpp"

#include <fmt/format.h>

#include <vector>

namespace plumbline {
namespace {

Eigen::MatrixXd matrix_at(const TomlTable& section, const char* key) {
  const auto rows = section.get<std::vector<TomlValue>>(key);
  if (rows.empty()) section.value(key).fail_expected("at least one row");
  const std::size_t columns = rows.front().as<std::vector<double>>().size();
  if (columns == 0) rows.front().fail_expected("at least one number");
  Eigen::MatrixXd matrix(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(columns));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = rows[i].as<std::vector<double>>();
    if (row.size() != columns) {
      rows[i].fail(fmt::format("found {} numbers, expected {} as in the first row", row.size(), columns));
    }
    for (std::size_t j = 0; j < columns; ++j) {
      matrix(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = row[j];
    }
  }
  return matrix;
}

std::vector<std::string> numbered(const char* letter, Eigen::Index count) {
  std::vector<std::string> names;
  for (Eigen::Index i = 0; i < count; ++i) names.push_back(fmt::format("{}{}", letter, i));
  return names;
}

}  // namespace

Problem read_matrices(const TomlTable& section) {
  section.allow_only({"kind", "X", "Y"});
  Problem problem;
  problem.X = matrix_at(section, "X");
  problem.Y = matrix_at(section, "Y");
  if (problem.Y.cols() != problem.X.cols()) {
    section.value("Y").fail(fmt::format("found {} columns, expected {} as in X: one a sample",
                                        problem.Y.cols(), problem.X.cols()));
  }
  problem.input_names = numbered("x", problem.X.rows());
  problem.target_names = numbered("y", problem.Y.rows());
  return problem;
}

}  // namespace plumbline
