// The commands end to end: documents, exit codes, help, files written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "plumbline/numeric/interval.hpp"
#include "problem/temp_folder.hpp"
#include "support/run_command.hpp"
#include "support/theorem_sketch.hpp"

namespace plumbline {
namespace {

using test::CommandResult;
using test::run_plumb;
using testing::HasSubstr;
using Json = nlohmann::ordered_json;
using Arguments = std::vector<std::string>;

const std::string kRoot = PLUMBLINE_ROOT;
const std::string kStepTimesEight = kRoot + "/tests/mutants/step-times-eight.toml";

Arguments with(Arguments arguments, const Arguments& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<std::string> keys_of(const Json& json) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  return keys;
}

const Arguments kHolds = {"check",   "hxp2020-4.1", "spectrum-kappa1", "--depth", "3",
                          "--width", "threshold",   "--seeds",         "2"};
const Arguments kViolated = {"check",   kStepTimesEight, "spectrum-kappa4", "--depth", "8",
                             "--width", "threshold",     "--seeds",         "3"};
const Arguments kVacuous = {"check",   "hxp2020-4.1", "spectrum-kappa1", "--depth", "3",
                            "--width", "64",          "--seeds",         "2"};
const Arguments kUndecided = {"check",   "hxp2020-4.1", "spectrum-kappa1", "--depth", "3",
                              "--width", "threshold",   "--seeds",         "2",       "--steps",
                              "300"};

// Exit codes.

TEST(ExitCode, FollowsTheVerdict) {
  EXPECT_EQ(run_plumb(kHolds).exit_code, 0);
  EXPECT_EQ(run_plumb(with(kHolds, {"--strict"})).exit_code, 0);
  EXPECT_EQ(run_plumb(kViolated).exit_code, 1);
  EXPECT_EQ(run_plumb(with(kViolated, {"--strict"})).exit_code, 1);
  EXPECT_EQ(run_plumb(kVacuous).exit_code, 0);
  EXPECT_EQ(run_plumb(with(kVacuous, {"--strict"})).exit_code, 0);
  EXPECT_EQ(run_plumb(with(kUndecided, {"--strict"})).exit_code, 3);
  const CommandResult undecided = run_plumb(kUndecided);
  EXPECT_EQ(undecided.exit_code, 0);
  EXPECT_EQ(undecided.err, "plumb: warning: a claim stayed undecided (--strict makes that exit code 3)\n");
}

TEST(ExitCode, IsTheSameUnderJsonAndQuiet) {
  for (const Arguments& flags :
       {Arguments{"--json"}, {"--quiet"}, {"--json", "--quiet"}, {"--threads", "3"}}) {
    EXPECT_EQ(run_plumb(with(kHolds, flags)).exit_code, 0);
    EXPECT_EQ(run_plumb(with(kViolated, flags)).exit_code, 1);
    EXPECT_EQ(run_plumb(with(with(kUndecided, {"--strict"}), flags)).exit_code, 3);
  }
}

// Output.

TEST(Output, QuietSaysNothing) {
  for (const Arguments& call : {kHolds, kViolated, kUndecided, Arguments{"quantities", "linnerud"},
                                Arguments{"problem", "show", "iris"}, Arguments{"theorem", "list"},
                                Arguments{"bound", "hxp2020-4.1", "iris", "--depth", "4"}}) {
    const CommandResult result = run_plumb(with(call, {"--quiet"}));
    EXPECT_EQ(result.out, "") << call.front();
    EXPECT_EQ(result.err, "") << call.front();
  }
}

TEST(Output, JsonIsOneDocumentAndNothingElse) {
  const std::map<std::string, Arguments> calls = {
      {"plumbline.check/1", kViolated},
      {"plumbline.bound/1", {"bound", "hxp2020-4.1", "iris", "--depth", "4"}},
      {"plumbline.quantities/1", {"quantities", "linnerud"}},
      {"plumbline.problem/1", {"problem", "show", "iris"}},
      {"plumbline.theorem/1", {"theorem", "show", "hxp2020-4.1"}},
      {"plumbline.theorems/1", {"theorem", "list"}},
      {"plumbline.lint/1", {"theorem", "lint", "hxp2020-4.1"}}};
  for (const auto& [schema, call] : calls) {
    const CommandResult result = run_plumb(with(call, {"--json"}));
    EXPECT_EQ(result.json().at("schema"), schema);
    EXPECT_EQ(result.err, "") << schema;
  }
}

TEST(Output, TheBytesDoNotDependOnTheThreads) {
  Arguments seven = kVacuous;
  seven.back() = "7";
  const auto bytes = [&](const std::string& threads) {
    return run_plumb(with(seven, {"--json", "--threads", threads})).out;
  };
  const std::string one = bytes("1");
  EXPECT_EQ(bytes("2"), one);
  EXPECT_EQ(bytes("5"), one);
}

TEST(Output, AFullDiskIsNoSuccess) {
  // /dev/full takes nothing; where a chroot has none, neither does an output that the shell has closed.
  const bool has_full = std::filesystem::is_character_file("/dev/full");
  const std::string command = std::string(PLUMB_COMMAND) + " theorem show hxp2020-4.1 " +
                              (has_full ? "> /dev/full" : ">&-") + " 2> /dev/null";
  EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), 70);
}

