#include "plumbline/problem/input_file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <system_error>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

namespace fs = std::filesystem;

/// The size of a file that is worth opening.
std::uintmax_t checked_size(const fs::path& file, std::uintmax_t max_bytes) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  const std::string name = file.string();
  if (status.type() == fs::file_type::not_found) {
    throw InputError(fmt::format("{}: no such file", name));
  }
  if (error) throw InputError(fmt::format("{}: cannot be read: {}", name, error.message()));
  if (fs::is_directory(status)) throw InputError(fmt::format("{}: found a folder, expected a file", name));
  if (!fs::is_regular_file(status)) {
    throw InputError(fmt::format("{}: found a device or a pipe, expected a regular file", name));
  }
  const std::uintmax_t size = fs::file_size(file, error);
  if (error) throw InputError(fmt::format("{}: cannot be read: {}", name, error.message()));
  if (size == 0) throw InputError(fmt::format("{}: the file is empty", name));
  if (size > max_bytes) {
    throw InputError(
        fmt::format("{}: found a file of {} bytes, expected at most {} bytes", name, size, max_bytes));
  }
  return size;
}

}  // namespace

std::string read_input_file(const fs::path& file, std::uintmax_t max_bytes) {
  const std::uintmax_t size = checked_size(file, max_bytes);
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw InputError(fmt::format("{}: cannot be opened for reading", file.string()));
  std::string bytes(size, '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(size));
  if (stream.gcount() != static_cast<std::streamsize>(size)) {
    throw InputError(fmt::format("{}: read {} of {} bytes", file.string(), stream.gcount(), size));
  }
  return bytes;
}

}  // namespace plumbline
