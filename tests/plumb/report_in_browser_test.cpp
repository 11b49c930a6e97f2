// The report of a real run in a browser, and its XML before a schema.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>

#include "plumbline/report/cell_summary.hpp"
#include "plumbline/report/report_page.hpp"
#include "problem/temp_folder.hpp"
#include "support/browser.hpp"
#include "support/run_command.hpp"

namespace plumbline {
namespace {

using test::BrowserVisit;
using test::run_plumb;
using test::run_program;
using test::visit;
using testing::HasSubstr;
using testing::IsEmpty;
using Json = nlohmann::ordered_json;

const std::string kRoot = PLUMBLINE_ROOT;

/// A hostile name, without the slash that a path would end at.
const std::string kHostile =
    "<script>document.title=1;throw 1<\\script> \"quoted\" 'name' & κ ключ {{title}}";

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A suite that holds, is violated, vacuous, undecided and refused somewhere, and has hostile names; run
/// once.
class RealRun : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TempFolder;
    std::string theorem = text_of(kRoot + "/tests/mutants/rate-times-six.toml");
    const auto put = [&](const std::string& from, const std::string& to) {
      const std::size_t at = theorem.find(from);
      ASSERT_NE(at, std::string::npos) << from;
      theorem.replace(at, from.size(), to);
    };
    put("\"linear rate\"", "'''" + kHostile + std::string(10'000, 'x') + "'''");
    const std::string file = folder_->write(kHostile + ".toml", theorem).string();
    const std::string suite =
        "id = 's'\ntitle = '''" + kHostile + "'''\n[[grid]]\ntheorems = ['hxp2020-4.1']\n" +
        "problems = ['spectrum-kappa1', 'hxp-gaussian']\ndepths = [2, 8]\nwidths = ['threshold', 32, "
        "2000]\n" +
        "seeds = 3\nsteps = 30\n[[grid]]\ntheorems = ['''" + file +
        "''']\nproblems = ['spectrum-kappa1']\ndepths = [8]\nwidths = ['threshold']\netas = ['0.1max']\n" +
        "[[grid]]\ntheorems = ['hxp2020-4.1-invariants']\nproblems = ['linnerud']\ndepths = [4]\n" +
        "widths = ['threshold']\nseeds = 2\nsteps = 20\n";
    out_ = (folder_->path() / "out").string();
    const test::CommandResult run =
        run_plumb({"suite", folder_->write("s.toml", suite).string(), "--out", out_, "--quiet"});
    ASSERT_EQ(run.exit_code, 1) << run.err;
  }
  static void TearDownTestSuite() { delete folder_; }

  static Json document() { return Json::parse(text_of(out_ + "/results.json")); }

  static TempFolder* folder_;
  static std::string out_;
};
TempFolder* RealRun::folder_ = nullptr;
std::string RealRun::out_;

/// Everything that is asked of a page, in one visit: what is drawn, and what a click on every cell shows.
const char* const kProbe = R"js(
const wait = () => new Promise((done) => setTimeout(done, 20));
const answer = {maps: 0, squares: 0, plots: 0, emptyPlots: 0, cells: [], rows: 0,
                overflow: document.documentElement.scrollWidth - innerWidth,
                heading: document.querySelector("h1").textContent,
                alarm: document.querySelector(".alarm").getBoundingClientRect().top,
                formulas: document.querySelectorAll("math").length};
for (const map of document.querySelectorAll(".map")) {
  answer.maps += 1;
  answer.squares += map.querySelectorAll("a path").length;
}
for (const plot of document.querySelectorAll(".plot")) {
  answer.plots += 1;
  if (!plot.querySelector("path.line.observed") || !plot.querySelector("path.line.bound")) answer.emptyPlots += 1;
}
answer.rows = document.querySelectorAll("table.rows tbody tr").length;
for (const link of document.querySelectorAll(".map:first-of-type .cells a")) {
  link.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
  await wait();
  const at = document.getElementById(location.hash.slice(1));
  const cell = at.closest("details");
  answer.cells.push({hash: location.hash, open: cell.open,
                     tall: at.getBoundingClientRect().height > 50,
                     inView: Math.abs(cell.getBoundingClientRect().top) < innerHeight,
                     plots: [...at.querySelectorAll(".plot")].filter((p) => p.getBoundingClientRect().height > 50).length,
                     texts: [...at.querySelectorAll("td")].map((td) => td.textContent),
                     commands: at.querySelector("pre").textContent});
  cell.open = false;
}
return answer;
)js";

TEST_F(RealRun, OpensWithEveryPlotAndClicksShowTheNumbersOfTheDocument) {
  const BrowserVisit seen = visit(text_of(out_ + "/report.html"), 1280, kProbe);
  EXPECT_THAT(seen.console, IsEmpty());
  const Json results = document();
  std::size_t conclusions = 0;
  for (const Json& cell : results.at("cells")) {
    conclusions += cell.at("check").is_null() ? 1 : cell.at("check").at("conclusions").size();
  }
  const std::size_t cells = results.at("cells").size();
  EXPECT_EQ(seen.answer.at("heading"), kHostile);
  EXPECT_EQ(seen.answer.at("maps"), 2 * 4);
  EXPECT_EQ(seen.answer.at("squares"), 2 * cells);
  EXPECT_EQ(seen.answer.at("rows"), conclusions);
  EXPECT_EQ(seen.answer.at("emptyPlots"), 0);
  EXPECT_GT(seen.answer.at("plots").get<std::size_t>(), cells);
  EXPECT_LT(seen.answer.at("alarm").get<double>(), 900.0);  // on the first screen
  EXPECT_GT(seen.answer.at("formulas").get<int>(), 20);
  ASSERT_EQ(seen.answer.at("cells").size(), cells);
  std::map<std::string, Json> shown;
  for (const Json& cell : seen.answer.at("cells")) shown[cell.at("hash")] = cell;
  ASSERT_EQ(shown.size(), cells);
  for (std::size_t i = 0; i < cells; ++i) {
    const Json& view = shown.at("#c" + std::to_string(i));
    const Json& check = results.at("cells").at(i).at("check");
    EXPECT_EQ(view.at("open"), true) << i;
    EXPECT_EQ(view.at("tall"), true) << i;
    EXPECT_EQ(view.at("inView"), true) << i;
    EXPECT_GE(view.at("plots"), 1) << i;
    EXPECT_EQ(view.at("commands"), commands_of(results.at("cells").at(i)));
    const auto texts = view.at("texts").get<std::vector<std::string>>();
    for (const Json& h : check.at("hypotheses")) {
      EXPECT_THAT(texts, testing::IsSupersetOf({human_text(h.at("lhs")), human_text(h.at("rhs"))})) << i;
    }
    for (const Json& c : check.at("conclusions")) {
      const Json& worst = c.at("worst");
      EXPECT_THAT(texts,
                  testing::IsSupersetOf({human_text(worst.at("observed")), human_text(worst.at("bound")),
                                         factor_text(worst.at("log10_slack").get<double>())}))
          << i;
    }
  }
}

TEST_F(RealRun, FitsANarrowScreen) {
  const BrowserVisit seen =
      visit(text_of(out_ + "/report.html"), 400,
            "return {width: innerWidth, overflow: document.documentElement.scrollWidth - innerWidth};");
  EXPECT_THAT(seen.console, IsEmpty());
  EXPECT_LE(seen.answer.at("width"), 500);
  EXPECT_LE(seen.answer.at("overflow"), 0);
}

TEST_F(RealRun, ClicksWorkWithoutTheScript) {
  std::string page = text_of(out_ + "/report.html");
  const std::size_t begin = page.find("<script>");
  ASSERT_NE(begin, std::string::npos);
  page.erase(begin, page.find("</script>") - begin);
  const BrowserVisit seen = visit(page, 1280, R"js(
    const link = document.querySelector(".map .cells a");
    link.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
    await new Promise((done) => setTimeout(done, 50));
    return {open: document.getElementById(location.hash.slice(1)).closest("details").open,
            buttons: document.querySelectorAll("button").length};)js");
  EXPECT_THAT(seen.console, IsEmpty());
  EXPECT_EQ(seen.answer.at("buttons"), 0);
  EXPECT_EQ(seen.answer.at("open"), true);
}

TEST_F(RealRun, TheProbeSeesAPageThatIsBroken) {
  const BrowserVisit seen =
      visit("<html><body><script>undefined_function();</script></body></html>", 800, "return 7;");
  EXPECT_EQ(seen.answer, 7);
  ASSERT_EQ(seen.console.size(), 1U);
  EXPECT_THAT(seen.console[0], HasSubstr("undefined_function is not defined"));
}

TEST_F(RealRun, ItsJUnitFileFitsTheSchema) {
  const auto validate = [](const std::string& file) {
    return run_program({"/usr/bin/xmllint", "--noout", "--schema", kRoot + "/tests/report/junit.xsd", file});
  };
  const test::CommandResult good = validate(out_ + "/junit.xml");
  EXPECT_EQ(good.exit_code, 0) << good.err;
  std::string broken = text_of(out_ + "/junit.xml");
  broken.replace(broken.find("<failure"), 8, "<undecided");
  EXPECT_NE(validate(folder_->write("broken.xml", broken).string()).exit_code, 0);
}

TEST_F(RealRun, ReportWritesFiguresAndSingleCells) {
  const std::string figures = (folder_->path() / "figures").string();
  const std::string page = (folder_->path() / "one.html").string();
  const test::CommandResult run =
      run_plumb({"report", out_, "--svg", figures, "--cell", "1", "--html", page, "--quiet"});
  EXPECT_EQ(run.exit_code, 0) << run.err;  // the cell alone is no violation
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(figures))
    names.push_back(entry.path().filename());
  EXPECT_EQ(names.size(), 3U);  // a map, its slack and one curve
  for (const std::string& name : names) {
    const test::CommandResult parsed = run_program({"/usr/bin/xmllint", "--noout", figures + "/" + name});
    EXPECT_EQ(parsed.exit_code, 0) << name << parsed.err;
  }
  EXPECT_THAT(text_of(page), HasSubstr("L = 2, m = 32"));
  const test::CommandResult beyond = run_plumb({"report", out_, "--cell", "99"});
  EXPECT_EQ(beyond.exit_code, 2);
  EXPECT_THAT(beyond.err, HasSubstr("--cell: found 99, expected 0 to 13"));
}

