#include "house/rooms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>

namespace plumbline {
namespace {

namespace fs = std::filesystem;

/// Rooms that the order alone would allow (docs/architecture.md, "must not know").
const std::map<std::string, std::set<std::string>>& hidden_rooms() {
  static const std::map<std::string, std::set<std::string>> hidden = {
      {"theorem", {"network", "training", "certificate"}},  // how observables are computed
      {"report", {"network", "training", "certificate", "falsify", "suite"}}};  // running anything
  return hidden;
}

std::ptrdiff_t floor_of(const std::string& room) {
  const auto& order = room_order();
  const auto found = std::find(order.begin(), order.end(), room);
  return found == order.end() ? -1 : found - order.begin();
}

/// "plumbline/ROOM/FILE" gives ROOM.
std::optional<std::string> room_of_header(const std::string& header) {
  static const std::regex form("plumbline/([a-z]+)/[a-z0-9_]+\\.hpp");
  std::smatch match;
  if (!std::regex_match(header, match, form)) return std::nullopt;
  return match[1].str();
}

/// What is wrong with `room` including `header`; empty if nothing is.
std::string fault(const std::string& room, const std::string& header, bool quoted) {
  if (!quoted && !header.starts_with("plumbline/")) return "";
  const std::optional<std::string> target = room_of_header(header);
  if (!target) return fmt::format("found \"{}\", expected \"plumbline/ROOM/FILE.hpp\"", header);
  if (floor_of(*target) < 0) return fmt::format("{}: no such room", header);
  const bool hidden = hidden_rooms().contains(room) && hidden_rooms().at(room).contains(*target);
  if (hidden || floor_of(*target) > floor_of(room)) {
    return fmt::format("{} must not include {} ({})", room, *target, header);
  }
  return "";
}

void check_file(const fs::path& file, const std::string& room, std::vector<std::string>& messages) {
  static const std::regex include("\\s*#\\s*include\\s*([<\"])([^>\"]*)[>\"].*");
  std::ifstream stream(file);
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) {
    std::smatch match;
    if (!std::regex_match(line, match, include)) continue;
    const std::string message = fault(room, match[2].str(), match[1] == "\"");
    if (!message.empty()) messages.push_back(fmt::format("{}:{}: {}", file.string(), number, message));
  }
}

bool has_test(const fs::path& folder) {
  const std::vector<fs::path> files = source_files(folder);
  return std::any_of(files.begin(), files.end(),
                     [](const fs::path& file) { return file.filename().string().ends_with("_test.cpp"); });
}

}  // namespace

const std::vector<std::string>& room_order() {
  static const std::vector<std::string> order = {"numeric", "problem", "network", "training", "certificate",
                                                 "theorem", "verdict", "falsify", "suite",    "report"};
  return order;
}

std::vector<fs::path> source_files(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const fs::path extension = entry.path().extension();
    if (entry.is_regular_file() && (extension == ".hpp" || extension == ".cpp"))
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> wrong_includes(const fs::path& src) {
  std::vector<std::string> messages;
  for (const fs::path& file : source_files(src / "plumbline")) {
    check_file(file, file.lexically_relative(src / "plumbline").begin()->string(), messages);
  }
  return messages;
}

std::vector<std::string> homeless_files(const fs::path& src) {
  std::vector<std::string> messages;
  for (const fs::path& file : source_files(src)) {
    const fs::path parent = file.lexically_relative(src).parent_path();
    const bool in_room = parent.parent_path() == "plumbline" && floor_of(parent.filename().string()) >= 0;
    if (!in_room && parent != "plumb" && parent != "plumb_mpi")
      messages.push_back(file.string() + ": in no room");
  }
  return messages;
}

std::vector<std::string> untested_rooms(const fs::path& src, const fs::path& tests) {
  std::vector<std::string> messages;
  for (const std::string& room : room_order()) {
    if (source_files(src / "plumbline" / room).empty() || has_test(tests / room)) continue;
    messages.push_back(fmt::format("{}: no *_test.cpp in {}", room, (tests / room).string()));
  }
  return messages;
}

}  // namespace plumbline
