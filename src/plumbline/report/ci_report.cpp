#include "plumbline/report/ci_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "plumbline/report/markup.hpp"
#include "plumbline/report/suite_report.hpp"
#include "plumbline/report/suite_rows.hpp"
#include "plumbline/report/trajectory_report.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// Where there is no slack to sort by.
constexpr double kNoSlack = std::numeric_limits<double>::infinity();

std::string setting_of(const SuiteRow& row) {
  return fmt::format("L = {}, m = {}, eta = {}", row.depth, row.width, step_text(row));
}

std::string setting_of_trajectory(const Json& cell) {
  return fmt::format("L = {}, m = {}, eta = {}, seed {}", cell.at("depth").get<std::int64_t>(),
                     cell.at("width").get<std::string>(), cell.at("eta").get<std::string>(),
                     cell.at("seed").get<std::int64_t>());
}

std::string missing_message(std::int64_t missing) {
  return fmt::format("{} cells have no result yet", missing);
}

std::string message_of(const SuiteRow& row) {
  std::string text;
  if (row.verdict == "vacuous") {
    text = row.hypotheses.empty() ? row.truth
                                  : fmt::format("outside the hypotheses ({}); {}", row.hypotheses, row.truth);
  } else if (row.verdict != "failed") {
    text =
        fmt::format("{}; {} runs failed", row.worst.empty() ? "nothing was compared" : row.worst, row.failed);
  }
  if (!row.note.empty()) text += (text.empty() ? "" : "; ") + row.note;
  return text;
}

/// One testcase: without a fault it passed.
struct JunitCase {
  std::string suite, classname, name;
  std::string fault;  ///< the element: failure, error, skipped; empty if it passed
  std::string type;   ///< of a failure or an error
  std::string message;
};

JunitCase case_of(const SuiteRow& row) {
  JunitCase one = {row.theorem,
                   row.theorem + "." + row.problem,
                   (row.conclusion.empty() ? "" : row.conclusion + " at ") + setting_of(row),
                   "",
                   "",
                   ""};
  if (row.verdict == "holds") return one;
  one.message = row.verdict + ": " + message_of(row);
  if (row.verdict == "violated") {
    one.fault = "failure";
    one.type = "violated";
  } else if (row.verdict == "failed") {
    one.fault = "error";
    one.type = row.internal ? "internal" : "refused";
  } else {
    one.fault = "skipped";
  }
  return one;
}

JunitCase case_of_trajectory(const Json& cell) {
  const auto init = cell.at("init").get<std::string>();
  JunitCase one = {
      init, init + "." + cell.at("problem").get<std::string>(), setting_of_trajectory(cell), "", "", ""};
  if (!cell.at("trajectory").is_null()) return one;
  one.fault = "error";
  one.type = cell.value("internal", false) ? "internal" : "refused";
  one.message = "failed: " + error_text(cell);
  return one;
}

std::vector<JunitCase> junit_cases(const Json& suite) {
  std::vector<JunitCase> cases;
  for (const SuiteRow& row : suite_rows(suite)) cases.push_back(case_of(row));
  for (const Json& cell : trajectories_of(suite)) cases.push_back(case_of_trajectory(cell));
  const SuiteOutcome outcome = outcome_of(suite);
  const auto of_all = [&](const char* name, const char* type, const std::string& message) {
    cases.push_back({"plumbline", "plumbline", name, "error", type, message});
  };
  if (outcome.nothing) of_all("anything", "empty", "nothing was checked");
  if (outcome.missing > 0) of_all("everything", "missing", missing_message(outcome.missing));
  return cases;
}

std::string junit_text(const JunitCase& one) {
  std::string text = fmt::format("    <testcase classname=\"{}\" name=\"{}\"",
                                 escaped_attribute(one.classname), escaped_attribute(one.name));
  if (one.fault.empty()) return text + "/>\n";
  const std::string type = one.type.empty() ? "" : fmt::format(" type=\"{}\"", one.type);
  return text +
         fmt::format("><{}{} message=\"{}\"/></testcase>\n", one.fault, type, escaped_attribute(one.message));
}

/// Worst first: violated, refused, undecided, then by slack; vacuous last.
int rank(const SuiteRow& one) {
  static const std::map<std::string, int> ranks = {
      {"violated", 0}, {"failed", 1}, {"undecided", 2}, {"holds", 3}, {"vacuous", 4}};
  return ranks.at(one.verdict);
}

/// Text inside a table cell of GitHub's Markdown.
std::string markdown(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\n' || c == '\r' || c == '\t') {
      escaped += ' ';
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      escaped += '?';
    } else {
      if (c == '|' || c == '\\' || c == '`' || c == '*' || c == '_' || c == '<' || c == '[') escaped += '\\';
      escaped += c;
    }
  }
  return escaped;
}

