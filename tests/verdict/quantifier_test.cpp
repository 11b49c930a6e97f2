#include "plumbline/verdict/quantifier.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "problem/temp_folder.hpp"
#include "support/theorem_sketch.hpp"
#include "theorem/map_environment.hpp"

namespace plumbline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

MapEnvironment with_depth(std::int64_t depth) {
  MapEnvironment environment;
  environment.symbols["L"] = Interval(depth);
  return environment;
}

Conclusion conclusion_with(const std::vector<std::string>& for_all, const std::string& claim) {
  test::TheoremSketch sketch;
  sketch.conclusions = {{"c", claim, for_all}};
  return test::theorem_of(sketch).conclusions.at(0);
}

/// All of i, j, t.
using Condition = std::function<bool(std::int64_t i, std::int64_t j, std::int64_t t, std::int64_t depth)>;

void expect_enumerates(const std::vector<std::string>& for_all, const Condition& condition) {
  const Conclusion conclusion = conclusion_with(for_all, "sigma_max(j, i, t) >= 0");
  for (const std::int64_t depth : {2, 3, 5}) {
    const MapEnvironment environment = with_depth(depth);
    const Quantifier quantifier(conclusion, environment, depth);
    for (std::int64_t t = 0; t <= 6; ++t) {
      std::vector<Binding> expected;
      for (std::int64_t i = 1; i <= depth; ++i) {
        for (std::int64_t j = 1; j <= depth; ++j) {
          if (condition(i, j, t, depth)) expected.push_back({{"i", i}, {"j", j}, {"t", t}});
        }
      }
      EXPECT_EQ(quantifier.at(t), expected) << for_all.back() << " at t = " << t << ", L = " << depth;
    }
  }
}

TEST(Quantifier, EnumeratesAsANaiveLoopDoes) {
  expect_enumerates({"t >= 0", "1 <= i <= j <= L"}, [](auto i, auto j, auto, auto) { return i <= j; });
  expect_enumerates({"t >= 0", "1 <= i <= j <= L", "j - i < L - 1"},
                    [](auto i, auto j, auto, auto depth) { return i <= j && j - i < depth - 1; });
  expect_enumerates({"t >= 2", "1 < i <= j < L"}, [](auto i, auto j, auto t, auto depth) {
    return t >= 2 && 1 < i && i <= j && j < depth;
  });
  expect_enumerates({"t >= i", "j >= 1"}, [](auto i, auto, auto t, auto) { return t >= i; });
  expect_enumerates({"2*t == i + j", "i != j"},
                    [](auto i, auto j, auto t, auto) { return 2 * t == i + j && i != j; });
  expect_enumerates({"t != 3", "i^2 + j^2 <= 13"},
                    [](auto i, auto j, auto t, auto) { return t != 3 && i * i + j * j <= 13; });
  expect_enumerates({"t <= 0.5*L", "i == 1 + 0*j"},
                    [](auto i, auto, auto t, auto depth) { return 2 * t <= depth && i == 1; });
  expect_enumerates({"t >= 0", "i > L", "j >= 1"}, [](auto, auto, auto, auto) { return false; });
}

TEST(Quantifier, WithoutStepsThereIsOneComparisonAtTheStart) {
  const MapEnvironment environment = with_depth(3);
  const Conclusion plain = conclusion_with({}, "loss(0) >= 0");
  const Quantifier once(plain, environment, 3);
  EXPECT_THAT(once.at(0), ElementsAre(Binding{}));
  EXPECT_THAT(once.at(1), IsEmpty());
  const Conclusion layers = conclusion_with({"i >= 2"}, "travel(i, 0) <= 0");
  const Quantifier each_layer(layers, environment, 3);
  EXPECT_THAT(each_layer.at(0), ElementsAre(Binding{{"i", 2}}, Binding{{"i", 3}}));
  EXPECT_THAT(each_layer.at(2), IsEmpty());
}

TEST(Quantifier, AConditionThatCannotBeDecidedIsAnError) {
  const Conclusion conclusion = conclusion_with({"t >= 0", "1/(t - 2) <= 9"}, "loss(t) >= 0");
  const MapEnvironment environment = with_depth(3);
  const Quantifier quantifier(conclusion, environment, 3);
  EXPECT_EQ(quantifier.at(1).size(), 1U);
  EXPECT_THAT(message_of([&] { quantifier.at(2); }),
              HasSubstr("the condition '1/(t - 2) <= 9' cannot be decided"));
}

TEST(Quantifier, RefusesMorePairsThanMemoryHolds) {
  const Conclusion pairs = conclusion_with({"t >= 0", "1 <= i <= j <= L"}, "sigma_max(j, i, t) >= 0");
  EXPECT_THAT(message_of([&] {
                const MapEnvironment e = with_depth(1001);
                const Quantifier q(pairs, e, 1001);
              }),
              HasSubstr("depth 1001 leaves more than 1e+06 values of i and j to compare, the limit"));
  const Conclusion layers = conclusion_with({"t >= 0", "i >= 1"}, "travel(i, t) >= 0");
  EXPECT_THAT(message_of([&] {
                const MapEnvironment e = with_depth(1'000'001);
                const Quantifier q(layers, e, 1'000'001);
              }),
              HasSubstr("depth 1000001"));
}

}  // namespace
}  // namespace plumbline
