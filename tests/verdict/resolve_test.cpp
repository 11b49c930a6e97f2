#include "plumbline/verdict/resolve.hpp"

#include <gtest/gtest.h>

#include "plumbline/verdict/hypotheses.hpp"
#include "problem/temp_folder.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::theorem_of;
using test::TheoremSketch;

/// Singular values 2 and 1, d_x = 3, d_y = 2.
const PreparedProblem& two_and_one() {
  static const PreparedProblem problem(test::spectrum_problem({2.0, 1.0}, {3, 2}));
  return problem;
}

Theorem with_hypotheses(const std::vector<std::string>& claims, const std::string& tables = "") {
  TheoremSketch sketch;
  sketch.tables = tables;
  for (const std::string& claim : claims) {
    sketch.hypotheses.push_back({"h" + std::to_string(sketch.hypotheses.size() + 1), claim, {}});
  }
  return theorem_of(sketch);
}

TEST(ParseWidth, WhatIsAccepted) {
  struct Accepted {
    std::string text;
    Integer value, factor;
  };
  const Integer huge = boost::multiprecision::pow(Integer(10), 60);
  for (const auto& [text, value, factor] : {Accepted{"1", 1, 0},
                                            {"64", 64, 0},
                                            {"08", 8, 0},
                                            {"1e9", 1'000'000'000, 0},
                                            {"25E2", 2500, 0},
                                            {"1e+3", 1000, 0},
                                            {"1e0", 1, 0},
                                            {"1e60", huge, 0},
                                            {"18446744073709551617", Integer("18446744073709551617"), 0},
                                            {"threshold", 0, 1},
                                            {"2*threshold", 0, 2},
                                            {"1e3*threshold", 0, 1000}}) {
    const WidthSpec spec = parse_width(text);
    EXPECT_EQ(spec.value, value) << text;
    EXPECT_EQ(spec.threshold_factor, factor) << text;
  }
}

TEST(ParseWidth, WhatIsRefused) {
  for (const char* text : {"",
                           "0",
                           "000",
                           "0e5",
                           "-3",
                           "+3",
                           "1.5",
                           "1e",
                           "1e-1",
                           "1e+-1",
                           "1e61",
                           "11e59",
                           "1e999999999999",
                           " 64",
                           "64 ",
                           "0x40",
                           "1_000",
                           "nan",
                           "inf",
                           "max",
                           "Threshold",
                           "*threshold",
                           "0*threshold",
                           "-1*threshold",
                           "1.5*threshold",
                           "2 * threshold",
                           "2threshold",
                           "threshold*2",
                           "thresholds",
                           "1000000000000000000000000000000000000000000000000000000000001"}) {
    EXPECT_EQ(
        message_of([&] { parse_width(text); }),
        "width: found '" + std::string(text) +
            "', expected a positive integer up to 1e60 such as 64 or 1e9, 'threshold' or 'K*threshold'");
  }
}

TEST(ParseStep, WhatIsAccepted) {
  struct Accepted {
    std::string text;
    double value;
    bool of_max;
  };
  for (const auto& [text, value, of_max] : {Accepted{"0.1", 0.1, false},
                                            {"1", 1.0, false},
                                            {"1e-300", 1e-300, false},
                                            {"max", 1.0, true},
                                            {"0.5max", 0.5, true},
                                            {"0.5*max", 0.5, true},
                                            {"2max", 2.0, true},
                                            {"1e-3*max", 1e-3, true}}) {
    const StepSpec spec = parse_step(text);
    EXPECT_EQ(spec.value, value) << text;
    EXPECT_EQ(spec.of_max, of_max) << text;
  }
}

TEST(ParseStep, WhatIsRefused) {
  for (const char* text :
       {"",       "0",      "-1",       "-0",      "nan",     "inf",    "1e999", "1e-999",
        "1,5",    " 1",     "1 ",       "0x1",     "abc",     "*max",   "0max",  "-1max",
        "nanmax", "infmax", "0.5**max", "0.5 max", "max*0.5", "maxmax", "Max",   "threshold"}) {
    EXPECT_EQ(message_of([&] { parse_step(text); }),
              "eta: found '" + std::string(text) +
                  "', expected a positive number, 'max' or a multiple such as '0.5max'");
  }
}

ResolvedSetting resolved(const Theorem& theorem, const std::string& width, const std::string& step,
                         std::int64_t depth = 3, const std::map<std::string, std::string>& parameters = {}) {
  return resolve_setting(theorem, two_and_one(), depth, parse_width(width), parse_step(step), parameters);
}

TEST(Resolve, MaxIsTheLargestDoubleThatIsSurelyAllowed) {
  const Theorem theorem = with_hypotheses({"m >= 5*d_x", "eta <= d_y/(2*L*norm_X^2)"});
  const ResolvedSetting at = resolved(theorem, "threshold", "max");
  EXPECT_EQ(at.setting.width, 15);
  ASSERT_TRUE(at.max_eta);
  EXPECT_EQ(at.eta, lower_double(*at.max_eta));  // below 1/12
  EXPECT_EQ(lower(at.setting.eta), Real(at.eta));
  EXPECT_EQ(upper(at.setting.eta), Real(at.eta));
  for (const HypothesisResult& h : evaluate_hypotheses(theorem, two_and_one(), at.setting)) {
    EXPECT_EQ(h.truth, Truth::kTrue) << h.name;
  }
  EXPECT_EQ(resolved(theorem, "threshold", "0.5max").eta, 0.5 * at.eta);
  EXPECT_EQ(resolved(theorem, "threshold", "3*max").eta, 3.0 * at.eta);
}

TEST(Resolve, GivenNumbersStandAndTheSolvedOnesAreReported) {
  const Theorem theorem = with_hypotheses({"m >= 5*d_x", "eta <= d_y/(2*L*norm_X^2)"});
  const ResolvedSetting at = resolved(theorem, "7", "0.5");
  EXPECT_EQ(at.setting.width, 7);
  EXPECT_EQ(at.eta, 0.5);
  EXPECT_EQ(at.min_width, Integer(15));
  ASSERT_TRUE(at.max_eta);
  EXPECT_NEAR(approx_midpoint(*at.max_eta), 1.0 / 12.0, 1e-15);
  EXPECT_EQ(resolved(theorem, "4*threshold", "0.5").setting.width, 60);
}

TEST(Resolve, AWidthThatNeedsTheStepGetsIt) {
  // h1 ties the width to the step: at a given step the width can be solved, and the other way round.
  const Theorem theorem = with_hypotheses({"m >= 10/eta", "eta <= 1"});
  EXPECT_EQ(resolved(theorem, "threshold", "0.25").setting.width, 40);
  EXPECT_NEAR(resolved(theorem, "40", "max").eta, 1.0, 1e-15);
  EXPECT_EQ(message_of([&] { resolved(theorem, "threshold", "max"); }),
            "theorem sketch: hypothesis 'h1' ties the step to the width; give a number for one of them");
}

TEST(Resolve, MaxWithoutALimitIsRefused) {
  EXPECT_EQ(message_of([] { resolved(with_hypotheses({"m >= d_x"}), "64", "max"); }),
            "theorem sketch: eta = max, but no hypothesis limits the step; give a number");
  const ResolvedSetting at = resolved(with_hypotheses({"m >= d_x"}), "64", "0.1");
  EXPECT_FALSE(at.max_eta);
}

TEST(Resolve, AHypothesisThatNothingMeetsStopsOnlyWhoAsksForIt) {
  const Theorem no_width = with_hypotheses({"m >= m + 1", "eta <= 1"});
  EXPECT_EQ(
      message_of([&] { resolved(no_width, "threshold", "0.5"); }),
      "theorem sketch: found no width up to 1e60 that satisfies hypothesis 'h1' (m >= m + 1) at depth 3");
  EXPECT_FALSE(resolved(no_width, "64", "0.5").min_width);
  const Theorem no_step = with_hypotheses({"m >= 3", "eta <= 0"});
  EXPECT_EQ(message_of([&] { resolved(no_step, "64", "max"); }),
            "theorem sketch: found no positive step that satisfies hypothesis 'h2' (eta <= 0) at depth 3");
  for (const char* width : {"64", "threshold"}) {
    const ResolvedSetting at = resolved(no_step, width, "0.5");
    ASSERT_TRUE(at.max_eta);
    EXPECT_EQ(upper(*at.max_eta), 0);
  }
}

TEST(Resolve, StepsOutOfDoublesRangeAreRefused) {
  EXPECT_EQ(message_of([] { resolved(with_hypotheses({"eta <= 1e-400"}), "64", "max"); }),
            "theorem sketch: the step 1 of the largest one, 1e-400, is out of double's range");
  EXPECT_EQ(message_of([] { resolved(with_hypotheses({"eta <= 1e300"}), "64", "1e20max"); }),
            "theorem sketch: the step 1e+20 of the largest one, 1e+300, is out of double's range");
}

TEST(Resolve, DepthAndParametersAreChecked) {
  const Theorem theorem = with_hypotheses({"m >= 1/delta", "eta <= 1"}, "[parameters]\ndelta = 0.01\n");
  EXPECT_EQ(message_of([&] { resolved(theorem, "64", "max", 1); }), "depth: found 1, expected at least 2");
  EXPECT_EQ(message_of([&] {
              resolved(theorem, "64", "max", 2, {{"dleta", "1"}});
            }),
            "theorem sketch has no parameter 'dleta' (did you mean 'delta'?)");
  EXPECT_EQ(resolved(theorem, "threshold", "max", 2, {{"delta", "0.5"}}).setting.width, 2);
}

}  // namespace
}  // namespace plumbline
