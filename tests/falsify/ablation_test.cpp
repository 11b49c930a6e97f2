// Which hypotheses are needed: variants of a theorem file, and what the search makes of them.
#include "plumbline/falsify/ablation.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/falsify/sign.hpp"
#include "plumbline/falsify/theorem_variant.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/parse.hpp"
#include "problem/temp_folder.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::theorem_text;
using test::TheoremSketch;
using testing::HasSubstr;

/// One trained layer of least squares: true up to the step 2/(lambda_max + lambda_r).
const char* const kLeastSquares = R"toml(id = "sketch"
title = "One layer"
source = "here"
network = "deep-linear"
init = "zero-asymmetric"   # the first layer is I
frozen = ["first"]

[constants]
share = { value = "2", proof = "somewhere" }

[[hypothesis]]
name = "one layer"
claim = "L == 2"

[[hypothesis]]
name = "width"
claim = "m >= d_x"

[[hypothesis]]
name = "step size"
claim = "eta <= share/(lambda_max + lambda_r)"

[[conclusion]]
name = "linear rate"
for_all = ["t >= 0"]
claim = "loss(t) - loss_opt <= (1 - eta*lambda_r)^(2*t)*(loss(0) - loss_opt)"
)toml";

SearchRequest request_of(std::int64_t budget) {
  SearchRequest request;
  request.budget = budget;
  request.threads = 2;
  return request;
}

const AblationRow& row_of(const std::vector<AblationRow>& rows, const std::string& what, bool violated) {
  for (const AblationRow& row : rows) {
    if (row.what == what && row.violated == violated) return row;
  }
  ADD_FAILURE() << "no row '" << what << "' " << (violated ? "violated" : "not violated");
  return rows.front();
}

TEST(TheoremVariant, ChangesOneThingAndKeepsTheRest) {
  const TheoremText base = read_variant(kLeastSquares, "base");
  const TheoremText dropped = with_hypothesis(base, "width", "0 == 0");
  EXPECT_EQ(dropped.theorem.hypotheses[1].claim.source.text, "0 == 0");
  EXPECT_EQ(dropped.theorem.hypotheses[2].claim.source.text, base.theorem.hypotheses[2].claim.source.text);
  EXPECT_THAT(dropped.text, HasSubstr("# the first layer is I"));
  const TheoremText changed = with_constant(base, "share", "(2)*3");
  EXPECT_EQ(changed.theorem.constants[0].text, "(2)*3");
  EXPECT_NE(changed.theorem.constants[0].proof, "open");
  EXPECT_EQ(with_init(base, "identity").theorem.init, "identity");
}

TEST(TheoremVariant, RefusesWhatItCannotChange) {
  const TheoremText base = read_variant(kLeastSquares, "base");
  EXPECT_THAT(message_of([&] { with_hypothesis(base, "depth", "0 == 0"); }),
              HasSubstr("found no hypothesis 'depth'"));
  EXPECT_THAT(message_of([&] { with_constant(base, "share2", "1"); }),
              HasSubstr("found no line 'share2 = …'"));
  EXPECT_THROW(with_hypothesis(base, "width", "m >="), InputError);
  std::string long_claim = kLeastSquares;
  long_claim.replace(long_claim.find("\"m >= d_x\""), 10, "\"\"\"\nm >= d_x\"\"\"");
  EXPECT_THAT(message_of([&] { with_hypothesis(read_variant(long_claim, "b"), "width", "0 == 0"); }),
              HasSubstr("not written on one line"));
}

TEST(Ablation, SaysWhatIsNeededAndByHowMuch) {
  const auto rows = ablate(kLeastSquares, "sketch.toml", request_of(300));
  EXPECT_FALSE(rows.front().violated) << "the theorem as it stands";
  // The step is exactly as large as it may be.
  EXPECT_EQ(row_of(rows, "hypothesis 'step size'", true).change, "dropped");
  const AblationRow& loosest = rows[static_cast<std::size_t>(
      std::find_if(rows.begin(), rows.end(),
                   [](const AblationRow& row) { return row.violated && row.change.ends_with("looser"); }) -
      rows.begin())];
  ASSERT_EQ(loosest.what, "hypothesis 'step size'");
  EXPECT_LT(loosest.factor, 1.25);
  EXPECT_TRUE(loosest.counterexample);
  // The same step by its constant; less than its value refutes nothing.
  const AblationRow& constant = row_of(rows, "constant share", true);
  EXPECT_THAT(constant.change, HasSubstr("x its value"));
  EXPECT_LT(constant.factor, 1.25);
  const AblationRow& smaller = row_of(rows, "constant share", false);
  EXPECT_THAT(smaller.outcome, HasSubstr("trials inside the hypotheses (of 300)"));
  EXPECT_THAT(smaller.change, HasSubstr("of its value"));
  EXPECT_LT(smaller.factor, 1e-6);  // 1/F, not F
  EXPECT_GT(smaller.inside, 0);
  EXPECT_LE(smaller.inside, smaller.tried);
  // The initialisation does not exist at less width, so nothing is lost without that hypothesis.
  EXPECT_FALSE(row_of(rows, "hypothesis 'width'", false).violated);
}

