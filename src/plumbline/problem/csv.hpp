// Comma-separated values with a header line (RFC 4180: quotes, CRLF or LF; a UTF-8 byte order mark is
// skipped).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "plumbline/problem/data_table.hpp"

namespace plumbline {

/// The first line names the columns; every other line is a sample. Empty lines are allowed at the end only.
/// Blanks around a field do not count. Fields of columns that nobody asks for may hold anything.
/// @throws InputError if the file cannot be read (see read_input_file, at most 1 GiB) or is malformed: a row
/// with more or fewer fields than the header, an empty line in the middle, a stray or unclosed quote, no
/// sample; or a header that holds only numbers (none was written), an empty or repeated name, no UTF-8.
std::unique_ptr<DataTable> read_csv(const std::filesystem::path& file);

/// The same for a text in memory; `file_name` is what messages call it.
std::unique_ptr<DataTable> parse_csv(std::string_view text, const std::string& file_name);

}  // namespace plumbline
