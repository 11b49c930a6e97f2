// An aligned table for people.
#pragma once

#include <string>
#include <vector>

namespace plumbline {

/// Rows of cells under a header; columns are as wide as their widest cell (counted in code points), two
/// blanks apart, no trailing blanks. Control characters (line breaks too) show as "?". Every row must have as
/// many cells as the header.
/// @throws InternalError otherwise.
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header);
  void add(std::vector<std::string> row);
  std::string to_string() const;

 private:
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace plumbline
