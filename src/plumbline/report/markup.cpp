#include "plumbline/report/markup.hpp"

#include <fmt/format.h>

namespace plumbline {
namespace {

bool is_blank(char c) {
  return c == '\n' || c == '\t' || c == '\r';
}

std::string escape(std::string_view text, bool references) {
  std::string result;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '&') {
      result += "&amp;";
    } else if (c == '<') {
      result += "&lt;";
    } else if (c == '>') {
      result += "&gt;";
    } else if (c == '"') {
      result += "&quot;";
    } else if (c == '\'') {
      result += "&#39;";
    } else if (references && is_blank(c)) {
      result += fmt::format("&#{};", static_cast<int>(code));
    } else if (code < 0x20 && !is_blank(c)) {
      result += '?';
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

std::string escaped(std::string_view text) {
  return escape(text, false);
}

std::string escaped_attribute(std::string_view text) {
  return escape(text, true);
}

}  // namespace plumbline
