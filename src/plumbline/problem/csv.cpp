#include "plumbline/problem/csv.hpp"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <unordered_set>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/input_file.hpp"
#include "plumbline/problem/limits.hpp"
#include "plumbline/problem/message_text.hpp"
#include "plumbline/problem/number_text.hpp"

namespace plumbline {
namespace {

/// Fields of all rows, header included, in one buffer. Offsets of 32 bits do: a file has at most 2^30 bytes,
/// and a field is never longer than what it was read from.
struct CsvFields {
  std::string buffer;
  std::vector<std::uint32_t> field_ends;  ///< in the buffer, row after row
  std::vector<std::uint32_t> row_ends;    ///< in field_ends
  std::vector<std::uint32_t> row_lines;   ///< line on which each row starts, from 1

  std::size_t width(std::size_t row) const { return row_ends[row] - (row == 0 ? 0 : row_ends[row - 1]); }
  std::string_view field(std::size_t row, std::size_t column) const {
    const std::size_t index = (row == 0 ? 0 : row_ends[row - 1]) + column;
    const std::size_t begin = index == 0 ? 0 : field_ends[index - 1];
    return trim_blanks(std::string_view(buffer).substr(begin, field_ends[index] - begin));
  }
};

/// Drives libcsv one line at a time, so that every row knows its line.
class CsvReader {
 public:
  CsvReader(std::string_view text, const std::string& file_name) : text_(text), file_name_(file_name) {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw InternalError("csv_init failed");
  }
  ~CsvReader() { csv_free(&parser_); }
  CsvReader(const CsvReader&) = delete;
  CsvReader& operator=(const CsvReader&) = delete;

  CsvFields read() {
    for (std::size_t begin = 0; begin < text_.size();) {
      const std::size_t end = end_of_line(begin);
      feed(text_.substr(begin, end - begin));
      begin = end;
      ++line_;
    }
    const bool unclosed = csv_fini(&parser_, on_field, on_row, this) != 0;
    rethrow_failure();
    if (unclosed) fail_row("found a quote that is never closed, expected a closing \"");
    return std::move(fields_);
  }

 private:
  /// One past the line that starts at `begin`, its end mark (LF, CRLF or CR) included.
  std::size_t end_of_line(std::size_t begin) const {
    const std::size_t mark = text_.find_first_of("\r\n", begin);
    if (mark == std::string_view::npos) return text_.size();
    return text_.substr(mark).starts_with("\r\n") ? mark + 2 : mark + 1;
  }

  void feed(std::string_view line) {
    const bool blank = line.find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (!row_open_ && blank) {
      if (blank_line_ == 0) blank_line_ = line_;
      return;
    }
    if (!row_open_) row_line_ = line_;
    row_open_ = true;
    const std::size_t used = csv_parse(&parser_, line.data(), line.size(), on_field, on_row, this);
    rethrow_failure();
    if (used != line.size())
      fail_row("found a stray quote inside a field, expected it doubled and the field quoted");
  }

  void rethrow_failure() const {
    if (failure_) std::rethrow_exception(failure_);
  }

  [[noreturn]] void fail_row(std::string_view message) const {
    throw InputError(fmt::format("{}: line {}: {}", file_name_, row_line_, message));
  }

  void add_field(std::string_view field) {
    fields_.buffer += field;
    fields_.field_ends.push_back(static_cast<std::uint32_t>(fields_.buffer.size()));
  }

  void end_row() {
    if (blank_line_ != 0) {
      throw InputError(fmt::format("{}: line {}: found an empty line, expected {}", file_name_, blank_line_,
                                   fields_.row_ends.empty() ? "a header of column names" : "a row"));
    }
    fields_.row_ends.push_back(static_cast<std::uint32_t>(fields_.field_ends.size()));
    fields_.row_lines.push_back(row_line_);
    row_open_ = false;
    const std::size_t expected = fields_.width(0);
    const std::size_t found = fields_.width(fields_.row_ends.size() - 1);
    if (found != expected) {
      fail_row(fmt::format("found {} field{}, expected {} as in the header", found, found == 1 ? "" : "s",
                           expected));
    }
  }

