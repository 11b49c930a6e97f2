// plumb prove from outside: optimum, page, refusals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "problem/temp_folder.hpp"
#include "support/run_command.hpp"

namespace plumbline {
namespace {

using test::run_plumb;
using testing::HasSubstr;

const std::string kStuck =
    "id = 'p'\ntitle = 'a proof'\nsource = 'a paper'\nminimise = 'C'\n"
    "[[free]]\nname = 'C'\nvalue = 1\nfrom = 1\nto = 2\ngrain = 0.1\nsays = 'the aim'\n"
    "[[step]]\nname = 'one'\nwhere = 'here'\nsays = 'this'\nvariables = { x = ['0', '3'] }\nclaim = 'x <= "
    "C'\n";

TEST(ProveCommand, FindsTheSharpConstantForAnyNumberOfThreads) {
  const auto one =
      run_plumb({"prove", "hxp2020-4.1-sharp-constant", "--optimise", "--json", "--threads", "1"});
  const auto two =
      run_plumb({"prove", "hxp2020-4.1-sharp-constant", "--optimise", "--json", "--threads", "2"});
  ASSERT_EQ(one.exit_code, 0) << one.err;
  EXPECT_EQ(one.out, two.out);
  const auto proof = one.json().at("proofs").at(0);
  EXPECT_EQ(proof.at("derives"), "1231");
  EXPECT_EQ(proof.at("optimum").at("closes"), true);
  EXPECT_EQ(proof.at("optimum").at("choices").back().at("found"), "1229.93");
  for (const auto& step : proof.at("steps")) EXPECT_EQ(step.at("verdict"), "proved") << step;
}

TEST(ProveCommand, SaysThatNoChoiceCloses) {
  const TempFolder folder;
  const std::string file = folder.write("p.toml", kStuck).string();
  const auto result = run_plumb({"prove", file, "--optimise"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out,
              HasSubstr("no choice within the ranges was found that closes the proof: step one fails"));
}

TEST(ProveCommand, RefusesWhatHasNothingToChooseAndStepsThatAreNotThere) {
  const auto none = run_plumb({"prove", "zou2020-constants", "--optimise"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("zou2020-constants: found no free constant to optimise"));
  const TempFolder folder;
  std::string text = kStuck;
  text.replace(text.find("says = 'this'"), 13, "says = 'this'\nuses = ['two']");
  const auto unknown = run_plumb({"prove", folder.write("p.toml", text).string()});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("p: step 'one': found uses 'two'"));
}

TEST(ProveCommand, WritesThePage) {
  const TempFolder folder;
  const std::string page = (folder.path() / "proof.html").string();
  ASSERT_EQ(run_plumb({"prove", "hxp2020-4.1-constant", "--report", page, "--quiet"}).exit_code, 0);
  std::ifstream stream(page, std::ios::binary);
  const std::string html{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_THAT(html, HasSubstr("Cited by hxp2020-4.1: <code>C = 3*(8/log(1.1))^2</code>"));
  EXPECT_THAT(html,
              HasSubstr("hxp2020-lemma-4.2/chernoff-second-factor"));  // of another file, without a link
  EXPECT_EQ(run_plumb({"prove", "hxp2020-4.1-constant", "--report", folder.path().string()}).exit_code, 2);
}

}  // namespace
}  // namespace plumbline
