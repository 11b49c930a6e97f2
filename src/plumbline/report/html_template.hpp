// Mustache templates filled from JSON.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace plumbline {

/// A template that is parsed once. {{key}} escapes, {{{key}}} does not; objects and lists open sections;
/// null, false and an empty list close them; other values are shown as they are written in JSON.
class HtmlTemplate {
 public:
  /// @throws InternalError if it is no mustache template.
  explicit HtmlTemplate(std::string_view text);
  ~HtmlTemplate();
  HtmlTemplate(const HtmlTemplate&) = delete;
  HtmlTemplate& operator=(const HtmlTemplate&) = delete;

  std::string fill(const nlohmann::ordered_json& values) const;

 private:
  struct Parsed;
  std::unique_ptr<Parsed> parsed_;
};

}  // namespace plumbline
