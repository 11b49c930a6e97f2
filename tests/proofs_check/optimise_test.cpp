// The search for the best free choices: known optima, bad starts, proofs that do not close.
#include "proofs_check/optimise.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "plumbline/numeric/error.hpp"
#include "problem/temp_folder.hpp"
#include "proofs_check/proof_run.hpp"

namespace plumbline::proofs {
namespace {

using testing::HasSubstr;

/// a + (8/a) x (1 - x) <= C for all x in [0, 1]: worst inside, at x = 1/2, so C >= a + 2/a >= 2 sqrt(2).
std::string example(const std::string& largest_C) {
  return "id = 'p'\ntitle = 'a proof'\nsource = 'a paper'\nminimise = 'C'\nderives = 'C'\n"
         "[[free]]\nname = 'a'\nvalue = 3\nfrom = 0.5\nto = 4\ngrain = 0.01\nsays = 'a choice'\n"
         "[[free]]\nname = 'C'\nvalue = 2\nfrom = 1\nto = " +
         largest_C +
         "\ngrain = 0.01\nsays = 'the aim'\n"
         "[[step]]\nname = 'one'\nwhere = 'here'\nsays = 'this'\nvariables = { x = ['0', '1'] }\n"
         "claim = 'a + 8/a*x*(1 - x) <= C'\n"
         "[[step]]\nname = 'free of choices'\nwhere = 'here'\nsays = 'that'\nclaim = '1 <= 2'\n"
         "[[step]]\nname = 'bound'\nwhere = 'here'\nsays = 'no better'\nlimit = true\n"
         "variables = { b = ['0.5', '4'] }\nclaim = 'b + 2/b > C - 0.01'\n";
}

ProofFile proof_of(const std::string& text) {
  const TempFolder folder;
  return read_proof(folder.write("p.toml", text));
}

std::vector<StepResult> proved_with(const ProofFile& proof, const Optimum& optimum) {
  return check_proof(with_choices(proof, optimum.rounded(proof)), 1);
}

TEST(Optimise, FindsAKnownOptimumAndRoundsIt) {
  const ProofFile proof = proof_of(example("30"));
  for (const std::map<std::string, double>& start :
       {std::map<std::string, double>{}, {{"a", 0.5}, {"C", 1.0}}, {{"a", 4.0}, {"C", 30.0}}}) {
    const Optimum optimum = optimise(proof, start);
    ASSERT_TRUE(optimum.closes) << optimum.obstacle;
    EXPECT_NEAR(optimum.choices[0].found, std::sqrt(2.0), 1e-3);
    EXPECT_NEAR(optimum.choices[1].found, 2.0 * std::sqrt(2.0), 1e-6);
    EXPECT_EQ(optimum.choices[0].rounded, "1.41");
    EXPECT_EQ(optimum.choices[1].rounded, "2.83");
    for (const StepResult& result : proved_with(proof, optimum))
      EXPECT_EQ(result.verdict, StepVerdict::kProved);
    EXPECT_EQ(
        optimum_text(proof, optimum, proved_with(proof, optimum)),
        "smallest C found: 2.82843; in short decimals C = 2.83, with which every step is proved; limit bound "
        "is proved: no better");
  }
}

TEST(Optimise, ALimitSaysItsOwnWordsAndNothingOfTheAim) {
  // Every step is proved with F = 743, C = 1231; the limit speaks of F = 742, not of C = 1230.
  const ProofFile proof =
      read_proof(std::filesystem::path(PLUMBLINE_ROOT) / "data/proofs/hxp2020-4.1-sharp-constant.toml");
  Optimum optimum;
  optimum.closes = true;
  for (const FreeConstant& free : proof.free) optimum.choices.push_back({std::stod(free.value), free.value});
  std::vector<StepResult> results(proof.steps.size());
  for (StepResult& result : results) result.verdict = StepVerdict::kProved;
  const std::string text = optimum_text(proof, optimum, results);
  EXPECT_THAT(text, HasSubstr("; limit no-better-slack is proved: at F - 1 no slack g closes the circle"));
  EXPECT_THAT(text, testing::Not(HasSubstr("smaller choice")));
}

TEST(Optimise, TheSameBytesTwice) {
  const ProofFile proof = proof_of(example("30"));
  const Optimum first = optimise(proof);
  const Optimum second = optimise(proof);
  for (std::size_t i = 0; i < first.choices.size(); ++i)
    EXPECT_EQ(first.choices[i].found, second.choices[i].found);
}

TEST(Optimise, SaysWhichStepDoesNotClose) {
  const ProofFile proof = proof_of(example("2.5"));  // 2 sqrt(2) is out of reach
  const Optimum optimum = optimise(proof);
  EXPECT_FALSE(optimum.closes);
  EXPECT_EQ(optimum.obstacle, "one");
  const std::vector<StepResult> results = proved_with(proof, optimum);
  EXPECT_EQ(results[0].verdict, StepVerdict::kRefuted);
  EXPECT_THAT(optimum_text(proof, optimum, results),
              HasSubstr("no choice within the ranges was found that closes the proof: step one fails"));
}

TEST(Optimise, AProofTooCoarseToRoundDoesNotClose) {
  // C = 2.83 would do, but no multiple of 2.5 below 3 does.
  std::string text = example("3");
  text.replace(text.find("value = 2\n"), 9, "value = 2.5");
  text.replace(text.rfind("grain = 0.01"), 12, "grain = 2.5");
  const ProofFile proof = proof_of(text);
  const Optimum optimum = optimise(proof);
  EXPECT_FALSE(optimum.closes);
  EXPECT_NEAR(optimum.choices[1].found, 2.0 * std::sqrt(2.0), 1e-6);
  EXPECT_EQ(proved_with(proof, optimum)[0].verdict, StepVerdict::kRefuted);
}

TEST(Optimise, RefusesAProofWithoutChoices) {
  EXPECT_THAT(message_of([] {
                optimise(ProofFile{"p", "a proof", "a paper", {}, {}, {}, {}, {}, {}});
              }),
              HasSubstr("p: found no free constant"));
}

TEST(Optimise, ReproducesTheStoredConstantsFromABadStart) {
  const ProofFile sharp =
      read_proof(std::filesystem::path(PLUMBLINE_ROOT) / "data/proofs/hxp2020-4.1-sharp-constant.toml");
  const Optimum optimum =
      optimise(sharp, {{"K", 3.9}, {"eps", 0.18}, {"u", 0.4}, {"e", 0.4}, {"F", 60.0}, {"C", 100000.0}});
  ASSERT_TRUE(optimum.closes) << optimum.obstacle;
  for (std::size_t i = 0; i < sharp.free.size(); ++i)
    EXPECT_EQ(std::stod(optimum.choices[i].rounded), std::stod(sharp.free[i].value)) << sharp.free[i].name;
}

}  // namespace
}  // namespace plumbline::proofs