// Documents.

TEST(CheckCommand, DocumentAndTextAgree) {
  const Json json = run_plumb(with(kViolated, {"--json"})).json();
  EXPECT_EQ(json.at("verdict"), "violated");
  EXPECT_EQ(json.at("depth"), 8);
  EXPECT_EQ(json.at("seeds"), 3);
  const Json& rate = json.at("conclusions").at(0);
  EXPECT_THAT(keys_of(rate), testing::IsSupersetOf({"name", "verdict", "how", "steps", "failures",
                                                    "failure_probability", "worst"}));
  EXPECT_EQ(rate.at("failures"), 3);
  EXPECT_THAT(keys_of(rate.at("worst")), testing::IsSupersetOf({"seed", "t", "observed", "bound", "slack"}));
  EXPECT_LT(rate.at("worst").at("slack").get<double>(), 1.0);
  const std::string text = run_plumb(kViolated).out;
  EXPECT_THAT(text, testing::StartsWith("step-times-eight on spectrum-kappa4: violated\n"));
  EXPECT_THAT(text, HasSubstr("width m = " + json.at("width").get<std::string>()));
}

TEST(CheckCommand, OptionsReachTheRun) {
  const Json json = run_plumb({"check",
                               "--set",
                               "delta=0.2",
                               "hxp2020-4.1",
                               "spectrum-kappa1",
                               "--depth",
                               "2",
                               "--width",
                               "2*threshold",
                               "--eta",
                               "0.5max",
                               "--seeds",
                               "3",
                               "--seed",
                               "9",
                               "--steps",
                               "4",
                               "--confidence",
                               "0.9",
                               "--json"})
                        .json();
  EXPECT_EQ(json.at("seed"), 9);
  EXPECT_EQ(json.at("seeds"), 3);
  EXPECT_EQ(json.at("steps"), 4);
  EXPECT_EQ(json.at("eta").at("lo"), "0.375");
  const Json& probability = json.at("conclusions").at(0).at("failure_probability");
  EXPECT_NEAR(probability.at("confidence").get<double>(), 0.95, 1e-12);  // two claims share it
  EXPECT_EQ(probability.at("claimed_at_most").at("hi").get<std::string>().substr(0, 3), "0.2");
  // 2·threshold at delta = 0.2 is below the threshold at 0.01.
  const Json delta =
      run_plumb({"bound", "hxp2020-4.1", "spectrum-kappa1", "--depth", "2", "--delta", "0.2", "--json"})
          .json();
  EXPECT_EQ(std::stoll(json.at("width").get<std::string>()),
            2 * std::stoll(delta.at("min_width").get<std::string>()));
}

TEST(BoundCommand, HasTheKeysThatScriptsRelyOn) {
  const Json json = run_plumb({"bound", "hxp2020-4.1", "spectrum-kappa1", "--depth", "3", "--json"}).json();
  EXPECT_THAT(keys_of(json), testing::IsSupersetOf({"schema", "min_width", "max_eta", "hypotheses"}));
  EXPECT_EQ(json.at("min_width"), "1013807");
  const PrecisionScope precision(40);
  const auto end = [&](const char* which) {
    return enclose_decimal(json.at("max_eta").at(which).get<std::string>());
  };
  EXPECT_TRUE(contains(hull(end("lo"), end("hi")), Real("0.5")));
  for (const Json& h : json.at("hypotheses")) {
    EXPECT_THAT(keys_of(h), testing::IsSupersetOf({"name", "verdict", "lhs", "rhs"}));
    EXPECT_EQ(h.at("verdict"), "holds");
  }
}

