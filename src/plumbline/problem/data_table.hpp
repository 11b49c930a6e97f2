// What a data file holds, whatever its format: named columns, one row a sample.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace plumbline {

/// Rows and columns count from 0; at least one of each.
class DataTable {
 public:
  virtual ~DataTable() = default;

  virtual const std::string& file() const = 0;
  virtual const std::vector<std::string>& names() const = 0;  ///< one a column, distinct, UTF-8
  virtual std::size_t rows() const = 0;
  /// The place as people find it in the file, e.g. "iris.csv: line 7, column 'petal_width'".
  virtual std::string where(std::size_t row, std::size_t column) const = 0;
  /// The value as text, blanks at the ends removed.
  virtual std::string text(std::size_t row, std::size_t column) const = 0;
  /// The nearest double; NaN and infinities as they are; nothing if the value is no number.
  virtual std::optional<double> number(std::size_t row, std::size_t column) const = 0;
};

/// @throws InputError with the place if the value is missing, no number, or not finite.
double finite_number(const DataTable& table, std::size_t row, std::size_t column);

/// Reads a .csv or .npy file. @throws InputError as read_csv, read_npy; or if the file name ends otherwise.
std::unique_ptr<DataTable> read_data_table(const std::filesystem::path& file);

}  // namespace plumbline
