#include "plumbline/report/ci_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "plumbline/report/markup.hpp"
#include "plumbline/report/suite_report.hpp"
#include "plumbline/report/suite_rows.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// Where there is no slack to sort by.
constexpr double kNoSlack = std::numeric_limits<double>::infinity();

std::string setting_of(const SuiteRow& row) {
  return fmt::format("L = {}, m = {}, eta = {}", row.depth, row.width, row.eta);
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

std::string junit_case(const SuiteRow& one) {
  const std::string name =
      fmt::format("{}{}", one.conclusion.empty() ? "" : one.conclusion + " at ", setting_of(one));
  std::string text =
      fmt::format("    <testcase classname=\"{}.{}\" name=\"{}\"", escaped_attribute(one.theorem),
                  escaped_attribute(one.problem), escaped_attribute(name));
  if (one.verdict == "holds") return text + "/>\n";
  const std::string message = escaped_attribute(one.verdict + ": " + message_of(one));
  if (one.verdict == "violated") {
    text += fmt::format("><failure type=\"violated\" message=\"{}\"/>", message);
  } else if (one.verdict == "failed") {
    text += fmt::format("><error type=\"refused\" message=\"{}\"/>", message);
  } else {
    text += fmt::format("><skipped message=\"{}\"/>", message);
  }
  return text + "</testcase>\n";
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
    if (c == '\n' || c == '\r') {
      escaped += ' ';
    } else {
      if (c == '|' || c == '\\' || c == '`' || c == '*' || c == '_' || c == '<' || c == '[') escaped += '\\';
      escaped += c;
    }
  }
  return escaped;
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
  std::map<std::string, std::vector<SuiteRow>> by_theorem;
  for (SuiteRow& one : suite_rows(suite)) {
    if (!by_theorem.contains(one.theorem)) order.push_back(one.theorem);
    by_theorem[one.theorem].push_back(std::move(one));
  }
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"plumbline\">\n";
  for (const std::string& theorem : order) {
    const std::vector<SuiteRow>& cases = by_theorem[theorem];
    const auto count = [&](auto is) { return std::count_if(cases.begin(), cases.end(), is); };
    text += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n",
        escaped_attribute(theorem), cases.size(),
        count([](const SuiteRow& c) { return c.verdict == "violated"; }),
        count([](const SuiteRow& c) { return c.verdict == "failed"; }),
        count([](const SuiteRow& c) { return c.verdict == "undecided" || c.verdict == "vacuous"; }));
    for (const SuiteRow& one : cases) text += junit_case(one);
    text += "  </testsuite>\n";
  }
  if (order.empty()) {
    text +=
        "  <testsuite name=\"plumbline\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n"
        "    <testcase classname=\"plumbline\" name=\"anything\"><error type=\"empty\" message=\"nothing was "
        "checked\"/></testcase>\n  </testsuite>\n";
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
  std::string text = fmt::format("## Plumbline: {}\n\n**{}**\n\n",
                                 markdown(suite.at("suite").at("title").get<std::string>()),
                                 verdict_sentence(count_verdicts(suite)));
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
  for (const SuiteRow& one : suite_rows(suite)) {
    if (one.verdict != "violated" && one.verdict != "failed") continue;
    const std::string title =
        fmt::format("{}{} on {}: {}", one.theorem, one.conclusion.empty() ? "" : ", " + one.conclusion,
                    one.problem, one.verdict);
    text += fmt::format("::error title={}::{}\n", command_data(title, true),
                        command_data(setting_of(one) + ": " + message_of(one), false));
  }
  return text;
}

}  // namespace plumbline
