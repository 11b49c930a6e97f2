#include "plumbline/problem/matrices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "problem/temp_folder.hpp"

namespace plumbline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Problem read(const std::string& text) {
  return read_matrices(TomlTable::parse("kind = 'matrices'\n" + text, "p.toml"));
}

TEST(Matrices, AreReadRowByRow) {
  const Problem problem = read("X = [[1, 0.5], [0, -2]]\nY = [[3, 1e-3]]\n");
  EXPECT_EQ(problem.X, (Eigen::MatrixXd(2, 2) << 1, 0.5, 0, -2).finished());
  EXPECT_EQ(problem.Y, (Eigen::MatrixXd(1, 2) << 3, 1e-3).finished());
  EXPECT_THAT(problem.input_names, ElementsAre("x0", "x1"));
  EXPECT_THAT(problem.target_names, ElementsAre("y0"));
}

TEST(Matrices, WhatIsNoMatrixIsRefused) {
  const auto refused = [](const std::string& text, const std::string& message) {
    EXPECT_THAT(message_of([&] { read(text); }), HasSubstr(message)) << text;
  };
  refused("X = []\nY = [[1]]\n", "expected at least one row");
  refused("X = [[]]\nY = [[1]]\n", "expected at least one number");
  refused("X = [[1, 2], [3]]\nY = [[1, 2]]\n", "found 1 numbers, expected 2 as in the first row");
  refused("X = [[1, 2]]\nY = [[1]]\n", "found 1 columns, expected 2 as in X: one a sample");
  refused("X = [['a']]\nY = [[1]]\n", "p.toml: line 2");
  refused("X = [[1]]\nY = [[1]]\nseed = 1\n", "unknown key");
}

}  // namespace
}  // namespace plumbline
