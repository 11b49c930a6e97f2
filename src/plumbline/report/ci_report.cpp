#include "plumbline/report/ci_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "plumbline/report/suite_report.hpp"

namespace plumbline {
namespace {

using Json = nlohmann::ordered_json;

/// Where there is no slack to sort by.
constexpr double kNoSlack = std::numeric_limits<double>::infinity();

/// One conclusion of one cell, or one refused cell.
struct Case {
  std::string theorem, problem, setting, conclusion, verdict, message;
  std::optional<double> log10_slack;
};

std::string join(const Json& messages) {
  std::string text;
  for (const Json& message : messages) text += (text.empty() ? "" : "; ") + message.get<std::string>();
  return text;
}

/// "observed … <= bound …, seed …, t = …"
std::string worst_text(const Json& worst) {
  if (worst.is_null()) return "nothing was compared";
  const auto interval = [&](const char* key) {
    const Json& value = worst.at(key);
    return fmt::format("[{}, {}]", value.at("lo").get<std::string>(), value.at("hi").get<std::string>());
  };
  return fmt::format("observed {} against {} {} at run {}, t = {}", interval("observed"),
                     worst.at("relation").get<std::string>(), interval("bound"),
                     worst.at("seed").get<std::int64_t>(), worst.at("t").get<std::int64_t>());
}

std::string false_hypotheses(const Json& check) {
  std::string names;
  for (const Json& hypothesis : check.at("hypotheses")) {
    if (hypothesis.at("verdict") != "holds") {
      names += (names.empty() ? "" : ", ") + hypothesis.at("name").get<std::string>();
    }
  }
  return names;
}

std::string message_of_conclusion(const Json& check, const Json& conclusion) {
  const auto verdict = conclusion.at("verdict").get<std::string>();
  std::string text;
  if (verdict == "vacuous") {
    text = fmt::format("outside the hypotheses ({}); by itself: {}", false_hypotheses(check),
                       conclusion.at("conclusion_alone").get<std::string>());
  } else {
    text = worst_text(conclusion.at("worst"));
    text += fmt::format("; {} of {} runs failed", conclusion.at("failures").get<std::int64_t>(),
                        check.at("seeds").get<std::int64_t>());
  }
  const std::string notes = join(conclusion.at("messages"));
  return notes.empty() ? text : text + "; " + notes;
}

std::vector<Case> cases_of(const Json& suite) {
  std::vector<Case> cases;
  for (const Json& cell : suite.at("cells")) {
    Case base;
    base.theorem = cell.at("theorem").get<std::string>();
    base.problem = cell.at("problem").get<std::string>();
    base.setting = fmt::format("L = {}, m = {}, eta = {}", cell.at("depth").get<std::int64_t>(),
                               cell.at("width").get<std::string>(), cell.at("eta").get<std::string>());
    const Json& check = cell.at("check");
    if (check.is_null()) {
      base.verdict = "failed";
      base.message = cell.at("error").get<std::string>();
      cases.push_back(base);
      continue;
    }
    for (const Json& conclusion : check.at("conclusions")) {
      Case one = base;
      one.conclusion = conclusion.at("name").get<std::string>();
      one.verdict = conclusion.at("verdict").get<std::string>();
      one.message = message_of_conclusion(check, conclusion);
      const Json& worst = conclusion.at("worst");
      if (!worst.is_null() && !worst.at("log10_slack").is_null())
        one.log10_slack = worst.at("log10_slack").get<double>();
      cases.push_back(std::move(one));
    }
  }
  return cases;
}

/// Text for XML 1.0: markup escaped, characters that it cannot hold replaced.
std::string xml(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '&') {
      escaped += "&amp;";
    } else if (c == '<') {
      escaped += "&lt;";
    } else if (c == '>') {
      escaped += "&gt;";
    } else if (c == '"') {
      escaped += "&quot;";
    } else if (code < 0x20) {
      escaped += c == '\n' || c == '\t' ? fmt::format("&#{};", static_cast<int>(code)) : "?";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

std::string junit_case(const Case& one) {
  const std::string name =
      fmt::format("{}{}", one.conclusion.empty() ? "" : one.conclusion + " at ", one.setting);
  std::string text = fmt::format("    <testcase classname=\"{}.{}\" name=\"{}\"", xml(one.theorem),
                                 xml(one.problem), xml(name));
  if (one.verdict == "holds") return text + "/>\n";
  const std::string message = xml(one.verdict + ": " + one.message);
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
int rank(const Case& one) {
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
  std::map<std::string, std::vector<Case>> by_theorem;
  for (Case& one : cases_of(suite)) {
    if (!by_theorem.contains(one.theorem)) order.push_back(one.theorem);
    by_theorem[one.theorem].push_back(std::move(one));
  }
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"plumbline\">\n";
  for (const std::string& theorem : order) {
    const std::vector<Case>& cases = by_theorem[theorem];
    const auto count = [&](auto is) { return std::count_if(cases.begin(), cases.end(), is); };
    text +=
        fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n",
                    xml(theorem), cases.size(), count([](const Case& c) { return c.verdict == "violated"; }),
                    count([](const Case& c) { return c.verdict == "failed"; }),
                    count([](const Case& c) { return c.verdict == "undecided" || c.verdict == "vacuous"; }));
    for (const Case& one : cases) text += junit_case(one);
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

std::string suite_markdown(const Json& suite, std::size_t max_bytes) {
  constexpr std::size_t kNoteBytes = 200;
  std::vector<Case> cases = cases_of(suite);
  std::stable_sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) {
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
    const Case& one = cases[i];
    const std::string verdict =
        one.verdict == "violated" || one.verdict == "failed" ? "**" + one.verdict + "**" : one.verdict;
    const std::string row =
        fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", verdict, markdown(one.theorem),
                    markdown(one.problem), markdown(one.setting), markdown(one.conclusion),
                    one.log10_slack ? fmt::format("{:.3g}", *one.log10_slack) : "", markdown(one.message));
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
  for (const Case& one : cases_of(suite)) {
    if (one.verdict != "violated" && one.verdict != "failed") continue;
    const std::string title =
        fmt::format("{}{} on {}: {}", one.theorem, one.conclusion.empty() ? "" : ", " + one.conclusion,
                    one.problem, one.verdict);
    text += fmt::format("::error title={}::{}\n", command_data(title, true),
                        command_data(one.setting + ": " + one.message, false));
  }
  return text;
}

}  // namespace plumbline