/// Whether the decimal interval of the document holds a reference of 50 digits, up to that reference's own
/// last digit.
void expect_encloses(const Json& interval, const std::string& reference, const std::string& what) {
  const PrecisionScope precision(70);
  const Interval found = hull(enclose_decimal(interval.at("lo").get<std::string>()),
                              enclose_decimal(interval.at("hi").get<std::string>()));
  const Interval known = enclose_decimal(reference);
  const Interval slack = abs_of(known) * enclose_decimal("1e-47");
  EXPECT_NE(less(found, known - slack), Truth::kTrue) << what;
  EXPECT_NE(less(known + slack, found), Truth::kTrue) << what;
  EXPECT_LT(relative_width(found), 1e-48) << what;
}

TEST(QuantitiesCommand, AgreesWithTheReferenceToFiftyDigits) {
  const Json reference = Json::parse(text_of(PLUMBLINE_TEST_DATA "/data/reference.json"));
  for (const std::string id : {"linnerud", "iris", "diabetes"}) {
    const Json json = run_plumb({"quantities", id, "--json"}).json();
    const Json& known = reference.at(id);
    EXPECT_EQ(json.at("schema"), "plumbline.quantities/1");
    EXPECT_EQ(json.at("problem"), id);
    EXPECT_EQ(json.at("d_x"), known.at("d_x"));
    EXPECT_EQ(json.at("d_y"), known.at("d_y"));
    EXPECT_EQ(json.at("n"), known.at("n"));
    EXPECT_EQ(json.at("rank"), known.at("r"));
    EXPECT_THAT(keys_of(json.at("quantities")),
                testing::ElementsAre("norm_X", "frob_X", "sigma_r", "lambda_max", "lambda_r", "kappa",
                                     "srank", "norm_W", "frob_W", "frob_Y", "loss_opt"));
    for (const char* name : {"lambda_max", "lambda_r", "kappa", "srank", "norm_W", "loss_opt"}) {
      expect_encloses(json.at("quantities").at(name), known.at(name).get<std::string>(), id + " " + name);
    }
  }
}

TEST(QuantitiesCommand, GivesAsManyDigitsAsAskedFor) {
  const auto digits = [](const std::string& count) {
    return run_plumb({"quantities", "linnerud", "--digits", count, "--json"})
        .json()
        .at("quantities")
        .at("kappa");
  };
  EXPECT_EQ(digits("3").at("lo"), "2.28e+03");
  EXPECT_EQ(digits("3").at("hi"), "2.29e+03");
  const auto many = digits("200").at("lo").get<std::string>();
  EXPECT_GE(many.size(), 200U);
  EXPECT_THAT(many, testing::StartsWith("2281.5463005205217579530284595885954513857024669784"));
}

TEST(ListCommands, NameWhatIsBundled) {
  const Json theorems = run_plumb({"theorem", "list", "--json"}).json().at("theorems");
  ASSERT_FALSE(theorems.empty());
  const Json problems = run_plumb({"problem", "list", "--json"}).json().at("problems");
  std::vector<std::string> ids;
  for (const Json& problem : problems) ids.push_back(problem.at("id"));
  EXPECT_THAT(ids, testing::IsSupersetOf({"linnerud", "digits", "hxp-gaussian"}));
  const Json shown = run_plumb({"problem", "show", "linnerud", "--json"}).json();
  EXPECT_EQ(shown.at("targets"), Json({"weight", "waist", "pulse"}));
  EXPECT_THAT(run_plumb({"theorem", "show", "hxp2020-4.1"}).out, HasSubstr("[[conclusion]]"));
}

// Help.

