// Files that commands read and write.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace plumb {

/// Written beside the target first and moved over it: a crash leaves the old file or the new one.
/// @throws InputError if that is a folder or cannot be written.
void write_file(const std::filesystem::path& file, const std::string& text);

/// Makes the folder and tries it, before hours are spent on what it is to hold.
/// @throws InputError that names `option` if it cannot be made or written to.
void prepare_folder(const std::string& option, const std::filesystem::path& folder);

/// The document (schema plumbline.suite/1) of a folder that 'plumb suite' wrote, from its store, or a
/// results.json.
/// @throws InputError if there is none, or none of that schema.
nlohmann::ordered_json read_results(const std::filesystem::path& folder_or_file);

}  // namespace plumb