/// One line for every trajectory that did not run, at most kMostListed of them; trajectories.csv has the
/// rest.
std::string failed_trajectories(const Json& suite) {
  constexpr int kMostListed = 100;
  std::string text;
  int count = 0;
  for (const Json& cell : trajectories_of(suite)) {
    if (!cell.at("trajectory").is_null() || ++count > kMostListed) continue;
    text += fmt::format("- **failed**: {} on {}, {}: {}\n", markdown(cell.at("init").get<std::string>()),
                        markdown(cell.at("problem").get<std::string>()),
                        markdown(setting_of_trajectory(cell)), markdown(error_text(cell)));
  }
  if (count > kMostListed) {
    text += fmt::format("- {} more failed; trajectories.csv holds all of them\n", count - kMostListed);
  }
  return text.empty() ? text : text + "\n";
}

/// The data of a GitHub workflow command.
std::string command_data(const std::string& text, bool property) {
  std::string escaped;
  for (const char c : text) {
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) {
      escaped += fmt::format("%{:02X}", static_cast<int>(static_cast<unsigned char>(c)));
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace

std::string suite_junit(const Json& suite) {
  std::vector<std::string> order;
  std::map<std::string, std::vector<JunitCase>> by_suite;
  for (JunitCase& one : junit_cases(suite)) {
    if (!by_suite.contains(one.suite)) order.push_back(one.suite);
    by_suite[one.suite].push_back(std::move(one));
  }
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"plumbline\">\n";
  for (const std::string& name : order) {
    const std::vector<JunitCase>& cases = by_suite[name];
    const auto count = [&](const char* fault) {
      return std::count_if(cases.begin(), cases.end(), [&](const JunitCase& c) { return c.fault == fault; });
    };
    text += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n",
        escaped_attribute(name), cases.size(), count("failure"), count("error"), count("skipped"));
    for (const JunitCase& one : cases) text += junit_text(one);
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

std::string suite_markdown(const Json& suite, std::size_t max_bytes) {
  constexpr std::size_t kNoteBytes = 200;
  std::vector<SuiteRow> cases = suite_rows(suite);
  std::stable_sort(cases.begin(), cases.end(), [](const SuiteRow& a, const SuiteRow& b) {
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return a.log10_slack.value_or(kNoSlack) < b.log10_slack.value_or(kNoSlack);
  });
  std::string text =
      fmt::format("## Plumbline: {}\n\n**{}**\n\n", markdown(title_of_suite(suite)), suite_sentence(suite));
  text += failed_trajectories(suite);
  if (cases.empty()) return text;
  text +=
      "| verdict | theorem | problem | setting | conclusion | log10 slack | what was seen "
      "|\n|---|---|---|---|---|---|---|\n";
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const SuiteRow& one = cases[i];
    const std::string verdict =
        one.verdict == "violated" || one.verdict == "failed" ? "**" + one.verdict + "**" : one.verdict;
    const std::string row = fmt::format(
        "| {} | {} | {} | {} | {} | {} | {} |\n", verdict, markdown(one.theorem), markdown(one.problem),
        markdown(setting_of(one)), markdown(one.conclusion),
        one.log10_slack ? fmt::format("{:.3g}", *one.log10_slack) : "", markdown(message_of(one)));
    if (text.size() + row.size() + kNoteBytes > max_bytes) {
      return text + fmt::format(
                        "\n{} of {} rows are left out here; results.json and results.csv hold all of them.\n",
                        cases.size() - i, cases.size());
    }
    text += row;
  }
  return text;
}

std::string suite_annotations(const Json& suite) {
  std::string text;
  const auto add = [&](const std::string& title, const std::string& message) {
    text += fmt::format("::error title={}::{}\n", command_data(title, true), command_data(message, false));
  };
  for (const SuiteRow& one : suite_rows(suite)) {
    if (one.verdict != "violated" && one.verdict != "failed") continue;
    add(fmt::format("{}{} on {}: {}", one.theorem, one.conclusion.empty() ? "" : ", " + one.conclusion,
                    one.problem, one.verdict),
        setting_of(one) + ": " + message_of(one));
  }
  for (const Json& cell : trajectories_of(suite)) {
    if (!cell.at("trajectory").is_null()) continue;
    add(fmt::format("{} on {}: failed", cell.at("init").get<std::string>(),
                    cell.at("problem").get<std::string>()),
        setting_of_trajectory(cell) + ": " + error_text(cell));
  }
  const SuiteOutcome outcome = outcome_of(suite);
  if (outcome.missing > 0) add("incomplete", missing_message(outcome.missing));
  return text;
}

}  // namespace plumbline
