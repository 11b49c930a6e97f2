#include "plumbline/verdict/setting.hpp"

#include <gtest/gtest.h>

#include "problem/temp_folder.hpp"
#include "support/exact_rational.hpp"
#include "support/prepared_problems.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::Rational;

class SettingValues : public testing::Test {
 protected:
  SettingValues() : problem(test::spectrum_problem({2.0, 1.0}, {3, 2})) {
    test::TheoremSketch sketch;
    sketch.tables =
        "[parameters]\ndelta = 0.1\nrho = '0.25'\n[constants]\nC = '3/4'\n[let]\na = 'C*m'\nb = 'a + "
        "delta'\n";
    theorem = test::theorem_of(sketch);
    setting.depth = 3;
    setting.width = Integer("100000000000000000000");
    setting.eta = exact(0.375);
  }
  Interval value(const std::string& name) const {
    return SettingEnvironment(theorem, problem.quantities(), setting).symbol(name);
  }
  const PrecisionScope precision{60};
  PreparedProblem problem;
  Theorem theorem;
  Setting setting;
};

TEST_F(SettingValues, OfDataAndRun) {
  EXPECT_EQ(lower(value("d_x")), 3);
  EXPECT_EQ(lower(value("d_y")), 2);
  EXPECT_EQ(lower(value("n")), 2);
  EXPECT_EQ(lower(value("r")), 2);
  EXPECT_TRUE(test::contains(value("norm_X"), Rational(2)));
  EXPECT_TRUE(test::contains(value("kappa"), Rational(4)));
  EXPECT_EQ(lower(value("L")), 3);
  EXPECT_EQ(lower(value("m")), Real("100000000000000000000"));
  EXPECT_EQ(lower(value("eta")), Real("0.375"));
  // α² = 1/(m² d_y).
  EXPECT_TRUE(test::contains(square(value("alpha")), 1 / Rational(2 * setting.width * setting.width)));
}

TEST_F(SettingValues, OfParametersConstantsAndLets) {
  EXPECT_TRUE(test::contains(value("delta"), Rational(1, 10)));  // the decimal, not the double 0.1
  EXPECT_TRUE(test::contains(value("C"), Rational(3, 4)));
  EXPECT_TRUE(test::contains(value("b"), Rational(3 * setting.width, 4) + Rational(1, 10)));
  setting.parameters["delta"] = "2e-3";
  EXPECT_TRUE(test::contains(value("delta"), Rational(1, 500)));
  EXPECT_TRUE(test::contains(value("b"), Rational(3 * setting.width, 4) + Rational(1, 500)));
}

TEST_F(SettingValues, WithoutAnOutputScaleAlphaIsOne) {
  theorem.scale = "none";
  EXPECT_EQ(lower(value("alpha")), 1);
  EXPECT_EQ(upper(value("alpha")), 1);
}

TEST_F(SettingValues, AParameterOfTheInitialWeightsIsTheDoubleThatTheyAreMadeOf) {
  theorem.init = "identity";
  theorem.parameters.emplace_back("noise", "0.1");
  EXPECT_EQ(lower(value("noise")), Real(0.1));
  EXPECT_EQ(upper(value("noise")), Real(0.1));
  setting.parameters["noise"] = "1e999";
  EXPECT_EQ(message_of([&] { value("noise"); }),
            "parameter noise: found '1e999', expected a number in the range of a double");
}

TEST_F(SettingValues, OfTheTarget) {
  EXPECT_EQ(approx_midpoint(value("sigma_min_W")), approx_midpoint(problem.quantities().sigma_min_W));
  EXPECT_FALSE(is_finite(value("skew_W")));  // three inputs, two targets
  EXPECT_FALSE(is_finite(value("lambda_min_W")));
}

TEST_F(SettingValues, UnknownNamesAndObservablesHaveNone) {
  EXPECT_EQ(message_of([&] { value("t"); }), "theorem sketch: the symbol 't' has no value here");
  const SettingEnvironment environment(theorem, problem.quantities(), setting);
  EXPECT_EQ(message_of([&] { environment.observe("loss", {0}); }),
            "theorem sketch: 'loss' can only be observed along a run");
}

TEST_F(SettingValues, ParametersAreChecked) {
  const auto message = [&](const std::string& name, const std::string& text) {
    return message_of([&] { check_parameters(theorem, {{name, text}}); });
  };
  EXPECT_EQ(message("delta", "1e-9"), "no error");
  EXPECT_EQ(message("delta", "-2"), "no error");  // a hypothesis must refuse it, not the reader
  EXPECT_EQ(message("detla", "0.1"), "theorem sketch has no parameter 'detla' (did you mean 'delta'?)");
  EXPECT_EQ(message("C", "1"), "theorem sketch has no parameter 'C'");  // a constant is none
  for (const char* text : {"", "abc", "nan", "inf", "-inf", "1/3", "0.1 ", "1,5", "1e99999999999999999999"}) {
    EXPECT_EQ(message("delta", text),
              "parameter delta: found '" + std::string(text) + "', expected a decimal number");
  }
}

}  // namespace
}  // namespace plumbline
