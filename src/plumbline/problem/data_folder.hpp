// Finds problems, theorems and suites by id in the installed data folder, or takes a path as it is.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace plumbline {

/// The folder that holds problems/, theorems/ and suites/: the environment variable PLUMBLINE_DATA if set,
/// else the installed folder, else the source tree this binary was built from.
/// @throws InputError if none of them exists (message lists where it looked).
std::filesystem::path data_folder();

/// Resolves `name` to a TOML file: a path that exists is taken as it is; else <data>/<kind>/<name>.toml.
/// `kind` is "problems", "theorems" or "suites".
/// @throws InputError naming what was looked for, where, and the nearest known ids.
std::filesystem::path find_data_file(const std::string& kind, const std::string& name);

/// Ids (file stems) below <data>/<kind>, sorted.
std::vector<std::string> list_data_ids(const std::string& kind);

}  // namespace plumbline
