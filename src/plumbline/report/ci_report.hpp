// What a continuous-integration service reads of a finished suite (schema plumbline.suite/1): JUnit XML, a
// Markdown summary, annotations.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace plumbline {

/// JUnit XML: a testsuite is a theorem, a testcase a conclusion at one setting; or a testsuite is an
/// initialisation, a testcase a trajectory. Violated is a failure; a refused cell, an internal fault, cells
/// that have no result yet and a suite without cells are errors; undecided and vacuous are skipped, with
/// their message.
std::string suite_junit(const nlohmann::ordered_json& suite);

/// GitHub-flavoured Markdown: the sentences, trajectories that failed, then every conclusion, worst first;
/// cut before max_bytes with a note of how many rows are missing.
std::string suite_markdown(const nlohmann::ordered_json& suite, std::size_t max_bytes = 200'000);

/// GitHub workflow commands, one line a violated conclusion ("::error title=…::…") or refused cell, and one
/// for cells that have no result yet.
std::string suite_annotations(const nlohmann::ordered_json& suite);

}  // namespace plumbline
