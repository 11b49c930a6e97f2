// Files that commands read and write.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace plumb {

/// Makes the folder and tries it, before hours are spent on what it is to hold.
/// @throws InputError that names `option` if it cannot be made or written to.
void prepare_folder(const std::string& option, const std::filesystem::path& folder);

/// The document (schema plumbline.suite/1) of a folder that 'plumb suite' wrote, from its store, or a
/// results.json.
/// @throws InputError if there is none, or none of that schema.
nlohmann::ordered_json read_results(const std::filesystem::path& folder_or_file);

/// What wrote the results of a folder; nothing of a results.json, which does not tell.
std::vector<nlohmann::ordered_json> read_environments(const std::filesystem::path& folder_or_file);

}  // namespace plumb
