#include "plumbline/problem/output_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

#include "plumbline/numeric/error.hpp"

namespace plumbline {

void write_file(const std::filesystem::path& file, const std::string& text) {
  if (std::filesystem::is_directory(file)) {
    throw InputError(fmt::format("{}: found a folder, expected the name of a file to write", file.string()));
  }
  const std::filesystem::path part = fmt::format("{}.{}.part", file.string(), getpid());
  std::ofstream stream(part, std::ios::binary);
  stream << text;
  stream.close();
  std::error_code error;
  if (stream) std::filesystem::rename(part, file, error);
  if (stream && !error) return;
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  throw InputError(fmt::format("{}: cannot be written", file.string()));
}

}  // namespace plumbline
