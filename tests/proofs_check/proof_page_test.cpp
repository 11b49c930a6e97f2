// The page of proofs: what it says, links that lead somewhere, hostile names.
#include "proofs_check/proof_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "proofs_check/proof_run.hpp"
#include "proofs_check/steps.hpp"

namespace plumbline::proofs {
namespace {

using testing::HasSubstr;
using testing::Not;

ProofFile example(const std::string& hostile = "") {
  ProofFile file;
  file.id = "example" + hostile;
  file.title = "A proof" + hostile;
  file.source = "A paper" + hostile;
  file.derives = "2";
  ProofStep good = test::step_of("x <= c", {{"x", {"0", "1"}}});
  good.name = "good" + hostile;
  good.where = "Lemma 1" + hostile;
  good.says = "one" + hostile;
  good.constants = {{"c", parse_expression({"a test", "1"}), "1", "0.5"}};
  ProofStep bad = test::step_of("x <= 0.5", {{"x", {"0", "1"}}});
  bad.name = "bad" + hostile;
  bad.where = "Lemma 2" + hostile;
  bad.says = "two" + hostile;
  bad.uses = {good.name, "paper" + hostile};
  file.steps = {good, bad};
  file.outside = {{"paper" + hostile, "Lemma 3" + hostile, "three" + hostile, {}}};
  return file;
}

std::string page_of(const ProofFile& file, bool times = false) {
  const ProofGraph graph = graph_of({file});
  CheckedProof checked;
  checked.results = check_proof(file, 1);
  for (const ProofStep& step : file.steps) checked.worse.push_back(verdicts_when_worse(step));
  return proof_page(graph, {checked}, {{"thm", "C", "2", file.id, ""}}, times);
}

std::set<std::string> all(const std::string& text, const std::string& pattern) {
  std::set<std::string> found;
  const std::regex regex(pattern);
  for (auto match = std::sregex_iterator(text.begin(), text.end(), regex); match != std::sregex_iterator();
       ++match)
    found.insert((*match)[1]);
  return found;
}

TEST(ProofPage, ShowsVerdictsPlacesConstantsAndCitations) {
  const std::string page = page_of(example());
  EXPECT_THAT(page, HasSubstr("2 steps: 1 proved, 1 refuted, 0 undecided."));
  EXPECT_THAT(page, HasSubstr("<p class=\"sentence refuted\">"));
  EXPECT_THAT(page, HasSubstr("<g class=\"proved\"><title>x &lt;= c</title>"));
  EXPECT_THAT(page, HasSubstr("<tspan class=\"symbol\">✗</tspan> bad</text>"));
  EXPECT_THAT(page, HasSubstr("<tspan class=\"symbol\">○</tspan> paper</text>"));
  EXPECT_THAT(page, HasSubstr("<dd>Lemma 1</dd>"));
  EXPECT_THAT(page, HasSubstr("<code>x in [0, 1]</code>"));
  EXPECT_THAT(page, HasSubstr("<code>c = 1</code>; with <code>0.5</code> the step is refuted"));
  EXPECT_THAT(page, HasSubstr("false at x = "));
  EXPECT_THAT(page, HasSubstr("Cited by thm: <code>C = 2</code>"));
  EXPECT_THAT(page, HasSubstr("theorem thm</text>"));
}

TEST(ProofPage, EveryLinkLeadsToAnEntryOfThePage) {
  const std::string page = page_of(example());
  const std::set<std::string> ids = all(page, " id=\"([^\"]*)\"");
  const std::set<std::string> links = all(page, "href=\"#([^\"]*)\"");
  EXPECT_EQ(links.size(), 4U);  // the file and its three steps
  for (const std::string& link : links) EXPECT_TRUE(ids.contains(link)) << link;
}

TEST(ProofPage, NeedsNothingFromElsewhere) {
  const std::string page = page_of(example());
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("http")));
  EXPECT_THAT(page, Not(HasSubstr("src=")));
  EXPECT_THAT(page, Not(HasSubstr("@import")));
}

TEST(ProofPage, HostileTextIsEscapedEverywhere) {
  const std::string page = page_of(example("<script src=x>'\"&{{title}}"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("&lt;script src=x&gt;"));
  EXPECT_THAT(page, HasSubstr("{{title}}"));  // as text, not filled in
  // The same elements as with harmless names.
  const std::regex tags("<[a-z/][^ >]*");
  const auto elements = [&](const std::string& text) {
    std::vector<std::string> found;
    for (auto tag = std::sregex_iterator(text.begin(), text.end(), tags); tag != std::sregex_iterator();
         ++tag)
      found.push_back(tag->str());
    return found;
  };
  EXPECT_EQ(elements(page), elements(page_of(example())));
}

TEST(ProofPage, TimesAreShownWhenAskedForAndElseThePageIsTheSameTwice) {
  EXPECT_EQ(page_of(example()), page_of(example()));
  EXPECT_THAT(page_of(example()), Not(HasSubstr(" s</dd>")));
  EXPECT_THAT(page_of(example(), true), HasSubstr(" s</dd>"));
}

}  // namespace
}  // namespace plumbline::proofs
