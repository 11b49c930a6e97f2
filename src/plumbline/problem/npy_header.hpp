// The part of a .npy file before its data: what the elements are and how they lie (numpy.lib.format).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace plumbline {

struct NpyHeader {
  std::string type;            ///< numpy's name, e.g. "<f8"; not checked here
  bool fortran_order = false;  ///< columns one after another
  std::vector<std::size_t> shape;
  std::size_t data_offset = 0;  ///< bytes of the file before the data
};

/// Versions 1.0, 2.0 and 3.0. `file_name` is what messages call the file.
/// @throws InputError if the bytes do not start with such a header.
NpyHeader parse_npy_header(std::string_view bytes, const std::string& file_name);

}  // namespace plumbline
