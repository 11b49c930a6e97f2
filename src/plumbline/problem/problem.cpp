#include "plumbline/problem/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "plumbline/problem/data_section.hpp"
#include "plumbline/problem/generate.hpp"
#include "plumbline/problem/toml_input.hpp"

namespace plumbline {
namespace {

/// The id names a problem on the command line, in results and in file names.
std::string read_id(const TomlTable& root) {
  const TomlValue value = root.value("id");
  auto id = value.as<std::string>();
  const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
  if (id.empty() || !plain) value.fail_expected("letters, digits, '.', '_' and '-' only");
  return id;
}

Problem read_samples(const TomlTable& root, const std::filesystem::path& folder) {
  const auto data = root.find<TomlTable>("data");
  const auto recipe = root.find<TomlTable>("generate");
  if (data && recipe) root.fail("found both [data] and [generate], expected one of them");
  if (data) return read_data_section(*data, folder);
  if (recipe) return generate_from(*recipe);
  root.fail("found neither [data] nor [generate], expected one of them");
}

/// @param folder where relative data files lie; nothing: only drawn data.
Problem problem_from(const TomlTable& root, const std::filesystem::path* folder) {
  root.allow_only({"id", "title", "source", "data", "generate"});
  const std::string id = read_id(root);
  if (folder == nullptr && root.has("data"))
    root.fail("found [data], expected [generate] in a problem without a file");
  Problem problem = read_samples(root, folder == nullptr ? std::filesystem::path() : *folder);
  problem.id = id;
  problem.title = root.get_or<std::string>("title", id);
  problem.source = root.get_or<std::string>("source", "");
  if (!problem.X.allFinite() || !problem.Y.allFinite()) {
    root.fail("found numbers that overflow a double while the problem was generated, expected smaller ones");
  }
  if (problem.X.isZero(0.0)) {
    root.fail(fmt::format("every input is zero ({} inputs, {} samples), expected at least one other",
                          problem.X.rows(), problem.X.cols()));
  }
  return problem;
}

}  // namespace

Problem read_problem(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.parent_path();
  return problem_from(TomlTable::read(file), &folder);
}

Problem parse_generated_problem(std::string_view text, const std::string& name) {
  return problem_from(TomlTable::parse(text, name), nullptr);
}

}  // namespace plumbline
