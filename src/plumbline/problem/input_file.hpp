// Reading a file of the user whole, refused before it is read when it cannot be what is wanted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace plumbline {

/// The bytes of a regular file.
/// @throws InputError if it is missing, a folder or a device, empty, larger than max_bytes, or unreadable.
std::string read_input_file(const std::filesystem::path& file, std::uintmax_t max_bytes);

}  // namespace plumbline
