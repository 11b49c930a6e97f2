// Writes .npy files for tests.
#pragma once

#include <cstring>
#include <string>
#include <vector>

namespace plumbline {

/// An array header (version 1 unless told) and the elements as they lie in memory. `shape` as Python writes
/// it, e.g. "(2, 3)".
template <class Number>
std::string npy_bytes(const std::string& type, const std::string& shape, const std::vector<Number>& elements,
                      bool fortran_order = false, int version = 1) {
  std::string header = "{'descr': '" + type + "', 'fortran_order': " + (fortran_order ? "True" : "False") +
                       ", 'shape': " + shape + ", }\n";
  std::string bytes("\x93NUMPY", 6);
  bytes += static_cast<char>(version);
  bytes += '\0';
  const int length_bytes = version == 1 ? 2 : 4;
  for (int i = 0; i < length_bytes; ++i) bytes += static_cast<char>((header.size() >> (8 * i)) & 0xFFU);
  bytes += header;
  for (const Number element : elements) {
    char raw[sizeof element];
    std::memcpy(raw, &element, sizeof element);
    bytes.append(raw, sizeof element);
  }
  return bytes;
}

}  // namespace plumbline
