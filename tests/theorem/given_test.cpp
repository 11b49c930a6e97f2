// Premises of conclusions: how they are read and what lint says of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plumbline/theorem/theorem.hpp"
#include "problem/temp_folder.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::theorem_of;
using test::theorem_text;
using test::TheoremSketch;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kPremise =
    "[[premise]]\nname = 'near'\nfor_all = ['t >= 0', '1 <= i <= L']\nclaim = 'travel(i, t) <= 1'\n";

TheoremSketch sketch_with(const std::string& more) {
  TheoremSketch sketch;
  sketch.tables = kPremise;
  sketch.conclusions = {{"first", "loss(t) >= 0", {"t >= 0"}, ""},
                        {"second", "loss(t) <= loss(0)", {"t >= 0"}, more}};
  return sketch;
}

std::string refusal(const std::string& more) {
  return message_of([&] { theorem_of(sketch_with(more)); });
}

LintReport lint_of(const TheoremSketch& sketch) {
  const TempFolder folder;
  return lint_theorem(folder.write(sketch.id + ".toml", theorem_text(sketch)));
}

TEST(Given, TakesNamesAndClaims) {
  const Theorem theorem =
      theorem_of(sketch_with("given = ['near', 'first', 'loss(t) <= 3']\ngiven_before = ['first']"));
  ASSERT_EQ(theorem.premises.size(), 1U);
  EXPECT_EQ(theorem.premises[0].name, "near");
  EXPECT_THAT(theorem.premises[0].quantified, ElementsAre("i", "t"));
  const Conclusion& second = theorem.conclusions.at(1);
  EXPECT_THAT(second.given_named, ElementsAre("near", "first"));
  ASSERT_EQ(second.given.size(), 1U);
  EXPECT_EQ(second.given[0].source.text, "loss(t) <= 3");
  EXPECT_THAT(second.given_before, ElementsAre("first"));
  EXPECT_TRUE(has_premises(second));
  EXPECT_FALSE(has_premises(theorem.conclusions[0]));
}

TEST(Given, FindsPremisesAndConclusionsByName) {
  const Theorem theorem = theorem_of(sketch_with("given = ['near']"));
  EXPECT_EQ(find_named(theorem, "near"), &theorem.premises[0]);
  EXPECT_EQ(find_named(theorem, "second"), &theorem.conclusions[1]);
  EXPECT_EQ(find_named(theorem, "third"), nullptr);
}

TEST(Given, RefusesWhatIsNoPremise) {
  EXPECT_THAT(
      refusal("given_before = ['firts']"),
      HasSubstr("'firts' is the name of no premise and no earlier conclusion (did you mean 'first'?)"));
  EXPECT_THAT(refusal("given_before = ['second']"), HasSubstr("'second' is the name of no premise"));
  EXPECT_THAT(refusal("given = ['first or second']"), HasSubstr("first or second"));
  EXPECT_THAT(refusal("given = ['los(t) <= 3']"), HasSubstr("unknown function or observable 'los'"));
  EXPECT_THAT(refusal("given = ['travel(i, t) <= 3']"),
              HasSubstr("'i' cannot be used here: it is not bound"));
  EXPECT_THAT(refusal("given = 3"), HasSubstr("expected a list"));
}

TEST(Given, RefusesAChainOfPremises) {
  TheoremSketch sketch = sketch_with("given = ['first']");
  sketch.conclusions.push_back({"third", "loss(t) >= 0", {"t >= 0"}, "given = ['second']"});
  EXPECT_THAT(message_of([&] { theorem_of(sketch); }), HasSubstr("'second' is given something itself"));
}

TEST(Given, APremiseMayNotHaveItsOwn) {
  TheoremSketch sketch = sketch_with("given = ['near']");
  sketch.tables = kPremise + "given = ['loss(t) <= 1']\n";
  EXPECT_THAT(message_of([&] { theorem_of(sketch); }), HasSubstr("key 'premise[1].given': unknown key"));
}

TEST(Given, LintWarnsOfAPremiseThatNobodyIsGiven) {
  EXPECT_THAT(lint_of(sketch_with("")).warnings,
              ElementsAre(HasSubstr("no conclusion is given this premise")));
  EXPECT_THAT(lint_of(sketch_with("given = ['near']")).warnings, IsEmpty());
  EXPECT_THAT(lint_of(sketch_with("given_before = ['near']")).warnings, IsEmpty());
}

TEST(Given, AVariableMayOccurInAPremiseAlone) {
  TheoremSketch sketch = sketch_with("given = ['near', 'travel(i, t) <= 3']");
  sketch.conclusions[1].for_all.push_back("1 <= i <= L");
  EXPECT_THAT(lint_of(sketch).warnings, IsEmpty());
}

}  // namespace
}  // namespace plumbline
