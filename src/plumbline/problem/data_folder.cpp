#include "plumbline/problem/data_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <system_error>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/message_text.hpp"

namespace plumbline {
namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}
bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error) && !fs::is_directory(path, error);
}

}  // namespace

fs::path data_folder() {
  // A folder the user names is the one meant: if it is missing, another one would be a silent surprise.
  if (const char* named = std::getenv("PLUMBLINE_DATA"); named != nullptr && *named != '\0') {
    if (is_folder(named)) return named;
    throw InputError(
        fmt::format("PLUMBLINE_DATA: found no folder {}, expected the folder that holds problems/, "
                    "theorems/ and suites/",
                    named));
  }
  for (const char* folder : {PLUMBLINE_INSTALLED_DATA, PLUMBLINE_SOURCE_DATA}) {
    if (is_folder(folder)) return folder;
  }
  throw InputError(
      fmt::format("found no data folder: neither {} nor {} exists, and PLUMBLINE_DATA is not set",
                  PLUMBLINE_INSTALLED_DATA, PLUMBLINE_SOURCE_DATA));
}

fs::path find_data_file(const std::string& kind, const std::string& name) {
  if (is_file(name)) return name;
  const bool is_path = name.find('/') != std::string::npos || name.ends_with(".toml");
  if (is_path)
    throw InputError(
        fmt::format("{}: {}", name, is_folder(name) ? "found a folder, expected a file" : "no such file"));
  const fs::path folder = data_folder() / kind;
  fs::path file = folder / (name + ".toml");
  if (!name.empty() && is_file(file)) return file;
  const std::vector<std::string> known = list_data_ids(kind);
  throw InputError(fmt::format("'{}': no such file, and no such id in {}{}, expected one of {}", name,
                               folder.string(), did_you_mean(name, known), list_names(known, 40)));
}

std::vector<std::string> list_data_ids(const std::string& kind) {
  const fs::path folder = data_folder() / kind;
  std::vector<std::string> ids;
  if (!is_folder(folder)) return ids;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".toml") ids.push_back(entry.path().stem().string());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace plumbline
