#include "plumbline/numeric/eigen_enclosure.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "plumbline/numeric/accuracy.hpp"
#include "plumbline/numeric/error.hpp"
#include "support/exact_rational.hpp"

namespace plumbline {
namespace {

using plumbline::test::eigenvalue_in;
using plumbline::test::random_doubles;
using plumbline::test::random_integers;
using plumbline::test::RationalMatrix;

RationalMatrix gram_of(const Eigen::MatrixXd& x) {
  return RationalMatrix(x) * transpose(RationalMatrix(x));
}

/// Each enclosure against Sylvester's law of inertia in rational arithmetic.
void expect_all_true(const RationalMatrix& a, const std::vector<Interval>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_TRUE(eigenvalue_in(a, i, values[i]))
        << "eigenvalue " << i << " not in [" << format_lower(values[i], 20) << ", "
        << format_upper(values[i], 20) << "]";
  }
}

void enclose_and_verify(const Eigen::MatrixXd& x, unsigned digits) {
  const RationalMatrix gram = gram_of(x);
  const auto rank = static_cast<Eigen::Index>(plumbline::test::rank(gram));
  if (rank == 0) return;
  const ExactMatrix root(x);
  const EigenEnclosure result = enclose_eigenvalues(root * transpose(root), rank, digits);
  ASSERT_EQ(static_cast<Eigen::Index>(result.values.size()), rank);
  expect_all_true(gram, result.values);
  for (const Interval& value : result.values) EXPECT_TRUE(has_relative_accuracy(value, digits));
}

TEST(EigenEnclosure, RandomIntegerGramsOfEveryRank) {
  std::mt19937_64 engine(31);
  for (int repetition = 0; repetition < 100; ++repetition) {
    const auto rows = static_cast<Eigen::Index>(1 + engine() % 5);
    const auto inner = static_cast<Eigen::Index>(1 + engine() % 5);
    enclose_and_verify(random_integers(engine, rows, inner, 4) * random_integers(engine, inner, 6, 4),
                       1 + static_cast<unsigned>(engine() % 60));
  }
}

TEST(EigenEnclosure, WildlyDifferentMagnitudes) {
  std::mt19937_64 engine(32);
  for (int repetition = 0; repetition < 5; ++repetition) {
    enclose_and_verify(random_doubles(engine, 3, 4, 150), 20);
  }
  Eigen::MatrixXd extreme(2, 2);
  extreme << 1e300, 1e-300, 1e-300, 1e-300;
  enclose_and_verify(extreme, 50);
}

TEST(EigenEnclosure, MultipleEigenvaluesAndDiagonalsAreNoTrouble) {
  enclose_and_verify(Eigen::MatrixXd::Identity(4, 4), 50);
  Eigen::MatrixXd x(4, 4);  // 3I − ones: the eigenvalue 9 of the square is triple
  x.setConstant(-1.0);
  x.diagonal().setConstant(2.0);
  enclose_and_verify(x, 50);
  const EigenEnclosure points = enclose_eigenvalues(ExactMatrix(Eigen::MatrixXd::Identity(4, 4)), 4, 50);
  for (const Interval& value : points.values) EXPECT_EQ(equal(value, Interval(1)), Truth::kTrue);
}

TEST(EigenEnclosure, CountOneNeedsNoRank) {
  Eigen::MatrixXd a(3, 3);  // rank 2, eigenvalues 6 ± √(…) and 0
  a << 1, 2, 3, 2, 4, 6, 3, 6, 10;
  const EigenEnclosure top = enclose_eigenvalues(ExactMatrix(a), 1, 40);
  ASSERT_EQ(top.values.size(), 1U);
  expect_all_true(RationalMatrix(a), top.values);
  EXPECT_TRUE(has_relative_accuracy(top.values.front(), 40));
}

TEST(EigenEnclosure, RefusesACallThatCannotSucceed) {
  EXPECT_THROW(enclose_eigenvalues(ExactMatrix(2, 2), 1, 10), InternalError);
  EXPECT_THROW(enclose_eigenvalues(ExactMatrix(2, 3), 1, 10), InternalError);
  EXPECT_THROW(enclose_eigenvalues(identity(2), 0, 10), InternalError);
  EXPECT_THROW(enclose_eigenvalues(identity(2), 3, 10), InternalError);
  Eigen::MatrixXd singular(3, 3);
  singular << 1, 3, 7, 3, 9, 21, 7, 21,
      49;  // the second eigenvalue is 0: no relative accuracy at any precision
  EXPECT_THROW(enclose_eigenvalues(ExactMatrix(singular), 2, 10), InternalError);
  EXPECT_THROW(enclose_eigenvalues(ExactMatrix(Eigen::MatrixXd::Ones(2, 2)), 2, 10), InternalError);
}

class CorruptedGuess : public ::testing::Test {
 protected:
  CorruptedGuess() : scope_(60) {
    std::mt19937_64 engine(33);
    x_ = random_integers(engine, 5, 7, 9);
    a_ = ExactMatrix(x_) * transpose(ExactMatrix(x_));
    good_ = approx_eigenvectors(a_);
  }

