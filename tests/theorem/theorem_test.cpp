#include "plumbline/theorem/theorem.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/theorem/functions.hpp"
#include "problem/temp_folder.hpp"
#include "support/stored_settings.hpp"
#include "support/theorem_sketch.hpp"
#include "theorem/map_environment.hpp"

namespace plumbline {
namespace {

namespace fs = std::filesystem;
using test::theorem_files;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

const fs::path kRoot = PLUMBLINE_ROOT;

std::string file_text(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A value and 25 digits of what it is, rounded down and up.
void expect_value(const Interval& value, const std::string& lo, const std::string& hi) {
  EXPECT_NE(less(value, enclose_decimal(lo)), Truth::kTrue) << format_human(value, 30);
  EXPECT_NE(less(enclose_decimal(hi), value), Truth::kTrue) << format_human(value, 30);
  EXPECT_LT(relative_width(value), 1e-30);
}

class BundledTheorem : public testing::Test {
 protected:
  BundledTheorem() : theorem(read_theorem(kRoot / "data/theorems/hxp2020-4.1.toml")) {
    environment.symbols = {{"kappa", Interval(2)},
                           {"srank", Interval(3)},
                           {"d_x", Interval(12)},
                           {"d_y", Interval(10)},
                           {"norm_W", Interval(2)},
                           {"norm_X", Interval(2)},
                           {"frob_X", Interval(5)},
                           {"lambda_r", enclose_decimal("1.5")},
                           {"r", Interval(16)},
                           {"L", Interval(20)},
                           {"eta", enclose_decimal("0.01")},
                           {"delta", enclose_decimal(theorem.parameters.at(0).second)},
                           {"loss_opt", Interval(0)}};
    environment.symbols["C"] = evaluate(*theorem.constants.at(0).value, environment);
    environment.symbols["B"] = evaluate(*theorem.lets.at(0).value, environment);
  }
  const PrecisionScope precision{40};
  Theorem theorem;
  MapEnvironment environment;
};

TEST_F(BundledTheorem, HasItsParts) {
  EXPECT_EQ(theorem.id, "hxp2020-4.1");
  EXPECT_EQ(theorem.network, "deep-linear");
  EXPECT_EQ(theorem.init, "orthogonal");
  EXPECT_THAT(theorem.title, HasSubstr("linear convergence"));
  EXPECT_THAT(theorem.source, HasSubstr("arXiv:2001.05992"));
  EXPECT_THAT(theorem.parameters, ElementsAre(Pair("delta", "0.01")));
  ASSERT_EQ(theorem.constants.size(), 1U);
  EXPECT_EQ(theorem.constants[0].name, "C");
  EXPECT_EQ(theorem.constants[0].proof, "hxp2020-4.1-constant");
  EXPECT_EQ(theorem.constants[0].text, "3*(8/log(1.1))^2");
  ASSERT_EQ(theorem.lets.size(), 1U);
  EXPECT_EQ(theorem.lets[0].name, "B");
  std::vector<std::string> names;
  for (const Hypothesis& hypothesis : theorem.hypotheses) names.push_back(hypothesis.name);
  EXPECT_THAT(names, ElementsAre("width", "input width", "step size", "confidence"));
  ASSERT_EQ(theorem.conclusions.size(), 2U);
  EXPECT_EQ(theorem.conclusions[0].name, "initial loss");
  EXPECT_THAT(theorem.conclusions[0].quantified, IsEmpty());
  EXPECT_EQ(theorem.conclusions[1].name, "linear rate");
  EXPECT_THAT(theorem.conclusions[1].quantified, ElementsAre("t"));
  ASSERT_EQ(theorem.conclusions[1].for_all.size(), 1U);
  EXPECT_EQ(theorem.conclusions[1].for_all[0].source.text, "t >= 0");
}

// The numbers below come from 60 digits of decimal arithmetic in another language.
TEST_F(BundledTheorem, ConstantIsThatOfTheProof) {
  expect_value(environment.symbols["C"], "21135.99273539453796891829", "21135.99273539453796891830");
}

TEST_F(BundledTheorem, WidthAtKnownNumbers) {
  environment.symbols["m"] = Interval(14'552'831);
  const ClaimValue enough = evaluate_claim(theorem.hypotheses[0].claim, environment, {});
  EXPECT_EQ(enough.truth, Truth::kTrue);
  expect_value(enough.right, "14552830.74549028261895304619", "14552830.74549028261895304620");
  environment.symbols["m"] = Interval(14'552'830);
  EXPECT_EQ(evaluate_claim(theorem.hypotheses[0].claim, environment, {}).truth, Truth::kFalse);
}

TEST_F(BundledTheorem, OtherHypothesesAtKnownNumbers) {
  environment.symbols["m"] = Interval(12);
  EXPECT_EQ(evaluate_claim(theorem.hypotheses[1].claim, environment, {}).truth, Truth::kTrue);
  environment.symbols["m"] = Interval(11);
  EXPECT_EQ(evaluate_claim(theorem.hypotheses[1].claim, environment, {}).truth, Truth::kFalse);
  environment.symbols["eta"] = enclose_decimal("0.0625");  // d_y/(2*20*4), exactly
  EXPECT_EQ(evaluate_claim(theorem.hypotheses[2].claim, environment, {}).truth, Truth::kTrue);
  environment.symbols["eta"] = enclose_decimal("0.0626");
  EXPECT_EQ(evaluate_claim(theorem.hypotheses[2].claim, environment, {}).truth, Truth::kFalse);
  EXPECT_EQ(evaluate_claim(theorem.hypotheses[3].claim, environment, {}).truth, Truth::kTrue);
  environment.symbols["delta"] = Interval(1);
  EXPECT_EQ(evaluate_claim(theorem.hypotheses[3].claim, environment, {}).truth, Truth::kFalse);
}

TEST_F(BundledTheorem, ConclusionsAtKnownNumbers) {
  expect_value(environment.symbols["B"], "430.3331918117090445427868", "430.3331918117090445427869");
  environment.observables[{"loss", {0}}] = Interval(430);
  EXPECT_EQ(evaluate_claim(theorem.conclusions[0].claim, environment, {}).truth, Truth::kTrue);
  environment.observables[{"loss", {0}}] = Interval(431);
  EXPECT_EQ(evaluate_claim(theorem.conclusions[0].claim, environment, {}).truth, Truth::kFalse);
  environment.observables[{"loss", {0}}] = Interval(1);
  environment.observables[{"loss", {7}}] = enclose_decimal("0.8996");
  const ClaimValue rate = evaluate_claim(theorem.conclusions[1].claim, environment, {{"t", 7}});
  EXPECT_EQ(rate.truth, Truth::kTrue);
  expect_value(rate.right, "0.899608631007688515625", "0.899608631007688515625");
  environment.observables[{"loss", {7}}] = enclose_decimal("0.8997");
  EXPECT_EQ(evaluate_claim(theorem.conclusions[1].claim, environment, {{"t", 7}}).truth, Truth::kFalse);
}

TEST_F(BundledTheorem, ConclusionsHoldWithTheProbabilityOfTheFile) {
  for (const Conclusion& conclusion : theorem.conclusions) {
    ASSERT_NE(conclusion.probability, nullptr);
    EXPECT_EQ(conclusion.probability_text, "1 - delta");
    expect_value(evaluate(*conclusion.probability, environment), "0.99", "0.99");
  }
}

Theorem with_keys(const std::string& init, const std::string& keys) {
  test::TheoremSketch sketch;
  sketch.init = init;
  sketch.tables = keys;
  return test::theorem_of(sketch);
}

TEST(TheoremFiles, TheScaleIsTheUsualOneOfTheInitialisationUnlessItIsWritten) {
  EXPECT_EQ(with_keys("gaussian", "").scale, "norm-preserving");
  EXPECT_EQ(with_keys("identity", "").scale, "none");
  EXPECT_EQ(with_keys("gaussian", "scale = 'none'").scale, "none");
  EXPECT_THAT(message_of([] { with_keys("gaussian", "scale = 'non'"); }),
              HasSubstr("did you mean 'none'?), expected one of 'norm-preserving', 'none'"));
}

TEST(TheoremFiles, FrozenLayersAreTheFirstAndTheLast) {
  EXPECT_THAT(with_keys("gaussian", "").frozen, IsEmpty());
  EXPECT_THAT(with_keys("gaussian", "frozen = ['last', 'first']").frozen, ElementsAre("first", "last"));
  EXPECT_THAT(message_of([] { with_keys("gaussian", "frozen = ['middle']"); }),
              HasSubstr("expected one of 'first', 'last'"));
}

TEST(TheoremFiles, OtherNetworksHaveInitialisationsAndKeysOfTheirOwn) {
  const auto text = [](const std::string& network, const std::string& init, const std::string& keys) {
    return "id = 'd'\ntitle = 'a'\nsource = 'a'\nnetwork = '" + network + "'\ninit = '" + init + "'\n" +
           keys + "[[conclusion]]\nname = 'c'\nclaim = 'loss(0) >= 0'\n";
  };
  const TempFolder folder;
  const auto read = [&](const std::string& content) { return read_theorem(folder.write("d.toml", content)); };
  EXPECT_EQ(read(text("diagonal", "equal", "optimiser = 'sgd'\n")).optimiser, "sgd");
  EXPECT_EQ(read(text("diagonal", "equal", "")).optimiser, "gd");
  EXPECT_EQ(read(text("diagonal", "equal", "optimiser = 'flow'\n")).optimiser, kGradientFlow);
  EXPECT_EQ(read(text("deep-linear", "gaussian", "optimiser = 'flow'\n")).optimiser, kGradientFlow);
  const auto refused = [&](const std::string& content, const std::string& message) {
    EXPECT_THAT(message_of([&] { read(content); }), HasSubstr(message));
  };
  refused(text("diagonal", "gaussian", ""),
          "'gaussian' is an initialisation of the network 'deep-linear', found the network 'diagonal'");
  refused(text("deep-linear", "equal", ""), "'equal' is an initialisation of the network 'diagonal'");
  refused(text("deep-linear", "gaussian", "optimiser = 'sgd'\n"),
          "'sgd' trains networks of 'diagonal' alone");
  refused(text("diagonal", "equal", "scale = 'none'\n"), "a diagonal network has none");
  refused(text("diagonal", "equal", "optimiser = 'adam'\n"), "expected one of 'gd', 'sgd', 'flow'");
  refused(text("memorizing", "staged", "scale = 'none'\n"), "a memorizing network has none");
  refused(text("memorizing", "staged", "optimiser = 'gd'\n"),
          "a memorizing network is written down, not trained");
  EXPECT_EQ(read(text("memorizing", "staged", "")).network, "memorizing");
  refused(text("memorizing", "staged", "") + "for_all = ['t >= 0']\n",
          "a memorizing network is not trained: write observables at step 0");
}

TEST(TheoremFiles, AParameterOfTheInitialisationIsNotUnused) {
  const TempFolder folder;
  test::TheoremSketch sketch;
  sketch.init = "identity";
  sketch.tables = "[parameters]\nnoise = 0.1\nstart = 0.5\n";
  const LintReport report = lint_theorem(folder.write("sketch.toml", test::theorem_text(sketch)));
  EXPECT_THAT(report.errors, IsEmpty());
  EXPECT_THAT(report.warnings, ElementsAre(HasSubstr("the parameter 'start' is never used")));
}

TEST(TheoremFiles, EveryBundledMutantAndTwinLintsClean) {
  std::size_t count = 0;
  for (const char* folder : {"data/theorems", "tests/mutants", "tests/twins"}) {
    for (const fs::path& file : theorem_files(kRoot / folder)) {
      const LintReport report = lint_theorem(file);
      EXPECT_THAT(report.errors, IsEmpty()) << file;
      EXPECT_THAT(report.warnings, testing::Each(HasSubstr("(proof = \"open\")"))) << file;
      ++count;
    }
  }
  EXPECT_GE(count, 5U);
}

TEST(TheoremFiles, ProofsOfConstantsExist) {
  for (const char* folder : {"data/theorems", "tests/mutants", "tests/twins"}) {
    for (const fs::path& file : theorem_files(kRoot / folder)) {
      for (const Constant& constant : read_theorem(file).constants) {
        if (constant.proof == "open") continue;
        EXPECT_TRUE(fs::exists(kRoot / "data/proofs" /
                               (constant.proof.substr(0, constant.proof.find('/')) + ".toml")))
            << file << ": " << constant.proof;
      }
    }
  }
}

TEST(TheoremFiles, MutantsSayThatTheyAreFalseAndSinceWhen) {
  for (const fs::path& file : theorem_files(kRoot / "tests/mutants")) {
    const std::string text = file_text(file);
    EXPECT_THAT(text, testing::StartsWith("# FALSE: ")) << file;
    for (const char* part : {"\n# Why: ", "\n# Since when: ", "\n# How to run: "}) {
      EXPECT_THAT(text, HasSubstr(part)) << file;
    }
  }
}

TEST(TheoremFiles, MutantsDifferFromTheTheoremWhereTheySay) {
  const Theorem truth = read_theorem(kRoot / "data/theorems/hxp2020-4.1.toml");
  const Theorem rate = read_theorem(kRoot / "tests/mutants/rate-times-six.toml");
  const Theorem step = read_theorem(kRoot / "tests/mutants/step-times-eight.toml");
  const Theorem gaussian = read_theorem(kRoot / "tests/mutants/gaussian-as-orthogonal.toml");
  const Theorem twin = read_theorem(kRoot / "tests/twins/rate-times-two.toml");
  const PrecisionScope precision(40);
  MapEnvironment environment;
  environment.symbols = {{"eta", enclose_decimal("0.01")}, {"L", Interval(2)},
                         {"lambda_r", Interval(1)},        {"d_y", Interval(1)},
                         {"norm_X", Interval(1)},          {"loss_opt", Interval(0)}};
  environment.observables = {{{"loss", {0}}, Interval(1)}, {{"loss", {1}}, Interval(1)}};
  const auto bound = [&](const Claim& claim) {
    return approx_midpoint(evaluate_claim(claim, environment, {{"t", 1}}).right);
  };
  EXPECT_DOUBLE_EQ(bound(truth.conclusions.back().claim), 1 - 0.01);
  EXPECT_DOUBLE_EQ(bound(rate.conclusions.back().claim), 1 - 6 * 0.01);
  EXPECT_DOUBLE_EQ(bound(twin.conclusions.back().claim), 1 - 2 * 0.01);
  EXPECT_DOUBLE_EQ(bound(step.conclusions.back().claim), 1 - 0.01);
  EXPECT_DOUBLE_EQ(bound(truth.hypotheses[2].claim), 0.25);
  EXPECT_DOUBLE_EQ(bound(step.hypotheses[2].claim), 2.0);
  EXPECT_EQ(gaussian.init, "gaussian");
  EXPECT_EQ(gaussian.hypotheses[0].claim.source.text, "m >= d_y");
}

TEST(Vocabulary, HasEverySymbolAndObservable) {
  std::vector<std::string> usages;
  for (const Vocable& vocable : vocabulary()) usages.push_back(usage(vocable));
  EXPECT_THAT(
      usages,
      ElementsAre("d_x", "d_y", "n", "r", "norm_X", "frob_X", "sigma_r", "lambda_max", "lambda_r", "kappa",
                  "srank", "norm_W", "frob_W", "sigma_min_W", "lambda_min_W", "skew_W", "frob_Y", "loss_opt",
                  "points", "classes", "conflicts", "separation", "L", "m", "eta", "alpha", "loss(t)",
                  "sigma_max(j, i, t)", "sigma_min(j, i, t)", "sigma_max_X(j, i, t)", "sigma_min_X(j, i, t)",
                  "frob(j, i, t)", "schatten4(j, i, t)", "travel(i, t)", "grad(i, t)", "grad_energy(i, t)",
                  "lambda_max_P(t)", "lambda_min_P(t)", "balance(i, t)", "balance_drift(i, t)",
                  "imbalance(t)", "distance(t)", "margin(t)", "law_gap(t)", "entropy_gap(t)", "l2_gap(t)",
                  "scale_max(t)", "largest_move(t)", "errors(t)", "parameters(t)", "hidden_layers(t)",
                  "hidden_width(t)"));
}

TEST(Vocabulary, NamesAreUnique) {
  std::set<std::string> names;
  for (const Vocable& vocable : vocabulary()) EXPECT_TRUE(names.insert(vocable.name).second) << vocable.name;
  for (const auto& [name, arguments] : functions()) EXPECT_TRUE(names.insert(name).second) << name;
  for (const char* name : {"t", "i", "j"}) EXPECT_TRUE(names.insert(name).second) << name;
}

TEST(Vocabulary, InitialisationsAreDocumentedWithTheirParameters) {
  const std::string page = file_text(kRoot / "docs/theorem-files.md");
  for (const InitVocable& vocable : init_vocabulary()) {
    const std::size_t begin = page.find("\n| `" + vocable.name + "` | ");
    ASSERT_NE(begin, std::string::npos) << vocable.name;
    const std::string row = page.substr(begin + 1, page.find('\n', begin + 1) - begin - 1);
    EXPECT_THAT(row, testing::EndsWith("| " + vocable.scale + " |"));
    for (const std::string& parameter : vocable.parameters)
      EXPECT_THAT(row, HasSubstr("`" + parameter + "` ("));
  }
}

TEST(Vocabulary, IsDocumentedWordForWord) {
  const std::string page = file_text(kRoot / "docs/theorem-files.md");
  for (const Vocable& vocable : vocabulary()) {
    EXPECT_THAT(page, HasSubstr("| `" + usage(vocable) + "` | " + vocable.meaning + " |"));
  }
  for (const auto& [name, arguments] : functions()) EXPECT_THAT(page, HasSubstr("| `" + name + "("));
}

/// The first code block of docs/theorem-files.md that follows a heading.
std::string example_of(const std::string& page, const std::string& heading) {
  const std::size_t begin = page.find("```toml\n", page.find(heading)) + 8;
  return page.substr(begin, page.find("```", begin) - begin);
}

TEST(Documentation, TheExampleIsAValidTheorem) {
  const std::string text = example_of(file_text(kRoot / "docs/theorem-files.md"), "## An example");
  const fs::path folder = fs::path(testing::TempDir()) / "plumbline-documented-theorem";
  fs::create_directories(folder);
  std::ofstream(folder / "isometry.toml") << text;
  const LintReport report = lint_theorem(folder / "isometry.toml");
  EXPECT_THAT(report.errors, IsEmpty());
  EXPECT_THAT(report.warnings, ElementsAre(HasSubstr("(proof = \"open\")")));
}

}  // namespace
}  // namespace plumbline
