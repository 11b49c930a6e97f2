#include "plumbline/report/text_table.hpp"

#include <gtest/gtest.h>

#include "plumbline/numeric/error.hpp"

namespace plumbline {
namespace {

TEST(TextTable, ColumnsAreAsWideAsTheirWidestCell) {
  TextTable table({"name", "n", "last"});
  table.add({"a", "100", "x"});
  table.add({"longer", "", "y"});
  EXPECT_EQ(table.to_string(),
            "name    n    last\n"
            "a       100  x\n"
            "longer       y\n");
}

TEST(TextTable, CountsCharactersAndNotBytes) {
  TextTable table({"‖W*‖", "x"});
  table.add({"ключ ✓", "1"});
  table.add({"plain6", "2"});
  EXPECT_EQ(table.to_string(),
            "‖W*‖    x\n"
            "ключ ✓  1\n"
            "plain6  2\n");
}

TEST(TextTable, LeavesNoBlanksAtTheEnd) {
  TextTable table({"a", "b"});
  table.add({"x", ""});
  EXPECT_EQ(table.to_string(), "a  b\nx\n");
  TextTable empty({"", ""});
  EXPECT_EQ(empty.to_string(), "\n");
}

TEST(TextTable, ControlCharactersCannotBreakARow) {
  TextTable table({"a", "b"});
  table.add({"x\ny\t\x1b[0m\x7f", "z"});
  EXPECT_EQ(table.to_string(), "a          b\nx?y??[0m?  z\n");
}

TEST(TextTable, ARowMustFit) {
  TextTable table({"a", "b"});
  EXPECT_THROW(table.add({"1"}), InternalError);
  EXPECT_THROW(table.add({"1", "2", "3"}), InternalError);
}

}  // namespace
}  // namespace plumbline
