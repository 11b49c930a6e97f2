#include "plumbline/numeric/row_space.hpp"

#include <flint/ulong_extras.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "plumbline/numeric/accuracy.hpp"
#include "plumbline/numeric/error.hpp"
#include "support/exact_rational.hpp"

namespace plumbline {
namespace {

using plumbline::test::contains;
using plumbline::test::inverse;
using plumbline::test::random_doubles;
using plumbline::test::random_integers;
using plumbline::test::Rational;
using plumbline::test::RationalMatrix;
using plumbline::test::row_reduce;

/// ‖y(I − Π)‖² with Π from the reduced row echelon form of a.
Rational distance_by_elimination(const Eigen::MatrixXd& y, const Eigen::MatrixXd& a) {
  RationalMatrix reduced(a);
  const std::size_t rank = row_reduce(reduced).size();
  RationalMatrix r(rank, reduced.cols());
  for (std::size_t i = 0; i < rank; ++i) {
    for (std::size_t j = 0; j < reduced.cols(); ++j) r(i, j) = reduced(i, j);
  }
  const RationalMatrix ry(y);
  if (rank == 0) return frobenius_squared(ry);
  return frobenius_squared(ry - ry * transpose(r) * inverse(r * transpose(r)) * r);
}

/// Checks the rank, that the rows are independent, and both distance functions against elimination.
void find_and_verify(const Eigen::MatrixXd& a, const Eigen::MatrixXd& y) {
  const RowBasis basis = find_row_basis(ExactMatrix(a));
  const std::size_t rank = plumbline::test::rank(RationalMatrix(a));
  ASSERT_EQ(static_cast<std::size_t>(basis.rank()), rank);
  ASSERT_EQ(basis.indices.size(), rank);
  ASSERT_TRUE(std::is_sorted(basis.indices.begin(), basis.indices.end()));
  Eigen::MatrixXd rows(static_cast<Eigen::Index>(rank), a.cols());
  for (std::size_t i = 0; i < rank; ++i) rows.row(static_cast<Eigen::Index>(i)) = a.row(basis.indices[i]);
  ASSERT_EQ(rank == 0 ? 0 : plumbline::test::rank(RationalMatrix(rows)), rank);
  const Rational truth = distance_by_elimination(y, a);
  const PrecisionScope scope(400);  // so fine that the bound on the approximation shows beside it
  EXPECT_TRUE(contains(enclose(squared_distance(ExactMatrix(y), basis)), truth));
  const Interval enclosed = enclose_squared_distance(ExactMatrix(y), basis, 40);
  EXPECT_TRUE(contains(enclosed, truth));
  EXPECT_TRUE(has_relative_accuracy(enclosed, 40));
  EXPECT_EQ(upper(enclosed) == 0, truth == 0);
}

TEST(RowSpace, RandomIntegerMatricesOfEveryRank) {
  std::mt19937_64 engine(11);
  for (int repetition = 0; repetition < 150; ++repetition) {
    const Eigen::Index rows = 1 + static_cast<Eigen::Index>(engine() % 6);
    const Eigen::Index cols = 1 + static_cast<Eigen::Index>(engine() % 6);
    const Eigen::Index inner = 1 + static_cast<Eigen::Index>(engine() % 6);
    const Eigen::MatrixXd a =
        random_integers(engine, rows, inner, 3) * random_integers(engine, inner, cols, 3);
    find_and_verify(a, random_integers(engine, 2, cols, 5));
    find_and_verify(a, random_integers(engine, 2, rows, 4) * a);  // inside the row space: distance 0
  }
}

TEST(RowSpace, FullDoublesWithAnExactDependency) {
  std::mt19937_64 engine(12);
  for (int repetition = 0; repetition < 20; ++repetition) {
    Eigen::MatrixXd a = random_doubles(engine, 5, 7, 10);
    a.row(3) = -4 * a.row(1);
    find_and_verify(a, random_doubles(engine, 2, 7, 10));
    a(3, 2) = std::nextafter(a(3, 2), 1e9);  // one unit in the last place: rank 5, not 4
    find_and_verify(a, random_doubles(engine, 2, 7, 10));
  }
}

TEST(RowSpace, ExtremeMagnitudes) {
  Eigen::MatrixXd a(3, 3);
  a << 1e300, 0, 1e-300, 1e-300, 1e-300, 0, 1e300, 1e-300, 1e-300;
  Eigen::MatrixXd y(1, 3);
  y << 1e300, 1e-300, 7;
  find_and_verify(a, y);
  a.row(2) = a.row(0);  // the entries of row 1 are below one unit in the last place of row 0
  find_and_verify(a, y);
}

TEST(RowSpace, ZeroAndEmptyMatrices) {
  find_and_verify(Eigen::MatrixXd::Zero(3, 4), Eigen::MatrixXd::Ones(2, 4));
  EXPECT_EQ(find_row_basis(ExactMatrix(0, 5)).rank(), 0);
  EXPECT_EQ(find_row_basis(ExactMatrix(5, 0)).rank(), 0);
}

// Multiples of the first prime that find_row_basis tries: modulo it the matrix is 0.
TEST(RowSpace, AnUnluckyPrimeIsNotBelieved) {
  ExactMatrix a(2, 3);
  const ulong prime = n_nextprime(UWORD(1) << 61, 0);
  fmpz_set_ui(a.raw(0, 0), prime);
  fmpz_set_ui(a.raw(1, 2), prime);
  EXPECT_EQ(find_row_basis(a).rank(), 2);
}

TEST(RowSpace, RefusesRowsOfAnotherLength) {
  const RowBasis basis = find_row_basis(identity(3));
  EXPECT_THROW(squared_distance(ExactMatrix(1, 2), basis), InternalError);
  EXPECT_THROW(enclose_squared_distance(ExactMatrix(1, 2), basis, 10), InternalError);
}

}  // namespace
}  // namespace plumbline