TEST(Help, OfEveryCommandNamesEveryFlag) {
  const std::vector<std::string> common = {"--json", "--threads", "--quiet", "--help"};
  const std::vector<std::pair<Arguments, std::vector<std::string>>> commands = {
      {{"problem", "list"}, {}},
      {{"problem", "show"}, {}},
      {{"theorem", "list"}, {}},
      {{"theorem", "show"}, {}},
      {{"theorem", "lint"}, {}},
      {{"theorem", "new"}, {}},
      {{"quantities"}, {"--digits"}},
      {{"bound"}, {"--depth", "--eta", "--delta", "--set"}},
      {{"check"},
       {"--depth", "--width", "--eta", "--delta", "--set", "--steps", "--seeds", "--max-seeds", "--seed",
        "--confidence", "--rigor", "--strict"}},
      {{"suite"}, {"--out", "--strict", "--jobs"}},
      {{"report"}, {"--html", "--csv"}}};
  for (const auto& [command, flags] : commands) {
    const CommandResult result = run_plumb(with(command, {"--help"}));
    EXPECT_EQ(result.exit_code, 0) << command.back();
    EXPECT_EQ(result.err, "") << command.back();
    for (const auto& list : {common, flags}) {
      for (const std::string& flag : list) EXPECT_THAT(result.out, HasSubstr(flag)) << command.back();
    }
  }
}

TEST(Help, OfPlumbNamesEveryCommand) {
  const CommandResult result = run_plumb({"--help"});
  EXPECT_EQ(result.exit_code, 0);
  for (const char* command : {"problem", "theorem", "quantities", "bound", "check", "suite", "report"}) {
    EXPECT_THAT(result.out, HasSubstr(command));
  }
  const CommandResult version = run_plumb({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_THAT(version.out, testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

// Authoring.

TEST(TheoremNew, WritesAFileThatLintsAndNeverOverwritesOne) {
  const TempFolder folder;
  std::filesystem::current_path(folder.path());
  const CommandResult first = run_plumb({"theorem", "new", "mine"});
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("Written: mine.toml"));
  const CommandResult lint = run_plumb({"theorem", "lint", "mine.toml"});
  EXPECT_EQ(lint.exit_code, 0);
  EXPECT_EQ(lint.out, "mine.toml: 0 errors, 0 warnings\n");
  const CommandResult second = run_plumb({"theorem", "new", "mine"});
  EXPECT_EQ(second.exit_code, 2);
  EXPECT_THAT(second.err, HasSubstr("mine.toml: exists already"));
  EXPECT_EQ(run_plumb({"theorem", "new", "no id"}).exit_code, 2);
  std::filesystem::current_path(kRoot);
}

TEST(TheoremList, ShowsSourceNetworkInitialisationAndConstants) {
  const CommandResult list = run_plumb({"theorem", "list"});
  EXPECT_THAT(
      list.out,
      HasSubstr("hxp2020-4.1  (deep-linear, orthogonal; constants: C proved by hxp2020-4.1-constant)\n"));
  EXPECT_THAT(list.out, HasSubstr("du-hu2019-4.1  (deep-linear, gaussian; constants: C open, O open)\n"));
  EXPECT_THAT(list.out, HasSubstr("ICML 2019, Theorem 4.1 (arXiv:1901.08572)"));
}

TEST(CheckCommand, SeedsAutoStopsWhenTheClaimIsDecided) {
  const std::vector<std::string> call = {"check",   "hxp2020-4.1", "spectrum-kappa1", "--depth", "3",
                                         "--width", "threshold",   "--steps",         "2",       "--delta",
                                         "0.2",     "--json"};
  const Json shown = run_plumb(with(call, {"--seeds", "auto"})).json();
  EXPECT_EQ(shown.at("seeds"), 80);  // 0.8^80 is the first below 0.0005/2^k
  EXPECT_EQ(shown.at("seeds_budget"), 2000);
  const Json ended = run_plumb(with(call, {"--seeds", "auto", "--max-seeds", "30"})).json();
  EXPECT_EQ(ended.at("seeds"), 30);
  EXPECT_TRUE(run_plumb(with(call, {"--seeds", "30"})).json().at("seeds_budget").is_null());
  const CommandResult wrong = run_plumb(with(call, {"--seeds", "many"}));
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("found 'many', expected an integer below 2^63, or 'auto'"));
}

// Suites and reports.

std::string suite_text_of(const std::string& theorem, const std::string& problems, const std::string& widths,
                          const std::string& more = "") {
  return "id = 's'\ntheorems = ['" + theorem + "']\nproblems = [" + problems +
         "]\ndepths = [2, 3]\nwidths = [" + widths + "]\nseeds = 3\n" + more;
}

TEST(SuiteCommand, WritesItsFilesAndTheReportCommandShowsThemAgain) {
  const TempFolder folder;
  const std::string file =
      folder
          .write("s.toml",
                 suite_text_of("hxp2020-4.1", "'spectrum-kappa1', 'spectrum-kappa4'", "'threshold', 64"))
          .string();
  const std::string out = (folder.path() / "a/b").string();  // made on the way
  const CommandResult run = run_plumb({"suite", file, "--out", out});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("Nothing violated in 8 cells: 4 hold, 4 vacuous"));
  const Json stored = Json::parse(text_of(out + "/results.json"));
  EXPECT_EQ(stored.at("schema"), "plumbline.suite/1");
  EXPECT_EQ(stored.at("cells").size(), 8U);
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(out)) files.push_back(entry.path().filename());
  EXPECT_THAT(files, testing::UnorderedElementsAre("results.json", "results.csv", "report.html", "junit.xml",
                                                   "summary.md"));

  const std::string html = (folder.path() / "again.html").string();
  const std::string csv = (folder.path() / "again.csv").string();
  const std::string junit = (folder.path() / "again.xml").string();
  const std::string markdown = (folder.path() / "again.md").string();
  const CommandResult again = run_plumb({"report", out, "--html", html, "--csv", csv, "--junit", junit,
                                         "--markdown", markdown, "--annotations"});
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_THAT(again.out, testing::Not(HasSubstr("::error")));
  EXPECT_EQ(text_of(junit), text_of(out + "/junit.xml"));
  EXPECT_EQ(text_of(markdown), text_of(out + "/summary.md"));
  EXPECT_EQ(text_of(html), text_of(out + "/report.html"));
  EXPECT_EQ(text_of(csv), text_of(out + "/results.csv"));
  EXPECT_EQ(run_plumb({"report", out, "--json"}).json(), stored);
}