TEST_F(RealRun, CompareFindsNoDifferenceToItselfAndSaysThatItIsViolated) {
  const test::CommandResult run = run_plumb({"compare", out_, out_ + "/results.json"});
  EXPECT_EQ(run.exit_code, 1);  // the second one is violated
  EXPECT_THAT(run.out, HasSubstr("0 verdicts flipped"));
  EXPECT_EQ(run_plumb({"compare", out_, out_, "--json"}).json().at("schema"), "plumbline.compare/1");
  const test::CommandResult missing = run_plumb({"compare", out_, "/nowhere"});
  EXPECT_EQ(missing.exit_code, 2);
  EXPECT_THAT(missing.err, HasSubstr("/nowhere/results.sqlite: not found"));
}

TEST_F(RealRun, TheWorstCellAndItsReplayComeLastOnTheTerminal) {
  const std::string text = run_plumb({"report", out_}).out;
  const std::size_t last_line = text.rfind('\n', text.size() - 2) + 1;
  EXPECT_EQ(text.substr(last_line), "  plumb replay case.toml\n");
  EXPECT_THAT(text, HasSubstr("Tightest: "));
  EXPECT_THAT(text, testing::Not(HasSubstr("\x1b")));  // no terminal, no colour
}

TEST(CheckReport, APageForOneCheckAndColourOnATerminalAlone) {
  const TempFolder folder;
  const std::string page = (folder.path() / "check.html").string();
  const std::vector<std::string> call = {"check",
                                         kRoot + "/tests/mutants/rate-times-six.toml",
                                         "spectrum-kappa1",
                                         "--depth",
                                         "8",
                                         "--width",
                                         "threshold",
                                         "--eta",
                                         "0.1max",
                                         "--seeds",
                                         "5"};
  std::vector<std::string> with_page = call;
  with_page.insert(with_page.end(), {"--report", page});
  EXPECT_EQ(run_plumb(with_page).exit_code, 1);
  EXPECT_THAT(text_of(page), HasSubstr("VIOLATED in 1 of 1 cells"));
  std::string line = "env TERM=xterm " + std::string(PLUMB_COMMAND);
  for (const std::string& word : call) line += " " + word;
  // `script` gives the command a terminal.
  const std::string coloured =
      run_program(test::with_system_folders({"/usr/bin/script", "-qec", line, "/dev/null"})).out;
  EXPECT_THAT(coloured, HasSubstr("\x1b[1;31mviolated\x1b[0m"));
  const std::string plain = run_program(test::with_system_folders({"/usr/bin/script", "-qec",
                                                                   "env NO_COLOR=1 " + line, "/dev/null"}))
                                .out;
  EXPECT_THAT(plain, testing::AllOf(HasSubstr("violated"), testing::Not(HasSubstr("\x1b"))));
}

}  // namespace
}  // namespace plumbline
