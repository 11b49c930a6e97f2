// The [data] section of a problem file: which files, which columns, what is done to them.
#pragma once

#include <filesystem>

#include "plumbline/problem/problem.hpp"
#include "plumbline/problem/toml_input.hpp"

namespace plumbline {

/// Reads the data a section names; its paths are relative to `folder`. The result has no id, title and
/// source.
/// @throws InputError for a wrong key, a column that does not exist or is named twice, no inputs or no
/// targets, files of different numbers of samples, a value that is no finite number, a constant column to
/// standardize, and everything read_csv, read_npy and one_hot refuse.
Problem read_data_section(const TomlTable& section, const std::filesystem::path& folder);

}  // namespace plumbline
