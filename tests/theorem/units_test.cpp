#include "plumbline/theorem/units.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "plumbline/theorem/vocabulary.hpp"
#include "problem/temp_folder.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::theorem_text;
using test::TheoremSketch;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> warnings(const std::string& claim, const std::string& tables = "") {
  TheoremSketch sketch;
  sketch.tables = tables;
  sketch.conclusions = {{"claim", claim, {"t >= 0"}}};
  const TempFolder folder;
  return lint_theorem(folder.write("sketch.toml", theorem_text(sketch))).warnings;
}

TEST(Units, WhatScalesAlikeIsFine) {
  for (const char* claim :
       {"loss(t) <= frob_Y^2", "loss(t) <= norm_W^2*frob_X^2 + loss_opt",
        "eta*lambda_r + loss(t)/loss(0) <= 1", "loss(t) <= exp(-eta*L*lambda_r/d_y)^t*loss(0)",
        "sqrt(loss(t)) <= max(frob_Y, norm_X)", "loss(t) >= 0", "grad(1, t) <= alpha*norm_X*sqrt(2*loss(t))",
        "loss(t)^0.5 <= frob_Y", "abs(loss(t) - loss_opt) <= frob_Y^(1 + 1)",
        "lambda_min_P(t) >= L*lambda_r/d_y", "m*(1 + norm_W) >= r*kappa*loss(t)/loss(0)"}) {
    EXPECT_THAT(warnings(claim), IsEmpty()) << claim;
  }
}

TEST(Units, AWidthIsNotComparedWithALoss) {
  EXPECT_THAT(
      warnings("m >= loss(t)"),
      ElementsAre(HasSubstr(
          "this has the unit of the data to the power 2, what it is compared with or added to has no unit")));
}

TEST(Units, EveryKindOfMistakeIsFound) {
  for (const char* claim :
       {"loss(t) <= frob_Y", "loss(t) <= loss(0) + kappa", "loss(t) <= min(loss(0), sigma_r)",
        "eta*L*loss(t) <= sigma_r", "exp(loss(t)) <= 2", "loss(t)/loss(0) <= kappa^norm_X",
        "eta <= d_y/(2*L*norm_X)*loss(0)/loss(t)", "loss(t) <= frob_Y^3", "sqrt(loss(t)) <= 7"}) {
    EXPECT_THAT(warnings(claim), testing::SizeIs(1)) << claim;
  }
}

TEST(Units, ALetKeepsItsUnitAndAConstantHasNone) {
  EXPECT_THAT(warnings("loss(t) <= B", "[let]\nB = 'norm_X^2'\n"), IsEmpty());
  EXPECT_THAT(warnings("loss(t) <= B", "[let]\nB = 'norm_X'\n"), testing::SizeIs(1));
  EXPECT_THAT(warnings("loss(t) <= C", "[constants]\nC = { value = '2', proof = 'p' }\n"),
              testing::SizeIs(1));
  EXPECT_THAT(warnings("loss(t) <= C*loss(0)", "[constants]\nC = { value = '2', proof = 'p' }\n"), IsEmpty());
}

TEST(Units, AParameterMayHaveAny) {
  EXPECT_THAT(warnings("loss(t) >= goal", "[parameters]\ngoal = 0.1\n"), IsEmpty());
}

TEST(Units, AFileMayFixTheUnitOfItsData) {
  TheoremSketch sketch;
  sketch.conclusions = {{"claim", "loss(t) >= sigma_r", {"t >= 0"}}};
  const TempFolder folder;
  const auto lint = [&](const std::string& line) {
    return lint_theorem(folder.write("sketch.toml", line + theorem_text(sketch)));
  };
  EXPECT_THAT(lint("units = 'free'\n").warnings, testing::SizeIs(1));
  EXPECT_THAT(lint("units = 'fixed'\n").warnings, IsEmpty());
  EXPECT_THAT(lint("units = 'metres'\n").errors, testing::SizeIs(1));
}

TEST(Units, EveryNameIsOneOfTheVocabulary) {
  for (const auto& [name, unit] : data_units()) {
    if (name == "t" || name == "i" || name == "j") continue;
    EXPECT_NE(find_vocable(vocabulary(), name), nullptr) << name;
  }
}

TEST(Units, EveryNameOfTheVocabularyHasOne) {
  std::set<std::string> known;
  for (const auto& [name, unit] : data_units()) known.insert(name);
  for (const Vocable& vocable : vocabulary()) EXPECT_TRUE(known.contains(vocable.name)) << vocable.name;
}

}  // namespace
}  // namespace plumbline
