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

}  // namespace

Problem read_problem(const std::filesystem::path& file) {
  const TomlTable root = TomlTable::read(file);
  root.allow_only({"id", "title", "source", "data", "generate"});
  const std::string id = read_id(root);
  Problem problem = read_samples(root, file.parent_path());
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

}  // namespace plumbline
