#include "plumbline/problem/data_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/data_table.hpp"
#include "plumbline/problem/limits.hpp"
#include "plumbline/problem/message_text.hpp"
#include "plumbline/problem/npy.hpp"
#include "plumbline/problem/transform.hpp"

namespace plumbline {
namespace {

using Columns = std::vector<std::size_t>;

/// Columns of a table, in the order in which they are wanted.
struct Selection {
  std::shared_ptr<const DataTable> table;
  Columns columns;
};
struct Sources {
  Selection inputs;
  Selection targets;
};

/// The column that one entry of `inputs` or `targets` names, by text or by position from 0.
std::size_t column_at(const TomlValue& entry, const DataTable& table) {
  const std::vector<std::string>& names = table.names();
  if (entry.kind() == TomlKind::kInteger) {
    const auto position = entry.as<std::int64_t>();
    if (position < 0 || position >= static_cast<std::int64_t>(names.size())) {
      entry.fail_expected(fmt::format("a column position from 0 to {}", names.size() - 1));
    }
    return static_cast<std::size_t>(position);
  }
  if (entry.kind() != TomlKind::kText) entry.fail_expected("a column name in quotes or a position");
  const auto name = entry.as<std::string>();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    entry.fail(fmt::format("found no column '{}' in {}{}, expected one of {}", name, table.file(),
                           did_you_mean(name, names), list_names(names)));
  }
  return static_cast<std::size_t>(found - names.begin());
}

bool contains(const Columns& columns, std::size_t column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

/// The columns a key lists; none of them is in `taken` (the targets, for inputs).
Columns listed_columns(const TomlValue& list, const DataTable& table, const Columns& taken) {
  Columns columns;
  for (const TomlValue& entry : list.as<std::vector<TomlValue>>()) {
    const std::size_t column = column_at(entry, table);
    const std::string& name = table.names()[column];
    if (contains(columns, column)) entry.fail(fmt::format("found the column '{}' twice", name));
    if (contains(taken, column)) {
      entry.fail(fmt::format("found the column '{}' among inputs and targets, expected one of them", name));
    }
    columns.push_back(column);
  }
  if (columns.empty()) list.fail_expected("at least one column");
  return columns;
}

Columns all_columns_but(const DataTable& table, const Columns& taken) {
  Columns columns;
  for (std::size_t column = 0; column < table.names().size(); ++column) {
    if (!contains(taken, column)) columns.push_back(column);
  }
  return columns;
}

Sources select_from_file(const TomlTable& section, const std::filesystem::path& folder) {
  section.allow_only({"file", "inputs", "targets", "one_hot", "standardize", "intercept"});
  const std::shared_ptr<const DataTable> table = read_data_table(folder / section.get<std::string>("file"));
  const Columns targets = listed_columns(section.value("targets"), *table, {});
  const auto listed = section.find_value("inputs");
  const Columns inputs = listed ? listed_columns(*listed, *table, targets) : all_columns_but(*table, targets);
  if (inputs.empty()) {
    section.value("targets").fail("every column is a target, expected at least one that is left as an input");
  }
  return {{table, inputs}, {table, targets}};
}

Selection select_array(const TomlTable& section, const char* key, const char* stem,
                       const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / section.get<std::string>(key);
  const std::shared_ptr<const DataTable> table = make_table(read_npy(file), stem);
  return {table, all_columns_but(*table, {})};
}

Sources select_from_arrays(const TomlTable& section, const std::filesystem::path& folder) {
  section.allow_only({"inputs_file", "targets_file", "one_hot", "standardize", "intercept"});
  Sources sources = {select_array(section, "inputs_file", "x", folder),
                     select_array(section, "targets_file", "y", folder)};
  const std::size_t inputs = sources.inputs.table->rows();
  const std::size_t targets = sources.targets.table->rows();
  if (inputs != targets) {
    section.fail(fmt::format("found {} samples in {} and {} in {}, expected equally many", inputs,
                             sources.inputs.table->file(), targets, sources.targets.table->file()));
  }
  return sources;
}

Sources select(const TomlTable& section, const std::filesystem::path& folder) {
  const bool arrays = section.has("inputs_file") || section.has("targets_file");
  if (arrays && section.has("file")) {
    section.fail("found both file and inputs_file or targets_file, expected either file or the other two");
  }
  if (!arrays && !section.has("file")) {
    section.allow_only(
        {"file", "inputs", "targets", "inputs_file", "targets_file", "one_hot", "standardize", "intercept"});
    section.fail("found no data file, expected the key file, or inputs_file and targets_file");
  }
  return arrays ? select_from_arrays(section, folder) : select_from_file(section, folder);
}

std::vector<std::string> names_of(const Selection& selection) {
  std::vector<std::string> names;
  for (const std::size_t column : selection.columns) names.push_back(selection.table->names()[column]);
  return names;
}

/// Columns × samples.
Eigen::MatrixXd numbers_of(const Selection& selection) {
  const auto rows = static_cast<Eigen::Index>(selection.columns.size());
  const auto samples = static_cast<Eigen::Index>(selection.table->rows());
  if (!fits_matrix(rows, samples)) {
    throw InputError(fmt::format("{}: found {} columns of {} samples, expected at most {} values",
                                 selection.table->file(), rows, samples, kMaxMatrixEntries));
  }
  Eigen::MatrixXd numbers(rows, samples);
  for (Eigen::Index s = 0; s < samples; ++s) {
    for (Eigen::Index i = 0; i < rows; ++i) {
      const std::size_t column = selection.columns[static_cast<std::size_t>(i)];
      numbers(i, s) = finite_number(*selection.table, static_cast<std::size_t>(s), column);
    }
  }
  return numbers;
}

void set_targets(const TomlTable& section, const Selection& targets, Problem& problem) {
  if (!section.get_or<bool>("one_hot", false)) {
    problem.target_names = names_of(targets);
    problem.Y = numbers_of(targets);
    return;
  }
  if (targets.columns.size() != 1) {
    section.value("one_hot").fail(
        fmt::format("found {} target columns, expected a single column of classes", targets.columns.size()));
  }
  OneHot classes = one_hot(*targets.table, targets.columns.front());
  problem.target_names = std::move(classes.classes);
  problem.Y = std::move(classes.Y);
}

void standardize_inputs(const TomlTable& section, Problem& problem) {
  const Eigen::Index constant = find_constant_row(problem.X);
  if (constant >= 0) {
    section.value("standardize")
        .fail(fmt::format("found the constant input column '{}' (always {}), expected columns that vary",
                          problem.input_names[static_cast<std::size_t>(constant)], problem.X(constant, 0)));
  }
  standardize(problem.X);
}

void add_intercept(const TomlTable& section, Problem& problem) {
  const std::string name = "intercept";
  const auto& names = problem.input_names;
  if (std::find(names.begin(), names.end(), name) != names.end()) {
    section.value("intercept").fail("found an input column named 'intercept' already, expected none");
  }
  problem.X = with_intercept(problem.X);
  problem.input_names.push_back(name);
}

}  // namespace

Problem read_data_section(const TomlTable& section, const std::filesystem::path& folder) {
  const Sources sources = select(section, folder);
  Problem problem;
  problem.input_names = names_of(sources.inputs);
  problem.X = numbers_of(sources.inputs);
  set_targets(section, sources.targets, problem);
  if (section.get_or<bool>("standardize", false)) standardize_inputs(section, problem);
  if (section.get_or<bool>("intercept", false)) add_intercept(section, problem);
  return problem;
}

}  // namespace plumbline
