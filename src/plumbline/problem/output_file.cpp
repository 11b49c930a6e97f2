#include "plumbline/problem/output_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file) {
  throw InputError(fmt::format("{}: cannot be written", file.string()));
}

/// What is moved over the file once it is whole; nothing is left of it where it could not be written.
std::filesystem::path write_part(const std::filesystem::path& file, const std::string& text) {
  if (std::filesystem::is_directory(file)) {
    throw InputError(fmt::format("{}: found a folder, expected the name of a file to write", file.string()));
  }
  std::filesystem::path part = fmt::format("{}.{}.part", file.string(), getpid());
  std::ofstream stream(part, std::ios::binary);
  stream << text;
  stream.close();
  if (stream) return part;
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  refuse(file);
}

}  // namespace

void write_file(const std::filesystem::path& file, const std::string& text) {
  const std::filesystem::path part = write_part(file, text);
  std::error_code error;
  std::filesystem::rename(part, file, error);
  if (!error) return;
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  refuse(file);
}

void expect_writable(const std::filesystem::path& file) {
  std::filesystem::remove(write_part(file, ""));
}

}  // namespace plumbline
