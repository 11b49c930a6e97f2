// The rooms of the library in their order, and the rules between them (docs/architecture.md).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace plumbline {

/// Ground floor first: a room includes only itself and rooms before it.
const std::vector<std::string>& room_order();

/// Every *.hpp and *.cpp below `folder`, sorted.
std::vector<std::filesystem::path> source_files(const std::filesystem::path& folder);

/// One message "FILE:LINE: …" for every #include below src/plumbline that breaks a rule:
///   - quoted includes are written "plumbline/ROOM/FILE" with a known room;
///   - the included room is the file's own or comes before it, and is not one that the file's room must not
///   know.
/// src/plumb and src/plumb_mpi, the command line, may include every room.
std::vector<std::string> wrong_includes(const std::filesystem::path& src);

/// One message for every source file below src that is in no known room, src/plumb or src/plumb_mpi.
std::vector<std::string> homeless_files(const std::filesystem::path& src);

/// One message for every room with sources that has no tests/ROOM/*_test.cpp.
std::vector<std::string> untested_rooms(const std::filesystem::path& src, const std::filesystem::path& tests);

}  // namespace plumbline
