#include "plumbline/problem/npy_header.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "plumbline/numeric/error.hpp"
#include "plumbline/problem/message_text.hpp"

namespace plumbline {
namespace {

[[noreturn]] void fail(const std::string& file, std::string_view message) {
  throw InputError(fmt::format("{}: {}", file, message));
}

/// Reads the header, a Python dictionary as numpy writes it:
/// {'descr': '<f8', 'fortran_order': False, 'shape': (16, 1024), }
class HeaderParser {
 public:
  HeaderParser(std::string_view text, const std::string& file) : rest_(text), text_(text), file_(file) {}

  /// Fills type, fortran_order and shape.
  void parse(NpyHeader& header) {
    bool has_type = false;
    bool has_order = false;
    bool has_shape = false;
    expect("{");
    while (!accept("}")) {
      const std::string key = quoted();
      expect(":");
      if (key == "descr" && !std::exchange(has_type, true)) {
        header.type = type();
      } else if (key == "fortran_order" && !std::exchange(has_order, true)) {
        header.fortran_order = boolean();
      } else if (key == "shape" && !std::exchange(has_shape, true)) {
        header.shape = shape();
      } else {
        malformed();
      }
      if (accept(",")) continue;
      expect("}");
      break;
    }
    skip_blanks();
    if (!rest_.empty() || !has_type || !has_order || !has_shape) malformed();
  }

 private:
  [[noreturn]] void malformed() const {
    fail(file_, fmt::format("found the array header {}, expected the keys descr, fortran_order and shape as "
                            "numpy.save writes them",
                            quote_text(text_)));
  }
  void skip_blanks() {
    const std::size_t next = rest_.find_first_not_of(" \n");
    rest_ = next == std::string_view::npos ? std::string_view() : rest_.substr(next);
  }
  bool accept(std::string_view token) {
    skip_blanks();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  void expect(std::string_view token) {
    if (!accept(token)) malformed();
  }
  std::string quoted() {
    expect("'");
    const std::size_t end = rest_.find('\'');
    if (end == std::string_view::npos) malformed();
    std::string value(rest_.substr(0, end));
    rest_.remove_prefix(end + 1);
    return value;
  }
  std::string type() {
    if (accept("[")) fail(file_, "found a structured array, expected an array of plain numbers");
    return quoted();
  }
  bool boolean() {
    if (accept("True")) return true;
    expect("False");
    return false;
  }
  std::vector<std::size_t> shape() {
    std::vector<std::size_t> sizes;
    expect("(");
    while (!accept(")")) {
      skip_blanks();
      std::size_t size = 0;
      const auto result = std::from_chars(rest_.data(), rest_.data() + rest_.size(), size);
      if (result.ec != std::errc()) malformed();
      rest_.remove_prefix(static_cast<std::size_t>(result.ptr - rest_.data()));
      sizes.push_back(size);
      if (accept(",")) continue;
      expect(")");
      break;
    }
    return sizes;
  }

  std::string_view rest_;
  std::string_view text_;
  const std::string& file_;
};

std::size_t little_endian(std::string_view bytes) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    value |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  }
  return value;
}

/// Where the header's text lies: (offset, length). Layout: 6 bytes of magic, 2 of version, the length of the
/// text in 2 bytes (version 1) or 4 (versions 2, 3), little-endian; the text; the data.
std::pair<std::size_t, std::size_t> locate_text(std::string_view bytes, const std::string& file) {
  constexpr std::string_view kMagic("\x93NUMPY", 6);
  if (!bytes.starts_with(kMagic)) {
    fail(file, fmt::format("found a file that starts with {}, expected a .npy file",
                           quote_text(bytes.substr(0, 6))));
  }
  if (bytes.size() < 12) fail(file, "the file ends inside the .npy header");
  const int major = static_cast<unsigned char>(bytes[6]);
  const int minor = static_cast<unsigned char>(bytes[7]);
  if (major < 1 || major > 3 || minor != 0) {
    fail(file, fmt::format("found .npy version {}.{}, expected 1.0, 2.0 or 3.0", major, minor));
  }
  const std::size_t length_bytes = major == 1 ? 2 : 4;
  const std::size_t begin = 8 + length_bytes;
  const std::size_t length = little_endian(bytes.substr(8, length_bytes));
  if (length > bytes.size() - begin) fail(file, "the file ends inside the .npy header");
  return {begin, length};
}

}  // namespace

NpyHeader parse_npy_header(std::string_view bytes, const std::string& file_name) {
  const auto [begin, length] = locate_text(bytes, file_name);
  NpyHeader header;
  header.data_offset = begin + length;
  HeaderParser(bytes.substr(begin, length), file_name).parse(header);
  return header;
}

}  // namespace plumbline
