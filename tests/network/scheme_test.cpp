#include "plumbline/network/scheme.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "plumbline/network/initialise.hpp"
#include "plumbline/numeric/error.hpp"
#include "plumbline/theorem/vocabulary.hpp"

namespace plumbline {
namespace {

TEST(Schemes, NamesLeadBackToTheirScheme) {
  std::set<std::string> names;
  for (const SchemeInfo& info : scheme_table()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_EQ(scheme_from_name(info.name), info.scheme);
    EXPECT_EQ(scheme_info(info.scheme).name, info.name);
  }
}

TEST(Schemes, AnUnknownNameListsTheOthers) {
  try {
    scheme_from_name("othogonal");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(),
                testing::HasSubstr("found 'othogonal', expected one of orthogonal, gaussian, identity"));
  }
}

TEST(Schemes, AreThoseOfTheVocabularyWithTheSameScaleAndParameters) {
  std::vector<InitVocable> vocables;
  for (const InitVocable& vocable : init_vocabulary()) {
    if (vocable.network == "deep-linear") vocables.push_back(vocable);
  }
  ASSERT_EQ(scheme_table().size(), vocables.size());
  for (std::size_t i = 0; i < scheme_table().size(); ++i) {
    const SchemeInfo& scheme = scheme_table()[i];
    const InitVocable& vocable = vocables[i];
    EXPECT_EQ(scheme.name, vocable.name);
    EXPECT_EQ(scheme.usual_scale == OutputScale::kNone ? "none" : "norm-preserving", vocable.scale);
    std::vector<std::string> parameters;
    for (const SchemeParameter& parameter : scheme.parameters) parameters.push_back(parameter.name);
    EXPECT_EQ(parameters, vocable.parameters);
  }
}

TEST(Schemes, ParametersHaveTheValueGivenOrThatOfTheTable) {
  InitialisationSpec spec;
  spec.scheme = Scheme::kBalanced;
  EXPECT_EQ(spec.parameter("stretch"), 1.0);
  spec.parameters["stretch"] = 3.0;
  EXPECT_EQ(spec.parameter("stretch"), 3.0);
  EXPECT_THROW(spec.parameter("gain_in"), InternalError);
}

}  // namespace
}  // namespace plumbline
