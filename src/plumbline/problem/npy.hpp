// Arrays in NumPy's .npy format (numpy.lib.format, versions 1.0, 2.0 and 3.0).
#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "plumbline/problem/data_table.hpp"

namespace plumbline {

struct NpyArray {
  std::string file;
  Eigen::MatrixXd values;  ///< as stored: rows × columns; a one-dimensional array is one column
};

/// Reads little-endian f8, f4 and the integers i1 … u8, one or two dimensions, C or Fortran order. Every f4
/// and every integer up to 2^53 in size is taken exactly; a larger integer is rounded once to the nearest
/// double. NaN and infinities are read as they are.
/// @throws InputError if the file cannot be read (see read_input_file, at most 1 GiB), is no .npy file, holds
/// another type or shape, no element, or fewer or more bytes of data than its header says.
NpyArray read_npy(const std::filesystem::path& file);

/// The same for bytes in memory; `file_name` is what messages call it.
NpyArray parse_npy(std::string_view bytes, const std::string& file_name);

/// The array as a table; its columns are named `stem`0, `stem`1, …
std::unique_ptr<DataTable> make_table(NpyArray array, const std::string& stem);

}  // namespace plumbline