  /// True enclosures or a refusal; returns whether there were enclosures.
  bool certify_and_verify(const RealMatrix& guess) {
    const auto values = certify_eigenvalues(a_, guess, a_.rows());
    if (values) expect_all_true(gram_of(x_), *values);
    return values.has_value();
  }

  PrecisionScope scope_;
  Eigen::MatrixXd x_;
  ExactMatrix a_;
  RealMatrix good_;
};

TEST_F(CorruptedGuess, TheGoodOneIsSharp) {
  ASSERT_TRUE(certify_and_verify(good_));
  const auto values = certify_eigenvalues(a_, good_, 5);
  for (const Interval& value : *values) EXPECT_LT(relative_width(value), 1e-50);
}

TEST_F(CorruptedGuess, NoiseOfAnySizeNeverMakesItWrong) {
  std::mt19937_64 engine(34);
  std::uniform_real_distribution<double> noise(-1.0, 1.0);
  int answered = 0;
  int refused = 0;
  for (int repetition = 0; repetition < 200; ++repetition) {
    const double size = std::pow(10.0, -static_cast<double>(engine() % 20) / 2.0);
    RealMatrix guess = good_;
    for (Real& entry : guess.reshaped()) entry += size * noise(engine);
    ++(certify_and_verify(guess) ? answered : refused);
  }
  EXPECT_GT(answered, 50);
  EXPECT_GT(refused, 10);
}

TEST_F(CorruptedGuess, OrthonormalButUnrelatedIsWideAndTrue) {
  ASSERT_TRUE(certify_and_verify(RealMatrix::Identity(5, 5)));
  const auto values = certify_eigenvalues(a_, RealMatrix::Identity(5, 5), 5);
  EXPECT_GT(relative_width(values->front()), 0.01);
}

TEST_F(CorruptedGuess, PermutedOrReflectedColumnsAreAsGood) {
  RealMatrix guess = good_.rowwise().reverse();
  guess.col(2) *= -1;
  ASSERT_TRUE(certify_and_verify(guess));
  EXPECT_LT(relative_width(certify_eigenvalues(a_, guess, 5)->back()), 1e-50);
}

TEST_F(CorruptedGuess, SwappedEntriesStayTrue) {
  for (Eigen::Index i = 0; i < 25; ++i) {
    RealMatrix guess = good_;
    std::swap(guess(i), guess((i * 7 + 3) % 25));
    certify_and_verify(guess);
    guess(i) = 0;
    certify_and_verify(guess);
  }
}

TEST_F(CorruptedGuess, UselessOnesAreRefused) {
  EXPECT_FALSE(certify_and_verify(RealMatrix::Zero(5, 5)));
  EXPECT_FALSE(certify_and_verify(2 * good_));
  // Exact products of these would not fit into any memory.
  EXPECT_FALSE(certify_and_verify(ldexp(Real(1), 1000000000) * good_));
  EXPECT_FALSE(certify_and_verify(ldexp(Real(1), -1000000000) * good_));
  RealMatrix guess = good_;
  guess.col(1) = guess.col(0);
  EXPECT_FALSE(certify_and_verify(guess));
  for (const Real& bad : {std::numeric_limits<Real>::quiet_NaN(), std::numeric_limits<Real>::infinity()}) {
    guess = good_;
    guess(3, 3) = bad;
    EXPECT_FALSE(certify_and_verify(guess));
  }
  EXPECT_THROW(certify_eigenvalues(a_, RealMatrix::Identity(4, 4), 4), InternalError);
  EXPECT_THROW(certify_eigenvalues(a_, good_, 6), InternalError);
}

}  // namespace
}  // namespace plumbline
