#include "plumbline/problem/reduction.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/quantities.hpp"
#include "support/exact_rational.hpp"
#include "support/known_singular_values.hpp"

namespace plumbline {
namespace {

using plumbline::test::KnownDecomposition;
using plumbline::test::random_doubles;
using plumbline::test::random_integers;

Problem make_problem(const Eigen::MatrixXd& x, const Eigen::MatrixXd& y) {
  Problem problem;
  problem.id = "made";
  problem.X = x;
  problem.Y = y;
  problem.input_names.assign(static_cast<std::size_t>(x.rows()), "input");
  return problem;
}

constexpr double kRounding = 1e-14;

double loss(const Eigen::MatrixXd& output, const Eigen::MatrixXd& targets) {
  return 0.5 * (output - targets).squaredNorm();
}

/// Shapes, orthonormality, the order, and the one property that matters: for any linear map W the loss on the
/// data is the loss on the reduced data plus ℓ*.
ReducedProblem reduce_and_verify(const Eigen::MatrixXd& x, const Eigen::MatrixXd& y) {
  const Problem problem = make_problem(x, y);
  const Quantities q = compute_quantities(problem, 30);
  const ReducedProblem reduced = reduce_problem(problem, q.rank);
  EXPECT_EQ(reduced.d_x, x.rows());
  EXPECT_EQ(reduced.d_y, y.rows());
  EXPECT_EQ(reduced.rank, q.rank);
  EXPECT_EQ(reduced.basis.rows(), x.rows());
  EXPECT_EQ(reduced.targets.rows(), y.rows());
  EXPECT_EQ(reduced.singular_values.size(), q.rank);
  for (Eigen::Index i = 1; i < q.rank; ++i) {
    EXPECT_GE(reduced.singular_values(i - 1), reduced.singular_values(i));
  }
  EXPECT_GT(reduced.singular_values.minCoeff(), 0.0);
  const Eigen::MatrixXd gram = reduced.basis.transpose() * reduced.basis;
  EXPECT_LT((gram - Eigen::MatrixXd::Identity(q.rank, q.rank)).norm(), kRounding);

  std::mt19937_64 engine(51);
  const Eigen::MatrixXd x_bar = reduced.basis * reduced.singular_values.asDiagonal();
  for (int repetition = 0; repetition < 3; ++repetition) {
    const Eigen::MatrixXd w = random_integers(engine, y.rows(), x.rows(), 5);
    const double full = loss(w * x, y);
    const double parts = loss(w * x_bar, reduced.targets) + approx_midpoint(q.loss_opt);
    EXPECT_NEAR(parts, full, kRounding * ((w * x).squaredNorm() + y.squaredNorm()));
  }
  return reduced;
}

TEST(Reduction, KeepsTheLossOfEveryLinearMap) {
  std::mt19937_64 engine(52);
  for (int repetition = 0; repetition < 40; ++repetition) {
    const auto d_x = static_cast<Eigen::Index>(1 + engine() % 6);
    const auto n = static_cast<Eigen::Index>(1 + engine() % 9);
    const auto inner = static_cast<Eigen::Index>(1 + engine() % 6);
    Eigen::MatrixXd x = random_integers(engine, d_x, inner, 4) * random_integers(engine, inner, n, 4);
    if (x.isZero(0.0)) x(0, 0) = 1;
    reduce_and_verify(x, random_integers(engine, 3, n, 9));
    reduce_and_verify(random_doubles(engine, d_x, n, 2), random_doubles(engine, 2, n, 2));
  }
}

TEST(Reduction, GivesBackTheDecompositionItWasBuiltFrom) {
  Eigen::VectorXd values(4);
  values << 9, 4, 2, 0.5;
  const KnownDecomposition known(values);
  std::mt19937_64 engine(53);
  for (const bool transposed : {false, true}) {
    const Eigen::MatrixXd x = transposed ? Eigen::MatrixXd(known.matrix().transpose()) : known.matrix();
    const Eigen::MatrixXd& p = transposed ? known.Q : known.P;
    const Eigen::MatrixXd& q = transposed ? known.P : known.Q;
    const Eigen::MatrixXd y = random_integers(engine, 3, x.cols(), 9);
    const ReducedProblem reduced = reduce_and_verify(x, y);
    EXPECT_EQ(reduced.singular_values, values);
    const Eigen::MatrixXd y_q = y * q;  // exact: small dyadic fractions
    for (Eigen::Index i = 0; i < 4; ++i) {
      const double sign = reduced.basis.col(i).dot(p.col(i)) > 0 ? 1.0 : -1.0;
      EXPECT_EQ(reduced.basis.col(i), sign * p.col(i)) << i;
      EXPECT_EQ(reduced.targets.col(i), sign * y_q.col(i)) << i;
    }
  }
}

TEST(Reduction, RepeatedSingularValuesWork) {
  const KnownDecomposition repeated(Eigen::VectorXd::Constant(4, 3.0));
  EXPECT_EQ(reduce_and_verify(repeated.matrix(), Eigen::MatrixXd::Ones(2, 8)).singular_values,
            Eigen::VectorXd::Constant(4, 3.0));
  reduce_and_verify(Eigen::MatrixXd::Identity(5, 5), Eigen::MatrixXd::Ones(2, 5));
}

TEST(Reduction, EveryColumnOfTheBasisHasItsLargestEntryPositive) {
  std::mt19937_64 engine(54);
  for (int repetition = 0; repetition < 30; ++repetition) {
    const auto d_x = static_cast<Eigen::Index>(1 + engine() % 6);
    const Eigen::MatrixXd x = random_doubles(engine, d_x, 4, 2);
    const ReducedProblem reduced = reduce_and_verify(x, Eigen::MatrixXd::Ones(1, 4));
    for (Eigen::Index i = 0; i < reduced.rank; ++i) {
      EXPECT_EQ(reduced.basis.col(i).maxCoeff(), reduced.basis.col(i).cwiseAbs().maxCoeff());
    }
  }
}

TEST(Reduction, AmongEqualLargestEntriesTheFirstIsPositive) {
  std::mt19937_64 engine(58);
  for (Eigen::Index d_x = 2; d_x < 8; ++d_x) {  // equal in exact arithmetic, not after rounding
    const Eigen::RowVectorXd row = random_doubles(engine, 1, 9, 2);
    Eigen::MatrixXd x(d_x, 9);
    for (Eigen::Index i = 0; i < d_x; ++i) x.row(i) = i % 2 == 0 ? row : Eigen::RowVectorXd(-row);
    const ReducedProblem reduced = reduce_and_verify(x, Eigen::MatrixXd::Ones(1, 9));
    ASSERT_EQ(reduced.rank, 1);
    const double entry = std::sqrt(1.0 / static_cast<double>(d_x));
    for (Eigen::Index i = 0; i < d_x; ++i) {
      EXPECT_DOUBLE_EQ(reduced.basis(i, 0), i % 2 == 0 ? entry : -entry);
    }
  }
}

TEST(Reduction, NegatingTheInputsNegatesOnlyTheTargets) {
  std::mt19937_64 engine(55);
  const Eigen::MatrixXd x = random_doubles(engine, 3, 5, 2);
  const Eigen::MatrixXd y = random_doubles(engine, 2, 5, 2);
  const ReducedProblem plus = reduce_and_verify(x, y);
  const ReducedProblem minus = reduce_and_verify(-x, y);
  EXPECT_EQ(plus.basis, minus.basis);
  EXPECT_EQ(plus.singular_values, minus.singular_values);
  EXPECT_EQ(plus.targets, -minus.targets);
}

TEST(Reduction, AxesAreExactOnlyWhereTheDataSaySo) {
  Eigen::MatrixXd x = Eigen::MatrixXd::Zero(3, 4);
  x(0, 1) = 2.0;
  x(1, 0) = -3.0;
  x(2, 3) = 0.5;
  const Eigen::MatrixXd y = Eigen::MatrixXd::Ones(2, 4);
  EXPECT_TRUE(reduce_problem(make_problem(x, y), 3).exact_axes);
  EXPECT_TRUE(reduce_problem(make_problem(x.transpose(), Eigen::MatrixXd::Ones(2, 3)), 3).exact_axes);
  // Vectors that round to the axes without being them: their Gram matrix has an entry off the diagonal.
  x(0, 0) = 0x1p-60;
  const ReducedProblem near = reduce_problem(make_problem(x, y), 3);
  EXPECT_FALSE(near.exact_axes);
  EXPECT_LT(near.input_error, 1e-14);
  EXPECT_FALSE(reduce_problem(make_problem(Eigen::MatrixXd::Random(3, 4), y), 3).exact_axes);
}

TEST(Reduction, SingularValuesAreRoundedOnce) {
  std::mt19937_64 engine(56);
  for (int repetition = 0; repetition < 20; ++repetition) {
    const Problem problem = make_problem(random_doubles(engine, 3, 5, 8), Eigen::MatrixXd::Ones(1, 5));
    const Quantities q = compute_quantities(problem, 40);
    const ReducedProblem reduced = reduce_problem(problem, q.rank);
    EXPECT_EQ(reduced.singular_values(0), Real(lower(q.norm_X)).convert_to<double>());
    EXPECT_EQ(reduced.singular_values(2), Real(lower(q.sigma_r)).convert_to<double>());
  }
}

TEST(Reduction, IllConditionedInputsKeepAnOrthonormalBasis) {
  std::mt19937_64 engine(57);
  Eigen::MatrixXd x = random_doubles(engine, 4, 6, 1);
  x.row(3) = x.row(0);
  x(3, 3) = std::nextafter(x(3, 3), 9.0);
  const Eigen::MatrixXd wide = x;
  reduce_and_verify(wide, Eigen::MatrixXd::Ones(1, 6));
  reduce_and_verify(wide.transpose(), Eigen::MatrixXd::Ones(1, 4));
}

TEST(Reduction, RefusesAnImpossibleRank) {
  const Problem problem = make_problem(Eigen::MatrixXd::Ones(2, 3), Eigen::MatrixXd::Ones(1, 3));
  EXPECT_THROW(reduce_problem(problem, 0), InternalError);
  EXPECT_THROW(reduce_problem(problem, 3), InternalError);
  EXPECT_THROW(reduce_problem(problem, 2), InternalError);  // it is 1
}

}  // namespace
}  // namespace plumbline
