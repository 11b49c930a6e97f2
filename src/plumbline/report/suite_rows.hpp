// A finished suite (schema plumbline.suite/1) as rows: what every view of it is made from.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace plumbline {

/// One conclusion of one cell; a refused cell gives one row with its message.
struct SuiteRow {
  std::size_t cell = 0;  ///< index of the document's cells
  std::string theorem, problem, depth, width, m, eta, conclusion;
  std::string more;         ///< seed and rigor where they are not usual in the suite: "seed 3, proved"
  std::string seed, rigor;  ///< empty where the document does not say
  std::string verdict;      ///< holds, violated, vacuous, undecided or failed
  std::string truth;  ///< of a vacuous conclusion: "holds by itself", …, or "no premise met"; else empty
  std::string hypotheses;  ///< names of those that are not true; empty if all are
  std::optional<double> log10_slack;
  std::string failed;     ///< "3 of 20" runs
  std::string steps;      ///< last step compared, or "none"
  std::string worst;      ///< the worst comparison in words; empty if there is none
  std::string note;       ///< messages, or why the cell was refused
  bool internal = false;  ///< refused by a fault of Plumbline itself
};

/// In the order of the document. @throws nlohmann::json::exception if the document is damaged.
std::vector<SuiteRow> suite_rows(const nlohmann::ordered_json& suite);

/// "vacuous (holds by itself)" where the conclusion's own truth says more.
std::string verdict_text(const SuiteRow& row);
/// Why a cell has no result: the message, named an internal fault where it is one.
std::string error_text(const nlohmann::ordered_json& cell);
/// The step, and what is not usual: "max, seed 3, proved".
std::string step_text(const SuiteRow& row);
/// Those that are not true, or "none"; empty for a refused cell.
std::string hypotheses_text(const SuiteRow& row);
/// Three digits, "-" where there is no number, empty for a refused cell.
std::string slack_text(const SuiteRow& row);
/// Four significant digits of a decimal string; long widths become readable.
std::string short_decimal(const std::string& text);

}  // namespace plumbline