TEST(Ablation, CountsTheTrialsThatRan) {
  std::string half = kLeastSquares;  // few of the problems that are drawn
  half.replace(half.find("claim = \"m >= d_x\""), 18, "claim = \"1.2 <= norm_W <= 2\"");
  const auto rows = ablate(half, "sketch.toml", request_of(16));
  const AblationRow& whole = rows.front();
  EXPECT_EQ(whole.tried, 16);
  EXPECT_LT(whole.inside, 16);
  EXPECT_EQ(whole.outcome,
            fmt::format("not violated in {} trials inside the hypotheses (of 16)", whole.inside));
}

TEST(Ablation, DoesNotMultiplyWhatMayBeNegative) {
  std::string shifted = kLeastSquares;  // the same bound, less 1 and more 1
  shifted.replace(shifted.find("claim = \"eta <= share/(lambda_max + lambda_r)\""), 46,
                  "claim = \"eta - 1 <= share/(lambda_max + lambda_r) - 1\"");
  bool refused = false;
  for (const AblationRow& row : ablate(shifted, "sketch.toml", request_of(64))) {
    EXPECT_THAT(row.change, testing::Not(HasSubstr("x looser")));
    if (row.what == "hypothesis 'step size'" && !row.violated) {
      EXPECT_EQ(row.change, "not loosened: its larger side may be <= 0");
      refused = true;
    }
  }
  EXPECT_TRUE(refused);
}

TEST(Sign, SaysPositiveOnlyOfWhatIs) {
  TheoremSketch sketch;
  sketch.hypotheses = {{"a", "m >= 1", {}}};
  const Theorem theorem = test::theorem_of(sketch);
  const auto positive = [&](const std::string& text) {
    return is_surely_positive(theorem, *parse_expression({"test", text}));
  };
  for (const char* text : {"d_y/(2*L*norm_X^2)", "1 + norm_W^2", "max(1, norm_W)^(2 - 2/L)", "exp(-L)",
                           "1/(e*(L - 2)*norm_X)", "1 + (d_x - d_y)^2", "min(kappa, sqrt(m))", "L - 1"})
    EXPECT_TRUE(positive(text)) << text;
  for (const char* text : {"norm_W", "0", "-1", "L - 3", "1 - norm_W", "min(1, norm_W)", "log(L)", "frob_Y*m",
                           "(d_x - d_y)^2", "lambda_min_W", "1 + lambda_min_W", "(d_x - d_y)^3 + 1"})
    EXPECT_FALSE(positive(text)) << text;
}

TEST(Ablation, OrthogonalWeightsAreNeededInDeepNarrowNetworks) {
  TheoremSketch sketch;
  sketch.hypotheses = {{"width", "m >= 1000*d_x", {}}, {"step size", "eta <= d_y/(2*L*norm_X^2)", {}}};
  sketch.conclusions = {
      {"products", "sigma_max(j, i, 0) <= 1.1*m^((j - i + 1)/2)", {"2 <= i <= j", "j < L"}}};
  const auto rows = ablate(theorem_text(sketch), "sketch.toml", request_of(100));
  const AblationRow& gaussian = rows.back();
  EXPECT_EQ(gaussian.what, "orthogonal weights");
  ASSERT_TRUE(gaussian.violated);
  EXPECT_GE(gaussian.counterexample->trial.depth,
            4 * static_cast<std::int64_t>(gaussian.counterexample->result.check->width));
}

TEST(Ablation, IsADocument) {
  const TheoremText base = read_variant(kLeastSquares, "base");
  AblationRow row;
  row.what = "hypothesis 'width'";
  row.change = "dropped";
  row.outcome = "not violated in 7 trials";
  row.tried = 7;
  const auto document = ablation_json(base.theorem, "x.toml", {row});
  EXPECT_EQ(document.at("schema"), "plumbline.ablation/1");
  EXPECT_EQ(document.at("rows").at(0).at("tried"), 7);
  EXPECT_TRUE(document.at("rows").at(0).at("setting").is_null());
}

}  // namespace
}  // namespace plumbline
