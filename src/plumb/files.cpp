#include "files.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

#include "plumbline/numeric/error.hpp"
#include "plumbline/suite/results.hpp"

namespace plumb {

using plumbline::InputError;

void prepare_folder(const std::string& option, const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (!std::filesystem::is_directory(folder)) {
    throw InputError(fmt::format("{}: {} cannot be made a folder", option, folder.string()));
  }
  const std::filesystem::path probe = folder / fmt::format(".plumb.{}.part", getpid());
  if (!std::ofstream(probe))
    throw InputError(fmt::format("{}: {} cannot be written to", option, folder.string()));
  std::filesystem::remove(probe, error);
}

std::vector<nlohmann::ordered_json> read_environments(const std::filesystem::path& folder_or_file) {
  if (std::filesystem::is_regular_file(folder_or_file)) return {};
  return plumbline::Store::open(folder_or_file / plumbline::kStoreName).environments();
}

nlohmann::ordered_json read_results(const std::filesystem::path& folder_or_file) {
  if (!std::filesystem::is_regular_file(folder_or_file)) {
    return plumbline::results_document(plumbline::Store::open(folder_or_file / plumbline::kStoreName));
  }
  std::ifstream stream(folder_or_file);
  nlohmann::ordered_json document = nlohmann::ordered_json::parse(stream, nullptr, false);
  if (!document.is_object() || document.value("schema", nlohmann::ordered_json()) != "plumbline.suite/1") {
    throw InputError(
        fmt::format("{}: found no document of schema plumbline.suite/1", folder_or_file.string()));
  }
  return document;
}

}  // namespace plumb