TEST(SuiteCommand, TheBytesDoNotDependOnTheThreadsOrOnWhatWasThere) {
  const TempFolder folder;
  const std::string file =
      folder.write("s.toml", suite_text_of("hxp2020-4.1", "'spectrum-kappa1', 'spectrum-kappa4'", "64, 1000"))
          .string();
  const std::string out = (folder.path() / "out").string();
  EXPECT_EQ(run_plumb({"suite", file, "--out", out, "--threads", "1", "--quiet"}).exit_code, 0);
  std::map<std::string, std::string> first;
  for (const char* name : {"results.json", "results.csv", "report.html", "junit.xml", "summary.md"})
    first[name] = text_of(out + "/" + name);
  const CommandResult second = run_plumb({"suite", file, "--out", out, "--jobs", "4", "--json"});
  EXPECT_EQ(second.exit_code, 0);
  for (const auto& [name, text] : first) EXPECT_EQ(text_of(out + "/" + name), text) << name;
  EXPECT_EQ(second.json(), Json::parse(first["results.json"]));
}

TEST(SuiteCommand, ExitCodesFollowTheWorstCell) {
  const TempFolder folder;
  const std::string out = (folder.path() / "out").string();
  const auto exit_code = [&](const std::string& text, const Arguments& flags = {}) {
    const std::string file = folder.write("s.toml", text).string();
    return run_plumb(with({"suite", file, "--out", out}, flags)).exit_code;
  };
  EXPECT_EQ(exit_code(suite_text_of(kStepTimesEight, "'spectrum-kappa4'", "'threshold'")), 1);
  EXPECT_EQ(run_plumb({"report", out}).exit_code, 1);
  EXPECT_THAT(text_of(out + "/report.html"), HasSubstr("VIOLATED in 2 of 2 cells"));
  const std::string undecided =
      suite_text_of("hxp2020-4.1", "'spectrum-kappa1'", "'threshold'", "steps = 300\n");
  EXPECT_EQ(exit_code(undecided), 0);
  EXPECT_EQ(exit_code(undecided, {"--strict"}), 3);
}

