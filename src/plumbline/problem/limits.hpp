// How large a problem may be: one gibibyte for a file and for a matrix. Both are checked before memory is
// taken.
#pragma once

#include <cstdint>

namespace plumbline {

/// Largest data file (CSV, .npy) that is read, in bytes.
inline constexpr std::uintmax_t kMaxDataFileBytes = std::uintmax_t{1} << 30;

/// Largest number of entries of X, Y or W*: 1 GiB of doubles.
inline constexpr std::int64_t kMaxMatrixEntries = std::int64_t{1} << 27;

/// True if a rows × columns matrix stays within kMaxMatrixEntries (both nonnegative; nothing overflows).
constexpr bool fits_matrix(std::int64_t rows, std::int64_t columns) {
  return rows == 0 || columns <= kMaxMatrixEntries / rows;
}

}  // namespace plumbline
