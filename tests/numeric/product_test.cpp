#include "plumbline/numeric/product.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "plumbline/numeric/error.hpp"
#include "plumbline/numeric/random_stream.hpp"
#include "plumbline/numeric/upper_bound.hpp"

namespace plumbline {
namespace {

Eigen::MatrixXd random_matrix(Eigen::Index rows, Eigen::Index cols, std::uint64_t seed) {
  RandomStream stream(seed, 0, 0);
  Eigen::MatrixXd a(rows, cols);
  for (double& entry : a.reshaped()) entry = stream.normal();
  return a;
}

struct Shape {
  Eigen::Index rows, inner, cols;
};

/// Small, odd, empty, with slices of a long inner dimension and a rest.
const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = {
      {1, 1, 1}, {26, 26, 16}, {10, 26, 26},   {3, 7, 5},     {71, 71, 61},  {5, 0, 4},     {0, 3, 2},
      {4, 3, 0}, {97, 97, 3},  {130, 203, 16}, {10, 400, 32}, {400, 10, 32}, {256, 1000, 7}};
  return all;
}

TEST(Multiply, ErrsByNoMoreThanASumOfProductsDoes) {
  for (const Shape& shape : shapes()) {
    const Eigen::MatrixXd a = random_matrix(shape.rows, shape.inner, 1);
    const Eigen::MatrixXd b = random_matrix(shape.inner, shape.cols, 2);
    Eigen::MatrixXd out = random_matrix(shape.rows, shape.cols, 3);  // what was there must not matter
    multiply(a, b, out);
    const double bound = gamma(static_cast<double>(shape.inner) + 1.0).value();
    for (Eigen::Index i = 0; i < shape.rows; ++i) {
      for (Eigen::Index j = 0; j < shape.cols; ++j) {
        long double sum = 0.0L;
        long double size = 0.0L;
        for (Eigen::Index k = 0; k < shape.inner; ++k) {
          sum += static_cast<long double>(a(i, k)) * b(k, j);
          size += std::abs(static_cast<long double>(a(i, k)) * b(k, j));
        }
        EXPECT_LE(std::abs(static_cast<long double>(out(i, j)) - sum), bound * size)
            << shape.rows << " x " << shape.inner << " x " << shape.cols << " at " << i << ", " << j;
      }
    }
  }
}

TEST(Multiply, WorksOnBlocksAndLeavesTheRestAlone) {
  const Eigen::MatrixXd a = random_matrix(40, 150, 1);
  const Eigen::MatrixXd b = random_matrix(150, 12, 2);
  Eigen::MatrixXd out = Eigen::MatrixXd::Constant(60, 20, 7.0);
  multiply(a.middleRows(3, 30), b.middleCols(2, 5), out.block(10, 4, 30, 5));
  EXPECT_LT((out.block(10, 4, 30, 5) - a.middleRows(3, 30) * b.middleCols(2, 5)).norm(), 1e-11);
  out.block(10, 4, 30, 5).setConstant(7.0);
  EXPECT_TRUE((out.array() == 7.0).all());
}

TEST(Multiply, GivesTheSameBytesEveryTime) {
  const Eigen::MatrixXd a = random_matrix(517, 300, 1);
  const Eigen::MatrixXd b = random_matrix(300, 16, 2);
  Eigen::MatrixXd whole(517, 16);
  multiply(a, b, whole);
  Eigen::MatrixXd again(517, 16);
  multiply(a, b, again);
  EXPECT_EQ(std::memcmp(whole.data(), again.data(), sizeof(double) * 517 * 16), 0);
}

TEST(Multiply, ShapesThatDoNotFitAreAFaultOfTheCaller) {
  const Eigen::MatrixXd a = random_matrix(4, 3, 1);
  Eigen::MatrixXd out(4, 4);
  EXPECT_THROW(multiply(a, random_matrix(4, 4, 2), out), InternalError);
  EXPECT_THROW(multiply(a, random_matrix(3, 3, 2), out), InternalError);
  EXPECT_THROW(multiply(a.topRows(2), random_matrix(3, 4, 2), out), InternalError);
}

}  // namespace
}  // namespace plumbline
