// What a problem file may ask to be done to its columns: one_hot, standardize, intercept.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "plumbline/problem/data_table.hpp"

namespace plumbline {

/// A column of classes as unit vectors.
struct OneHot {
  std::vector<std::string> classes;  ///< distinct, sorted
  Eigen::MatrixXd Y;                 ///< classes × samples; Y(c, s) = 1 if sample s is of class c, else 0
};

/// The values of one column become classes. If all of them are numbers, classes are equal and sorted as
/// numbers and carry the shortest decimal that reads back as the number; else as bytes.
/// @throws InputError for an empty value, NaN, an infinity, text that is not UTF-8, a single class, or a Y
/// above kMaxMatrixEntries.
OneHot one_hot(const DataTable& table, std::size_t column);

/// Index of a row of X whose entries are all equal, or -1.
Eigen::Index find_constant_row(const Eigen::MatrixXd& X);

/// Each row of X (d_x × n) to mean 0 and population standard deviation 1: z = (x - mean)/deviation of the
/// exact doubles x, correctly rounded to the nearest double.
/// @pre no row is constant. @throws InternalError if one is.
void standardize(Eigen::MatrixXd& X);

/// X with a row of ones below.
Eigen::MatrixXd with_intercept(const Eigen::MatrixXd& X);

}  // namespace plumbline