TEST(SuiteCommand, ARefusedCellIsBadInputUnlessAnotherIsViolated) {
  const TempFolder folder;
  const std::string out = (folder.path() / "out").string();
  // No hypothesis limits the step of the sketch, so that eta = max is refused.
  const std::string theorem = folder.write("sketch.toml", theorem_text(test::TheoremSketch())).string();
  const std::string file =
      folder.write("s.toml", suite_text_of(theorem, "'spectrum-kappa1'", "64", "etas = ['max', 0.1]\n"))
          .string();
  const CommandResult result = run_plumb({"suite", file, "--out", out});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("2 cells were refused; see their notes"));
  EXPECT_THAT(result.out, HasSubstr("eta = max, but no hypothesis limits the step"));
}

TEST(SuiteCommand, FoldersThatCannotBeWrittenAreRefusedBeforeAnythingRuns) {
  const TempFolder folder;
  const std::string file =
      folder.write("s.toml", suite_text_of("hxp2020-4.1", "'spectrum-kappa1'", "64")).string();
  const std::string taken = folder.write("taken", "a file").string();
  std::vector<std::string> no_folders = {taken, taken + "/below"};
  const bool has_proc = std::filesystem::exists("/proc/self");  // a chroot may have none
  if (has_proc) no_folders.push_back("/proc/plumbline");
  for (const std::string& out : no_folders) {
    const CommandResult result = run_plumb({"suite", file, "--out", out});
    EXPECT_EQ(result.exit_code, 2) << out;
    EXPECT_EQ(result.out, "") << out;
    EXPECT_THAT(result.err, HasSubstr("--out: " + out + " cannot be made a folder")) << out;
  }
  if (!has_proc) return;
  const CommandResult proc = run_plumb({"suite", file, "--out", "/proc"});  // a folder nobody can write to
  EXPECT_EQ(proc.exit_code, 2);
  EXPECT_THAT(proc.err, HasSubstr("--out: /proc cannot be written to"));
}

TEST(ReportCommand, RefusesWhatIsNoStoredSuite) {
  const TempFolder folder;
  const std::string store = (folder.path() / "results.json").string();
  const auto refused = [&](const std::string& text, const std::string& message) {
    folder.write("results.json", text);
    const CommandResult result = run_plumb({"report", folder.path().string()});
    EXPECT_EQ(result.exit_code, 2) << text;
    EXPECT_EQ(result.out, "") << text;
    EXPECT_THAT(result.err, HasSubstr(store + ": " + message)) << text;
  };
  for (const char* text :
       {"", "{", "[]", "3", "null", "{}", "{\"schema\": 3}", "{\"schema\": \"plumbline.check/1\"}"}) {
    refused(text, "found no document of schema plumbline.suite/1");
  }
  for (const char* rest :
       {"", ", \"cells\": 3", ", \"suite\": {}, \"cells\": [{}]", ", \"suite\": {}, \"cells\": [null]"}) {
    refused("{\"schema\": \"plumbline.suite/1\"" + std::string(rest) + "}", "the document is damaged: ");
  }
}

TEST(ReportCommand, TargetsThatCannotBeWritten) {
  const TempFolder folder;
  folder.write(
      "results.json",
      "{\"schema\": \"plumbline.suite/1\", \"suite\": {\"id\": \"s\", \"title\": \"\"}, \"cells\": []}");
  const std::string path = folder.path().string();
  EXPECT_EQ(run_plumb({"report", path}).exit_code, 2);  // nothing was checked
  EXPECT_THAT(run_plumb({"report", path}).out, HasSubstr("Nothing was checked."));
  const CommandResult onto_folder = run_plumb({"report", path, "--html", path});
  EXPECT_EQ(onto_folder.exit_code, 2);
  EXPECT_THAT(onto_folder.err, HasSubstr(path + ": found a folder, expected the name of a file to write"));
  const CommandResult nowhere = run_plumb({"report", path, "--csv", path + "/no/such/folder.csv"});
  EXPECT_EQ(nowhere.exit_code, 2);
  EXPECT_THAT(nowhere.err, HasSubstr(path + "/no/such/folder.csv: cannot be written"));
}

}  // namespace
}  // namespace plumbline
