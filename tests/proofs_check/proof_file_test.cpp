#include "proofs_check/proof_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/numeric/error.hpp"
#include "problem/temp_folder.hpp"
#include "proofs_check/proof_run.hpp"

namespace plumbline::proofs {
namespace {

using testing::HasSubstr;

const std::string kHead = "id = 'p'\ntitle = 'a proof'\nsource = 'a paper'\n";
const std::string kStep =
    "[[step]]\nname = 'one'\nwhere = 'here'\nsays = 'this'\nconstants = { c = { value = '2', worse = '0.5' } "
    "}\n"
    "variables = { x = ['0', '1'], n = ['1', 'inf', 'integer'] }\nclaim = 'c*n >= x'\n";

std::string refusal(const std::string& text) {
  const TempFolder folder;
  const auto file = folder.write("p.toml", text);
  return message_of([&] { read_proof(file); });
}

TEST(ProofFile, IsReadWhole) {
  const TempFolder folder;
  const ProofFile proof =
      read_proof(folder.write("p.toml", "derives = '2*log(3)'\n" + kHead + kStep +
                                            "[[outside]]\nname = 'o'\nwhere = 'there'\nsays = 'that'\n"));
  EXPECT_EQ(proof.derives, "2*log(3)");
  ASSERT_EQ(proof.steps.size(), 1U);
  const ProofStep& step = proof.steps[0];
  EXPECT_EQ(step.where, "here");
  EXPECT_EQ(step.constants[0].worse, "0.5");
  ASSERT_EQ(step.variables.size(), 2U);
  EXPECT_FALSE(step.variables[0].integer);
  EXPECT_TRUE(step.variables[1].integer);
  EXPECT_EQ(step.variables[1].to, nullptr);
  EXPECT_EQ(proof.outside[0].says, "that");
  EXPECT_EQ(check_proof(proof, 2)[0].verdict, StepVerdict::kProved);
  EXPECT_EQ(prove(altered(step, 0)).verdict, StepVerdict::kRefuted);
}

TEST(CheckProof, GoesWithoutMeanValuesWhereTheReplayCannotFollowThem) {
  // Quotients and powers give the replay's symbolic slopes more width than the prover's.
  const TempFolder folder;
  const ProofFile proof = read_proof(folder.write(
      "p.toml",
      kHead + "[[step]]\nname = 'gamma'\nwhere = 'here'\nsays = 'this'\nvariables = { a = ['0.5', '8'] }\n"
              "claim = '((a + 0.5)/a)^2*(a - 0.1)/(a + 0.9) >= 1'\n"));
  EXPECT_EQ(check_proof(proof, 1)[0].verdict, StepVerdict::kProved);
}

TEST(ProofFile, EveryMistakeHasItsMessage) {
  const auto with = [](std::string from, const std::string& to) {
    std::string text = kHead + kStep;
    text.replace(text.find(from), from.size(), to);
    return refusal(text);
  };
  EXPECT_THAT(with("id = 'p'", "id = 'q'"), HasSubstr("expected the name of the file, 'p'"));
  EXPECT_THAT(with("where", "were"), HasSubstr("were"));
  EXPECT_THAT(with("'0', '1'", "'0'"), HasSubstr("[\"from\", \"to\"]"));
  EXPECT_THAT(with("'integer'", "'whole'"), HasSubstr("\"integer\""));
  EXPECT_THAT(with("c*n >= x", "c*n >= y"), HasSubstr("found 'y', expected a constant or variable"));
  EXPECT_THAT(with("c*n >= x", "loss(n) >= x"), HasSubstr("found 'loss(…)', expected a function"));
  EXPECT_THAT(with("c*n >= x", "c == x"), HasSubstr("one comparison"));
  EXPECT_THAT(with("c*n >= x", "c >= x >= 0"), HasSubstr("one comparison"));
  EXPECT_THAT(with("x = ['0', '1']", "c = ['0', '1']"), HasSubstr("found 'c' twice"));
  EXPECT_THAT(refusal(kHead + kStep + kStep), HasSubstr("a name that no other step"));
}

}  // namespace
}  // namespace plumbline::proofs