  /// No exception may pass through the C library: it is kept and thrown again outside.
  template <class Action>
  void guarded(Action action) {
    if (failure_) return;
    try {
      action();
    } catch (...) {
      failure_ = std::current_exception();
    }
  }
  static void on_field(void* bytes, std::size_t size, void* self) {
    auto* reader = static_cast<CsvReader*>(self);
    reader->guarded([&] { reader->add_field({static_cast<const char*>(bytes), size}); });
  }
  static void on_row(int, void* self) {
    auto* reader = static_cast<CsvReader*>(self);
    reader->guarded([&] { reader->end_row(); });
  }

  std::string_view text_;
  const std::string& file_name_;
  csv_parser parser_{};
  CsvFields fields_;
  std::uint32_t line_ = 1;        ///< the line being fed
  std::uint32_t row_line_ = 1;    ///< where the current row started
  std::uint32_t blank_line_ = 0;  ///< first empty line, 0 while there is none
  bool row_open_ = false;
  std::exception_ptr failure_;
};

/// The names of the header, checked.
std::vector<std::string> header_names(const CsvFields& fields, const std::string& file_name) {
  const std::string place = fmt::format("{}: line {}", file_name, fields.row_lines[0]);
  std::vector<std::string> names;
  std::unordered_set<std::string> seen;
  bool only_numbers = true;
  for (std::size_t column = 0; column < fields.width(0); ++column) {
    const std::string name(fields.field(0, column));
    if (name.empty()) throw InputError(fmt::format("{}: the name of column {} is empty", place, column + 1));
    if (!is_utf8(name)) {
      throw InputError(fmt::format("{}: found the column name {}, expected UTF-8", place, quote_text(name)));
    }
    if (!seen.insert(name).second) {
      throw InputError(
          fmt::format("{}: found the column name '{}' twice, expected distinct names", place, name));
    }
    only_numbers = only_numbers && parse_double(name).has_value();
    names.push_back(name);
  }
  if (only_numbers) {
    throw InputError(fmt::format("{}: found only numbers, expected a header of column names", place));
  }
  return names;
}

class CsvTable final : public DataTable {
 public:
  CsvTable(CsvFields fields, std::vector<std::string> names, std::string file)
      : fields_(std::move(fields)), names_(std::move(names)), file_(std::move(file)) {}

  const std::string& file() const override { return file_; }
  const std::vector<std::string>& names() const override { return names_; }
  std::size_t rows() const override { return fields_.row_ends.size() - 1; }
  std::string where(std::size_t row, std::size_t column) const override {
    return fmt::format("{}: line {}, column '{}'", file_, fields_.row_lines[row + 1], names_[column]);
  }
  std::string text(std::size_t row, std::size_t column) const override {
    return std::string(fields_.field(row + 1, column));
  }
  std::optional<double> number(std::size_t row, std::size_t column) const override {
    return parse_double(fields_.field(row + 1, column));
  }

 private:
  CsvFields fields_;
  std::vector<std::string> names_;
  std::string file_;
};

}  // namespace

std::unique_ptr<DataTable> read_csv(const std::filesystem::path& file) {
  return parse_csv(read_input_file(file, kMaxDataFileBytes), file.string());
}

std::unique_ptr<DataTable> parse_csv(std::string_view text, const std::string& file_name) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  CsvFields fields = CsvReader(text, file_name).read();
  if (fields.row_ends.empty()) throw InputError(fmt::format("{}: found no header and no rows", file_name));
  std::vector<std::string> names = header_names(fields, file_name);
  if (fields.row_ends.size() == 1) {
    throw InputError(fmt::format("{}: found a header and no rows, expected at least one sample", file_name));
  }
  return std::make_unique<CsvTable>(std::move(fields), std::move(names), file_name);
}

}  // namespace plumbline
