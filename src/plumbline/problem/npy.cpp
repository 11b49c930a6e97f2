#include "plumbline/problem/npy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <map>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/input_file.hpp"
#include "plumbline/problem/limits.hpp"
#include "plumbline/problem/message_text.hpp"
#include "plumbline/problem/npy_header.hpp"

namespace plumbline {
namespace {

static_assert(std::endian::native == std::endian::little, "elements are copied as they are stored");

[[noreturn]] void fail(const std::string& file, std::string_view message) {
  throw InputError(fmt::format("{}: {}", file, message));
}

template <class Number>
double load(const char* bytes) {
  Number value;
  std::memcpy(&value, bytes, sizeof value);
  return static_cast<double>(value);
}

struct ElementType {
  std::size_t size;
  double (*load)(const char*);
};

/// The element types that are read, by the name in the header. One byte has no order: numpy writes '|'.
const std::map<std::string, ElementType, std::less<>>& element_types() {
  static const std::map<std::string, ElementType, std::less<>> types = {
      {"<f8", {8, load<double>}},        {"<f4", {4, load<float>}},         {"<i8", {8, load<std::int64_t>}},
      {"<u8", {8, load<std::uint64_t>}}, {"<i4", {4, load<std::int32_t>}},  {"<u4", {4, load<std::uint32_t>}},
      {"<i2", {2, load<std::int16_t>}},  {"<u2", {2, load<std::uint16_t>}}, {"|i1", {1, load<std::int8_t>}},
      {"|u1", {1, load<std::uint8_t>}},
  };
  return types;
}

ElementType element_type(const NpyHeader& header, const std::string& file) {
  const auto found = element_types().find(header.type);
  if (found != element_types().end()) return found->second;
  std::vector<std::string> known;
  for (const auto& [name, type] : element_types()) known.push_back(name);
  fail(file, fmt::format("found elements of type {}, expected one of {}", quote_text(header.type),
                         list_names(known)));
}

/// Rows and columns, checked against the number of bytes.
std::pair<std::size_t, std::size_t> extent(const NpyHeader& header, std::size_t element_size,
                                           std::size_t data_bytes, const std::string& file) {
  const std::vector<std::size_t>& shape = header.shape;
  if (shape.empty() || shape.size() > 2) {
    fail(file, fmt::format("found an array of {} dimensions, expected 1 or 2", shape.size()));
  }
  const std::size_t rows = shape[0];
  const std::size_t columns = shape.size() == 2 ? shape[1] : 1;
  if (rows == 0 || columns == 0) {
    fail(file,
         fmt::format("found an array of shape ({}), expected at least one element", fmt::join(shape, ", ")));
  }
  if (columns > static_cast<std::size_t>(kMaxMatrixEntries) / rows) {
    fail(file, fmt::format("found an array of {} × {} elements, expected at most {}", rows, columns,
                           kMaxMatrixEntries));
  }
  const std::size_t needed = rows * columns * element_size;
  if (needed != data_bytes) {
    fail(file, fmt::format("found {} bytes of data, expected {} × {} elements of {} bytes", data_bytes, rows,
                           columns, element_size));
  }
  return {rows, columns};
}

class NpyTable final : public DataTable {
 public:
  NpyTable(NpyArray array, const std::string& stem) : array_(std::move(array)) {
    for (Eigen::Index i = 0; i < array_.values.cols(); ++i) names_.push_back(fmt::format("{}{}", stem, i));
  }

  const std::string& file() const override { return array_.file; }
  const std::vector<std::string>& names() const override { return names_; }
  std::size_t rows() const override { return static_cast<std::size_t>(array_.values.rows()); }
  std::string where(std::size_t row, std::size_t column) const override {
    return fmt::format("{}: element [{}, {}] (counted from 0)", array_.file, row, column);
  }
  std::string text(std::size_t row, std::size_t column) const override {
    return fmt::format("{}", at(row, column));  // shortest text that reads back as the same double
  }
  std::optional<double> number(std::size_t row, std::size_t column) const override { return at(row, column); }

 private:
  double at(std::size_t row, std::size_t column) const {
    return array_.values(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(column));
  }
  NpyArray array_;
  std::vector<std::string> names_;
};

}  // namespace

NpyArray read_npy(const std::filesystem::path& file) {
  return parse_npy(read_input_file(file, kMaxDataFileBytes), file.string());
}

NpyArray parse_npy(std::string_view bytes, const std::string& file_name) {
  const NpyHeader header = parse_npy_header(bytes, file_name);
  const std::string_view data = bytes.substr(header.data_offset);
  const ElementType type = element_type(header, file_name);
  const auto [rows, columns] = extent(header, type.size, data.size(), file_name);
  Eigen::MatrixXd values(rows, columns);
  for (std::size_t column = 0; column < columns; ++column) {
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t index = header.fortran_order ? column * rows + row : row * columns + column;
      values(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(column)) =
          type.load(data.data() + index * type.size);
    }
  }
  return {file_name, std::move(values)};
}

std::unique_ptr<DataTable> make_table(NpyArray array, const std::string& stem) {
  return std::make_unique<NpyTable>(std::move(array), stem);
}

}  // namespace plumbline
