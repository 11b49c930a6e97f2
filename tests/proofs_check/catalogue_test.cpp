// The proof files of data/proofs: every step is proved and replayed, and fails with each of its constants
// altered; theorem files state what the proofs they cite derive. One test a step, one a cited constant.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>

#include "plumbline/theorem/evaluate.hpp"
#include "plumbline/theorem/parse.hpp"
#include "plumbline/theorem/theorem.hpp"
#include "proofs_check/citation.hpp"
#include "proofs_check/proof_file.hpp"
#include "proofs_check/proof_graph.hpp"
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

TEST(ProofCatalogue, StepsStandOnStepsThatExistAndInNoCircle) {
  std::vector<ProofFile> proofs;
  for (const fs::path& file : files_of(kProofs)) proofs.push_back(read_proof(file));
  const ProofGraph graph = graph_of(proofs);
  EXPECT_EQ(graph.asked, graph.files.size());  // nothing outside the folder is named
  std::size_t edges = 0;
  for (const GraphNode& node : graph.nodes) edges += node.uses.size();
  EXPECT_GT(edges, 100U);
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

TEST(Citations, EveryProofThatATheoremNamesExistsAndChecksItsConstant) {
  std::size_t cited = 0;
  for (const fs::path& file : files_of(kTheorems)) {
    const Theorem theorem = read_theorem(file);
    EXPECT_THAT(citation_errors(theorem), testing::IsEmpty()) << file;
    cited += static_cast<std::size_t>(std::count_if(theorem.constants.begin(), theorem.constants.end(),
                                                    [](const Constant& c) { return c.proof != "open"; }));
  }
  EXPECT_GT(cited, 8U);
}

TEST(Citations, AreListed) {
  const std::vector<Citation> citations = citations_of(read_theorem(kTheorems / "hxp2020-4.1-sharp.toml"));
  ASSERT_EQ(citations.size(), 2U);
  EXPECT_EQ(citations[0].constant, "C");
  EXPECT_EQ(citations[0].value, "1231");
  EXPECT_EQ(citations[0].place, "");
  EXPECT_EQ(citations[1].proof, "hxp2020-4.1-sharp-constant");
  EXPECT_EQ(citations[1].place, "initial");
}

TEST(Citations, AWrongNumberAndAnUnknownProofAreErrors) {
  const auto errors = [](const std::string& value, const std::string& proof) {
    Constant constant;
    constant.name = "C";
    constant.text = value;
    constant.value = parse_expression({"a test", value});
    constant.proof = proof;
    Theorem theorem;
    theorem.id = "thm";
    theorem.constants = {constant};
    return citation_errors(theorem);
  };
  EXPECT_THAT(errors("3*(8/log(1.1))^2", "hxp2020-4.1-constant"), testing::IsEmpty());
  EXPECT_THAT(errors("1231", "hxp2020-4.1-sharp-constant"), testing::IsEmpty());
  EXPECT_THAT(errors("17", "open"), testing::IsEmpty());
  EXPECT_THAT(errors("743", "hxp2020-4.1-sharp-constant/F"), testing::IsEmpty());
  EXPECT_THAT(errors("3", "hxp2020-4.1-constant/initial-constant/c"), testing::IsEmpty());
  // Another value, though it is one of the proof's own numbers; one that the proof puts out of reach.
  for (const char* value : {"1230", "743", "742", "1.6566", "0.134", "1232"}) {
    EXPECT_THAT(
        errors(value, "hxp2020-4.1-sharp-constant"),
        testing::ElementsAre(testing::StartsWith(std::string("thm: constant 'C': found ") + value +
                                                 ", expected what hxp2020-4.1-sharp-constant proves, 1231")))
        << value;
  }
  for (const char* place :
       {"less", "no-better-slack/less", "nothing", "perturbation/nothing", "perturbation"}) {
    EXPECT_THAT(errors("742", std::string("hxp2020-4.1-sharp-constant/") + place),
                testing::ElementsAre(testing::HasSubstr("which derives no such constant")))
        << place;
  }
  EXPECT_THAT(
      errors("1231", "no-such-proof"),
      testing::ElementsAre(
          "thm: constant 'C': found proof 'no-such-proof', expected \"open\" or a file of data/proofs"));
}

}  // namespace
}  // namespace plumbline::proofs
