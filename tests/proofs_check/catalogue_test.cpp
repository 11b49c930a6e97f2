// The proof files of data/proofs: every step is proved and replayed, and fails with each of its constants
// altered; theorem files state what the proofs they cite derive. One test a step, one a cited constant.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>

#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/theorem/parse.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "proofs_check/proof_file.hpp"
#include "proofs_check/prove.hpp"
#include "proofs_check/replay_tree.hpp"
#include "theorem/map_environment.hpp"

namespace plumbline::proofs {
namespace {

namespace fs = std::filesystem;

const fs::path kProofs = fs::path(PLUMBLINE_ROOT) / "data/proofs";
const fs::path kTheorems = fs::path(PLUMBLINE_ROOT) / "data/theorems";

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Names of tests are letters and digits.
std::string test_name(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return text;
}

struct NamedStep {
  std::string proof;
  ProofStep step;
};

void PrintTo(const NamedStep& named, std::ostream* out) {
  *out << named.proof << "/" << named.step.name;
}

std::vector<NamedStep> all_steps() {
  std::vector<NamedStep> steps;
  for (const fs::path& file : files_of(kProofs)) {
    const ProofFile proof = read_proof(file);
    for (const ProofStep& step : proof.steps) steps.push_back({proof.id, step});
  }
  return steps;
}

class StepOfTheCatalogue : public testing::TestWithParam<NamedStep> {};

TEST_P(StepOfTheCatalogue, IsProvedAndReplayed) {
  const ProofStep& step = GetParam().step;
  const StepResult result = prove(step);
  ASSERT_EQ(to_string(result.verdict), "proved") << result.remark;
  EXPECT_EQ(objection_to(result.tree, step, ranges_of(step)), "");
}

TEST_P(StepOfTheCatalogue, FailsWithEachConstantAltered) {
  const ProofStep& step = GetParam().step;
  int altered_constants = 0;
  for (std::size_t i = 0; i < step.constants.size(); ++i) {
    if (!step.constants[i].worse) continue;
    ++altered_constants;
    EXPECT_EQ(to_string(prove(altered(step, i)).verdict), "refuted")
        << step.constants[i].name << " = " << *step.constants[i].worse;
  }
  EXPECT_GT(altered_constants, 0) << "no constant of the step is known to matter";
}

INSTANTIATE_TEST_SUITE_P(Proofs, StepOfTheCatalogue, testing::ValuesIn(all_steps()),
                         [](const auto& instance) {
                           return test_name(instance.param.proof + "__" + instance.param.step.name);
                         });

TEST(ProofCatalogue, StepsStandOnStepsThatExist) {
  std::set<std::string> known;
  for (const NamedStep& named : all_steps()) known.insert(named.proof + "/" + named.step.name);
  for (const auto& [proof, step] : all_steps()) {
    for (const std::string& used : step.uses) {
      EXPECT_TRUE(
          known.contains(used.find('/') == std::string::npos ? fmt::format("{}/{}", proof, used) : used))
          << proof << "/" << step.name << " uses " << used;
    }
  }
}

/// A constant that a file derives is at most a number that one of its steps proves, and above that number's
/// worse value, for which the step is false.
TEST(ProofCatalogue, DerivedConstantsArePinnedByAStep) {
  const PrecisionScope precision(40);
  const MapEnvironment no_names;
  for (const fs::path& file : files_of(kProofs)) {
    const ProofFile proof = read_proof(file);
    if (!proof.derives) continue;
    const Interval derived = evaluate(*parse_expression({"derives", *proof.derives}), no_names);
    bool pinned = false;
    for (const ProofStep& step : proof.steps) {
      for (std::size_t i = 0; i < step.constants.size(); ++i) {
        if (!step.constants[i].worse) continue;
        const std::string& name = step.constants[i].name;
        pinned = pinned || (less(constants_of(altered(step, i)).at(name), derived) == Truth::kTrue &&
                            less_equal(derived, constants_of(step).at(name)) == Truth::kTrue);
      }
    }
    EXPECT_TRUE(pinned) << proof.id << " derives " << *proof.derives;
  }
}

struct CitedConstant {
  std::string theorem;
  Constant constant;
  std::vector<Constant> earlier;  ///< constants of that theorem it may use
};

void PrintTo(const CitedConstant& cited, std::ostream* out) {
  *out << cited.theorem << ": " << cited.constant.name << " by " << cited.constant.proof;
}

std::vector<CitedConstant> cited_constants() {
  std::vector<CitedConstant> cited;
  for (const fs::path& file : files_of(kTheorems)) {
    const Theorem theorem = read_theorem(file);
    std::vector<Constant> earlier;
    for (const Constant& constant : theorem.constants) {
      if (fs::exists(kProofs / (constant.proof + ".toml"))) cited.push_back({theorem.id, constant, earlier});
      earlier.push_back(constant);
    }
  }
  return cited;
}

class CitedConstantOfATheorem : public testing::TestWithParam<CitedConstant> {};

/// It is what the proof derives, or a number that one of its steps needs as it stands (a constant with a
/// worse value), such as the 1.6566 on the way to C.
TEST_P(CitedConstantOfATheorem, IsWhatTheProofChecks) {
  const PrecisionScope precision(40);
  MapEnvironment names;
  for (const Constant& earlier : GetParam().earlier) {
    names.symbols[earlier.name] = evaluate(*earlier.value, names);
  }
  const Interval stated = evaluate(*GetParam().constant.value, names);
  const ProofFile proof = read_proof(kProofs / (GetParam().constant.proof + ".toml"));
  std::vector<Interval> checked;
  if (proof.derives) checked.push_back(evaluate(*parse_expression({"derives", *proof.derives}), names));
  for (const ProofStep& step : proof.steps) {
    const std::map<std::string, Interval> values = constants_of(step);
    for (const StepConstant& constant : step.constants) {
      if (constant.worse) checked.push_back(values.at(constant.name));
    }
  }
  EXPECT_TRUE(std::any_of(checked.begin(), checked.end(),
                          [&](const Interval& value) { return equal(stated, value) != Truth::kFalse; }))
      << GetParam().constant.name << " = " << GetParam().constant.text;
}

INSTANTIATE_TEST_SUITE_P(Theorems, CitedConstantOfATheorem, testing::ValuesIn(cited_constants()),
                         [](const auto& instance) {
                           return test_name(instance.param.theorem + "__" + instance.param.constant.name);
                         });

}  // namespace
}  // namespace plumbline::proofs
