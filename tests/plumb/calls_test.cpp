// Calls and inputs that are wrong: exit code 2, one message on stderr, nothing on stdout.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "problem/temp_folder.hpp"
#include "support/run_command.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::CommandResult;
using test::run_plumb;
using testing::HasSubstr;
using Arguments = std::vector<std::string>;

const Arguments kCheck = {"check", "hxp2020-4.1", "spectrum-kappa1", "--depth", "2", "--width", "64"};

Arguments with(Arguments arguments, const Arguments& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::string joined(const Arguments& arguments) {
  std::string text = "plumb";
  for (const std::string& argument : arguments) text += " " + argument;
  return text;
}

void expect_refused(const Arguments& arguments, const std::string& message) {
  for (const Arguments& call : {arguments, with(arguments, {"--json"}), with(arguments, {"--quiet"})}) {
    const CommandResult result = run_plumb(call);
    EXPECT_EQ(result.exit_code, 2) << joined(call);
    EXPECT_EQ(result.out, "") << joined(call);
    EXPECT_THAT(result.err, HasSubstr("plumb: " + message)) << joined(call);
  }
}

struct BadCall {
  Arguments arguments;
  std::string message;
};

TEST(BadCalls, AreRefusedWithTheNearestNameThatIsKnown) {
  for (const auto& [arguments, message] : {
           BadCall{{"chekc"}, "unknown command 'chekc' (did you mean 'check'?)\n"},
           {{"problem", "lits"}, "unknown command 'lits' (did you mean 'list'?)\n"},
           {{"theorem", "xyzzy"}, "unknown command 'xyzzy'\n"},
           {{"check", "--dpeth", "3"}, "unknown option '--dpeth' (did you mean '--depth'?)\n"},
           {with(kCheck, {"--seedz", "3"}), "unknown option '--seedz' (did you mean '--seeds'?)\n"},
           {with(kCheck, {"--seedz=3"}), "unknown option '--seedz' (did you mean '--seeds'?)\n"},
           {with(kCheck, {"more"}), "found 'more', expected no further argument\n"},
           {{"quantities", "iris", "--digit", "3"}, "unknown option '--digit' (did you mean '--digits'?)\n"},
       }) {
    const CommandResult result = run_plumb(arguments);
    EXPECT_EQ(result.exit_code, 2) << joined(arguments);
    EXPECT_EQ(result.out, "") << joined(arguments);
    EXPECT_EQ(result.err, "plumb: " + message + "Run with --help for what is accepted.\n")
        << joined(arguments);
  }
}

TEST(BadCalls, MissingPartsAreNamed) {
  EXPECT_EQ(run_plumb({}).exit_code, 2);
  EXPECT_THAT(run_plumb({}).err, HasSubstr("A subcommand is required"));
  EXPECT_THAT(run_plumb({"problem"}).err, HasSubstr("A subcommand is required"));
  expect_refused({"check"}, "theorem is required");
  expect_refused({"check", "hxp2020-4.1"}, "problem is required");
  expect_refused({"check", "hxp2020-4.1", "iris", "--width", "64"}, "--depth is required");
  expect_refused({"check", "hxp2020-4.1", "iris", "--depth", "2"}, "--width is required");
  expect_refused({"bound", "hxp2020-4.1", "iris"}, "--depth is required");
  expect_refused({"quantities"}, "problem is required");
  expect_refused({"suite", "standard"}, "--out is required");
  expect_refused({"report"}, "folder is required");
  EXPECT_THAT(run_plumb(with(kCheck, {"--seeds"})).err, HasSubstr("--seeds"));
}

TEST(Calls, ANetworkThatIsWrittenDownTakesNoSetting) {
  const CommandResult result = run_plumb({"check", "park2021-1", "iris", "--seeds", "1"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("park2021-1 on iris: holds\n"));
  EXPECT_THAT(result.out, HasSubstr("constant c (open, stated 250): the smallest value they allow lies in "));
  EXPECT_THAT(result.out, testing::Not(HasSubstr("depth L")));
  const CommandResult vacuous = run_plumb({"check", "park2021-1", "iris-sepal-width", "--seeds", "1"});
  EXPECT_EQ(vacuous.exit_code, 0);
  EXPECT_THAT(vacuous.out, HasSubstr("park2021-1 on iris-sepal-width: vacuous\n"));
  const std::string mutant = std::string(PLUMBLINE_ROOT) + "/tests/mutants/park-in-double-precision.toml";
  const CommandResult rounded = run_plumb({"check", mutant, "iris", "--seeds", "1"});
  EXPECT_EQ(rounded.exit_code, 1);
  EXPECT_THAT(rounded.out, HasSubstr("confirmed by a second evaluation in 1 of 1 failed runs"));
  EXPECT_THAT(rounded.out, HasSubstr("note: this speaks of the network that is built"));
  expect_refused({"check", "park2021-1", "iris", "--depth", "3"},
                 "found --depth, but theorem park2021-1 speaks of a network that is written down");
  expect_refused({"check", "park2021-1", "iris", "--width", "3"}, "found --width");
  expect_refused({"check", "park2021-1", "iris", "--eta", "3"}, "found --eta");
  expect_refused({"check", mutant, "iris", "--set", "precision=1.5"},
                 "parameter precision: found 1.5, expected a whole number of bits");
  expect_refused({"check", mutant, "iris", "--set", "precision=1"}, "precision: found 1, expected 0");
}

TEST(BadCalls, UnknownIdsAndFiles) {
  expect_refused({"quantities", "spectrum-kapa1"}, "'spectrum-kapa1': no such file, and no such id in");
  EXPECT_THAT(run_plumb({"quantities", "spectrum-kapa1"}).err,
              HasSubstr("(did you mean 'spectrum-kappa1'?)"));
  expect_refused({"check", "hxp2020-4.2", "iris", "--depth", "2", "--width", "64"},
                 "'hxp2020-4.2': no such file");
  EXPECT_THAT(run_plumb({"theorem", "show", "hxp2020-4.2"}).err, HasSubstr("(did you mean 'hxp2020-4.1'?)"));
  expect_refused({"quantities", "/nowhere/p.toml"}, "/nowhere/p.toml: no such file");
  expect_refused({"quantities", ""}, "'': no such file");
  expect_refused({"suite", "standrad", "--out", "/tmp"}, "'standrad': no such file, and no such id in");
  expect_refused({"report", "/nowhere"},
                 "/nowhere/results.sqlite: not found; expected a folder that 'plumb suite' wrote");
}

TEST(BadCalls, NumbersOutOfRangeOrNone) {
  for (const auto& [options, message] : {
           BadCall{{"--seeds", "0"}, "seeds: found 0, expected 1 to 100000\n"},
           {{"--seeds", "-5"}, "seeds: found -5, expected 1 to 100000\n"},
           {{"--seeds", "1000000000"}, "seeds: found 1000000000, expected 1 to 100000\n"},
           {{"--seeds", "1e3"}, "--seeds: found '1e3', expected an integer below 2^63, or 'auto'\n"},
           {{"--seeds", "2.5"}, "--seeds: found '2.5', expected an integer below 2^63, or 'auto'\n"},
           {{"--seeds", "99999999999999999999"},
            "--seeds: found '99999999999999999999', expected an integer below 2^63, or 'auto'\n"},
           {{"--seed", "99999999999999999999"},
            "--seed: found '99999999999999999999', expected an integer below 2^63\n"},
           {{"--steps", ""}, "--steps: found '', expected an integer below 2^63\n"},
           {{"--seed", "-1"}, "seed: found -1, expected at least 0\n"},
           {{"--steps", "-1"}, "steps: found -1, expected 0 to 1000000\n"},
           {{"--steps", "1000001"}, "steps: found 1000001, expected 0 to 1000000\n"},
           {{"--confidence", "1"}, "confidence: found 1, expected a number between 0 and 1\n"},
           {{"--confidence", "0"}, "confidence: found 0, expected a number between 0 and 1\n"},
           {{"--confidence", "nan"}, "confidence: found nan, expected a number between 0 and 1\n"},
           {{"--threads", "0"}, "--threads: Value 0 not in range 1 to 1024\n"},
           {{"--eta", "0"},
            "eta: found '0', expected a positive number, 'max' or a multiple such as '0.5max'\n"},
           {{"--eta", "-0.1"}, "eta: found '-0.1', expected a positive number"},
           {{"--eta", "fast"}, "eta: found 'fast', expected a positive number"},
           {{"--rigor", "nonsense"}, "--rigor: nonsense not in {"},
           {{"--set", "delta"}, "--set: found 'delta', expected NAME=VALUE\n"},
           {{"--set", "=3"}, "--set: found '=3', expected NAME=VALUE\n"},
           {{"--set", "dleta=0.1"}, "theorem hxp2020-4.1 has no parameter 'dleta' (did you mean 'delta'?)\n"},
           {{"--set", "delta=many"}, "parameter delta: found 'many', expected a decimal number\n"},
           {{"--set", "delta=0.1", "--set", "delta=0.2"}, "--set: found 'delta' twice, expected one value\n"},
           {{"--set", "delta=0.1", "--delta", "0.1"},
            "found both --delta and --set delta=…, expected one of them\n"},
           {{"--delta", "nan"}, "parameter delta: found 'nan', expected a decimal number\n"},
       }) {
    expect_refused(with(kCheck, options), message);
  }
  const Arguments check = {"check", "hxp2020-4.1", "spectrum-kappa1", "--depth"};
  expect_refused(with(check, {"1", "--width", "64"}), "depth: found 1, expected at least 2\n");
  expect_refused(with(check, {"-3", "--width", "64"}), "depth: found -3, expected at least 2\n");
  expect_refused(with(check, {"two", "--width", "64"}),
                 "--depth: found 'two', expected an integer below 2^63\n");
  expect_refused(with(check, {"2", "--width", "0"}),
                 "width: found '0', expected a positive integer up to 1e60");
  expect_refused(with(check, {"2", "--width", "2.5*threshold"}), "width: found '2.5*threshold', expected");
  expect_refused({"quantities", "iris", "--digits", "0"}, "--digits: Value 0 not in range 1 to 10000\n");
}

TEST(BadCalls, WhatMemoryCannotHoldIsRefusedBeforeItIsTaken) {
  expect_refused({"check", "hxp2020-4.1", "spectrum-kappa4", "--depth", "1000000000000", "--width", "64"},
                 "a reduced network of width 64 and depth 1000000000000 needs");
  const std::string mutant = PLUMBLINE_ROOT "/tests/mutants/gaussian-as-orthogonal.toml";
  expect_refused({"check", mutant, "spectrum-kappa1", "--depth", "3", "--width", "1e12"},
                 "a dense network of width 1000000000000 and depth 3 needs");
}

TEST(BadFiles, TheoremFilesPointAtTheCharacter) {
  const TempFolder folder;
  test::TheoremSketch sketch;
  sketch.conclusions = {{"c", "loss(0) <= 3*(1 + ", {}}};
  const std::string file = folder.write("sketch.toml", theorem_text(sketch)).string();
  const CommandResult result = run_plumb({"check", file, "iris", "--depth", "2", "--width", "64"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr(file + ": line 10: key 'conclusion[1].claim' ('c'): "));
  // The text and the caret below it, one character after the last.
  EXPECT_THAT(result.err, testing::ContainsRegex("\n *loss\\(0\\) <= 3\\*\\(1 \\+ \n +\\^\n"));
  sketch.conclusions = {{"c", "loss(0) <= kapa", {}}};
  folder.write("sketch.toml", theorem_text(sketch));
  EXPECT_THAT(run_plumb({"check", file, "iris", "--depth", "2", "--width", "64"}).err,
              HasSubstr("unknown symbol 'kapa' (did you mean 'kappa'?)"));
}

TEST(BadFiles, LintReportsEveryErrorAndFails) {
  const TempFolder folder;
  test::TheoremSketch sketch;
  sketch.conclusions = {{"c", "loss(0) <= kapa", {}}, {"d", "losss(0) >= 0", {}}};
  const std::string file = folder.write("sketch.toml", theorem_text(sketch)).string();
  const CommandResult text = run_plumb({"theorem", "lint", file});
  EXPECT_EQ(text.exit_code, 2);
  EXPECT_THAT(text.out, HasSubstr("2 errors, 0 warnings"));
  const CommandResult json = run_plumb({"theorem", "lint", file, "--json"});
  EXPECT_EQ(json.exit_code, 2);
  EXPECT_EQ(json.json().at("errors").size(), 2U);
  EXPECT_EQ(run_plumb({"theorem", "lint", "hxp2020-4.1"}).exit_code, 0);
}

TEST(BadFiles, ProblemFilesAndTheirData) {
  const TempFolder folder;
  folder.write("d.csv", "a,b,y\n1,2,3\n4,5\n");
  const std::string file =
      folder.write("p.toml", "id = \"p\"\n[data]\nfile = \"d.csv\"\ntargets = [\"y\"]\n").string();
  expect_refused({"quantities", file},
                 folder.path().string() + "/d.csv: line 3: found 2 fields, expected 3 as in the header\n");
  folder.write("d.csv", "a,b,y\n1,2,3\n4,nan,6\n");
  expect_refused(
      {"bound", "hxp2020-4.1", file, "--depth", "2"},
      folder.path().string() + "/d.csv: line 3, column 'b': found \"nan\", expected a finite number\n");
  folder.write("p.toml", "id = \"p\"\n[data]\nfiel = \"d.csv\"\n");
  expect_refused({"problem", "show", file},
                 file + ": line 3: key 'data.fiel': unknown key (did you mean 'file'?)");
  expect_refused({"quantities", folder.path().string()},
                 folder.path().string() + ": found a folder, expected a file\n");
}

TEST(BadFiles, SuiteFiles) {
  const TempFolder folder;
  const std::string file = folder.write("s.toml", "id = 's'\nseeds = 0\n").string();
  expect_refused({"suite", file, "--out", (folder.path() / "out").string()},
                 file + ": key 'theorems' is missing\n");
}

TEST(BadFiles, BytesThatAreNoTextDoNotBreakTheJson) {
  const TempFolder folder;
  const std::string file =
      folder.write("caf\xe9.toml", theorem_text(test::TheoremSketch())).string();  // Latin-1, no UTF-8
  const CommandResult result = run_plumb({"theorem", "lint", file, "--json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.json().at("file").get<std::string>(), HasSubstr("caf\xef\xbf\xbd.toml"));
}

}  // namespace
}  // namespace plumbline
