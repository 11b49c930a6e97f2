#include "plumbline/training/memorizing_run.hpp"

#include <gtest/gtest.h>

#include <set>

#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/vocabulary.hpp"
#include "support/prepared_problems.hpp"

namespace plumbline {
namespace {

const PreparedProblem& iris() {
  return test::bundled_problem("iris");
}

TEST(MemorizingRun, ObservablesAreThoseOfTheVocabulary) {
  std::set<std::string> by_theorems;
  for (const Vocable& vocable : vocabulary()) {
    if (vocable.arguments >= 0 && means_something(vocable, "memorizing")) {
      EXPECT_EQ(vocable.arguments, 1) << vocable.name;
      by_theorems.insert(vocable.name);
    }
  }
  const auto& names = memorizing_observables();
  EXPECT_EQ(by_theorems, std::set<std::string>(names.begin(), names.end()));
  MemorizingRun run(iris().problem(), iris().points(), {});
  for (const std::string& name : names) EXPECT_TRUE(is_finite(run.observe(name, {}))) << name;
  EXPECT_THROW(run.observe("margin", {}), InternalError);
  EXPECT_THROW(run.observe("errors", {1}), InternalError);
  EXPECT_THROW(run.step(), InternalError);
}

TEST(MemorizingRun, RecallsIrisExactly) {
  const MemorizingRun run(iris().problem(), iris().points(), {});
  for (const char* name : {"errors", "loss"}) {
    EXPECT_EQ(equal(run.observe(name, {}), Interval(0)), Truth::kTrue) << name;
  }
}

TEST(MemorizingRun, BallsOfFewDigitsCannotTellAndOfManyCan) {
  const ReluNetwork network = memorizing_network(iris().problem(), iris().points(), {});
  const Recall few = recall_in_balls(network, iris().problem(), iris().points(), 20);
  EXPECT_EQ(few.surely_missed, 0);
  EXPECT_GT(few.possibly_missed, 0);
  const Recall many = recall_in_balls(network, iris().problem(), iris().points(), 320);
  EXPECT_EQ(many.possibly_missed, 0);
  EXPECT_EQ(equal(many.loss, Interval(0)), Truth::kTrue);
}

TEST(MemorizingRun, BothEvaluationsFindTheSameErrors) {
  const ReluNetwork network = memorizing_network(iris().problem(), iris().points(), {53, 0, 0});
  const Recall exactly = recall_exactly(network, iris().problem(), iris().points());
  const Recall balls = recall_in_balls(network, iris().problem(), iris().points(), 320);
  EXPECT_GT(exactly.surely_missed, 10);
  EXPECT_EQ(exactly.surely_missed, exactly.possibly_missed);
  EXPECT_EQ(balls.surely_missed, exactly.surely_missed);
  EXPECT_EQ(balls.possibly_missed, exactly.possibly_missed);
  EXPECT_NE(equal(balls.loss, exactly.loss), Truth::kFalse);
  EXPECT_EQ(less(Interval(0), exactly.loss), Truth::kTrue);
}

TEST(MemorizingRun, ContradictorySamplesAreItsErrors) {
  const PreparedProblem& problem = test::bundled_problem("iris-sepal-width");
  const MemorizingRun run(problem.problem(), problem.points(), {});
  EXPECT_GT(problem.points().conflicts, 50);
  EXPECT_EQ(equal(run.observe("errors", {}), Interval(problem.points().conflicts)), Truth::kTrue);
}

}  // namespace
}  // namespace plumbline
