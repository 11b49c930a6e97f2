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
  EXPECT_THAT(with("name = 'one'", "name = 'a/b'"), HasSubstr("expected a name without '/'"));
  EXPECT_THAT(with("c*n >= x", "c*n >= y"), HasSubstr("found 'y', expected a constant or variable"));
  EXPECT_THAT(with("c*n >= x", "loss(n) >= x"), HasSubstr("found 'loss(…)', expected a function"));
  EXPECT_THAT(with("c*n >= x", "c == x"), HasSubstr("one comparison"));
  EXPECT_THAT(with("c*n >= x", "c >= x >= 0"), HasSubstr("one comparison"));
  EXPECT_THAT(with("x = ['0', '1']", "c = ['0', '1']"), HasSubstr("found 'c' twice"));
  EXPECT_THAT(refusal(kHead + kStep + kStep), HasSubstr("a name that no other step"));
}

// Free constants.

const std::string kFree =
    "[[free]]\nname = 'a'\nvalue = 0.5\nfrom = 0.1\nto = 2\ngrain = 0.01\nsays = 'a choice'\n"
    "[[free]]\nname = 'C'\nvalue = 3\nfrom = 1\nto = 9\ngrain = 1\nsays = 'the aim'\n";
const std::string kChoosing =
    "minimise = 'C'\nderives = 'C'\n" + kHead + kFree +
    "[[step]]\nname = 'one'\nwhere = 'here'\nsays = 'this'\nvariables = { x = ['0', 'a'] }\n"
    "constants = { C = { worse = '0.2' }, twice = { value = '2*a' } }\nclaim = 'twice*x <= C'\n";

ProofFile choosing() {
  const TempFolder folder;
  return read_proof(folder.write("p.toml", kChoosing));
}

TEST(FreeConstants, AreConstantsOfTheStepsThatSpeakOfThem) {
  const ProofFile proof = choosing();
  ASSERT_EQ(proof.free.size(), 2U);
  EXPECT_EQ(proof.derives, "3");
  const std::vector<StepConstant>& constants = proof.steps[0].constants;
  ASSERT_EQ(constants.size(), 3U);  // a is not listed in the step and comes first
  EXPECT_EQ(constants[0].name, "a");
  EXPECT_TRUE(constants[0].free);
  EXPECT_EQ(constants[1].name, "C");
  EXPECT_EQ(constants[1].worse, "0.2");
  EXPECT_FALSE(constants[2].free);
  EXPECT_EQ(prove(proof.steps[0]).verdict, StepVerdict::kProved);
  EXPECT_EQ(prove(altered(proof.steps[0], 1)).verdict, StepVerdict::kRefuted);
}

TEST(FreeConstants, OtherChoicesReachTheClaimTheRangesAndWhatIsDerived) {
  const ProofFile proof = choosing();
  const ProofFile other = with_choices(proof, {{"a", "2"}, {"C", "7"}});
  EXPECT_EQ(other.derives, "7");
  EXPECT_EQ(ranges_of(other.steps[0])[0].hi, 2.0);
  EXPECT_EQ(prove(other.steps[0]).verdict, StepVerdict::kRefuted);  // 2*2*2 > 7
  EXPECT_EQ(prove(with_choices(other, {{"C", "8"}}).steps[0]).verdict, StepVerdict::kProved);
  EXPECT_EQ(other.steps[0].constants[1].worse, "0.2");
  EXPECT_THROW(with_choices(proof, {{"b", "1"}}), InternalError);
}

TEST(FreeConstants, EveryMistakeHasItsMessage) {
  const auto with = [](const std::string& from, const std::string& to) {
    std::string text = kChoosing;
    text.replace(text.find(from), from.size(), to);
    return refusal(text);
  };
  EXPECT_EQ(with("x", "x"), "no error");
  EXPECT_THAT(with("minimise = 'C'", "minimise = 'D'"), HasSubstr("expected the name of a free constant"));
  EXPECT_THAT(with("minimise = 'C'\n", ""), HasSubstr("expected a key 'minimise'"));
  EXPECT_THAT(with("value = 0.5", "value = 3"), HasSubstr("expected a number between 'from' and 'to'"));
  EXPECT_THAT(with("to = 2", "to = 0.1"), HasSubstr("expected a number above 'from'"));
  EXPECT_THAT(with("grain = 0.01", "grain = 0"), HasSubstr("expected a positive decimal"));
  EXPECT_THAT(with("grain = 0.01", "grain = 1e-2"), HasSubstr("expected a positive decimal"));
  EXPECT_THAT(with("grain = 0.01", "grain = 7"), HasSubstr("a multiple between 'from' and 'to'"));
  EXPECT_THAT(with("name = 'a'", "name = 'C'"), HasSubstr("a name that no other free constant has"));
  EXPECT_THAT(with("C = { worse", "C = { value = '3', worse"), HasSubstr("is that of the free constant"));
  EXPECT_THAT(with("x = ['0', 'a']", "a = ['0', '1']"), HasSubstr("expected another name"));
  EXPECT_THAT(with("claim = 't", "given = ['x <= 1']\nclaim = 't"), HasSubstr("found conditions"));
  EXPECT_THAT(with("twice*x", "thrice*x"), HasSubstr("found 'thrice'"));
}

TEST(ProofFile, StepsAndOutsideStepsShareTheirNames) {
  EXPECT_THAT(refusal(kHead + kStep + "[[outside]]\nname = 'one'\nwhere = 'there'\nsays = 'that'\n"),
              HasSubstr("a name that no other step"));
}

}  // namespace
}  // namespace plumbline::proofs
