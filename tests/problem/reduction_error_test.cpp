#include "plumbline/problem/reduction_error.hpp"

#include <gtest/gtest.h>

#include "plumbline/numeric/eigen_enclosure.hpp"
#include "plumbline/problem/data_folder.hpp"
#include "plumbline/problem/problem.hpp"
#include "plumbline/problem/quantities.hpp"

namespace plumbline {
namespace {

struct Reduced {
  Problem problem;
  ReducedProblem reduced;
};

Reduced reduced(const std::string& id) {
  Problem problem = read_problem(find_data_file("problems", id));
  ReducedProblem reduction = reduce_problem(problem, compute_quantities(problem, 20).rank);
  return {std::move(problem), std::move(reduction)};
}

/// The bound for a reduction whose stored numbers were tampered with, from good singular vectors.
ReducedProblem bounded_anew(const Reduced& data, ReducedProblem stored) {
  const ExactMatrix x(data.problem.X);
  const EigenEnclosure spectrum = enclose_eigenvalues(smaller_gram(x), stored.rank, 40);
  RealMatrix vectors = spectrum.vectors.leftCols(stored.rank);
  // Signs as stored.
  for (Eigen::Index i = 0; i < stored.rank; ++i) {
    const bool left = x.rows() <= x.cols();
    const Eigen::VectorXd v = vectors.col(i).cast<double>();
    const Eigen::VectorXd p = left ? v : Eigen::VectorXd(data.problem.X * v);
    if (p.dot(data.reduced.basis.col(i)) < 0.0) vectors.col(i) = -vectors.col(i);
  }
  stored.input_error = stored.target_error = std::numeric_limits<double>::infinity();
  bound_reduction_error(stored, x, ExactMatrix(data.problem.Y), vectors);
  return stored;
}

TEST(ReductionError, IsAFewRoundingsForEveryBundledProblem) {
  for (const std::string& id : list_data_ids("problems")) {
    const Reduced data = reduced(id);
    EXPECT_LT(data.reduced.input_error, 1e-14 * data.reduced.singular_values(0)) << id;
    EXPECT_LT(data.reduced.target_error, 1e-14 * data.problem.Y.norm()) << id;
  }
}

TEST(ReductionError, SeesEveryStoredNumberThatIsWrong) {
  for (const std::string id : {"linnerud", "hxp-gaussian"}) {  // left and right Gram matrix
    const Reduced data = reduced(id);
    EXPECT_NEAR(bounded_anew(data, data.reduced).target_error / data.reduced.target_error, 1.0, 1e-3) << id;
    ReducedProblem wrong = data.reduced;
    wrong.targets(0, 1) += 1e-3;
    EXPECT_GE(bounded_anew(data, wrong).target_error, 0.999e-3) << id;
    wrong = data.reduced;
    wrong.singular_values(1) *= 1.001;
    EXPECT_GE(bounded_anew(data, wrong).input_error, 0.999e-3 * data.reduced.singular_values(1)) << id;
    wrong = data.reduced;
    wrong.targets.col(0) = -wrong.targets.col(0);  // a sign that does not belong to its singular vector
    EXPECT_GE(bounded_anew(data, wrong).target_error, 1.9 * data.reduced.targets.col(0).norm()) << id;
  }
}

}  // namespace
}  // namespace plumbline
