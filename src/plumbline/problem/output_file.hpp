// Writing a file of the user whole.
#pragma once

#include <filesystem>
#include <string>

namespace plumbline {

/// Written beside the target first and moved over it: whatever ends the program leaves the old file or the
/// new one, and processes that write the same file at the same time leave that of one of them.
/// @throws InputError if that is a folder or cannot be written.
void write_file(const std::filesystem::path& file, const std::string& text);

/// Tries it, before time is spent on what the file is to hold. @throws InputError as write_file.
void expect_writable(const std::filesystem::path& file);

}  // namespace plumbline
