#include "plumbline/problem/data_table.hpp"

#include <fmt/format.h>

#include <cmath>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/csv.hpp"
#include "plumbline/problem/message_text.hpp"
#include "plumbline/problem/npy.hpp"

namespace plumbline {

double finite_number(const DataTable& table, std::size_t row, std::size_t column) {
  const std::optional<double> value = table.number(row, column);
  if (value && std::isfinite(*value)) return *value;
  const std::string place = table.where(row, column);
  const std::string text = table.text(row, column);
  if (text.empty()) throw InputError(fmt::format("{}: the field is empty, expected a number", place));
  const char* expected = value ? "a finite number" : "a decimal number in the range of a double";
  throw InputError(fmt::format("{}: found {}, expected {}", place, quote_text(text), expected));
}

std::unique_ptr<DataTable> read_data_table(const std::filesystem::path& file) {
  const std::string extension = file.extension().string();
  if (extension == ".csv") return read_csv(file);
  if (extension == ".npy") return make_table(read_npy(file), "col");
  throw InputError(fmt::format("{}: found a file name that ends in '{}', expected .csv or .npy",
                               file.string(), extension));
}

}  // namespace plumbline
